"""What other settings change about a live run."""

from dataclasses import dataclass

from pydantic import BaseModel

from vcam.settings.model import PeopleSettings, Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between settings in force and others.

    Attributes:
        output: whether pictures go elsewhere, or in another size or rate.
        camera: whether frames come from elsewhere, or otherwise.
        mirror: whether left and right are swapped.
        picture: whether a pipeline for the ones would not do for the others.
        programs: whether programs get other profiles.
    """

    output: bool
    camera: bool
    mirror: bool
    picture: bool
    programs: bool


def changes(before: Settings, settings: Settings) -> Changes:
    """Compare settings in force with others."""
    return Changes(
        output=_but_for(settings.output, "mirror") != _but_for(before.output, "mirror"),
        camera=_but_for(settings.camera, "on_demand") != _but_for(before.camera, "on_demand"),
        mirror=settings.output.mirror != before.output.mirror,
        picture=_without_people(settings) != _without_people(before),
        programs=settings.programs != before.programs,
    )


def _but_for(group: BaseModel, name: str) -> BaseModel:
    """A group of settings without one of them."""
    return group.model_copy(update={name: None})


def _without_people(settings: Settings) -> Settings:
    """What a pipeline is built from: no words, and of people only whether they need the room hidden."""
    return settings.model_copy(
        update={
            "people": PeopleSettings(),
            "background": settings.effective_background,
            "safety": _but_for(settings.safety, "card_title"),
        }
    )

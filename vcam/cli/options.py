"""From options to settings: the file comes first, the profile over it, the options over both."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from vcam.errors import UsageError
from vcam.settings import Problem, Settings, load, parse_background, require_background_file
from vcam.settings.background import BACKGROUND_FORMS
from vcam.settings.effects import EFFECT_FORMS, PERSON_FORMS, parse_person_effect
from vcam.settings.fields import with_values
from vcam.settings.profiles import load_profile

log = logging.getLogger(__name__)

Source: TypeAlias = Annotated[
    str | None, typer.Option(help="Camera: auto, a number, a device, a name, a bus, a file, or demo.")
]
Sink: TypeAlias = Annotated[
    str | None, typer.Option(help="Virtual camera: auto, a device or name; or a file.")
]
PictureSize: TypeAlias = Annotated[str | None, typer.Option("--size", metavar="WxH", help="Picture size.")]
Fps: TypeAlias = Annotated[str | None, typer.Option(metavar="NUMBER", help="Pictures per second, 1 to 60.")]
Network: TypeAlias = Annotated[
    str | None, typer.Option(help="One of those that `vcam networks` lists, or auto.")
]
Precision: TypeAlias = Annotated[
    str | None, typer.Option(metavar="auto|fp32|int8", help="How exactly to compute.")
]
Threads: TypeAlias = Annotated[
    str | None, typer.Option(metavar="1..8", help="Processor cores for the network.")
]
Background: TypeAlias = Annotated[
    str | None, typer.Option(metavar="WHAT", help=f"What replaces the room: {BACKGROUND_FORMS}.")
]
People: TypeAlias = Annotated[str | None, typer.Option(metavar="all|only-me", help="Who is shown.")]
Effect: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PERSON=EFFECT",
        help=f"An effect for a person, may be repeated. PERSON is {PERSON_FORMS}; EFFECT is {EFFECT_FORMS}.",
    ),
]
Follow: TypeAlias = Annotated[
    bool | None,
    typer.Option("--follow/--no-follow", help="Whether the picture follows the people who are seen."),
]
Profile: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="A profile to lay over the settings.")
]
Stats: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE.json", help="Write what was measured into this file at the end.")
]

OPTION_OF = {
    "camera.source": "--source",
    "camera.size": "--size",
    "camera.fps": "--fps",
    "output.sink": "--sink",
    "output.size": "--size",
    "output.fps": "--fps",
    "portrait.network": "--network",
    "portrait.precision": "--precision",
    "portrait.threads": "--threads",
    "people.show": "--people",
    "framing.follow": "--follow",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a command line said.

    Attributes:
        profile: the profile it named, if any.
        background: the background, as typed.
        effects: effects, as typed.
        values: all other options, as typed, by the setting that they replace; None where not given.
    """

    profile: str | None
    background: str | None
    effects: tuple[str, ...]
    values: Mapping[str, str | None]


def chosen_settings(choices: Choices) -> Settings:
    """Put the settings file, the profile and the options together.

    What is wrong in a file is told as a warning; the options must be right.

    Raises:
        UsageError: an option is wrong.
    """
    loaded = load()
    warn(loaded.problems)
    settings = loaded.settings
    name = settings.profile if choices.profile is None else choices.profile
    if name:
        profiled = load_profile(name, settings)
        warn(profiled.problems)
        settings = profiled.settings
    given = {key: text for key, text in choices.values.items() if text is not None}
    settings = with_values(settings, given, OPTION_OF)
    if choices.background is not None:
        background = parse_background(choices.background, settings.background)
        settings = settings.model_copy(update={"background": background})
    require_background_file(settings.background)
    if choices.effects:
        effects = {**settings.people.effects, **dict(map(parse_person_effect, choices.effects))}
        settings = with_values(settings, {"people.effects": effects})
    return settings


def as_typed(choice: bool | None) -> str | None:
    """Write a switch as settings are typed; None where it was not given."""
    return None if choice is None else str(choice).lower()


def warn(problems: tuple[Problem, ...]) -> None:
    """Tell what is wrong in a file of settings."""
    for problem in problems:
        log.warning("%s", problem)


def require_file_place(path: Path | None) -> None:
    """Make sure that a file, and no folder, can be written there.

    Raises:
        UsageError: it cannot.
    """
    if path is not None and path.is_dir():
        raise UsageError(f"{path} is a folder; give the name of a file.")
    require_writable_place(path)


def require_writable_place(path: Path | None) -> None:
    """Make sure that there is a folder to write into, before hours of work go into the file.

    Raises:
        UsageError: there is none.
    """
    if path is not None and not path.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {path.absolute().parent} for {path.name}; make it first.")

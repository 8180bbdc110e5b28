"""What is steered: a running camera, as far as those outside need to know it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from vcam.guard import Receipt
from vcam.readers import Readers
from vcam.settings import Settings


class State(Protocol):
    """What viewers see; see `vcam.engine.EngineState`."""

    @property
    def kind(self) -> str:
        """Such as "live" or "card"."""

    @property
    def message(self) -> str:
        """Why, in a sentence; empty when all is well."""


class RunStatus(Protocol):
    """What a running camera tells of itself; see `vcam.app.Status`."""

    @property
    def state(self) -> State:
        """What viewers see now."""

    @property
    def since(self) -> datetime:
        """When that began."""

    @property
    def switch(self) -> str:
        """What the user wants: "on", "card" or "off"."""

    @property
    def camera(self) -> str:
        """The webcam in a line; empty while it is closed."""

    @property
    def readers(self) -> Readers | None:
        """Who reads the virtual camera, or None where nobody can know."""

    @property
    def sink(self) -> str:
        """The virtual camera as the settings name it."""

    @property
    def receipt(self) -> Receipt:
        """What has left so far."""

    @property
    def figures(self) -> Mapping[str, object]:
        """As `--stats` writes them."""

    @property
    def people(self) -> Sequence["Somebody"]:
        """Who is there, as far as people are told apart now."""


class Somebody(Protocol):
    """A person in the picture; see `vcam.cast.Person`."""

    @property
    def track_id(self) -> int:
        """The same person over time, >= 1."""

    @property
    def name(self) -> str:
        """What the user calls them; empty if nothing."""

    @property
    def is_me(self) -> bool:
        """Whether this is the user."""

    @property
    def effect(self) -> str:
        """The effect in force."""


class Steered(Protocol):
    """A running camera; see `vcam.app.Live`. Safe to use from any thread."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    def turn(self, switch: Literal["on", "card", "off"]) -> None:
        """Switch on, to the card, or off."""

    def panic(self) -> None:
        """Show the card at once and close the webcam."""

    def change(self, values: Mapping[str, object]) -> Settings:
        """Change settings by their dotted names, or raise UsageError."""

    def use(self, settings: Settings) -> None:
        """Go over to other settings."""

    def status(self) -> RunStatus:
        """Tell what it does now."""

    def people(self) -> Sequence[Somebody]:
        """Tell who is there; people are told apart for it, so the first answer may be empty."""

    def find_person(self, text: str) -> int:
        """Give the track id of whom a person calls so, or raise UsageError."""

    def set_effect(self, track_id: int, text: str | None) -> None:
        """Give a person an effect, or take theirs away."""

    def choose_me(self, track_id: int) -> None:
        """Take the user's word for who they are."""

    def name_person(self, track_id: int, name: str) -> None:
        """Call a person by a name."""

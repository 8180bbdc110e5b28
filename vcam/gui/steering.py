"""What the window needs of a running camera, and what it makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtGui import QImage

from vcam.settings.model import Settings
from vcam.types import Box, Frame

if TYPE_CHECKING:
    from vcam.app.live import Status, Switch
    from vcam.engine.state import EngineState
    from vcam.guard import Cleared


class Somebody(Protocol):
    """A person in the picture, as `Steering.people` tells of them."""

    @property
    def track_id(self) -> int:
        """The same person over time, >= 1."""

    @property
    def name(self) -> str:
        """What the user calls them; empty if nothing."""

    @property
    def box(self) -> Box:
        """Where they are, in the frame's pixels."""

    @property
    def is_me(self) -> bool:
        """Whether this is the user."""

    @property
    def effect(self) -> str:
        """The effect in force, as it is written."""

    @property
    def may_be_me(self) -> bool:
        """Whether this may be the user come back, who must be asked."""


class Steering(Protocol):
    """The part of `vcam.app.Live` that the window uses. Any call may take long."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    @property
    def newest_frame(self) -> Frame | None:
        """The last frame as captured: for the user's eyes alone."""

    def start(self, patient: bool = False) -> None:
        """Begin."""

    def stop(self) -> None:
        """End with the card."""

    def turn(self, switch: "Switch") -> None:
        """Switch on, to the card, or off."""

    def panic(self) -> None:
        """Show the card at once and close the webcam."""

    def change(self, values: Mapping[str, object]) -> Settings:
        """Change settings by their dotted names."""

    def use(self, settings: Settings) -> None:
        """Go over to other settings."""

    def watch(self, on_sent: "Callable[[Cleared], None]") -> None:
        """Tell of every picture that viewers get."""

    def watch_state(self, on_state: "Callable[[EngineState], None]") -> None:
        """Tell of each change of state."""

    def status(self) -> "Status":
        """Tell what it does now, with figures."""

    def newest_times(self) -> dict[str, float]:
        """Tell how long each stage took for its newest picture, in milliseconds."""

    def preview(self, shown: bool) -> None:
        """Tell that a preview was opened or closed, for which the webcam is wanted."""

    def people(self) -> tuple[Somebody, ...]:
        """Tell who is there."""

    def set_effect(self, track_id: int, text: str | None) -> None:
        """Choose how a person is shown."""

    def choose_me(self, track_id: int) -> None:
        """Say which person is the user."""

    def name_person(self, track_id: int, name: str) -> None:
        """Call a person by a name."""

    def keep(self, x: int, y: int, track_id: int) -> None:
        """Let what is at a point belong to a person."""


SWITCHES: "tuple[Switch, ...]" = ("on", "card", "off")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A person with their picture.

    Attributes:
        who: the person.
        face: a square picture of the face, or of the upper body; null if there is none.
    """

    who: Somebody
    face: QImage

"""What the window needs of a running camera, and what it makes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtGui import QImage

from vcam.steered import Steered, Switch
from vcam.types import Frame

if TYPE_CHECKING:
    from vcam.cast import Person
    from vcam.engine.state import EngineState
    from vcam.guard import Cleared


class Steering(Steered, Protocol):
    """A camera that the window owns and looks into, beside steering it as others do."""

    @property
    def newest_frame(self) -> Frame | None:
        """The last frame as captured: for the user's eyes alone."""

    def start(self, patient: bool = False) -> None:
        """Begin."""

    def stop(self) -> None:
        """End with the card."""

    def watch(self, on_sent: "Callable[[Cleared], None]") -> None:
        """Tell of every picture that viewers get."""

    def watch_state(self, on_state: "Callable[[EngineState], None]") -> None:
        """Tell of each change of state."""

    def newest_times(self) -> dict[str, float]:
        """Tell how long each stage took for its newest picture, in milliseconds."""

    def preview(self, shown: bool) -> None:
        """Tell that a preview was opened or closed, for which the webcam is wanted."""

    def keep(self, x: int, y: int, track_id: int) -> None:
        """Let what is at a point belong to a person."""


SWITCHES: tuple[Switch, ...] = ("on", "card", "off")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A person with their picture.

    Attributes:
        who: the person.
        face: a square picture of the face, or of the upper body; null if there is none.
    """

    who: "Person"
    face: QImage

"""A running camera, as far as those who steer it need to know it: commands, other programs, the window.

What only describes types is imported for the type checker alone: a window and a command start
before the libraries that a camera needs are loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from vcam.cast import Person
    from vcam.engine import EngineState
    from vcam.guard import Receipt
    from vcam.readers import Readers
    from vcam.settings.model import Settings

Switch = Literal["on", "card", "off"]
"""What the user wants: pictures; the card, with the webcam running; the card, with the webcam closed."""

WORDS: Mapping[Switch, str] = {"card": "Back in a moment", "off": "Camera off"}


@dataclass(frozen=True, slots=True)
class Status:
    """What a running vcam does.

    Attributes:
        state: what viewers see now.
        since: when that began.
        switch: what the user wants.
        camera: the webcam and its format, in a line; empty while it is closed.
        readers: who reads the virtual camera, or None where nobody can know.
        sink: the virtual camera as the settings name it.
        receipt: what has left so far.
        figures: as `--stats` writes them.
        people: who is in the picture, as far as people are told apart now.
        trouble: why the settings in force do not act, such as a picture that is gone; empty if they do.
    """

    state: "EngineState"
    since: datetime
    switch: Switch
    camera: str
    readers: "Readers | None"
    sink: str
    receipt: "Receipt"
    figures: Mapping[str, object]
    people: "Sequence[Person]" = ()
    trouble: str = ""


class Steered(Protocol):
    """A running camera; see `vcam.app.Live`. Safe to use from any thread; a call may take long.

    Only `turn`, `panic` and `status` never wait for a file, a camera or another call.
    """

    @property
    def settings(self) -> "Settings":
        """The settings in force."""

    def turn(self, switch: Switch) -> None:
        """Switch on, to the card, or off."""

    def panic(self) -> None:
        """Show the card at once and close the webcam."""

    def check(self, values: Mapping[str, object]) -> None:
        """Make sure that what values name can be shown, or raise VcamError; before a `change` to it."""

    def change(self, values: Mapping[str, object]) -> "Settings":
        """Change settings by their dotted names, or raise UsageError."""

    def status(self) -> Status:
        """Tell what it does now."""

    def people(self) -> "Sequence[Person]":
        """Tell who is there; people are told apart for it, so the first answer may be empty."""

    def find_person(self, text: str) -> int:
        """Give the track id of whom a person calls so, or raise UsageError."""

    def set_effect(self, track_id: int, text: str | None) -> None:
        """Give a person an effect, or take theirs away."""

    def choose_me(self, track_id: int) -> None:
        """Take the user's word for who they are."""

    def name_person(self, track_id: int, name: str) -> None:
        """Call a person by a name."""

"""What the user can want of a running vcam, and what it tells of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vcam.cast import Person
from vcam.engine import EngineState
from vcam.guard import Receipt
from vcam.readers import Readers

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
    """

    state: EngineState
    since: datetime
    switch: Switch
    camera: str
    readers: Readers | None
    sink: str
    receipt: Receipt
    figures: Mapping[str, object]
    people: tuple[Person, ...] = ()

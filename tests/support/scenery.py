"""A painted room with a person in it, and parts that see, compose, give and keep it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from vcam.guard import Cleared
from vcam.ports import SourceFormat
from vcam.types import NO_CUES, Alpha, ByteAlpha, Frame, Image, Scene, Size

SIZE = Size(96, 64)
ROOM = (255, 0, 255)
"""The code colour: wherever viewers see it, they see the room."""
ROOM_TOO = (0, 255, 0)
PERSON = (90, 140, 200)
BACKDROP = (40, 60, 20)
FPS = 60.0


def painted_room(size: Size = SIZE) -> Image:
    """A frame whose room has the code colour, with a person in its middle."""
    image = np.empty(size.shape, np.uint8)
    image[:] = ROOM
    # Chequered, so that a picture blurred beyond recognition holds the code colour nowhere.
    image[::2, 1::2] = image[1::2, ::2] = ROOM_TOO
    rows, columns = person_box(size)
    image[rows, columns] = PERSON
    return image


def person_box(size: Size) -> tuple[slice, slice]:
    """Rows and columns of the person in a frame of `size`."""
    return slice(size.height // 4, size.height), slice(size.width // 3, size.width * 2 // 3)


def true_alpha(size: Size = SIZE) -> Alpha:
    """(H, W) float32 alpha of the painted room's person."""
    alpha = np.zeros((size.height, size.width), np.float32)
    alpha[person_box(size)] = 1
    return alpha


class TrueFinder:
    """Knows where the person is; `spoil` may change what it writes, wait, or raise."""

    def __init__(self, spoil: Callable[[Alpha, ByteAlpha], None] | None = None) -> None:
        self.spoil = spoil
        self.evidence_shape = (SIZE.height, SIZE.width)
        self.small = painted_room()
        self.half = None
        self.cues = NO_CUES

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        # By colour, not by place: another frame's mask would show.
        person = (frame.image == np.array(PERSON, np.uint8)).all(2)
        evidence[:] = person
        alpha[:] = person * np.uint8(255)
        if self.spoil is not None:
            self.spoil(evidence, alpha)

    def reset(self) -> None:
        """Remembers nothing anyway."""

    def warm_up(self) -> None:
        """Is warm."""

    def prepare_fine_look(self) -> None:
        """Looks at all frames alike."""


class PlainComposer:
    """Puts the person before one colour, or, with `hides_room=False`, shows the room."""

    def __init__(self, hides_room: bool = True, spoil: Callable[[], None] | None = None) -> None:
        self.hides_room = hides_room
        self.spoil = spoil
        self.is_closed = False

    def compose(self, scene: Scene, out: Image, shown: ByteAlpha | None = None) -> None:
        if self.spoil is not None:
            self.spoil()
        out[:] = scene.frame.image
        if self.hides_room:
            out[scene.alpha < 128] = BACKDROP
        if shown is not None:
            shown[:] = scene.alpha

    def warm_up(self) -> None:
        """Is warm."""

    def warm_up_effects(self) -> None:
        """Has none."""

    def close(self) -> None:
        self.is_closed = True


class PaintedSource:
    """A camera before the painted room; `before_read` may wait, raise, or give another picture."""

    def __init__(self, before_read: Callable[[int], Image | None] | None = None) -> None:
        self._before_read = before_read
        self.reads = 0
        self.is_open = False

    def open(self) -> SourceFormat:
        self.is_open = True
        return SourceFormat(SIZE, FPS, is_live=False, description="a painted room")

    def read(self) -> Image | None:
        self.reads += 1
        other = self._before_read(self.reads) if self._before_read else None
        return painted_room() if other is None else other

    def close(self) -> None:
        self.is_open = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What is remembered of a picture."""

    kind: str
    time_s: float
    shows_room: bool
    shows_person: bool


@dataclass(slots=True)
class RecordingSink:
    """Looks at every picture as viewers would, and remembers what it saw."""

    on_send: Callable[[int], None] | None = None
    sent: list[Sent] = field(default_factory=list)
    opened: int = 0
    closed: int = 0
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    def open(self, size: Size, fps: float) -> None:
        self.opened += 1

    def send(self, picture: Cleared) -> None:
        if self.on_send is not None:
            self.on_send(len(self.sent))
        image = picture.image
        seen = Sent(
            picture.kind,
            time.monotonic(),
            shows_room=bool((image == np.array(ROOM, np.uint8)).all(2).any()),
            shows_person=bool((image == np.array(PERSON, np.uint8)).all(2).any()),
        )
        with self._arrived:
            self.sent.append(seen)
            self._arrived.notify_all()

    def close(self) -> None:
        self.closed += 1

    def wait_until(self, seen: Callable[[list[Sent]], bool], timeout_s: float = 60.0) -> None:
        """Wait for a condition on what was sent; fail the test if it never comes."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: seen(self.sent), timeout_s), (
                f"not seen within {timeout_s} s; the last pictures were {self.sent[-3:]}"
            )

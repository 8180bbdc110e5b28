"""A sink that keeps what it is sent, for tests and the preview."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from vcam.guard import Cleared
from vcam.types import Image, Size


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """A picture that arrived.

    Attributes:
        image: (H, W, 3) uint8 BGR, a copy.
        kind: what the guard cleared it as.
        time_s: when it arrived, on the sink's clock.
    """

    image: Image
    kind: Literal["composed", "card", "open"]
    time_s: float


class MemorySink:
    """Remembers the pictures it was sent. Safe to look at from any thread.

    Attributes:
        size: as opened with, or None while closed.
        fps: as opened with, or None while closed.
    """

    def __init__(self, keep: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        """Start empty.

        Args:
            keep: how many of the newest pictures to keep, or None for all.
            clock: tells the time in seconds.
        """
        self.size: Size | None = None
        self.fps: float | None = None
        self._clock = clock
        self._sent: deque[Sent] = deque(maxlen=keep)
        self._count = 0
        self._arrived = threading.Condition()

    def open(self, size: Size, fps: float) -> None:
        """Get ready; see `vcam.ports.Sink`."""
        self.size, self.fps = size, fps

    def send(self, picture: Cleared) -> None:
        """Keep a copy; see `vcam.ports.Sink`."""
        if not isinstance(picture, Cleared):
            raise TypeError("a sink takes only what the guard has cleared")
        if self.size is None or picture.image.shape != self.size.shape:
            raise ValueError(f"opened for {self.size}, sent {picture.image.shape}")
        sent = Sent(picture.image.copy(), picture.kind, self._clock())
        with self._arrived:
            self._sent.append(sent)
            self._count += 1
            self._arrived.notify_all()

    def close(self) -> None:
        """Stop; what was kept stays."""
        self.size = self.fps = None

    @property
    def count(self) -> int:
        """How many pictures have arrived, kept or not."""
        with self._arrived:
            return self._count

    @property
    def pictures(self) -> tuple[Sent, ...]:
        """What is kept, oldest first."""
        with self._arrived:
            return tuple(self._sent)

    @property
    def newest(self) -> Sent | None:
        """The last picture that arrived, if any is kept."""
        with self._arrived:
            return self._sent[-1] if self._sent else None

    def wait_for(self, count: int, timeout_s: float) -> bool:
        """Wait until this many pictures have arrived in all; tell whether they did in time."""
        with self._arrived:
            return self._arrived.wait_for(lambda: self._count >= count, timeout_s)

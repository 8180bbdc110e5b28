"""The two places where pictures enter and leave: what a source and a sink promise."""

from dataclasses import dataclass
from typing import Protocol

from vcam.guard import Cleared
from vcam.types import Image, Size


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """What a source gives, as negotiated.

    Attributes:
        size: size of its pictures; a later picture may differ.
        fps: pictures per second.
        is_live: True if `read` waits for the next picture by itself, as a camera does.
        description: one line for a person, such as "Integrated Camera, 1280x720 at 30 fps, MJPG".
    """

    size: Size
    fps: float
    is_live: bool
    description: str


class Source(Protocol):
    """Where frames come from. One thread opens, reads and closes it."""

    def open(self) -> SourceFormat:
        """Start it; also again after it was closed or lost.

        Raises:
            SourceError: it cannot be opened; the message says why and what to do.
        """

    def read(self) -> Image | None:
        """Give the next picture in an array that is the caller's from then on, or None at the end.

        Raises:
            SourceError: the picture cannot be had (unplugged, timed out).
        """

    def close(self) -> None:
        """Let go of the device or file. Closing twice does no harm."""


class Sink(Protocol):
    """Where pictures go. It takes only what the guard has cleared."""

    def open(self, size: Size, fps: float) -> None:
        """Get ready for pictures of this size; neither changes until it is closed.

        Raises:
            SinkError: it cannot be opened; the message says why and what to do.
        """

    def send(self, picture: Cleared) -> None:
        """Show one picture; the array is not kept after the call.

        Raises:
            SinkError: it did not arrive (disk full, device gone).
        """

    def close(self) -> None:
        """Finish what was begun and let go. Closing twice does no harm."""

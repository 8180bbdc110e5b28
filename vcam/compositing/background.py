"""What stands behind people, and how it is chosen from the settings."""

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from vcam.compositing.blur import BlurBackground
from vcam.compositing.video import VideoBackground, cover
from vcam.errors import UsageError
from vcam.settings.model import BackgroundSettings
from vcam.types import ByteAlpha, Image, Size

CHROMA_GREEN = (64, 177, 0)
"""Blue, green and red of #00b140, the green that programs are set to key out."""


class Background(Protocol):
    """What stands behind people."""

    @property
    def hides_room(self) -> bool:
        """Whether nothing of the room can be made out."""

    def prepare(self, frame: Image, alpha: ByteAlpha, time_s: float) -> Image:
        """Give the background of a frame.

        Args:
            frame: (H, W, 3) uint8 BGR, what was captured.
            alpha: (H, W) uint8, 255 is person.
            time_s: when it was captured.

        Returns:
            (h, W, 3) uint8 BGR with 1 <= h <= H rows, spread evenly over the frame's height.
            It is not written by the reader and is valid until the next call.
        """

    def close(self) -> None:
        """Let go of files and threads. Closing twice does no harm."""


class OpenRoom:
    """The room as it is: nothing is hidden."""

    hides_room = False

    def prepare(self, frame: Image, alpha: ByteAlpha, time_s: float) -> Image:
        """Give the frame itself."""
        return frame

    def close(self) -> None:
        """Nothing is held."""


class StillBackground:
    """One picture that never changes."""

    hides_room = True

    def __init__(self, image: Image) -> None:
        self._image = image

    def prepare(self, frame: Image, alpha: ByteAlpha, time_s: float) -> Image:
        """Give the picture, (H, W, 3) or, for a plain colour, (1, W, 3)."""
        return self._image

    def close(self) -> None:
        """Nothing is held."""


def make_background(settings: BackgroundSettings, size: Size) -> Background:
    """Make the background that the settings name, for frames of `size`.

    Raises:
        UsageError: its file cannot be shown.
    """
    match settings.kind:
        case "none":
            return OpenRoom()
        case "blur":
            return BlurBackground(settings.blur_strength, size)
        case "picture":
            return StillBackground(cover(_read_picture(settings.file), size))
        case "video":
            return VideoBackground(settings.file, size)
        case "colour":
            return StillBackground(_plain(settings.bgr, size))
        case "chroma":
            return StillBackground(_plain(CHROMA_GREEN, size))


def _plain(bgr: tuple[int, int, int], size: Size) -> Image:
    image = np.empty((1, size.width, 3), np.uint8)
    image[:] = bgr
    return image


def _read_picture(file: str) -> Image:
    """Read a picture file upright and in colour."""
    path = Path(file).expanduser()
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        reason = error.strerror or "it is no file"
        raise UsageError(
            f"The background picture {file!r} cannot be read: {reason}. Choose another."
        ) from error
    image = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if image is None:
        raise UsageError(f"The background {file!r} is no picture that can be read. Choose a JPEG or PNG.")
    return np.asarray(image, np.uint8)

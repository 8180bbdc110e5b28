"""What stands behind people, and how it is chosen from the settings."""

import threading
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from vcam.compositing.blur import BlurBackground
from vcam.compositing.video import VideoBackground, cover
from vcam.errors import UsageError
from vcam.patience import within
from vcam.pictures import decode
from vcam.quiet import silence_opencv
from vcam.settings.model import BackgroundSettings
from vcam.types import ByteAlpha, Image, Size

T = TypeVar("T")
CHROMA_GREEN = (64, 177, 0)
"""Blue, green and red of #00b140, the green that programs are set to key out."""
LONGEST_READ_S = 10.0
"""A file that takes longer lies on a drive or server that hangs."""
KEPT_PICTURES = 4
"""So many pictures, of 2.6 MiB each at 1280x720, stay at hand."""


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


def make_background(settings: BackgroundSettings, size: Size, wait_s: float = 0.0) -> Background:
    """Make the background that the settings name, for frames of `size`.

    Args:
        settings: which.
        size: of the frames.
        wait_s: how long each frame may wait for a video's picture: 0 in a call, some seconds for a file.

    Raises:
        UsageError: its file cannot be shown.
    """
    match settings.kind:
        case "none":
            return OpenRoom()
        case "blur":
            return BlurBackground(settings.blur_strength, size)
        case "picture":
            return StillBackground(_soon(settings.file, partial(read_fitted, settings.file, size)))
        case "video":
            return _open_video(settings.file, size, wait_s)
        case "colour":
            return StillBackground(_plain(settings.bgr, size))
        case "chroma":
            return StillBackground(_plain(CHROMA_GREEN, size))


def _open_video(file: str, size: Size, wait_s: float) -> VideoBackground:
    """Open a video soon, or never: who opens at last, when nobody waits any more, is closed at once."""
    opened: list[VideoBackground] = []
    is_late = threading.Event()

    def open_it() -> VideoBackground:
        opened.append(VideoBackground(str(_locate(file)), size, wait_s))
        if is_late.is_set():
            opened[0].close()
        return opened[0]

    try:
        return _soon(file, open_it)
    except UsageError:
        is_late.set()
        for video in opened:
            video.close()
        raise


def _soon(file: str, ask: Callable[[], T]) -> T:
    """Ask for a file that may lie on a server that hangs: whoever waits for it has other things to build."""
    refusal = UsageError(
        f"The background file {file!r} does not answer. Choose another, or connect its drive."
    )
    return within(file, LONGEST_READ_S, ask, refusal)


def _plain(bgr: tuple[int, int, int], size: Size) -> Image:
    image = np.empty((1, size.width, 3), np.uint8)
    image[:] = bgr
    return image


def read_fitted(file: str, size: Size) -> Image:
    """Read a picture file, fitted to `size`; the last few stay at hand, so that a click acts at once.

    Safe to use from any thread.

    Returns:
        (H, W, 3) uint8 BGR; it must not be written.

    Raises:
        UsageError: it is missing, or no picture.
    """
    try:
        about = _locate(file).stat()
        version = (about.st_mtime_ns, about.st_size)
    except OSError:  # it is gone meanwhile; reading it tells why
        version = (0, 0)
    return _read_fitted(file, size, version)


@lru_cache(maxsize=KEPT_PICTURES)
def _read_fitted(file: str, size: Size, _version: tuple[int, int]) -> Image:
    return cover(_read_picture(file), size)


def _read_picture(file: str) -> Image:
    """Read a picture file upright and in colour."""
    silence_opencv()
    try:
        image = decode(_locate(file).read_bytes())
    except OSError as error:
        raise UsageError(
            f"The background picture {file!r} cannot be read: {error.strerror}. Choose another."
        ) from error
    if image is None:
        raise UsageError(f"The background {file!r} is no picture that can be read. Choose a JPEG or PNG.")
    return image


def _locate(file: str) -> Path:
    """Find a file; a pipe is none, for it may never give anything."""
    try:
        path = Path(file).expanduser()
        is_file = path.is_file()
    except (OSError, RuntimeError, ValueError):  # ~somebody without a home, a name that no file can have
        is_file = False
    if not is_file:
        raise UsageError(f"The background file {file!r} cannot be read: it is no file. Choose another.")
    return path

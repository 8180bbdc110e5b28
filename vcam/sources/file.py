"""A video or picture file as a source."""

import logging
import math
import re
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import cv2
import numpy as np

from vcam.errors import SourceError
from vcam.pictures import USUAL_FPS, decode, sane_fps
from vcam.ports import SourceFormat
from vcam.quiet import silence_opencv
from vcam.types import Image, Size

log = logging.getLogger(__name__)

PICTURE_SUFFIXES = frozenset({".bmp", ".jpe", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp"})
MISSING, MISSING_SHARE, MISSING_S = 2, 0.02, 0.5
"""So many pictures and so much time may a video lack: containers miscount, and sound goes on for longer."""
RAW_NAME = re.compile(r".*_(?P<width>\d+)x(?P<height>\d+)_(?P<fps>\d+(\.\d+)?)fps\.yuv", re.IGNORECASE)


class Reader(Protocol):
    """One kind of file, opened."""

    size: Size
    fps: float
    frame_count: int | None
    kind: str

    def next(self) -> Image | None:
        """Give the next picture, or None at the end."""

    def rewind(self) -> None:
        """Start again from the first picture."""

    def close(self) -> None:
        """Let go of the file."""


class FileSource:
    """A file, at the rate it was recorded with."""

    def __init__(self, path: Path | str, loop: bool) -> None:
        """Remember the file; nothing is opened yet.

        Args:
            path: a video, an animated GIF, a picture, or raw I420 pictures named like
                "office_320x192_12fps.yuv".
            loop: start again at the end, forever; a picture is then repeated.
        """
        self._path = Path(path)
        self._loop = loop
        self._reader: Reader | None = None

    @property
    def is_still(self) -> bool:
        """Whether the file is open and a picture."""
        return isinstance(self._reader, _Picture)

    @property
    def frame_count(self) -> int | None:
        """How many pictures the file holds, or None if it is not open or does not tell."""
        return self._reader.frame_count if self._reader is not None else None

    def open(self) -> SourceFormat:
        """Open the file; see `vcam.ports.Source`."""
        self.close()
        reader = self._reader = _open_reader(self._path)
        description = f"{self._path.name}, {reader.size} at {reader.fps:.4g} fps, {reader.kind}"
        return SourceFormat(reader.size, reader.fps, is_live=False, description=description)

    def read(self) -> Image | None:
        """Give the next picture; see `vcam.ports.Source`."""
        if self._reader is None:
            raise ValueError("open the file before reading it")
        image = self._reader.next()
        if image is None and self._loop:
            self._reader.rewind()
            image = self._reader.next()
        elif image is None and isinstance(self._reader, _Video):
            self._reader.tell_what_is_missing()
        return image

    def close(self) -> None:
        """Let go of the file."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


def _open_reader(path: Path) -> Reader:
    """Open a file as what it is.

    Raises:
        SourceError: it is missing, unreadable, or neither a video nor a picture.
    """
    _check_readable(path)
    raw = RAW_NAME.fullmatch(path.name)
    if raw is not None:
        size = Size(int(raw["width"]), int(raw["height"]))
        return _RawVideo(path, size, sane_fps(float(raw["fps"])))
    kinds = (_Picture, _Video) if path.suffix.lower() in PICTURE_SUFFIXES else (_Video, _Picture)
    for kind in kinds:
        try:
            return kind(path)
        except _NotOfThisKindError:
            continue
    raise SourceError(f"{path} is neither a video nor a picture that vcam can read; choose another file.")


def _check_readable(path: Path) -> None:
    if path.is_dir():
        raise SourceError(f"{path} is a folder; choose a video or picture file.")
    if path.exists() and not path.is_file():  # a pipe may never give anything
        raise SourceError(f"{path} is a pipe or a device; choose a video or picture file.")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist; check the name.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{path} cannot be read ({reason.lower()}); check its permissions.") from error
    if empty:
        raise SourceError(f"{path} is empty; choose another file.")


class _NotOfThisKindError(Exception):
    """The file is something else."""


class _Video:
    """What FFmpeg inside OpenCV reads. Pictures come turned as the file asks."""

    kind = "video"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture, self._first = self._start()
        self.size = Size(self._first.shape[1], self._first.shape[0])
        told_fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = sane_fps(told_fps)
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self.frame_count = int(count) if math.isfinite(count) and count >= 1 else None
        self._length_s = count / told_fps if self.frame_count and told_fps > 0 else 0.0
        self._given, self._newest_s = 1, 0.0
        self._pending: Image | None = self._first

    def next(self) -> Image | None:
        if self._pending is not None:
            image, self._pending = self._pending, None
            return image
        arrived, picture = self._capture.read()
        if not arrived:
            return None
        self._given += 1
        self._newest_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        return cast("Image", picture)

    def tell_what_is_missing(self) -> None:
        """Warn, after the last picture, if the container promised clearly more.

        Its time must promise more, too: where pictures come unevenly, FFmpeg has guessed their count.
        """
        count, lacks_s = self.frame_count or 0, self._length_s - self._newest_s
        lacks_pictures = count - self._given > max(MISSING, MISSING_SHARE * count)
        if lacks_pictures and lacks_s > max(MISSING_S, MISSING_SHARE * self._length_s):
            log.warning(
                "only %d of the %d pictures of %s could be read; it is damaged, or was not copied to its end",
                self._given,
                count,
                self._path,
            )

    def rewind(self) -> None:
        # Opened anew: seeking to the start is not exact in every kind of file.
        self.close()
        try:
            self._capture, self._pending = self._start()
        except _NotOfThisKindError:
            raise SourceError(f"{self._path} can no longer be read; put it back.") from None

    def close(self) -> None:
        self._capture.release()

    def _start(self) -> tuple[cv2.VideoCapture, Image]:
        silence_opencv()
        capture = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        # The first picture tells the size as turned; and a file that has none is no video.
        arrived, image = capture.read() if capture.isOpened() else (False, None)
        if not arrived:
            capture.release()
            raise _NotOfThisKindError
        return capture, cast("Image", image)


class _Picture:
    """A still picture."""

    kind = "picture"
    fps = USUAL_FPS
    frame_count: int | None = 1

    def __init__(self, path: Path) -> None:
        silence_opencv()
        # Decoded from memory: OpenCV itself cannot open every name on every system.
        image = decode(path.read_bytes())
        if image is None:
            raise _NotOfThisKindError
        self._image = image
        self.size = Size(image.shape[1], image.shape[0])
        self._given = False

    def next(self) -> Image | None:
        if self._given:
            return None
        self._given = True
        return self._image.copy()

    def rewind(self) -> None:
        self._given = False

    def close(self) -> None:
        """Nothing is held open."""


class _RawVideo:
    """Raw I420 pictures, one after another; size and rate stand in the file's name."""

    kind = "raw I420"

    def __init__(self, path: Path, size: Size, fps: float) -> None:
        if size.width % 2 or size.height % 2 or not (size.width and size.height):
            raise SourceError(f"{path} is named as {size}, but I420 needs an even size; rename it.")
        self.size = size
        self.fps = fps
        self._frame_bytes = size.width * size.height * 3 // 2
        self.frame_count: int | None = path.stat().st_size // self._frame_bytes
        if self.frame_count == 0:
            raise SourceError(f"{path} is too short for one picture of {size}; check its name.")
        self._file: BinaryIO = path.open("rb")

    def next(self) -> Image | None:
        data = self._file.read(self._frame_bytes)
        if len(data) < self._frame_bytes:
            return None
        planes = np.frombuffer(data, np.uint8).reshape(self.size.height * 3 // 2, self.size.width)
        return cast("Image", cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420))

    def rewind(self) -> None:
        self._file.seek(0)

    def close(self) -> None:
        self._file.close()

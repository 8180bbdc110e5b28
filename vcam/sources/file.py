"""A video or picture file as a source."""

import math
import re
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import cv2
import numpy as np

from vcam.errors import SourceError
from vcam.pictures import decode
from vcam.ports import SourceFormat
from vcam.quiet import silence_opencv
from vcam.types import Image, Size

USUAL_FPS = 30.0
"""For pictures, and for files that tell no rate or an absurd one."""
FASTEST_FPS = 250.0
"""Telephones record slow motion at 240, more or less."""
PICTURE_SUFFIXES = frozenset({".bmp", ".jpe", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp"})
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
        return _RawVideo(path, size, _sane_fps(float(raw["fps"])))
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


def _sane_fps(fps: float) -> float:
    return fps if math.isfinite(fps) and 1 <= fps <= FASTEST_FPS else USUAL_FPS


class _NotOfThisKindError(Exception):
    """The file is something else."""


class _Video:
    """What FFmpeg inside OpenCV reads. Pictures come turned as the file asks."""

    kind = "video"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture, self._first = self._start()
        self.size = Size(self._first.shape[1], self._first.shape[0])
        self.fps = _sane_fps(self._capture.get(cv2.CAP_PROP_FPS))
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self.frame_count = int(count) if math.isfinite(count) and count >= 1 else None
        self._pending: Image | None = self._first

    def next(self) -> Image | None:
        if self._pending is not None:
            image, self._pending = self._pending, None
            return image
        arrived, picture = self._capture.read()
        return cast("Image", picture) if arrived else None

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

"""Files written so that a crash or a full disk leaves the old file whole and no half one.

Everything goes to a neighbour first and takes its name at the end.
"""

import contextlib
import errno
import os
import re
import shutil
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.errors import SinkError
from vcam.quiet import silence_opencv
from vcam.types import Size

LOSSY_VIDEO = frozenset({".m4v", ".mov", ".mp4"})
EXACT_VIDEO = frozenset({".avi", ".mkv"})
LOSSY_PICTURE = frozenset({".jpeg", ".jpg"})
EXACT_PICTURE = frozenset({".bmp", ".png"})
SPARE_BYTES = 8 * 2**20
"""Room to leave on the disk: what the encoder holds back, and a video's index, come last."""
COUNTER = re.compile(r"%(?:0(?P<digits>\d+))?d(?![a-zA-Z])")
"""Not each % of a name counts: "50%dark.png" and "my%20dog.png" are names like others."""
NUMBERED = "%06d.png"
"""What the pictures of a folder are called."""
COARSE_FPS = 65.0
"""MPEG-4 counts time in at most 65535 parts of a second: faster rates must be round ones."""


class Encoder(Protocol):
    """Writes pictures of one size: (H, W, 3) uint8 BGR, or (H, W) uint8 if opened as grey."""

    def write(self, image: NDArray[np.uint8]) -> None:
        """Add a picture.

        Raises:
            SinkError: it cannot be written.
        """

    def close(self) -> None:
        """Finish; only now is the file there under its name.

        Raises:
            SinkError: it is not whole; nothing was replaced.
        """

    def discard(self) -> None:
        """Give up; nothing was replaced."""


def open_encoder(path: Path, size: Size, fps: float, *, grey: bool, exact: bool = False) -> Encoder:
    """Open the writer for what a path names.

    Args:
        path: a video (.mp4, .mov, .m4v; .mkv and .avi lose nothing), a picture (the last one
            written stays), a name with a counter such as "frame_%05d.png", or a folder for PNG files.
        size: size of the pictures; a video leaves out an odd last row or column.
        fps: pictures per second of a video.
        grey: whether pictures have one channel.
        exact: refuse a file that changes the values.

    Raises:
        SinkError: the ending is unknown, or nothing can be written there.
    """
    suffix = path.suffix.lower()
    if exact and suffix in LOSSY_VIDEO | LOSSY_PICTURE:
        raise SinkError(f"{path} would not keep the exact values; use .mkv, .avi, .png or a folder.")
    numbered = _numbered(path)
    if numbered is not None:
        return _Frames(*numbered)
    if suffix in EXACT_PICTURE | LOSSY_PICTURE:
        return _Picture(path)
    if suffix in LOSSY_VIDEO | EXACT_VIDEO:
        return _Video(path, size, fps, grey)
    raise SinkError(f"vcam cannot write {path.name}; use .mp4, .mkv, .avi, .png, .jpg or a folder.")


def may_write(path: Path, file: Path) -> bool:
    """Tell whether pictures that go to what `path` names, see `open_encoder`, may be written over a file."""
    path, file = path.resolve(), file.resolve()
    numbered = _numbered(path)
    if numbered is None:
        return path == file
    folder, name = numbered
    before, digits, after = _split(name)
    number = rf"\d{{{digits},}}"
    return (
        file.parent == folder
        and re.fullmatch(re.escape(before) + number + re.escape(after), file.name) is not None
    )


def _numbered(path: Path) -> tuple[Path, str] | None:
    """Give the folder of numbered pictures and what they are called, or None for one file."""
    if path.is_dir() or not path.suffix:
        return path, NUMBERED
    is_picture = path.suffix.lower() in EXACT_PICTURE | LOSSY_PICTURE
    return (path.parent, path.name) if is_picture and COUNTER.search(path.name) else None


def _split(name: str) -> tuple[str, int, str]:
    """What stands before a name's counter, how many digits that has at least, and what stands after it."""
    counter = COUNTER.search(name)
    assert counter is not None, "asked only of names with a counter"
    return name[: counter.start()], int(counter["digits"] or 1), name[counter.end() :]


def _failure(path: Path, error: OSError) -> SinkError:
    """Say in one sentence why a file cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SinkError(f"The disk is full: {path} was not written; make room and try again.")
    if isinstance(error, FileNotFoundError):
        return SinkError(f"The folder {path.parent} does not exist; make it first.")
    reason = (error.strerror or str(error)).lower()
    return SinkError(f"{path} cannot be written ({reason}); choose another place.")


def _check_room(path: Path, needed_bytes: int) -> None:
    if shutil.disk_usage(path.parent).free < needed_bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _neighbour(path: Path) -> Path:
    """Name the file to write first: hidden, beside its target, with the same ending."""
    return path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")


def _take_name(part: Path, path: Path) -> None:
    """Make sure of the bytes, then put them in place of the old file."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)


def _write_picture(path: Path, image: NDArray[np.uint8]) -> None:
    fits, data = cv2.imencode(path.suffix, image)
    if not fits:
        raise SinkError(f"{path} cannot hold a picture of {image.shape}; choose another ending.")
    part = _neighbour(path)
    try:
        part.write_bytes(data.tobytes())
        _take_name(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise _failure(path, error) from error


class _Picture:
    """One picture file: the last picture that was written."""

    def __init__(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise SinkError(f"The folder {path.parent} does not exist; make it first.")
        self._path = path
        self._last: NDArray[np.uint8] | None = None

    def write(self, image: NDArray[np.uint8]) -> None:
        self._last = image.copy()

    def close(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            _write_picture(self._path, last)

    def discard(self) -> None:
        self._last = None


class _Frames:
    """A folder of numbered pictures, each whole or absent."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._before, self._digits, self._after = _split(name)
        self._count = 0
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _failure(folder, error) from error

    def write(self, image: NDArray[np.uint8]) -> None:
        name = f"{self._before}{self._count:0{self._digits}}{self._after}"
        _write_picture(self._folder / name, image)
        self._count += 1

    def close(self) -> None:
        """Each picture has its name already."""

    def discard(self) -> None:
        """Whole pictures stay."""


class _Video:
    """A video. OpenCV does not tell when a write fails, so the disk is watched and the result counted."""

    def __init__(self, path: Path, size: Size, fps: float, grey: bool) -> None:
        self._path = path
        self._part = _neighbour(path)
        self._size = Size(size.width // 2 * 2, size.height // 2 * 2)
        self._grey = grey
        self._count = 0
        try:
            # Ours to write? OpenCV would not say what is wrong.
            self._part.write_bytes(b"")
            _check_room(path, SPARE_BYTES)
        except OSError as error:
            self._remove_part()
            raise _failure(path, error) from error
        silence_opencv()
        code = "FFV1" if path.suffix.lower() in EXACT_VIDEO else "mp4v"
        self._writer: cv2.VideoWriter | None = cv2.VideoWriter(
            str(self._part),
            cv2.CAP_FFMPEG,
            cv2.VideoWriter.fourcc(*code),
            fps if fps <= COARSE_FPS else round(fps, 2),
            (self._size.width, self._size.height),
            [cv2.VIDEOWRITER_PROP_IS_COLOR, 0 if grey else 1],
        )
        if not self._writer.isOpened():
            self.discard()
            raise SinkError(f"{path.name} cannot be made at {self._size} and {fps:g} fps; use .mp4 or .mkv.")

    def write(self, image: NDArray[np.uint8]) -> None:
        if self._writer is None:
            raise ValueError("the video is closed")
        fitting = image[: self._size.height, : self._size.width]
        channels = () if self._grey else (3,)
        if fitting.shape != (self._size.height, self._size.width, *channels):
            raise ValueError(f"the video takes {self._size}, grey {self._grey}; not {image.shape}")
        try:
            _check_room(self._path, SPARE_BYTES)
        except OSError as error:
            self.discard()
            raise _failure(self._path, error) from error
        self._writer.write(np.ascontiguousarray(fitting))
        self._count += 1

    def close(self) -> None:
        if self._writer is None:
            return
        self._writer.release()
        self._writer = None
        try:
            if self._count > 0:
                self._check_whole()
                _take_name(self._part, self._path)
        except OSError as error:
            raise _failure(self._path, error) from error
        finally:
            self._remove_part()

    def discard(self) -> None:
        if self._writer is not None:
            self._writer.release()
            self._writer = None
        self._remove_part()

    def _check_whole(self) -> None:
        """Open what was written and count: a container without its index has no pictures."""
        reader = cv2.VideoCapture(str(self._part), cv2.CAP_FFMPEG)  # noqa: TID251
        arrived = reader.isOpened() and reader.read()[0]
        count = reader.get(cv2.CAP_PROP_FRAME_COUNT) if arrived else 0
        reader.release()
        # Some containers tell only their length in time, from which the count is rounded.
        if abs(count - self._count) > 1:
            raise SinkError(
                f"Only {count:.0f} of {self._count} pictures reached the disk, so {self._path} was not"
                " written; make room and try again."
            )

    def _remove_part(self) -> None:
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

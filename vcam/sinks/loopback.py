"""What v4l2loopback does beyond carrying pictures: it shows a card of ours when its feeder falls silent.

The kernel does that by itself, so that it also holds when vcam is killed or hangs.
"""

import logging
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np

from vcam.errors import SinkError
from vcam.readers import Readers, ReaderWatch, find_programs, watch_readers
from vcam.types import Image, Size

log = logging.getLogger(__name__)

SILENCE_MS = 500
"""How long the feeder may be silent before the kernel shows the card."""

_DRIVER = b"v4l2 loopback"
# The module's own controls, from the first of those that V4L2 leaves to drivers.
_TIMEOUT = 0x0098F902
_TIMEOUT_IMAGE_IO = 0x0098F903


class Loopback:
    """A device of v4l2loopback, beside the feed that carries its pictures.

    Every method asks for something that not every version of the module has, and says in the
    log what it did not get.

    Args:
        path: the device, such as /dev/video10.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def make_feedable(self) -> None:
        """Let a device be fed that was fed before.

        Up to 0.12 the module forgets to announce the device as an output again when a feeder that
        only wrote to it has left: no program could feed it until the module is loaded anew.
        """
        from linuxpy.video.device import BufferType, Capability, read_capabilities, stream_on

        try:
            with _opened(self._path) as fd:
                told = read_capabilities(fd)
                if told.driver != _DRIVER or told.device_caps & int(Capability.VIDEO_OUTPUT):
                    return
                if find_programs(self._path, feeds=True) or not self._was_left(fd):
                    return
                log.info("%s is not announced as an output; it is asked to be one", self._path)
                # Who has begun to stream counts as a feeder, and the module notices when it leaves.
                stream_on(fd, BufferType.VIDEO_OUTPUT)
        except OSError as error:
            log.info("%s: %s", self._path, error)

    def _was_left(self, fd: int) -> bool:
        """Tell whether nobody has the device open, or a vcam that was killed fed it last."""
        from linuxpy.video.device import get_control

        return not find_programs(self._path) or get_control(fd, _TIMEOUT) == SILENCE_MS

    def check_size(self, size: Size) -> None:
        """Make sure that the device took the size that it was opened with.

        It keeps the old one as long as somebody reads it.

        Raises:
            SinkError: it has another size.
        """
        from linuxpy.video.device import BufferType, get_format

        try:
            with _opened(self._path) as fd:
                found = get_format(fd, BufferType.VIDEO_OUTPUT)
        except (OSError, ValueError) as error:  # ValueError: a format that linuxpy does not know
            log.info("%s does not tell its format: %s", self._path, error)
            return
        took = Size(found.width, found.height)
        if took != size:
            raise SinkError(
                f"{self._path} is still read at {took}; close the reading program, or make the output {took}."
            )

    def show_when_silent(self, image: Image) -> bool:
        """Give the kernel the card that readers get when nothing has been fed for `SILENCE_MS`.

        Call it when the device is open for feeding, and before the first picture.

        Args:
            image: (H, W, 3) uint8 BGR of the size that the device was opened with.

        Returns:
            Whether this version of the module can do that.
        """
        from linuxpy.video.device import set_control

        content = cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
        try:
            with _opened(self._path) as fd:
                set_control(fd, _TIMEOUT, SILENCE_MS)
                # The next one to open the device gets at the card instead of the pictures.
                set_control(fd, _TIMEOUT_IMAGE_IO, 1)
                with _opened(self._path) as card_fd:
                    _write(card_fd, np.asarray(content, np.uint8).tobytes())
        except (OSError, ValueError) as error:
            log.info(
                "%s keeps its last picture if vcam is killed, since it can hold no card: %s",
                self._path,
                error,
            )
            return False
        return True

    def forget_card(self) -> None:
        """Let the device fall silent as it did before, for the next program that feeds it."""
        from linuxpy.video.device import set_control

        try:
            with _opened(self._path) as fd:
                set_control(fd, _TIMEOUT, 0)
        except OSError as error:
            log.info("%s keeps its card: %s", self._path, error)

    def watch_readers(self, on_change: Callable[[Readers], None]) -> ReaderWatch | None:
        """Begin to tell who reads it; see `vcam.readers.watch_readers`."""
        return watch_readers(self._path, on_change)


@contextmanager
def _opened(path: str) -> Iterator[int]:
    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield fd
    finally:
        os.close(fd)


def _write(fd: int, content: bytes) -> None:
    """Write into the only buffer that the module gives to this opener."""
    from linuxpy.video.device import BufferType, Memory, query_buffer, request_buffers

    request_buffers(fd, BufferType.VIDEO_OUTPUT, Memory.MMAP, 1)
    buffer = query_buffer(fd, BufferType.VIDEO_OUTPUT, Memory.MMAP, 0)
    if buffer.length < len(content):
        raise ValueError(f"its buffer has {buffer.length} bytes, the card {len(content)}")
    with mmap.mmap(fd, buffer.length, offset=buffer.m.offset) as memory:
        memory[: len(content)] = content

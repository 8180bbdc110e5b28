"""The newest picture on its way from the camera's thread to the window."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtGui import QImage

from vcam.guard import WHOLE
from vcam.types import Image, Part

if TYPE_CHECKING:
    from vcam.guard import Cleared


class PreviewBuffer:
    """Two arrays: one is shown, the other is filled. While nobody looks, it does nothing.

    Args:
        tell: called in the camera's thread when a picture has come; must not wait for anything.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._arrays: list[Image | None] = [None, None]
        self._filled = 0
        self._is_waiting = False
        self._watchers: set[object] = set()
        self._part = WHOLE

    @property
    def is_wanted(self) -> bool:
        """Whether somebody looks."""
        return bool(self._watchers)

    @property
    def part(self) -> Part:
        """Which part of the frame the newest picture shows."""
        return self._part

    def come(self, who: object) -> None:
        """Pictures are wanted by somebody."""
        self._watchers.add(who)
        self._is_waiting = False  # whoever was told of the last picture may be gone

    def leave(self, who: object) -> None:
        """Somebody looks no more."""
        self._watchers.discard(who)

    def put(self, picture: "Cleared") -> None:
        """Keep a copy of what viewers get, unless nobody looks or the last copy was not fetched."""
        if not self.is_wanted or self._is_waiting:
            return
        with self._lock:
            place = 1 - self._filled
            array = self._arrays[place]
            if array is None or array.shape != picture.image.shape:
                array = self._arrays[place] = np.empty_like(picture.image, order="C")
            np.copyto(array, picture.image)
            self._filled = place
            self._part = picture.part
            self._is_waiting = True
        self._tell()

    def take(self) -> QImage | None:
        """Give the newest picture, or None if none has come; it is good until the next call."""
        with self._lock:
            self._is_waiting = False
            array = self._arrays[self._filled]
            return None if array is None else as_qimage(array)


def as_qimage(array: Image) -> QImage:
    """Wrap an array without copying it; the array must live as long as the picture is shown."""
    height, width = array.shape[:2]
    form = QImage.Format.Format_BGR888
    return QImage(array.data, width, height, 3 * width, form)  # type: ignore[call-overload,no-any-return]

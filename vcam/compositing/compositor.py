"""Puts the people of a frame before another background."""

from typing import Protocol

import numpy as np

from vcam.compositing.background import make_background
from vcam.compositing.blend import Blender
from vcam.settings.model import BackgroundSettings
from vcam.types import ByteAlpha, Frame, Image, Size


class Laps(Protocol):
    """Told whenever a stage has ended."""

    def lap(self, stage: str) -> None:
        """Note that `stage` has just ended."""


class Compositor:
    """Composes pictures of one size before one background.

    Args:
        settings: which background.
        size: size of frames and pictures.
        laps: told of "background" and "blend".

    Raises:
        UsageError: the background's file cannot be shown.
    """

    def __init__(self, settings: BackgroundSettings, size: Size, laps: Laps | None = None) -> None:
        self._size = size
        self._laps = laps
        self._blender = Blender(size.width, size.height)
        self._background = make_background(settings, size)

    @property
    def hides_room(self) -> bool:
        """Whether nothing of the room can be made out in what it composes."""
        return self._background.hides_room

    def compose(self, frame: Frame, alpha: ByteAlpha, out: Image) -> None:
        """Fill `out`, (H, W, 3) uint8 BGR, with the frame's people before the background.

        Args:
            frame: what was captured.
            alpha: (H, W) uint8, 255 is person; not looked at if the room is not hidden.
            out: C-contiguous, not the frame's own array.
        """
        if frame.size != self._size or out.shape != self._size.shape:
            raise ValueError(f"composes {self._size}, not {frame.size} to {out.shape}")
        if not self.hides_room:
            np.copyto(out, frame.image)
            self._lap("blend")
            return
        background = self._background.prepare(frame.image, alpha, frame.time_s)
        self._lap("background")
        self._blender.blend(frame.image, alpha, background, out)
        self._lap("blend")

    def warm_up(self) -> None:
        """Compose a made-up frame, so that nothing is compiled in mid-call."""
        alpha = np.zeros(self._size.shape[:2], np.uint8)
        alpha[::2] = 255
        black = np.zeros(self._size.shape, np.uint8)
        self.compose(Frame(black, 0, 0.0), alpha, np.empty_like(black))

    def close(self) -> None:
        """Let go of the background's file and thread. Closing twice does no harm."""
        self._background.close()

    def _lap(self, stage: str) -> None:
        if self._laps is not None:
            self._laps.lap(stage)

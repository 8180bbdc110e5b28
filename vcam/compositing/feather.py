"""Makes soft edges where a person who is shown is cut off from somebody who is not.

Who is whose is found in small pixels, so that such a cut has steps of several pixels of the frame;
towards the room the refined alpha has none. Nothing that would else be hidden is shown for it: the
edge fades within who is shown.
"""

import cv2
import numpy as np

from vcam.jit import kernel
from vcam.types import ByteAlpha, Size

WIDTH = 320
"""Cuts are looked at in a picture about so wide."""
SOFTNESS_PX = 2.0
"""Spread of the blur there."""
_TOUCH = np.ones((3, 3), np.uint8)


class Feather:
    """Softens cuts in frames of one size; its buffers are used again."""

    def __init__(self, size: Size) -> None:
        times = max(1, round(size.width / WIDTH))
        small = (max(size.height // times, 1), max(size.width // times, 1))
        self._gone = np.empty((size.height, size.width), np.uint8)
        self._small_gone, self._small_shown = np.empty(small, np.uint8), np.empty(small, np.uint8)
        self._near = np.empty(small, np.uint8)

    def soften(self, alpha: ByteAlpha, shown: ByteAlpha) -> None:
        """Let `shown` fade towards where `alpha` is taken out of it.

        Args:
            alpha: (H, W) uint8, everybody's.
            shown: (H, W) uint8, nowhere above `alpha`, C-contiguous; becomes less beside cuts.
        """
        small = (self._near.shape[1], self._near.shape[0])
        cv2.resize(alpha, small, dst=self._small_gone, interpolation=cv2.INTER_NEAREST)
        cv2.resize(shown, small, dst=self._small_shown, interpolation=cv2.INTER_NEAREST)
        cv2.subtract(self._small_gone, self._small_shown, dst=self._small_gone)
        cv2.dilate(self._small_gone, _TOUCH, dst=self._near)
        if not cv2.min(self._near, self._small_shown, dst=self._near).any():
            return
        cv2.GaussianBlur(self._small_gone, (0, 0), SOFTNESS_PX, dst=self._near)
        height, width = shown.shape
        cv2.resize(self._near, (width, height), dst=self._gone, interpolation=cv2.INTER_LINEAR)
        fade(shown, self._gone)


@kernel
def fade(shown: ByteAlpha, gone: ByteAlpha) -> None:
    """Take twice the share of `gone` out of `shown`, both (H, W) uint8: at a straight cut that is all."""
    height, width = shown.shape
    for y in range(height):
        own, lost = shown[y], gone[y]
        for x in range(width):
            stays = np.uint32(255) - min(np.uint32(255), np.uint32(2) * np.uint32(lost[x]))
            # Times 257 / 65536 is a division by 255, rounded, for products of two bytes.
            product = np.uint32(own[x]) * stays * np.uint32(257)
            own[x] = np.uint8((product + np.uint32(32896)) >> np.uint32(16))

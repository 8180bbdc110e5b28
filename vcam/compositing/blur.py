"""Blurs the room without the colours of the person before it.

Each pixel counts as far as it shows the room; a weighted average is blurred and divided by its
blurred weights. All of it happens on a small picture, which is wide enough only at the end.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import ByteAlpha, Image, Size

WEAKEST = 0.012
"""Standard deviation of the weakest blur, as a share of the frame's shorter side."""
STRONGEST = 0.06
FINEST = 1.8
"""The least standard deviation in pixels of the small picture; the frame is shrunk until it is reached."""
SHRINK = (8, 4, 2)
ROOM = 2
"""Alpha (0..255) up to which a pixel shows nothing but the room."""
RIM = 24
"""Alpha from which on a pixel shows nothing of the room that could be told from the person."""
FAR = 0.02
"""Weight of the far surroundings against the near ones: enough where there is nothing near."""
UNKNOWN = 1e-3
"""Weight of plain grey against the far surroundings: enough where no room is seen at all."""
GREY = 96.0
_AROUND = np.ones((3, 3), np.uint8)


class BlurBackground:
    """The room itself, blurred."""

    hides_room = True

    def __init__(self, strength: float, size: Size) -> None:
        """Prepare for frames of one size.

        Args:
            strength: 0..1, from a softened room to mere patches of colour.
            size: size of the frames.
        """
        if not 0 <= strength <= 1:
            raise ValueError(f"the strength of a blur lies in 0..1, not {strength}")
        sigma_px = min(size.width, size.height) * (WEAKEST + strength * (STRONGEST - WEAKEST))
        shrink = next((s for s in SHRINK if sigma_px / s >= FINEST), 1)
        self._shape = size.shape
        self._small_size = (max(1, size.width // shrink), max(1, size.height // shrink))
        width, height = self._small_size
        self._far_size = (max(1, width // 4), max(1, height // 4))
        self._windows = _box_widths(sigma_px / shrink)
        self._far_window = 2 * max(1, self._far_size[1] // 6) + 1
        self._image, self._blurred = (np.empty((height, width, 3), np.uint8) for _ in range(2))
        self._alpha, self._grown = (np.empty((height, width), np.uint8) for _ in range(2))
        self._weighted, self._near, self._far_here = (
            np.empty((height, width, 4), np.float32) for _ in range(3)
        )
        self._far, self._far_blurred = (np.empty((*self._far_size[::-1], 4), np.float32) for _ in range(2))
        self._wide = np.empty((height, size.width, 3), np.uint8)

    def prepare(self, frame: Image, alpha: ByteAlpha, time_s: float) -> Image:
        """Give the blurred room as (h, W, 3) uint8 with fewer rows than the frame; valid until the next call.

        Args:
            frame: (H, W, 3) uint8 BGR.
            alpha: (H, W) uint8, 255 is person.
            time_s: not used.
        """
        if frame.shape != self._shape or alpha.shape != self._shape[:2]:
            raise ValueError(f"blurs {self._shape}, not {frame.shape} with {alpha.shape}")
        # Both are shrunk alike, so that a pixel's alpha tells of the very samples it is made of.
        cv2.resize(frame, self._small_size, dst=self._image, interpolation=cv2.INTER_LINEAR)
        cv2.resize(alpha, self._small_size, dst=self._alpha, interpolation=cv2.INTER_LINEAR)
        cv2.dilate(self._alpha, _AROUND, dst=self._grown)
        _weigh(self._image, self._grown, self._weighted)
        self._blur_far()
        self._blur_near()
        _divide(self._near, self._far_here, self._blurred)
        cv2.resize(self._blurred, self._wide.shape[1::-1], dst=self._wide, interpolation=cv2.INTER_LINEAR)
        return self._wide

    def close(self) -> None:
        """Nothing is held."""

    def _blur_near(self) -> None:
        """Blur with three boxes, which come close to a Gaussian. Outside the picture nothing has weight."""
        here, there = self._weighted, self._near
        for window in self._windows:
            cv2.blur(here, (window, window), dst=there, borderType=cv2.BORDER_CONSTANT)
            here, there = there, here

    def _blur_far(self) -> None:
        """Spread the room widely, for the places that are surrounded by person."""
        window = (self._far_window, self._far_window)
        cv2.resize(self._weighted, self._far_size, dst=self._far, interpolation=cv2.INTER_AREA)
        cv2.blur(self._far, window, dst=self._far_blurred, borderType=cv2.BORDER_CONSTANT)
        cv2.blur(self._far_blurred, window, dst=self._far, borderType=cv2.BORDER_CONSTANT)
        cv2.resize(self._far, self._small_size, dst=self._far_here, interpolation=cv2.INTER_LINEAR)


def _box_widths(sigma_px: float) -> tuple[int, int, int]:
    """Choose three odd box widths whose variances together come closest to a Gaussian's."""
    narrow = int(math.sqrt(4 * sigma_px**2 + 1))
    narrow -= 1 - narrow % 2
    narrow = max(1, narrow)

    def variance(wide_count: int) -> float:
        return ((3 - wide_count) * (narrow**2 - 1) + wide_count * ((narrow + 2) ** 2 - 1)) / 12

    wide_count = min(range(4), key=lambda count: abs(variance(count) - sigma_px**2))
    first, second, third = (narrow + 2 if i < wide_count else narrow for i in range(3))
    return first, second, third


@kernel
def _weigh(image: Image, alpha: ByteAlpha, weighted: NDArray[np.float32]) -> None:
    """Multiply each pixel by how surely it is room, and put that weight beside its colours."""
    height, width = alpha.shape
    slope = np.float32(1 / (RIM - ROOM))
    for y in range(height):
        for x in range(width):
            weight = (np.float32(RIM) - np.float32(alpha[y, x])) * slope
            weight = min(max(weight, np.float32(0)), np.float32(1))
            weighted[y, x, 0] = weight * np.float32(image[y, x, 0])
            weighted[y, x, 1] = weight * np.float32(image[y, x, 1])
            weighted[y, x, 2] = weight * np.float32(image[y, x, 2])
            weighted[y, x, 3] = weight


@kernel
def _divide(near: NDArray[np.float32], far: NDArray[np.float32], blurred: Image) -> None:
    """Divide weighted colours by their weights; what is far counts where little is near."""
    height, width = near.shape[:2]
    far_share = np.float32(FAR)
    grey_share = np.float32(FAR * UNKNOWN)
    for y in range(height):
        for x in range(width):
            weight = near[y, x, 3] + far_share * far[y, x, 3] + grey_share
            part = np.float32(1) / weight
            for c in range(3):
                colour = near[y, x, c] + far_share * far[y, x, c] + grey_share * np.float32(GREY)
                blurred[y, x, c] = np.uint8(min(colour * part + np.float32(0.5), np.float32(255)))

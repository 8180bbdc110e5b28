"""Brings a frame to a size that a network takes, without bars and with people's proportions kept."""

import math

import cv2
import numpy as np

from vcam.types import Image

SIZE_MULTIPLE = 32
"""Most networks halve their input five times."""
WIDEST_PX = 512
"""What is wider, as a panorama may be, is squeezed: people are told apart in pictures that are no wider."""


def fit_network_size(
    frame_size: tuple[int, int], budget_px: int, multiple: int = SIZE_MULTIPLE
) -> tuple[int, int]:
    """Choose the network's (width, height) for a frame: multiples of `multiple`, about `budget_px` pixels.

    Among the sizes of up to a tenth more than the budget, the one is taken that distorts
    people least for its pixels: a tenth of distortion weighs as much as a tenth of the
    pixels lost.
    """
    width, height = frame_size
    if width < 1 or height < 1:
        raise ValueError(f"a frame needs a size, not {width}x{height}")
    aspect = width / height
    limit = max(1.1 * budget_px, multiple**2)

    def loss(size: tuple[int, int]) -> float:
        distortion = abs(math.log(size[0] / size[1] / aspect))
        pixels_lost = abs(math.log(size[0] * size[1] / budget_px))
        return distortion + 0.5 * pixels_lost

    def heights(width: int) -> tuple[int, int]:
        """The loss falls towards the frame's shape from either side: only its neighbours can be best."""
        below = int(width / aspect) // multiple * multiple
        most = int(limit // (width * multiple)) * multiple
        return min(max(below, multiple), most), min(below + multiple, most)

    widths = range(multiple, min(int(limit // multiple), WIDEST_PX) + 1, multiple)
    return min(((w, h) for w in widths for h in heights(w)), key=loss)


class Preparer:
    """Shrinks frames of one size to the network's.

    Plain bilinear sampling skips most pixels of a large frame, and averaging all of them
    costs a millisecond at 720p. Averaging each 2x2 first and sampling the half-size picture
    gives nearly the quality of the latter for a third of it.

    Args:
        frame_size: width and height of the frames.
        network_size: width and height that the network takes.

    Attributes:
        half: (H // 2, W // 2, 3) uint8 BGR, the last frame at half its size, or None where frames are not
            twice as large as what the network takes.
    """

    def __init__(self, frame_size: tuple[int, int], network_size: tuple[int, int]) -> None:
        width, height = frame_size
        self._network_size = network_size
        self.half: Image | None = None
        if width >= 2 * network_size[0] and height >= 2 * network_size[1]:
            self.half = np.empty((height // 2, width // 2, 3), np.uint8)

    def prepare(self, image: Image, out: Image) -> Image:
        """Shrink (H, W, 3) uint8 to `out`, (h, w, 3) uint8, and give it back."""
        if self.half is not None:
            height, width = self.half.shape[:2]
            cv2.resize(image, (width, height), dst=self.half, interpolation=cv2.INTER_AREA)
        return self.sample(image if self.half is None else self.half, out)

    def sample(self, source: Image, out: Image) -> Image:
        """Shrink a frame, or one at half its size that is still larger than `out`, by sampling alone."""
        cv2.resize(source, self._network_size, dst=out, interpolation=cv2.INTER_LINEAR)
        return out

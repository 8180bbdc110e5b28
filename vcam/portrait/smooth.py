"""Steadies alpha over time: averaged where the picture stands still, followed at once where it moves."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import Alpha, Image

STILL = 4.0
"""A mean change of brightness (0..255) up to this is the camera's noise."""
MOVED = 9.0
"""From this mean change of brightness on, the past says nothing any more."""
CUT = 30.0
"""A mean change over the whole picture that only another scene explains."""
MOST_PAST = 0.85
"""Share of the past at full strength in a still picture."""
AROUND = (5, 5)
"""The window in which changes of brightness are averaged."""


class Smoother:
    """Remembers the last alpha and the brightness of its picture."""

    def __init__(self, shape: tuple[int, int], strength: float) -> None:
        """Prepare for alphas of one shape.

        Args:
            shape: (h, w) of the alphas.
            strength: 0..1; 0 leaves alpha as it is.
        """
        if not 0 <= strength <= 1:
            raise ValueError(f"the strength of smoothing lies in 0..1, not {strength}")
        self._strength = strength
        self._shape = shape
        self._past = np.zeros(shape, np.float32)
        self._grey, self._past_grey = (np.zeros(shape, np.uint8) for _ in range(2))
        self._change, self._motion = (np.zeros(shape, np.uint8) for _ in range(2))
        self._has_past = False

    def smooth(self, alpha: Alpha, small_image: Image, out: Alpha) -> Alpha:
        """Smooth one alpha.

        Args:
            alpha: (h, w) float32 in [0, 1]. One value that is not a number is passed on as it
                is, and the past is forgotten, so that the guard sees it and the next frame does not.
            small_image: (h, w, 3) uint8 BGR, the picture that alpha belongs to.
            out: (h, w) float32, C-contiguous, not `alpha` itself; is filled and returned.
        """
        if alpha.shape != self._shape or out.shape != self._shape or small_image.shape[:2] != self._shape:
            raise ValueError(f"smooths {self._shape}, not {alpha.shape}, {small_image.shape}, {out.shape}")
        alpha = np.require(alpha, np.float32, ["C", "W"])
        cv2.cvtColor(small_image, cv2.COLOR_BGR2GRAY, dst=self._grey)
        if self._has_past and self._strength > 0 and not self._is_cut():
            cv2.blur(self._change, AROUND, dst=self._motion, borderType=cv2.BORDER_REPLICATE)
            _mix_with_past(alpha, self._past, self._motion, np.float32(self._strength * MOST_PAST), out)
        else:
            np.copyto(out, alpha)
        # A sum is NaN as soon as one of its terms is.
        self._has_past = bool(np.isfinite(cv2.sumElems(out)[0]))
        np.copyto(self._past, out)
        self._grey, self._past_grey = self._past_grey, self._grey
        return out

    def reset(self) -> None:
        """Forget the past: the next alpha belongs to another scene."""
        self._has_past = False

    def _is_cut(self) -> bool:
        """Say whether the whole picture has changed; the change of each pixel is kept for the mixing."""
        cv2.absdiff(self._grey, self._past_grey, dst=self._change)
        return cv2.mean(self._change)[0] > CUT


@kernel
def _mix_with_past(
    alpha: Alpha, past: Alpha, motion: NDArray[np.uint8], most_past: np.float32, out: Alpha
) -> None:
    """Keep less of the past the more the picture moves and the more surely the network contradicts it."""
    height, width = alpha.shape
    zero, one = np.float32(0), np.float32(1)
    slope = np.float32(1 / (MOVED - STILL))
    for y in range(height):
        for x in range(width):
            present = alpha[y, x]
            difference = past[y, x] - present
            moved = (np.float32(motion[y, x]) - np.float32(STILL)) * slope
            sureness = abs(np.float32(2) * present - one)
            contradiction = np.float32(2) * sureness * abs(difference) - np.float32(0.6)
            still = one - (moved if moved > zero else zero)
            agreed = one - (contradiction if contradiction > zero else zero)
            kept = most_past * (still if still > zero else zero) * (agreed if agreed > zero else zero)
            out[y, x] = present + kept * difference

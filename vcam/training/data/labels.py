"""What a batch's labels say: their planes, and how a place is kept in a byte."""

import numpy as np
from torch import Tensor

PERSON, SEAM, HEAD, HEAD_X, HEAD_Y = range(5)
"""The planes: the share of person, `Portrait.seams`, and the three of `draw_heads`."""
PLANES = 5
BEYOND = 0.5
"""Places may lie so far outside of the picture, in its sides."""
STEPS = 254
"""0 says that nobody knows; the rest of a byte counts the way from `-BEYOND` to `1 + BEYOND`."""


def encode_place(share: float) -> np.uint8:
    """Keep a share of the picture's width or height in 1..255; what lies farther out moves in."""
    way = (share + BEYOND) / (1 + 2 * BEYOND)
    return np.uint8(1 + round(min(max(way, 0.0), 1.0) * (STEPS - 1)))


def decode_place(label: Tensor) -> Tensor:
    """Turn what `encode_place` gave, divided by 255, into the share again."""
    return ((label * 255 - 1) / (STEPS - 1)) * (1 + 2 * BEYOND) - BEYOND

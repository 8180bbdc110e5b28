"""Where the pixels of one row of samples lie in another: the arithmetic of bilinear enlargement."""

import numpy as np
from numpy.typing import NDArray


def source_positions(length: int, source_length: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Tell for each pixel which source pixel lies before it, and the share of the one after that.

    Args:
        length: number of pixels.
        source_length: number of source pixels over the same distance.

    Returns:
        before: (length,) int32, 0..source_length-1.
        share: (length,) float32 in [0, 1).
    """
    position = np.clip((np.arange(length) + 0.5) * (source_length / length) - 0.5, 0, source_length - 1)
    before = np.floor(position).astype(np.int32)
    return before, (position - before).astype(np.float32)

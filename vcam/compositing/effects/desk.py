"""Where people are painted: a copy of the frame's colours, and room to work in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcam.types import ByteAlpha, FrameLabels, Size, Span

LEAST_CELL = 4
"""The finest grid has cells of this many pixels."""
CHANNELS = 4
"""Three colours and their weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """One person's pixels in a frame: those with the label and some alpha, all within the span.

    Attributes:
        track_id: the label; 0 for what is nobody's.
        span: holds all of them.
        frame: (H, 3 * W) uint8 BGR, what was captured.
        alpha: (H, W) uint8.
        labels: (H, W) uint16.
        painted: (H, 3 * W) uint8, like `frame`, to be changed at this person's pixels alone.
    """

    track_id: int
    span: Span
    frame: NDArray[np.uint8]
    alpha: ByteAlpha
    labels: FrameLabels
    painted: NDArray[np.uint8]


class Desk:
    """Buffers for frames of one size, used again for each person."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.painted = np.empty((size.height, 3 * size.width), np.uint8)
        cells = (size.height // LEAST_CELL + 2) * (size.width // LEAST_CELL + 2)
        self._grids = [np.empty(cells * CHANNELS, np.float32) for _ in range(2)]
        self._planes = [np.empty(size.height * size.width, np.uint8) for _ in range(2)]

    def grids(self, rows: int, columns: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Give two (rows, columns, 4) float32 arrays of whatever they held last."""
        first, second = (
            flat[: rows * columns * CHANNELS].reshape(rows, columns, CHANNELS) for flat in self._grids
        )
        return first, second

    def planes(self, rows: int, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Give two (rows, columns) uint8 arrays of whatever they held last."""
        first, second = (flat[: rows * columns].reshape(rows, columns) for flat in self._planes)
        return first, second

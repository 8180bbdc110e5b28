"""Brings alpha from the network's size to the frame's, following the frame's own edges.

In every small window alpha is nearly a linear function of brightness (the guided filter of
He, Sun and Tang). The two coefficients are found at the network's size and applied to the
frame's full-size pixels, but only near the border of a person: elsewhere alpha is sure.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.portrait.lines import fit_lines
from vcam.sampling import source_positions
from vcam.types import Alpha, ByteAlpha, Image, Size

SURE = 5
"""Alpha of at most this, or at least 255 minus this, all around is not looked at again."""
_BACKGROUND, _EDGE, _PERSON = 0, 1, 255
_AROUND = np.ones((4, 4), np.uint8)


class Refiner:
    """Refines the alphas of one frame size and one network size; its buffers are reused."""

    def __init__(self, frame_size: Size, network_size: tuple[int, int], radius_px: int = 2) -> None:
        """Prepare for one pair of sizes.

        Args:
            frame_size: size of the frames and of the refined alpha.
            network_size: the network's (width, height).
            radius_px: how far a window reaches, in pixels of the network's size; 0 follows no edges.
        """
        width, height = network_size
        if min(width, height, frame_size.width, frame_size.height) < 1 or radius_px < 0:
            raise ValueError(f"cannot refine from {width}x{height} to {frame_size} within {radius_px} px")
        self._frame_size = frame_size
        self._shape = (height, width)
        self._radius = radius_px
        self._left, self._right_share = source_positions(frame_size.width, width)
        self._top, self._bottom_share = source_positions(frame_size.height, height)
        self._cell_end = np.searchsorted(self._left, np.arange(width), side="right").astype(np.int32)
        self._grey, self._bytes = (np.empty((height, width), np.uint8) for _ in range(2))
        self._low, self._high = (np.empty((height, width), np.uint8) for _ in range(2))
        self._clean = np.empty((height, width), np.float32)
        self._column_sums = np.empty((5, width + 2 * self._radius), np.float32)
        self._window_sums = np.empty((5, width), np.float32)
        self._lines = np.empty((height, 2, width), np.float32)
        self._row = np.empty((2, width + 1), np.float32)
        self._run_end = np.empty((height, width), np.int32)
        self._run_kind = np.empty((height, width), np.uint8)

    def refine(self, frame_image: Image, small_image: Image, alpha: Alpha, out: ByteAlpha) -> ByteAlpha:
        """Refine one alpha.

        Args:
            frame_image: (H, W, 3) uint8 BGR.
            small_image: (h, w, 3) uint8 BGR, the same picture at the network's size.
            alpha: (h, w) float32 in [0, 1]; what is not a number counts as background.
            out: (H, W) uint8, C-contiguous; is filled and returned.
        """
        self._check(frame_image, small_image, alpha, out)
        cv2.cvtColor(small_image, cv2.COLOR_BGR2GRAY, dst=self._grey)
        _clean(np.require(alpha, np.float32, ["C", "W"]), self._clean, self._bytes)
        fit_lines(self._grey, self._clean, self._radius, self._column_sums, self._window_sums, self._lines)
        # The corners of a cell are (0, 0) and (1, 1); one more pixel around makes -1..2.
        cv2.erode(self._bytes, _AROUND, dst=self._low, anchor=(1, 1))
        cv2.dilate(self._bytes, _AROUND, dst=self._high, anchor=(1, 1))
        _find_runs(self._low, self._high, self._cell_end, self._run_end, self._run_kind)
        _paint(
            np.require(frame_image, np.uint8, ["C", "W"]),
            self._lines,
            self._left,
            self._right_share,
            self._top,
            self._bottom_share,
            self._run_end,
            self._run_kind,
            self._row,
            out,
        )
        return out

    def _check(self, frame_image: Image, small_image: Image, alpha: Alpha, out: ByteAlpha) -> None:
        if frame_image.shape != self._frame_size.shape or out.shape != self._frame_size.shape[:2]:
            raise ValueError(f"refines {self._frame_size}, not {frame_image.shape} to {out.shape}")
        if alpha.shape != self._shape or small_image.shape != (*self._shape, 3):
            raise ValueError(f"refines alpha {self._shape}, not {alpha.shape} with {small_image.shape}")
        if out.dtype != np.uint8 or not (out.flags.c_contiguous and out.flags.writeable):
            raise ValueError("the refined alpha goes to a writable, C-contiguous array of uint8")


@kernel
def _clean(alpha: Alpha, clean: Alpha, alpha_bytes: ByteAlpha) -> None:
    """Copy alpha, limited to [0, 1], also as bytes."""
    height, width = alpha.shape
    zero, one = np.float32(0), np.float32(1)
    for y in range(height):
        for x in range(width):
            p = alpha[y, x]
            p = p if p > zero else zero  # so written, NaN becomes 0
            p = p if p < one else one
            clean[y, x] = p
            alpha_bytes[y, x] = np.uint8(np.int32(p * np.float32(255) + np.float32(0.5)))


@kernel
def _find_runs(
    low: ByteAlpha,
    high: ByteAlpha,
    cell_end: NDArray[np.int32],
    run_end: NDArray[np.int32],
    run_kind: NDArray[np.uint8],
) -> None:
    """Cut each row of cells into runs of background, edge and person; the last ends at the frame's end."""
    height, width = low.shape
    for y in range(height):
        count = 0
        for x in range(width):
            kind = _EDGE
            if high[y, x] <= SURE:
                kind = _BACKGROUND
            elif low[y, x] >= 255 - SURE:
                kind = _PERSON
            if count == 0 or run_kind[y, count - 1] != kind:
                count += 1
                run_kind[y, count - 1] = kind
            run_end[y, count - 1] = cell_end[x]


@kernel
def _paint(
    image: Image,
    lines: NDArray[np.float32],
    left: NDArray[np.int32],
    right_share: NDArray[np.float32],
    top: NDArray[np.int32],
    bottom_share: NDArray[np.float32],
    run_end: NDArray[np.int32],
    run_kind: NDArray[np.uint8],
    row: NDArray[np.float32],
    out: ByteAlpha,
) -> None:
    """Fill the sure runs of each row and compute the others from the frame's pixels."""
    height, width = out.shape
    for y in range(height):
        j = top[y]
        pixels, alphas = image[y], out[y]
        row_is_ready = False
        x = 0
        k = 0
        while x < width:
            end = run_end[j, k]
            kind = run_kind[j, k]
            if kind == _EDGE:
                if not row_is_ready:
                    _interpolate_row(lines, j, bottom_share[y], row)
                    row_is_ready = True
                _paint_edge(pixels[x:end], row, left[x:end], right_share[x:end], alphas[x:end])
            else:
                alphas[x:end] = kind
            x = end
            k += 1


@kernel
def _interpolate_row(
    lines: NDArray[np.float32], top: int, bottom_share: np.float32, row: NDArray[np.float32]
) -> None:
    """Mix two rows of lines; the last one is repeated, so that every pixel has a right neighbour."""
    upper, lower = lines[top], lines[min(top + 1, len(lines) - 1)]
    width = upper.shape[1]
    for i in range(2):
        above, below, mixed = upper[i], lower[i], row[i]
        for x in range(width):
            mixed[x] = above[x] + (below[x] - above[x]) * bottom_share
        mixed[width] = mixed[width - 1]


@kernel
def _paint_edge(
    pixels: NDArray[np.uint8],
    row: NDArray[np.float32],
    left: NDArray[np.int32],
    right_share: NDArray[np.float32],
    alphas: NDArray[np.uint8],
) -> None:
    slopes, offsets = row[0], row[1]
    for x in range(alphas.size):
        i = left[x]
        f = right_share[x]
        slope = slopes[i] + (slopes[i + 1] - slopes[i]) * f
        offset = offsets[i] + (offsets[i + 1] - offsets[i]) * f
        blue, green, red = np.int32(pixels[x, 0]), np.int32(pixels[x, 1]), np.int32(pixels[x, 2])
        grey = np.float32((29 * blue + 150 * green + 77 * red + 128) >> 8)
        alphas[x] = np.uint8(min(max(slope * grey + offset, np.float32(0)), np.float32(255)))

"""Cuts the people's part of a picture into small regions of one colour, frame after frame.

This is SLIC (Achanta et al.): every pixel joins the nearest of the nine centres around its
grid cell, in colour and place. Pixels outside of the mask take no part, so regions end where
the people end. Every region is in one piece.
"""

import numpy as np

from vcam.instances.pieces import Bytes, Floats, Window, connect
from vcam.jit import kernel
from vcam.types import Labels

WIDEST = 512
"""The widest picture; planes of a row lie this far apart, which the compiler must know."""
_L, _A, _B, _BEST, _NEAREST, _PLANES = 0, WIDEST, 2 * WIDEST, 3 * WIDEST, 4 * WIDEST, 5 * WIDEST
_CX, _CY, _CELL = 3 * WIDEST, 4 * WIDEST, 5 * WIDEST
_FAR = np.float32(1e9)
_SHIFTED = 25.0
"""A centre whose mean colour moves by more than this stood for something that is gone."""


class Superpixels:
    """Finds the regions of pictures of one size; its buffers are reused.

    Attributes:
        regions: (h, w) int32, 0..R-1 inside of the mask, -1 elsewhere; valid inside of the last window.
        area: (cells,) int32; the first R say how many pixels each region has.
        centre: (cells, 2) float32; the first R say where each region's middle is, x and y.
    """

    def __init__(self, width: int, height: int, step_px: int = 10, compactness: float = 10.0) -> None:
        """Prepare for one size.

        Args:
            width: of the pictures, at most WIDEST.
            height: of the pictures.
            step_px: about how wide a region is.
            compactness: the colour distance that counts as much as one step of place.
        """
        if not (0 < width <= WIDEST and height > 0 and step_px > 1 and compactness > 0):
            raise ValueError(f"cannot cut {width}x{height} into regions of {step_px} px")
        self.step_px = step_px
        self._ratio = np.float32((compactness / step_px) ** 2)
        self._rows, self._columns = -(-height // step_px), -(-width // step_px)
        cells = self._rows * self._columns
        self._pixels = np.empty((height, _PLANES), np.float32)
        self._centres = np.zeros((cells, 6), np.float32)
        self._sums = np.zeros((cells, 6), np.float32)
        self._spread = np.empty(6 * WIDEST, np.float32)
        self._parents, self._sizes = (np.empty(height * width, np.int32) for _ in range(2))
        self._pieces = np.empty((height, width), np.int32)
        self.regions = np.full((height, width), -1, np.int32)
        self.most_regions = 3 * cells
        self.area = np.zeros(self.most_regions, np.int32)
        self.centre = np.zeros((self.most_regions, 2), np.float32)

    def whole_cells(self, window: Window) -> Window:
        """Grow a window to the grid's cells."""
        height, width = self.regions.shape
        step = self.step_px
        return (
            window[0] // step * step,
            window[1] // step * step,
            min(-(-window[2] // step) * step, width),
            min(-(-window[3] // step) * step, height),
        )

    def find(self, lab: Bytes, mask: Bytes, window: Window, iterations: int, warm: bool) -> int:
        """Cut one window of a picture.

        Args:
            lab: (h, w, 3) uint8, OpenCV's Lab.
            mask: (h, w) uint8; 0 is left out.
            window: x0, y0, x1, y1, of whole cells.
            iterations: how often the centres move.
            warm: whether to start from the last picture's centres.

        Returns:
            The number of regions R.
        """
        if lab.shape != (*self.regions.shape, 3) or mask.shape != self.regions.shape:
            raise ValueError(f"cuts pictures of {self.regions.shape}, not {lab.shape} with {mask.shape}")
        if window != self.whole_cells(window):
            raise ValueError(f"the window {window} must consist of whole cells of {self.step_px} px")
        step, columns = self.step_px, self._columns
        cells = (window[0] // step, window[1] // step, -(-window[2] // step), -(-window[3] // step))
        arrays = (self._pixels, self._centres, self._sums, self._spread, self.regions)
        _cluster(lab, mask, *arrays, columns, step, self._ratio, cells, iterations, warm)
        return connect(
            self.regions,
            self._pieces,
            self._parents,
            self._sizes,
            self.area,
            self.centre,
            step * step // 8,
            window,
        )


@kernel
def _cluster(
    lab: Bytes,
    mask: Bytes,
    pixels: Floats,
    centres: Floats,
    sums: Floats,
    spread: Floats,
    regions: Labels,
    columns: int,
    step: int,
    ratio: np.float32,
    cells: Window,
    iterations: int,
    warm: bool,
) -> None:
    """Do all that comes before the regions are brought into one piece each: one call costs less than many."""
    _load(lab, mask, pixels, regions, step, cells)
    _gather(pixels, regions, sums, columns, step, cells)
    _start(centres, sums, columns, warm, cells)
    for _ in range(iterations):
        _join(pixels, centres, spread, regions, columns, step, ratio, cells)
        _gather(pixels, regions, sums, columns, step, cells)
        _move(centres, sums, columns, cells)


@kernel
def _load(lab: Bytes, mask: Bytes, pixels: Floats, regions: Labels, step: int, cells: Window) -> None:
    """Lay the planes of each row side by side; every pixel starts in its own grid cell."""
    height, width = mask.shape
    columns = (width + step - 1) // step
    left, right = cells[0] * step, min(cells[2] * step, width)
    for y in range(cells[1] * step, min(cells[3] * step, height)):
        row, values = pixels[y], lab[y]
        for x in range(left, right):
            row[_L + x] = np.float32(values[x, 0])
            row[_A + x] = np.float32(values[x, 1])
            row[_B + x] = np.float32(values[x, 2])
        first = (y // step) * columns
        for x in range(left, right):
            regions[y, x] = first + x // step if mask[y, x] else -1


@kernel
def _gather(pixels: Floats, regions: Labels, sums: Floats, columns: int, step: int, cells: Window) -> None:
    """Sum colours, places and pixels of every cell's region."""
    height, width = regions.shape
    for row in range(cells[1], cells[3]):
        sums[row * columns + cells[0] : row * columns + cells[2]] = 0
    right = min(cells[2] * step, width)
    for y in range(cells[1] * step, min(cells[3] * step, height)):
        values, owners = pixels[y], regions[y]
        for x in range(cells[0] * step, right):
            k = owners[x]
            if k >= 0:
                total = sums[k]
                total[0] += values[_L + x]
                total[1] += values[_A + x]
                total[2] += values[_B + x]
                total[3] += np.float32(x)
                total[4] += np.float32(y)
                total[5] += np.float32(1)


@kernel
def _start(centres: Floats, sums: Floats, columns: int, warm: bool, cells: Window) -> None:
    """Start at each cell's mean, unless a warm centre still looks like its surroundings."""
    for row in range(cells[1], cells[3]):
        for column in range(cells[0], cells[2]):
            k = row * columns + column
            centre, total = centres[k], sums[k]
            n = total[5]
            keep = warm and centre[5] > 0 and n > 0
            if keep:
                for i in range(3):
                    keep = keep and abs(centre[i] - total[i] / n) <= _SHIFTED
            if not keep:
                _set(centre, total)


@kernel
def _move(centres: Floats, sums: Floats, columns: int, cells: Window) -> None:
    """Move each centre to its region's mean; an empty one starts anew in the next picture."""
    for row in range(cells[1], cells[3]):
        for column in range(cells[0], cells[2]):
            k = row * columns + column
            _set(centres[k], sums[k])


@kernel
def _set(centre: Floats, total: Floats) -> None:
    n = total[5]
    for i in range(5):
        centre[i] = total[i] / n if n > 0 else _FAR
    centre[5] = n


@kernel
def _join(
    pixels: Floats,
    centres: Floats,
    spread: Floats,
    regions: Labels,
    columns: int,
    step: int,
    ratio: np.float32,
    cells: Window,
) -> None:
    """Give every pixel to the nearest of the centres around its cell."""
    height, width = regions.shape
    left, right = cells[0] * step, min(cells[2] * step, width)
    for row in range(cells[1], cells[3]):
        top, bottom = row * step, min(row * step + step, height)
        for y in range(top, bottom):
            values = pixels[y]
            for x in range(left, right):
                values[_BEST + x] = _FAR
        for other in range(max(row - 1, cells[1]), min(row + 2, cells[3])):
            for shift in range(-1, 2):
                _spread_centres(centres, spread, columns, step, other, shift, cells, right, ratio)
                for y in range(top, bottom):
                    _compare(pixels[y, left:], spread[left:], right - left, np.float32(y), ratio)
        for y in range(top, bottom):
            values, owners = pixels[y], regions[y]
            for x in range(left, right):
                owners[x] = np.int32(values[_NEAREST + x]) if owners[x] >= 0 else -1


@kernel
def _spread_centres(
    centres: Floats,
    spread: Floats,
    columns: int,
    step: int,
    row: int,
    shift: int,
    cells: Window,
    right: int,
    ratio: np.float32,
) -> None:
    """Repeat the centre that each pixel of a row of cells is compared with."""
    for column in range(cells[0], cells[2]):
        start, end = column * step, min(column * step + step, right)
        other = column + shift
        if other < cells[0] or other >= cells[2]:
            for x in range(start, end):
                spread[_CX + x] = _FAR
            continue
        k = row * columns + other
        cl, ca, cb, cx, cy = centres[k, 0], centres[k, 1], centres[k, 2], centres[k, 3], centres[k, 4]
        for x in range(start, end):
            spread[_L + x] = cl
            spread[_A + x] = ca
            spread[_B + x] = cb
            offset = np.float32(x) - cx
            spread[_CX + x] = ratio * offset * offset
            spread[_CY + x] = cy
            spread[_CELL + x] = np.float32(k)


@kernel
def _compare(values: Floats, spread: Floats, length: int, y: np.float32, ratio: np.float32) -> None:
    """Keep the nearer one of the centre so far and the spread one, for each pixel of a row."""
    for x in range(length):
        dl = values[_L + x] - spread[_L + x]
        da = values[_A + x] - spread[_A + x]
        db = values[_B + x] - spread[_B + x]
        dy = y - spread[_CY + x]
        distance = dl * dl + da * da + db * db + (spread[_CX + x] + ratio * dy * dy)
        closer = distance < values[_BEST + x]
        values[_NEAREST + x] = spread[_CELL + x] if closer else values[_NEAREST + x]
        values[_BEST + x] = distance if closer else values[_BEST + x]

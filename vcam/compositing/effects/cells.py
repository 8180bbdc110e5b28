"""A person's colours in square cells: averages of that person's pixels alone.

The cells are fixed in the frame, so that nothing swims when somebody moves. A pixel counts as far
as it is surely person, so that the room that shines through at the edge gives no colour.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.compositing.effects.desk import LEAST_CELL, Cutout, Desk
from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels

MIXED = 191
"""Alpha up to which a pixel is not surely person."""
COARSE = 8
"""Of cells of this many pixels or more every other row and column is enough."""
BESIDE = 0.02
"""What a cell's neighbours count: enough where the cell itself holds nothing sure."""
FARTHER = 1e-4
"""What the whole person counts: enough where the neighbours hold nothing, too."""
GREY = 96.0
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A grid over a person.

    Attributes:
        colours: (rows, columns, 4) float32: blue, green, red in 0..255, and how many pixels speak for it.
        cell: side of a cell in pixels.
        top: frame row of the first cell, a multiple of `cell`.
        left: frame column of it.
    """

    colours: Floats
    cell: int
    top: int
    left: int


def average(person: Cutout, cell: int, desk: Desk, blurs: int = 0) -> Cells:
    """Average a person's colours in cells of `cell` pixels, and blur them `blurs` times over 3 x 3 cells."""
    cell = max(cell, LEAST_CELL)
    x0, y0, x1, y1 = person.span
    left, top = x0 // cell, y0 // cell
    rows, columns = (y1 - 1) // cell - top + 1, (x1 - 1) // cell - left + 1
    here, there = desk.grids(rows, columns)
    step = 2 if cell >= COARSE else 1
    gather(person.frame, person.alpha, person.labels, person.track_id, person.span, cell, step, here)
    for _ in range(blurs):
        cv2.blur(here, (3, 3), dst=there, borderType=cv2.BORDER_CONSTANT)
        here, there = there, here
    cv2.blur(here, (3, 3), dst=there, borderType=cv2.BORDER_CONSTANT)
    divide(here, there)
    return Cells(here, cell, top * cell, left * cell)


def spread(cells: Cells, person: Cutout) -> None:
    """Paint a person with the cells' colours, interpolated between their centres."""
    interpolate(
        cells.colours,
        cells.cell,
        cells.top,
        cells.left,
        person.alpha,
        person.labels,
        person.track_id,
        person.span,
        person.painted,
    )


@kernel
def gather(
    frame: NDArray[np.uint8],
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    cell: int,
    step: int,
    grid: Floats,
) -> None:
    """Sum up colours and weights of a person's pixels, each `step`th of each `step`th row, by cells."""
    x0, y0, x1, y1 = span
    grid[:] = 0
    for y in range(y0, y1, step):
        cells = grid[y // cell - y0 // cell]
        colours, alphas, names = frame[y], alpha[y], labels[y]
        x = x0
        while x < x1:
            column = x // cell
            end = min((column + 1) * cell, x1)
            blue, green, red, weight = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
            for u in range(x, end, step):
                # A pixel that is a quarter room says too much of the room's colour.
                sure = np.float32(max(np.int32(alphas[u]) - MIXED, 0) * (names[u] == track_id))
                blue += sure * np.float32(colours[3 * u])
                green += sure * np.float32(colours[3 * u + 1])
                red += sure * np.float32(colours[3 * u + 2])
                weight += sure
            sums = cells[column - x0 // cell]
            sums[0] += blue
            sums[1] += green
            sums[2] += red
            sums[3] += weight
            x = end


@kernel
def divide(near: Floats, around: Floats) -> None:
    """Divide sums of colours by their weights, in place; neighbours and the whole person help out."""
    rows, columns = near.shape[:2]
    for c in range(3):
        whole, pixels = np.float32(0), np.float32(0)
        for y in range(rows):
            for x in range(columns):
                whole += near[y, x, c]
                pixels += near[y, x, 3]
        whole = whole / pixels if pixels > 0 else np.float32(GREY)
        for y in range(rows):
            for x in range(columns):
                weight = near[y, x, 3] + np.float32(BESIDE) * around[y, x, 3] + np.float32(FARTHER)
                total = near[y, x, c] + np.float32(BESIDE) * around[y, x, c]
                near[y, x, c] = (total + np.float32(FARTHER) * whole) / weight


@kernel
def interpolate(
    colours: Floats,
    cell: int,
    top: int,
    left: int,
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    painted: NDArray[np.uint8],
) -> None:
    """Paint a person's pixels with colours interpolated between the cells' centres."""
    x0, y0, x1, y1 = span
    rows, columns = colours.shape[:2]
    for y in range(y0, y1):
        # Positions count half pixels, so that the centres of cells are whole numbers.
        upper = (2 * (y - top) + 1 - cell) // (2 * cell)
        share_below = np.float32((2 * (y - top) + 1 - cell) - 2 * cell * upper) / np.float32(2 * cell)
        above = colours[min(max(upper, 0), rows - 1)]
        below = colours[min(max(upper + 1, 0), rows - 1)]
        alphas, names, out = alpha[y], labels[y], painted[y]
        x = x0
        while x < x1:
            i = (2 * (x - left) + 1 - cell) // (2 * cell)
            end = min(left + (2 * cell * (i + 1) + cell) // 2, x1)
            a, b = min(max(i, 0), columns - 1), min(max(i + 1, 0), columns - 1)
            share_right = np.float32((2 * (x - left) + 1 - cell) - 2 * cell * i) / np.float32(2 * cell)
            blue, blue_step = _begin(above, below, share_below, a, b, 0, share_right, cell)
            green, green_step = _begin(above, below, share_below, a, b, 1, share_right, cell)
            red, red_step = _begin(above, below, share_below, a, b, 2, share_right, cell)
            for u in range(x, end):
                if names[u] == track_id and alphas[u] > 0:
                    out[3 * u] = np.uint8(blue)
                    out[3 * u + 1] = np.uint8(green)
                    out[3 * u + 2] = np.uint8(red)
                blue += blue_step
                green += green_step
                red += red_step
            x = end


@kernel
def _begin(
    above: Floats,
    below: Floats,
    low: np.float32,
    a: int,
    b: int,
    c: int,
    share: np.float32,
    cell: int,
) -> tuple[np.float32, np.float32]:
    """Give a channel's value between two columns of cells, rounded when cut off, and its step per pixel."""
    one = above[a, c] + low * (below[a, c] - above[a, c])
    other = above[b, c] + low * (below[b, c] - above[b, c])
    step = (other - one) / np.float32(cell)
    return np.float32(one + share * (other - one) + np.float32(0.5)), np.float32(step)

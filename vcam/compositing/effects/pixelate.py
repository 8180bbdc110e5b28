"""Shows a person in large squares of one colour each."""

import numpy as np
from numpy.typing import NDArray

from vcam.casting import Effect
from vcam.compositing.effects.cells import Floats, average
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels

FINEST = 0.015
"""Side of a square, as a share of the frame's height, at the least strength."""
COARSEST = 0.075


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Fill each cell with the mean colour of the person in it."""
    cells = average(person, round(desk.size.height * (FINEST + effect.strength * (COARSEST - FINEST))), desk)
    fill(
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
def fill(
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
    """Paint a person's pixels with their cells' colours."""
    x0, y0, x1, y1 = span
    for y in range(y0, y1):
        cells = colours[(y - top) // cell]
        alphas, names, out = alpha[y], labels[y], painted[y]
        x = x0
        while x < x1:
            column = (x - left) // cell
            end = min(left + (column + 1) * cell, x1)
            blue = np.uint8(cells[column, 0] + np.float32(0.5))
            green = np.uint8(cells[column, 1] + np.float32(0.5))
            red = np.uint8(cells[column, 2] + np.float32(0.5))
            for u in range(x, end):
                if names[u] == track_id and alphas[u] > 0:
                    out[3 * u] = blue
                    out[3 * u + 1] = green
                    out[3 * u + 2] = red
            x = end

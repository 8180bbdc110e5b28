"""Shows a person as a shape of one colour."""

import numpy as np
from numpy.typing import NDArray

from vcam.casting import Effect
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Fill the person with the effect's colour."""
    flood(person.alpha, person.labels, person.track_id, person.span, effect.bgr, person.painted)


@kernel
def flood(
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    bgr: tuple[int, int, int],
    painted: NDArray[np.uint8],
) -> None:
    """Paint a person's pixels with one colour."""
    x0, y0, x1, y1 = span
    blue, green, red = np.uint8(bgr[0]), np.uint8(bgr[1]), np.uint8(bgr[2])
    for y in range(y0, y1):
        alphas, names, out = alpha[y], labels[y], painted[y]
        for x in range(x0, x1):
            if names[x] == track_id and alphas[x] > 0:
                out[3 * x] = blue
                out[3 * x + 1] = green
                out[3 * x + 2] = red

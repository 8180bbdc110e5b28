"""Shows a person in shades of one colour, or of grey."""

import numpy as np
from numpy.typing import NDArray

from vcam.casting import Effect
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels

TINTED = 190
"""How much of the person's own colours the tint replaces, in 256ths."""


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Colour the person's brightness with the effect's colour."""
    colour_brightness(
        person.frame,
        person.alpha,
        person.labels,
        person.track_id,
        person.span,
        effect.bgr,
        TINTED,
        person.painted,
    )


@kernel
def colour_brightness(
    frame: NDArray[np.uint8],
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    bgr: tuple[int, int, int],
    share: int,
    painted: NDArray[np.uint8],
) -> None:
    """Mix each pixel with a colour as bright as the pixel; `share` is the colour's, in 256ths."""
    x0, y0, x1, y1 = span
    own = 256 - share
    for y in range(y0, y1):
        colours, alphas, names, out = frame[y], alpha[y], labels[y], painted[y]
        for x in range(x0, x1):
            if names[x] != track_id or alphas[x] == 0:
                continue
            bright = brightness(colours, 3 * x)
            for c in range(3):
                mixed = own * np.int32(colours[3 * x + c]) + share * (bright * np.int32(bgr[c]) // 255)
                out[3 * x + c] = np.uint8(mixed >> 8)


@kernel
def brightness(row: NDArray[np.uint8], i: int) -> np.int32:
    """Give the brightness, 0..255, of the colour that begins at `i`."""
    # Not int(): that stays unsigned here, and a difference of two would wrap.
    blue, green, red = np.int32(row[i]), np.int32(row[i + 1]), np.int32(row[i + 2])
    return np.int32((29 * blue + 150 * green + 77 * red) >> 8)

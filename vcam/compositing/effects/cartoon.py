"""Draws a person: few shades, strong colours, dark lines."""

import numpy as np
from numpy.typing import NDArray

from vcam.casting import Effect
from vcam.compositing.effects.cells import average, spread
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.compositing.effects.tint import brightness
from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels

SHADES = 7
GRAIN = 1 / 180
"""Side of the patches whose colours are averaged, as a share of the frame's height."""
RAMP = 0.6
"""Width of the ramp between two shades, as a share of their distance."""
SATURATION = 1.3
FAINTEST_LINE = 40
"""The change of brightness, in levels, from which a line begins to show."""
DARKEST = 120
"""How much of the brightness the strongest line takes away, in 256ths."""
REACH = 1 / 360
"""How far apart, as a share of the frame's height, pixels are compared for lines."""


def _shade_table() -> NDArray[np.int32]:
    """For each brightness its shade, and 256 times the gain that keeps colours in proportion."""
    bright = np.arange(256)
    step = 255 / SHADES
    whole, part = np.divmod(bright / step, 1)
    # A ramp between two shades: where skin lies at the border of two, noise would else be blotches.
    ramp = np.clip((part - 0.5) / RAMP + 0.5, 0, 1)
    shade = np.minimum((whole + ramp * ramp * (3 - 2 * ramp)) * step, 255)
    gain = SATURATION * np.maximum(shade, 24) / np.maximum(bright, 24)
    return np.stack([shade, 256 * gain], 1).astype(np.int32)


SHADE_OF = _shade_table()


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Smooth, reduce to few shades, and draw lines where brightness changes within the person."""
    height = desk.size.height
    spread(average(person, round(GRAIN * height), desk), person)
    x0, y0, x1, y1 = person.span
    bright, _ = desk.planes(y1 - y0, x1 - x0)
    measure_brightness(person.frame, person.alpha, person.labels, person.track_id, person.span, bright)
    draw(
        bright,
        person.alpha,
        person.labels,
        person.track_id,
        person.span,
        max(1, round(REACH * height)),
        SHADE_OF,
        person.painted,
    )


@kernel
def measure_brightness(
    frame: NDArray[np.uint8],
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    bright: NDArray[np.uint8],
) -> None:
    """Fill `bright`, as large as the span, with 1..255 where a pixel is surely this person's, else 0."""
    x0, y0, x1, y1 = span
    for y in range(y0, y1):
        colours, alphas, names, out = frame[y], alpha[y], labels[y], bright[y - y0]
        for x in range(x0, x1):
            level = brightness(colours, 3 * x)
            sure = names[x] == track_id and alphas[x] > 250
            out[x - x0] = np.uint8(max(level, np.int32(1))) if sure else np.uint8(0)


@kernel
def draw(
    bright: NDArray[np.uint8],
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    reach: int,
    shade_of: NDArray[np.int32],
    painted: NDArray[np.uint8],
) -> None:
    """Draw over smoothed colours; lines appear only between pixels that are surely this person's."""
    x0, y0, x1, y1 = span
    rows, columns = bright.shape
    for y in range(y0, y1):
        alphas, names, out = alpha[y], labels[y], painted[y]
        here = bright[y - y0]
        above, below = bright[max(y - y0 - reach, 0)], bright[min(y - y0 + reach, rows - 1)]
        for x in range(x0, x1):
            if names[x] != track_id or alphas[x] == 0:
                continue
            k = x - x0
            left, right = here[max(k - reach, 0)], here[min(k + reach, columns - 1)]
            change = np.int32(0)
            if left > 0 and right > 0:
                change += abs(np.int32(left) - np.int32(right))
            if above[k] > 0 and below[k] > 0:
                change += abs(np.int32(above[k]) - np.int32(below[k]))
            ink = 2 * (int(change) - FAINTEST_LINE)
            kept = 256 - min(max(ink, 0), DARKEST)
            i = 3 * x
            level = brightness(out, i)
            shade, gain = shade_of[level, 0], shade_of[level, 1]
            for c in range(3):
                value = (shade + (((np.int32(out[i + c]) - level) * gain) >> 8)) * kept >> 8
                out[i + c] = np.uint8(min(max(value, 0), 255))

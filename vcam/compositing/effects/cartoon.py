"""Draws a person: few shades, strong colours, dark lines."""

import numpy as np
from numpy.typing import NDArray

from vcam.casting import Effect
from vcam.compositing.effects.cells import average, spread
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.jit import kernel
from vcam.types import ByteAlpha, Labels

SHADES = 6
GRAIN = 1 / 180
"""Side of the patches whose colours are averaged, as a share of the frame's height."""
SATURATION = 1.35
LINE = 34
"""The difference of brightness, in levels, from which a line is drawn."""
REACH = 1 / 360
"""How far apart, as a share of the frame's height, pixels are compared for lines."""


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Smooth, reduce to few shades, and draw lines where brightness changes within the person."""
    height = desk.size.height
    spread(average(person, round(GRAIN * height), desk), person)
    draw(
        person.frame,
        person.alpha,
        person.labels,
        person.track_id,
        person.span,
        max(1, round(REACH * height)),
        person.painted,
    )


@kernel
def draw(
    frame: NDArray[np.uint8],
    alpha: ByteAlpha,
    labels: Labels,
    track_id: int,
    span: tuple[int, int, int, int],
    reach: int,
    painted: NDArray[np.uint8],
) -> None:
    """Draw over smoothed colours; pixels of others are never compared with."""
    x0, y0, x1, y1 = span
    step = np.float32(255 / SHADES)
    for y in range(y0, y1):
        alphas, names, out = alpha[y], labels[y], painted[y]
        for x in range(x0, x1):
            if names[x] != track_id or alphas[x] == 0:
                continue
            colour = out[3 * x : 3 * x + 3]
            bright = np.float32(_brightness(colour, 0))
            shade = (np.float32(int(bright / step)) + np.float32(0.5)) * step
            if _is_line(frame, alpha, labels, track_id, span, x, y, reach):
                shade *= np.float32(0.25)
            for c in range(3):
                value = shade + np.float32(SATURATION) * (np.float32(colour[c]) - bright) * shade / max(
                    bright, np.float32(1)
                )
                colour[c] = np.uint8(min(max(value, np.float32(0)), np.float32(255)))


@kernel
def _brightness(row: NDArray[np.uint8], x: int) -> int:
    return (29 * int(row[3 * x]) + 150 * int(row[3 * x + 1]) + 77 * int(row[3 * x + 2])) >> 8


@kernel
def _is_line(
    frame: NDArray[np.uint8],
    alpha: ByteAlpha,
    labels: Labels,
    track_id: int,
    span: tuple[int, int, int, int],
    x: int,
    y: int,
    reach: int,
) -> bool:
    """Tell whether brightness changes across a pixel, as far as both sides are surely this person's."""
    x0, y0, x1, y1 = span
    change = 0
    if x0 <= x - reach and x + reach < x1:
        row, names, alphas = frame[y], labels[y], alpha[y]
        a, b = x - reach, x + reach
        if names[a] == track_id and names[b] == track_id and alphas[a] > 250 and alphas[b] > 250:
            change += abs(_brightness(row, a) - _brightness(row, b))
    if y0 <= y - reach and y + reach < y1:
        v, w = y - reach, y + reach
        if labels[v, x] == track_id and labels[w, x] == track_id and alpha[v, x] > 250 and alpha[w, x] > 250:
            change += abs(_brightness(frame[v], x) - _brightness(frame[w], x))
    return change >= LINE

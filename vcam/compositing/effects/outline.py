"""Draws a line along a person's edge, inside of it, so that nothing beyond the person is touched."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.casting import Effect
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.jit import kernel
from vcam.types import ByteAlpha, FrameLabels

WIDTH = 1 / 180
"""Of the line, as a share of the frame's height."""


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Paint what an erosion takes away."""
    height, width = person.alpha.shape
    side = 2 * max(1, round(WIDTH * desk.size.height)) + 1
    x0, y0, x1, y1 = person.span
    # A rim of pixels that are not the person's; where the frame cuts a person there is no line.
    span = max(x0 - 1, 0), max(y0 - 1, 0), min(x1 + 1, width), min(y1 + 1, height)
    own, core = desk.planes(span[3] - span[1], span[2] - span[0])
    cut_out(person.alpha, person.labels, person.track_id, span, own)
    cv2.erode(own, _brush(side), dst=core)
    draw_line(own, core, span, effect.bgr, person.painted)


@cache
def _brush(side: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


@kernel
def cut_out(
    alpha: ByteAlpha,
    labels: FrameLabels,
    track_id: int,
    span: tuple[int, int, int, int],
    own: NDArray[np.uint8],
) -> None:
    """Fill `own` with twice the alpha of one person, at most 255, and 0 elsewhere."""
    x0, y0, x1, y1 = span
    for y in range(y0, y1):
        alphas, names, out = alpha[y], labels[y], own[y - y0]
        for x in range(x0, x1):
            # Half transparent counts as whole: an edge is where a person ends, not where the mask is unsure.
            out[x - x0] = min(2 * np.int32(alphas[x]), 255) if names[x] == track_id else 0


@kernel
def draw_line(
    own: NDArray[np.uint8],
    core: NDArray[np.uint8],
    span: tuple[int, int, int, int],
    bgr: tuple[int, int, int],
    painted: NDArray[np.uint8],
) -> None:
    """Mix the line's colour into a person's pixels as far as the core does not reach them."""
    x0, y0 = span[0], span[1]
    rows, columns = own.shape
    for y in range(rows):
        owns, cores, out = own[y], core[y], painted[y + y0]
        for x in range(columns):
            if owns[x] <= cores[x]:
                continue
            line = (np.int32(owns[x]) - np.int32(cores[x])) * 255 // np.int32(owns[x])
            i = 3 * (x + x0)
            for c in range(3):
                out[i + c] = np.uint8((np.int32(out[i + c]) * (255 - line) + bgr[c] * line + 127) // 255)

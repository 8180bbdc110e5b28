"""Which boxes lie over which pixels of the mask, and what is contested between them."""

import numpy as np

from vcam.instances.likeness import outside_body
from vcam.instances.pieces import Bytes, Ints, Window
from vcam.jit import kernel
from vcam.types import Alpha, Labels


@kernel
def threshold(alpha: Alpha, mask: Bytes) -> None:
    """Call everything above one half a person; not-a-number is background."""
    height, width = alpha.shape
    for y in range(height):
        values, chosen = alpha[y], mask[y]
        for x in range(width):
            chosen[x] = np.uint8(values[x] > np.float32(0.5))


@kernel
def cover_mask(mask: Bytes, places: Ints, cover: Labels, owner: Labels) -> int:
    """Tell which boxes hold each pixel, and who owns what lies in one box alone.

    Args:
        mask: (h, w) uint8; 0 is background.
        places: (n, 8) int32, boxes x0, y0, x1, y1 within the picture, then faces.
        cover: (h, w) int32; becomes a set of bits, bit b for box b.
        owner: (h, w) int32; becomes 1 + the only box of a pixel of the mask, elsewhere 0.

    Returns:
        How many pixels of the mask lie in two boxes or more.
    """
    height, width = mask.shape
    cover[:] = 0
    for b in range(len(places)):
        left, length = places[b, 0], places[b, 2] - places[b, 0]
        bit = np.int32(1 << b)
        for y in range(places[b, 1], places[b, 3]):
            row = cover[y, left:]
            for x in range(length):
                row[x] |= bit
    contested = 0
    for y in range(height):
        row, chosen, names = cover[y], mask[y], owner[y]
        for x in range(width):
            names[x] = 0
            bits = row[x]
            if bits == 0 or chosen[x] == 0:
                continue
            if bits & (bits - 1):
                contested += 1
                continue
            b = 0
            while bits > 1:
                bits >>= 1
                b += 1
            names[x] = b + 1
    return contested


@kernel
def keep_to_bodies(mask: Bytes, places: Ints, cover: Labels, owner: Labels, most_outside: np.float32) -> int:
    """Leave what two boxes hold to whom it can belong: heads and shoulders are narrower than boxes.

    Args:
        mask: (h, w) uint8; 0 is background.
        places: (n, 8) int32, boxes, then faces.
        cover: (h, w) int32, the boxes of each pixel as bits; a box whose usual body is too far away
            loses its bit, unless that would leave nobody.
        owner: (h, w) int32; becomes 1 + the box where a single one is left.
        most_outside: how far outside of the usual body, in face widths, somebody still reaches.

    Returns:
        How many pixels of the mask are in two boxes or more all the same.
    """
    height, width = mask.shape
    contested = 0
    for y in range(height):
        row, chosen, names = cover[y], mask[y], owner[y]
        for x in range(width):
            bits = row[x]
            if chosen[x] == 0 or bits & (bits - 1) == 0:
                continue
            left = np.int32(0)
            for b in range(len(places)):
                if bits >> b & 1 and (
                    places[b, 6] <= places[b, 4]
                    or outside_body(places, b, np.float32(x), np.float32(y)) <= most_outside
                ):
                    left |= np.int32(1 << b)
            if left == 0:
                left = bits
            row[x] = left
            if left & (left - 1):
                contested += 1
                continue
            b = 0
            while left > 1:
                left >>= 1
                b += 1
            names[x] = b + 1
    return contested


@kernel
def find_contested(mask: Bytes, cover: Labels, margin_px: int) -> Window:
    """Give the rectangle around what two boxes hold or more of the mask, with a margin within the picture.

    It is empty if there is nothing.

    Args:
        mask: (h, w) uint8; 0 is background.
        cover: (h, w) int32, the boxes of each pixel as bits.
        margin_px: on each side.
    """
    height, width = mask.shape
    x0, y0, x1, y1 = width, height, 0, 0
    for y in range(height):
        chosen, row = mask[y], cover[y]
        for x in range(width):
            if chosen[x] and row[x] & (row[x] - 1):
                x0, x1 = min(x0, x), max(x1, x + 1)
                y0, y1 = min(y0, y), max(y1, y + 1)
    if x1 == 0:
        return 0, 0, 0, 0
    return (
        max(x0 - margin_px, 0),
        max(y0 - margin_px, 0),
        min(x1 + margin_px, width),
        min(y1 + margin_px, height),
    )

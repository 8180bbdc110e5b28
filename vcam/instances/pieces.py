"""Makes every region one connected piece."""

import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import Labels

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Window = tuple[int, int, int, int]
"""A rectangle x0, y0, x1, y1, half open."""


@kernel
def connect(
    regions: Labels,
    pieces: Labels,
    stack: Ints,
    area: Ints,
    centre: Floats,
    smallest: int,
    window: Window,
) -> int:
    """Number the connected pieces; a small one joins the piece beside it, if there is one.

    Args:
        regions: (h, w) int32, -1 outside of all regions; its numbers are replaced by 0..R-1.
        pieces: (h, w) int32 and
        stack: (h * w,) int32: room to work in.
        area: (most,) int32; the first R become the pieces' pixels.
        centre: (most, 2) float32; the first R become their middles, x and y.
        smallest: fewer pixels than this make no piece of their own.
        window: x0, y0, x1, y1: all that is looked at.

    Returns:
        The number of pieces R.
    """
    left, top, right, bottom = window
    width = regions.shape[1]
    for y in range(top, bottom):
        pieces[y, left:right] = -1
    count = 0
    most = len(area)
    for y in range(top, bottom):
        for x in range(left, right):
            if pieces[y, x] >= 0 or regions[y, x] < 0:
                continue
            neighbour = -1
            if x > left and pieces[y, x - 1] >= 0:
                neighbour = pieces[y, x - 1]
            elif y > top and pieces[y - 1, x] >= 0:
                neighbour = pieces[y - 1, x]
            n = _flood(regions, pieces, stack, y, x, count, window)
            if neighbour >= 0 and (n < smallest or count == most - 1):
                for i in range(n):
                    pieces[stack[i] // width, stack[i] % width] = neighbour
                k = neighbour
            else:
                k = count
                count = min(count + 1, most - 1)
                area[k] = 0
                centre[k] = 0
            area[k] += n
            for i in range(n):
                centre[k, 0] += np.float32(stack[i] % width)
                centre[k, 1] += np.float32(stack[i] // width)
    for k in range(count):
        centre[k] /= np.float32(area[k])
    for y in range(top, bottom):
        regions[y, left:right] = pieces[y, left:right]
    return count


@kernel
def _flood(regions: Labels, pieces: Labels, stack: Ints, y: int, x: int, number: int, window: Window) -> int:
    """Paint the piece at (x, y); its pixels are left in `stack`, and their number is given."""
    left, top, right, bottom = window
    width = regions.shape[1]
    region = regions[y, x]
    pieces[y, x] = number
    stack[0] = y * width + x
    filled, done = 1, 0
    while done < filled:
        place = stack[done]
        done += 1
        v, u = place // width, place % width
        if u > left and pieces[v, u - 1] < 0 and regions[v, u - 1] == region:
            pieces[v, u - 1] = number
            stack[filled] = place - 1
            filled += 1
        if u + 1 < right and pieces[v, u + 1] < 0 and regions[v, u + 1] == region:
            pieces[v, u + 1] = number
            stack[filled] = place + 1
            filled += 1
        if v > top and pieces[v - 1, u] < 0 and regions[v - 1, u] == region:
            pieces[v - 1, u] = number
            stack[filled] = place - width
            filled += 1
        if v + 1 < bottom and pieces[v + 1, u] < 0 and regions[v + 1, u] == region:
            pieces[v + 1, u] = number
            stack[filled] = place + width
            filled += 1
    return filled

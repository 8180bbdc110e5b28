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
_NUMBERED = -2
"""Less the number -1 or more of a piece this is below 0, where no parent is."""


@kernel
def connect(
    regions: Labels,
    pieces: Labels,
    parents: Ints,
    sizes: Ints,
    area: Ints,
    centre: Floats,
    smallest: int,
    window: Window,
) -> int:
    """Number the connected pieces; a small one joins the piece beside it, if there is one.

    Args:
        regions: (h, w) int32, below 0 outside of all regions; its numbers are replaced by 0..R-1, or by
            -1 where there is no room for another piece.
        pieces: (h, w) int32 and
        parents, sizes: (h * w,) int32: room to work in.
        area: (most,) int32; the first R become the pieces' pixels.
        centre: (most, 2) float32; the first R become their middles, x and y.
        smallest: fewer pixels than this make no piece of their own.
        window: x0, y0, x1, y1: all that is looked at.

    Returns:
        The number of pieces R.
    """
    left, top, right, bottom = window
    find_pieces(regions, 0, pieces, parents, sizes, window)
    area[:] = 0
    centre[:] = 0
    count, most = 0, len(area)
    for y in range(top, bottom):
        own, numbers, above = pieces[y], regions[y], regions[max(y - 1, top)]
        for x in range(left, right):
            piece = own[x]
            if piece < 0:
                numbers[x] = -1
                continue
            # Once a piece has its number, that stands in its parent's place, below 0.
            k = _NUMBERED - parents[piece]
            if parents[piece] >= 0:
                neighbour = numbers[x - 1] if x > left else np.int32(-1)
                if neighbour < 0 and y > top:
                    neighbour = above[x]
                if neighbour >= 0 and (sizes[piece] < smallest or count == most):
                    k = neighbour
                elif count < most:
                    k = count
                    count += 1
                else:
                    k = -1
                parents[piece] = _NUMBERED - k
            numbers[x] = k
            if k >= 0:
                area[k] += 1
                centre[k, 0] += np.float32(x)
                centre[k, 1] += np.float32(y)
    for k in range(count):
        centre[k] /= np.float32(area[k])
    return count


@kernel
def find_pieces(
    labels: Labels, least: int, pieces: Labels, parents: Ints, sizes: Ints, window: Window
) -> None:
    """Name the connected pieces of one label each by numbers that rise with their first pixels.

    Args:
        labels: (h, w) int32; what is below `least` belongs to no piece.
        least: see there.
        pieces: (h, w) int32; is filled with the pieces' names, and -1.
        parents: (h * w,) int32, room to work in; a piece's own name is its parent.
        sizes: (h * w,) int32; becomes, for each name, how many pixels the piece has.
        window: x0, y0, x1, y1: all that is looked at.
    """
    left, top, right, bottom = window
    count = np.int32(0)
    for y in range(top, bottom):
        row, upper = labels[y], labels[max(y - 1, top)]
        names, names_above = pieces[y], pieces[max(y - 1, top)]
        for x in range(left, right):
            label = row[x]
            if label < least:
                names[x] = -1
                continue
            follows = x > left and row[x - 1] == label
            hangs = y > top and upper[x] == label
            if follows:
                name = names[x - 1]
                # Three of a square that are one piece already made the fourth's two sides one.
                if hangs and upper[x - 1] != label:
                    name = _unite(parents, name, names_above[x])
            elif hangs:
                name = names_above[x]
            else:
                name = count
                parents[name] = name
                sizes[name] = 0
                count += np.int32(1)
            names[x] = name
            sizes[name] += 1
    for name in range(count):
        parent = parents[parents[name]]
        parents[name] = parent
        if parent != name:
            sizes[parent] += sizes[name]
    for y in range(top, bottom):
        names = pieces[y]
        for x in range(left, right):
            if names[x] >= 0:
                names[x] = parents[names[x]]


@kernel
def _unite(parents: Ints, a: np.int32, b: np.int32) -> np.int32:
    """Make two pieces one; gives the lower of their names, which was given first."""
    while parents[a] != a:
        parents[a] = parents[parents[a]]
        a = parents[a]
    while parents[b] != b:
        parents[b] = parents[parents[b]]
        b = parents[b]
    low, high = min(a, b), max(a, b)
    parents[high] = low
    return low

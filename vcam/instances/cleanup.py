"""Finishes a division of the mask: borders without teeth, no crumbs, nothing left over at the rim."""

from vcam.instances.pieces import Bytes, Ints, Window, find_pieces
from vcam.jit import kernel
from vcam.types import Labels

CRUMB = 0.02
"""A piece smaller than this share of its owner, with somebody else around it, is somebody else's."""


@kernel
def smooth(labels: Labels, cover: Labels, window: Window, before: Labels) -> None:
    """Let each contested pixel follow the majority of the 5 x 5 pixels around it.

    Args:
        labels: (h, w) int32, 0 or 1 + a box; is changed in place.
        cover: (h, w) int32, the boxes of each pixel as bits; nobody gets a pixel outside of the box.
        window: x0, y0, x1, y1: all that is looked at.
        before: (h, w) int32, room for a copy.
    """
    left, top, right, bottom = window
    for y in range(top, bottom):
        before[y, left:right] = labels[y, left:right]
    for y in range(top, bottom):
        for x in range(left, right):
            mine, bits = before[y, x], cover[y, x]
            if mine == 0 or bits & (bits - 1) == 0:
                continue
            same, count, other = 0, 0, 0
            for v in range(max(y - 2, top), min(y + 3, bottom)):
                for u in range(max(x - 2, left), min(x + 3, right)):
                    who = before[v, u]
                    if who == mine:
                        same += 1
                    elif who > 0 and (count == 0 or who == other):
                        # Where three people meet only the first other one is counted; the pixel may stay.
                        other = who
                        count += 1
            if count > same and bits >> (other - 1) & 1:
                labels[y, x] = other


@kernel
def absorb_crumbs(
    labels: Labels,
    cover: Labels,
    window: Window,
    pieces: Labels,
    parents: Ints,
    sizes: Ints,
    areas: Ints,
) -> None:
    """Give small contested pieces to whom they touch most.

    Args:
        labels: (h, w) int32, 0 or 1 + a box; is changed in place.
        cover: (h, w) int32, the boxes of each pixel as bits.
        window: x0, y0, x1, y1: all that is looked at.
        pieces: (h, w) int32 and
        parents, sizes: (h * w,) int32: room to work in.
        areas: (2, people + 1) int32, room for everybody's pixels and for the pixels along a piece.
    """
    left, top, right, bottom = window
    height, width = labels.shape
    areas[0] = 0
    for y in range(height):
        for x in range(width):
            areas[0, labels[y, x]] += 1
    find_pieces(labels, 1, pieces, parents, sizes, window)
    queue = parents  # every piece knows its name by now
    for y in range(top, bottom):
        for x in range(left, right):
            piece = pieces[y, x]
            if piece < 0 or sizes[piece] >= CRUMB * areas[0, labels[y, x]]:
                continue
            n, common = _collect(labels, cover, pieces, queue, y, x, window, areas[1])
            if common == 0:
                continue
            best, most = 0, 0
            for who in range(1, areas.shape[1]):
                if areas[1, who] > most and common >> (who - 1) & 1:
                    best, most = who, areas[1, who]
            if best > 0:
                for i in range(n):
                    labels[queue[i] // width, queue[i] % width] = best


@kernel
def _collect(
    labels: Labels, cover: Labels, pieces: Labels, queue: Ints, y: int, x: int, window: Window, touching: Ints
) -> tuple[int, int]:
    """Gather the piece at (x, y) in `queue`, and take its name away.

    Gives its size and, as bits, the boxes that hold all of it; no bits if a part of it is in one box
    alone: that part is sure.
    """
    left, top, right, bottom = window
    width = labels.shape[1]
    mine, piece = labels[y, x], pieces[y, x]
    touching[:] = 0
    pieces[y, x] = -1
    queue[0] = y * width + x
    filled, done = 1, 0
    common = -1
    while done < filled:
        v, u = queue[done] // width, queue[done] % width
        done += 1
        bits = int(cover[v, u])
        common &= bits if bits & (bits - 1) else 0
        for side in range(4):
            t = v + (side == 0) - (side == 1)
            s = u + (side == 2) - (side == 3)
            if not (left <= s < right and top <= t < bottom):
                continue
            if labels[t, s] != mine:
                touching[labels[t, s]] += 1
            elif pieces[t, s] == piece:
                pieces[t, s] = -1
                queue[filled] = t * width + s
                filled += 1
    return filled, common


@kernel
def grow(mask: Bytes, labels: Labels, reach_px: int, queue: Ints) -> None:
    """Give what is left of the mask to the nearest person within reach, going through the mask alone.

    Args:
        mask: (h, w) uint8; where it is 0 nothing grows.
        labels: (h, w) int32; what is 0 inside of the mask is filled.
        reach_px: how far somebody reaches; what is farther stays 0, as it may be somebody else.
        queue: (h * w,) int32, room to work in.
    """
    height, width = mask.shape
    filled = 0
    for y in range(height):
        above, below = labels[max(y - 1, 0)], labels[min(y + 1, height - 1)]
        mask_above, mask_below = mask[max(y - 1, 0)], mask[min(y + 1, height - 1)]
        names, chosen = labels[y], mask[y]
        for x in range(width):
            if names[x] == 0:
                continue
            left, right = max(x - 1, 0), min(x + 1, width - 1)
            if (
                (names[left] == 0 and chosen[left])
                or (names[right] == 0 and chosen[right])
                or (above[x] == 0 and mask_above[x])
                or (below[x] == 0 and mask_below[x])
            ):
                queue[filled] = y * width + x
                filled += 1
    start = 0
    for _ in range(reach_px):
        end = filled
        for i in range(start, end):
            y, x = queue[i] // width, queue[i] % width
            for side in range(4):
                v = y + (side == 0) - (side == 1)
                u = x + (side == 2) - (side == 3)
                if 0 <= v < height and 0 <= u < width and mask[v, u] and labels[v, u] == 0:
                    labels[v, u] = labels[y, x]
                    queue[filled] = v * width + u
                    filled += 1
        start = end


@kernel
def rename(labels: Labels, names: Ints) -> None:
    """Replace every label k by `names[k]`."""
    height, width = labels.shape
    for y in range(height):
        row = labels[y]
        for x in range(width):
            row[x] = names[row[x]]

"""How well regions and pixels agree with what looks from near say is whose."""

import numpy as np
from numpy.typing import NDArray

from vcam.instances.pieces import Bytes, Floats, Ints, Window
from vcam.jit import kernel
from vcam.types import Labels

Shares = NDArray[np.float32]
"""(m, h, w), see `vcam.types.Owned`."""
HALF, ONE = np.float32(0.5), np.float32(1)


@kernel
def find_rest(shares: Shares, rest: Floats) -> None:
    """Tell how surely each pixel is nobody's who was looked at: it may be theirs who were not.

    Args:
        shares: of those who were looked at.
        rest: (h, w) float32; is filled.
    """
    height, width = rest.shape
    for y in range(height):
        row = rest[y]
        row[:] = ONE
        for m in range(len(shares)):
            own = shares[m, y]
            for x in range(width):
                row[x] = min(row[x], ONE - own[x])


@kernel
def lean_to_owned(
    distance: Floats,
    regions: Labels,
    area: Ints,
    window: Window,
    shares: Shares,
    rest: Floats,
    looks: Ints,
    weight: np.float32,
    means: Floats,
) -> None:
    """Add to each distance how much less surely than the likeliest person's the region is this person's.

    Args:
        distance: (n, R) float32.
        regions: (h, w) int32, 0..R-1, or -1.
        area: (R,) int32, the regions' pixels.
        window: x0, y0, x1, y1: all that is looked at.
        shares: of those who were looked at.
        rest: (h, w) float32, of everybody else; see `find_rest`.
        looks: (n,) int32, each person's place in `shares`, -1 of who was not looked at.
        weight: price of a region that is surely somebody else's.
        means: (n, R) float32, room to work in.
    """
    means[:] = 0
    n, count = distance.shape
    left, right = window[0], window[2]
    for b in range(n):
        sums = means[b]
        for y in range(window[1], window[3]):
            row = shares[looks[b], y] if looks[b] >= 0 else rest[y]
            names = regions[y]
            for x in range(left, right):
                k = names[x]
                if k >= 0:
                    sums[k] += row[x]
    for k in range(count):
        most = np.float32(0)
        for b in range(n):
            most = max(most, means[b, k])
        for b in range(n):
            distance[b, k] += weight * (most - means[b, k]) / np.float32(area[k])


@kernel
def overrule(
    mask: Bytes,
    cover: Labels,
    shares: Shares,
    rest: Floats,
    looks: Ints,
    sure: np.float32,
    labels: Labels,
    best: Ints,
    ranks: Floats,
) -> None:
    """Give each pixel to whom it surely belongs, whatever its region's owner.

    Args:
        mask: (h, w) uint8; 0 is background.
        cover: (h, w) int32, the boxes of each pixel as bits; whoever gets a pixel outside of the box gets
            its bit there.
        shares, rest, looks: see `lean_to_owned`.
        sure: how much surer one person's share must be than everybody else's.
        labels: (h, w) int32, 0 or 1 + a box; is changed in place.
        best: (w,) int32 and
        ranks: (2, w) float32: room to work in.
    """
    height, width = mask.shape
    for y in range(height):
        chosen, names, bits = mask[y], labels[y], cover[y]
        if not chosen.any():
            continue
        best[:] = 0
        ranks[0] = -ONE
        ranks[1] = 0
        for b in range(len(looks)):
            is_seen = looks[b] >= 0
            row = shares[looks[b], y] if is_seen else rest[y]
            _rank(b, is_seen, row, bits, best, ranks[0], ranks[1])
        for x in range(width):
            if chosen[x] and ranks[0, x] - ranks[1, x] > sure:
                names[x] = best[x] + 1
                bits[x] |= np.int32(1) << best[x]


@kernel
def _rank(
    b: int,
    is_seen: bool,
    shares: Floats,
    bits: Ints,
    best: Ints,
    first: Floats,
    second: Floats,
) -> None:
    """Compare one person's shares of a row with the two largest so far.

    Without branches, so that the compiler takes many pixels at once.
    """
    for x in range(len(shares)):
        is_candidate = ((bits[x] >> b) & 1) | (is_seen & (shares[x] >= HALF))
        share = shares[x] if is_candidate else -ONE
        lower = share if share < first[x] else first[x]
        second[x] = lower if lower > second[x] else second[x]
        best[x] = b if share > first[x] else best[x]
        first[x] = share if share > first[x] else first[x]

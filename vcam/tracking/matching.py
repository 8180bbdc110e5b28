"""Who among the people known is who among the people seen: prices and their cheapest assignment."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import Box

Appearance: TypeAlias = NDArray[np.float32]
"""(2, bins) float32 >= 0: colours of the upper body and of the head; a row sums to 1, or is 0 if unseen."""
Costs: TypeAlias = NDArray[np.float64]

NOT_MATCHED = 0.75
"""The price of leaving somebody unmatched; a pair that costs more is none."""
PLACE_WEIGHT = 0.6
UNALIKE = 0.5
"""Clothes that differ this much are somebody else's, wherever they are."""
REACH = 1.4
"""How far, in head widths, a head may be from where it is expected; more for each detection missed."""
REACH_EACH_MISS = 0.5
LONGEST_REACH = 4.0
HEAD_RATIO = 2.0
"""Heads that differ more in size are not the same."""
LEAST_IOU = 0.15
UNKNOWN_UNLIKENESS = 0.3
"""Assumed, as a share of `UNALIKE`, where one of the two appearances is missing."""
HEADS_MEET = 0.3
"""The part of the smaller of two heads that must be covered before the two may be taken for one another."""


def difference(a: Appearance | None, b: Appearance | None) -> float | None:
    """Give the chi-square difference of two appearances in [0, 1]: of clothes, and lacking them of heads.

    None where nothing was seen of both.
    """
    return next(iter(_differences(a, b)), None)


def clearest_difference(a: Appearance | None, b: Appearance | None) -> float | None:
    """Give the greater one of the differences of clothes and of heads, or None where nothing was seen."""
    return max(_differences(a, b), default=None)


def _differences(a: Appearance | None, b: Appearance | None) -> list[float]:
    if a is None or b is None:
        return []
    return [chi_square(one, other) for one, other in zip(a, b, strict=True) if one.any() and other.any()]


def chi_square(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Give how much two histograms, each summing to 1, differ, in [0, 1]."""
    return 0.5 * float(np.sum((one - other) ** 2 / np.maximum(one + other, 1e-9)))


def mix(known: Appearance | None, seen: Appearance | None, gain: float) -> Appearance | None:
    """Move what is known of somebody's looks towards what is seen; what was never seen is taken as it is."""
    if known is None or seen is None:
        return seen if known is None else known
    mixed = known + np.float32(gain) * (seen - known)
    return np.where(~known.any(1, keepdims=True), seen, np.where(~seen.any(1, keepdims=True), known, mixed))


def iou(a: Box, b: Box) -> float:
    """Give the intersection over union of two boxes, in [0, 1]."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.y1, b.y1) - max(a.y0, b.y0)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / ((a.x1 - a.x0) * (a.y1 - a.y0) + (b.x1 - b.x0) * (b.y1 - b.y0) - shared)


def heads_meet(a: Box, b: Box, share: float = HEADS_MEET) -> bool:
    """Tell whether that share of the smaller of two heads is covered by the other; no if one is not known."""
    one, other = a.head, b.head
    if one is None or other is None:
        return False
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((head[2] - head[0]) * (head[3] - head[1]) for head in (one, other))
    return across > 0 and down > 0 and across * down >= share * smaller


def misplacement(expected: Box, seen: Box, missed: int) -> float:
    """Tell how far a box is from where it is expected: 0 is there, more than 1 is too far.

    Two heads are compared by their heads, which hold their size when bodies cover one another.

    Args:
        expected: where the person should be.
        seen: what was found.
        missed: for how many detections the person was not found.
    """
    if expected.head is None or seen.head is None:
        shared = iou(expected, seen)
        return 1 - shared if shared >= LEAST_IOU else 2.0
    wide, other = expected.head[2] - expected.head[0], seen.head[2] - seen.head[0]
    if max(wide, other) > HEAD_RATIO * min(wide, other):
        return 2.0
    (ex, ey), (sx, sy) = (((h[0] + h[2]) / 2, (h[1] + h[3]) / 2) for h in (expected.head, seen.head))
    reach = min(REACH + REACH_EACH_MISS * missed, LONGEST_REACH) * max(wide, other)
    return float(np.hypot(ex - sx, ey - sy)) / reach


def pair_cost(misplaced: float, unalike: float | None) -> float:
    """Give the price in [0, 1] of calling two the same; `NOT_MATCHED` or more where that cannot be."""
    if misplaced > 1 or (unalike is not None and unalike > UNALIKE):
        return 1.0
    unlike = UNKNOWN_UNLIKENESS if unalike is None else unalike / UNALIKE
    # The root: that one sits just where they were and the other has gone far is likelier than that both moved
    # half as far. Where two pass each other, plain distances cost the same either way.
    return PLACE_WEIGHT * math.sqrt(misplaced) + (1 - PLACE_WEIGHT) * unlike


def match(costs: Costs) -> list[tuple[int, int]]:
    """Pair rows with columns so that the sum of prices is least, leaving alone who fits nobody.

    Args:
        costs: (R, C) float64, >= 0; a pair of `NOT_MATCHED` or more is never made.

    Returns:
        (row, column) of each pair, by row.
    """
    rows, columns = costs.shape
    if rows == 0 or columns == 0:
        return []
    # Exact, not greedy: when two people cross, the cheapest single pair is often the wrong one of
    # each, and taking it first is just the swap that must not happen. With at most some sixteen
    # people the exact answer takes microseconds.
    capped = np.full((max(rows, columns),) * 2, NOT_MATCHED)
    capped[:rows, :columns] = np.minimum(costs, NOT_MATCHED)
    column_of = assign(capped)
    return [
        (row, int(column_of[row]))
        for row in range(rows)
        if column_of[row] < columns and costs[row, column_of[row]] < NOT_MATCHED
    ]


@kernel
def assign(costs: Costs) -> NDArray[np.int64]:
    """Solve the assignment problem by shortest augmenting paths (the Hungarian method).

    Args:
        costs: (N, N) float64, finite.

    Returns:
        (N,) int64, the column of each row.
    """
    n = len(costs)
    # Column n stands for "the row that is being placed".
    row_of = np.full(n + 1, -1, np.int64)
    row_price, column_price = np.zeros(n), np.zeros(n + 1)
    for row in range(n):
        row_of[n] = row
        came_from = np.full(n, n, np.int64)
        slack = np.full(n, np.inf)
        done = np.zeros(n + 1, np.bool_)
        column = n
        while row_of[column] >= 0:
            done[column] = True
            here, step, following = row_of[column], np.inf, n
            for c in range(n):
                if done[c]:
                    continue
                reduced = costs[here, c] - row_price[here] - column_price[c]
                if reduced < slack[c]:
                    slack[c], came_from[c] = reduced, column
                if slack[c] < step:
                    step, following = slack[c], c
            for c in range(n + 1):
                if done[c]:
                    row_price[row_of[c]] += step
                    column_price[c] -= step
                elif c < n:
                    slack[c] -= step
            column = following
        while column != n:
            before = came_from[column]
            row_of[column] = row_of[before]
            column = before
    column_of = np.empty(n, np.int64)
    for column in range(n):
        column_of[row_of[column]] = column
    return column_of


def warm_up() -> None:
    """Compile the kernel."""
    assign(np.zeros((1, 1)))

"""Tells how alike neighbouring regions are: what it costs to walk from one to the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vcam.instances.pieces import Bytes, Floats, Ints, Window
from vcam.jit import kernel
from vcam.types import Alpha, Labels

BINS = 16
MOST_NEIGHBOURS = 32
"""A region with more neighbours than this forgets the rest."""
_WIDTH = 256 // BINS


@dataclass(frozen=True, slots=True)
class Weights:
    """What a step between neighbours costs.

    Attributes:
        colour: price of fully different histograms.
        power: exponent of the chi-square distance; more than 1 makes many small steps cheap.
        place: price of one superpixel's width of way.
        contrast: price of a border whose sides differ by 100 levels of Lab.
        edge: price of a border that the network calls one.
    """

    colour: float = 1.0
    power: float = 2.0
    place: float = 0.01
    contrast: float = 0.25
    edge: float = 3.0


class Affinity:
    """The graph of the regions of one picture; its buffers are reused.

    Attributes:
        histograms: (R, 48) float32; each row sums to 1.
        neighbours: (R, MOST_NEIGHBOURS) int32, the first `degree` of each row count.
        degree: (R,) int32.
        costs: (R, MOST_NEIGHBOURS) float32, >= 0, the price of walking to each neighbour.
    """

    def __init__(self, most_regions: int, step_px: int, weights: Weights | None = None) -> None:
        w = weights or Weights()
        self._prices = np.array([w.colour, w.power, w.place, w.contrast, w.edge], np.float32)
        self._step = np.float32(step_px)
        self.histograms = np.zeros((most_regions, 3 * BINS), np.float32)
        self.neighbours = np.zeros((most_regions, MOST_NEIGHBOURS), np.int32)
        self.degree = np.zeros(most_regions, np.int32)
        self.costs = np.zeros((most_regions, MOST_NEIGHBOURS), np.float32)
        self._borders = np.zeros((most_regions, MOST_NEIGHBOURS, 3), np.float32)

    def compare(
        self,
        lab: Bytes,
        regions: Labels,
        count: int,
        area: Ints,
        centre: Floats,
        edges: Alpha,
        window: Window,
    ) -> None:
        """Find the neighbours of each region and what a step to them costs.

        Args:
            lab: (h, w, 3) uint8, OpenCV's Lab.
            regions: (h, w) int32, 0..count-1, or -1.
            count: number of regions.
            area: (>= count,) int32, pixels of each region.
            centre: (>= count, 2) float32, x and y of each region's middle.
            edges: (h, w) float32 in [0, 1], how surely a border runs through each pixel.
            window: x0, y0, x1, y1: all that is looked at.
        """
        neighbours, degree = self.neighbours[:count], self.degree[:count]
        fill_histograms(lab, regions, area, window, self.histograms[:count])
        find_neighbours(lab, regions, edges, window, neighbours, degree, self._borders)
        made = (self.histograms, neighbours, degree, self._borders)
        _price(*made, centre, self._step, self._prices, self.costs)
        _mirror(neighbours, degree, self.costs)


@kernel
def fill_histograms(lab: Bytes, regions: Labels, area: Ints, window: Window, histograms: Floats) -> None:
    """Count each region's colours in 3 x 16 soft bins; each row sums to 1."""
    left, top, right, bottom = window
    histograms[:] = 0
    one = np.float32(1)
    for y in range(top, bottom):
        values, owners = lab[y], regions[y]
        for x in range(left, right):
            k = owners[x]
            if k < 0:
                continue
            for channel in range(3):
                # A level between the middles of two bins counts in both, so noise moves little.
                position = max(np.int64(values[x, channel]) - np.int64(_WIDTH // 2), np.int64(0))
                low = position // np.int64(_WIDTH)
                high = min(low + 1, np.int64(BINS - 1))
                share = np.float32(position - low * _WIDTH) / np.float32(_WIDTH)
                histograms[k, channel * BINS + low] += one - share
                histograms[k, channel * BINS + high] += share
    for k in range(len(histograms)):
        scale = one / np.float32(3 * max(area[k], 1))
        for i in range(3 * BINS):
            histograms[k, i] *= scale


@kernel
def find_neighbours(
    lab: Bytes,
    regions: Labels,
    edges: Alpha,
    window: Window,
    neighbours: Ints,
    degree: Ints,
    borders: NDArray[np.float32],
) -> None:
    """List the regions of a higher number that touch each one.

    Args:
        lab, regions, edges, window: see `Affinity.compare`.
        neighbours, degree: become the list.
        borders: (most, MOST_NEIGHBOURS, 3) float32; becomes the common border's length, contrast and edge.
    """
    left, top, right, bottom = window
    degree[:] = 0
    for y in range(top, bottom):
        below = min(y + 1, bottom - 1)
        row, row_below, lines, lines_below = regions[y], regions[below], edges[y], edges[below]
        values, values_above, values_below = lab[y], lab[max(y - 1, top)], lab[min(y + 2, bottom - 1)]
        last, place = np.int64(-1), -1
        for x in range(left, right):
            after = min(x + 1, right - 1)
            k, beside, under = row[x], row[after], row_below[x]
            if k < 0 or (beside == k and under == k):
                continue
            if beside >= 0 and beside != k:
                contrast = _contrast(values[max(x - 1, left)], values[min(x + 2, right - 1)])
                here = _place(neighbours, degree, borders, min(k, beside), max(k, beside))
                if here >= 0:
                    _lengthen(borders[min(k, beside), here], contrast, max(lines[x], lines[after]))
            if under >= 0 and under != k:
                # Level borders go on: their place is the one of the pixel before.
                pair = np.int64(k) << 32 | np.int64(under)
                if pair != last:
                    last, place = pair, _place(neighbours, degree, borders, min(k, under), max(k, under))
                if place >= 0:
                    contrast = _contrast(values_above[x], values_below[x])
                    _lengthen(borders[min(k, under), place], contrast, max(lines[x], lines_below[x]))


@kernel
def _contrast(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> np.float32:
    total = np.int32(0)
    for i in range(3):
        difference = np.int32(one[i]) - np.int32(other[i])
        total += difference * difference
    return np.float32(np.sqrt(np.float32(total)))


@kernel
def _place(neighbours: Ints, degree: Ints, borders: NDArray[np.float32], k: int, other: int) -> int:
    """Give the place of a higher region in the list of `k`, to which it may be added; -1 if that is full."""
    n, known = int(degree[k]), neighbours[k]
    for i in range(n):
        if known[i] == other:
            return i
    if n == len(known):
        return -1
    known[n] = other
    borders[k, n] = 0
    degree[k] = n + 1
    return n


@kernel
def _lengthen(border: Floats, contrast: np.float32, edge: np.float32) -> None:
    border[0] += np.float32(1)
    border[1] += contrast
    border[2] += edge


@kernel
def chi_square(a: Floats, b: Floats) -> np.float32:
    """Half the chi-square distance of two histograms that sum to 1: 0 is equal, 1 has nothing in common."""
    total = np.float32(0)
    for i in range(len(a)):
        both = a[i] + b[i]
        if both > 0:
            difference = a[i] - b[i]
            total += difference * difference / both
    return np.float32(0.5) * total


@kernel
def _price(
    histograms: Floats,
    neighbours: Ints,
    degree: Ints,
    borders: NDArray[np.float32],
    centre: Floats,
    step: np.float32,
    weights: Floats,
    costs: Floats,
) -> None:
    colour, power, place, contrast, edge = weights[0], weights[1], weights[2], weights[3], weights[4]
    for k in range(len(neighbours)):
        for i in range(degree[k]):
            j = neighbours[k, i]
            dx, dy = centre[k, 0] - centre[j, 0], centre[k, 1] - centre[j, 1]
            length = borders[k, i, 0]
            costs[k, i] = (
                colour * chi_square(histograms[k], histograms[j]) ** power
                + place * np.float32(np.sqrt(dx * dx + dy * dy)) / step
                + contrast * (borders[k, i, 1] / length / np.float32(100)) ** power
                + edge * borders[k, i, 2] / length
            )


@kernel
def _mirror(neighbours: Ints, degree: Ints, costs: Floats) -> None:
    """Tell the higher one of each two neighbours, too, as the way back costs the same."""
    # From the end, so that what is told here is not told back.
    for k in range(len(degree) - 1, -1, -1):
        for i in range(degree[k]):
            j = neighbours[k, i]
            n = degree[j]
            if n < neighbours.shape[1]:
                neighbours[j, n], costs[j, n] = k, costs[k, i]
                degree[j] = n + 1

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
        self._weights = weights or Weights()
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
        w = self._weights
        neighbours, degree = self.neighbours[:count], self.degree[:count]
        fill_histograms(lab, regions, area, window, self.histograms[:count])
        find_neighbours(lab, regions, edges, window, neighbours, degree, self._borders)
        weights = np.array([w.colour, w.power, w.place, w.contrast, w.edge], np.float32)
        _price(self.histograms, neighbours, degree, self._borders, centre, self._step, weights, self.costs)
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
        for x in range(left, right):
            k = row[x]
            if k < 0:
                continue
            if x + 1 < right:
                j = row[x + 1]
                if j >= 0 and j != k:
                    contrast = _contrast(lab, y, max(x - 1, left), y, min(x + 2, right - 1))
                    _touch(neighbours, degree, borders, k, j, contrast, max(lines[x], lines[x + 1]))
            j = row_below[x]
            if j >= 0 and j != k:
                contrast = _contrast(lab, max(y - 1, top), x, min(y + 2, bottom - 1), x)
                _touch(neighbours, degree, borders, k, j, contrast, max(lines[x], lines_below[x]))


@kernel
def _contrast(lab: Bytes, y0: int, x0: int, y1: int, x1: int) -> np.float32:
    total = np.float32(0)
    for i in range(3):
        difference = np.float32(lab[y0, x0, i]) - np.float32(lab[y1, x1, i])
        total += difference * difference
    return np.float32(np.sqrt(total))


@kernel
def _touch(
    neighbours: Ints,
    degree: Ints,
    borders: NDArray[np.float32],
    k: int,
    j: int,
    contrast: np.float32,
    edge: np.float32,
) -> None:
    k, j = min(k, j), max(k, j)
    n = degree[k]
    i = 0
    while i < n and neighbours[k, i] != j:
        i += 1
    if i == n:
        if n == neighbours.shape[1]:
            return
        neighbours[k, i] = j
        borders[k, i] = 0
        degree[k] = n + 1
    borders[k, i, 0] += np.float32(1)
    borders[k, i, 1] += contrast
    borders[k, i, 2] += edge


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

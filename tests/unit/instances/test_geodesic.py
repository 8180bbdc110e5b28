"""The cheapest way through a chain of regions."""

import numpy as np
from numpy.testing import assert_allclose

from vcam.instances.geodesic import UNREACHED, walk


def distances(costs: list[float], starts: dict[int, float]) -> list[float]:
    """Walk along a chain whose k-th step costs `costs[k]`."""
    count = len(costs) + 1
    neighbours, prices = np.zeros((count, 2), np.int32), np.zeros((count, 2), np.float32)
    degree = np.zeros(count, np.int32)
    for k, cost in enumerate(costs):
        for one, other in ((k, k + 1), (k + 1, k)):
            neighbours[one, degree[one]], prices[one, degree[one]] = other, cost
            degree[one] += 1
    distance = np.full(count, UNREACHED, np.float32)
    for k, start in starts.items():
        distance[k] = start
    walk(neighbours, degree, prices, distance, np.empty(3 * count, np.float32), np.empty(3 * count, np.int32))
    return [float(value) for value in distance]


def test_a_way_costs_the_sum_of_its_steps() -> None:
    assert_allclose(distances([1, 1, 9, 1], {0: 0}), [0, 1, 2, 11, 12])


def test_the_nearer_of_two_seeds_counts() -> None:
    assert_allclose(distances([1, 1, 9, 1], {0: 0, 4: 0}), [0, 1, 2, 1, 0])


def test_a_seed_that_starts_late_is_overtaken() -> None:
    assert_allclose(distances([1, 1], {0: 0, 2: 5}), [0, 1, 2])


def test_without_seeds_nothing_is_reached() -> None:
    assert distances([1], {}) == [UNREACHED, UNREACHED]

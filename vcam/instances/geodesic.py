"""The cheapest way from a person's surest regions to every other region."""

import numpy as np

from vcam.instances.pieces import Floats, Ints
from vcam.jit import kernel

UNREACHED = np.float32(1e9)
"""The distance of a region to which no way leads."""


@kernel
def walk(neighbours: Ints, degree: Ints, costs: Floats, distance: Floats, keys: Floats, nodes: Ints) -> None:
    """Settle all distances with Dijkstra's algorithm.

    Args:
        neighbours: (R, N) int32, the regions beside each region.
        degree: (R,) int32, how many of them count.
        costs: (R, N) float32, >= 0, the price of each step.
        distance: (R,) float32; on entry each seed's own distance and UNREACHED elsewhere; is
            lowered to the price of the cheapest way from any seed.
        keys: (M,) float32 and
        nodes: (M,) int32: room for the heap; M must be at least R * (N + 1).
    """
    size = 0
    for k in range(len(distance)):
        if distance[k] < UNREACHED:
            size = _push(keys, nodes, size, distance[k], k)
    while size > 0:
        key, k = keys[0], nodes[0]
        size = _pop(keys, nodes, size)
        if key > distance[k]:
            continue  # a cheaper way was found after this one had been queued
        for i in range(degree[k]):
            j = neighbours[k, i]
            candidate = key + costs[k, i]
            if candidate < distance[j]:
                distance[j] = candidate
                size = _push(keys, nodes, size, candidate, j)


@kernel
def _push(keys: Floats, nodes: Ints, size: int, key: np.float32, node: int) -> int:
    """Add to a binary heap whose least key stands first; gives the new size."""
    i = size
    while i > 0:
        parent = (i - 1) // 2
        if keys[parent] <= key:
            break
        keys[i], nodes[i] = keys[parent], nodes[parent]
        i = parent
    keys[i], nodes[i] = key, node
    return size + 1


@kernel
def _pop(keys: Floats, nodes: Ints, size: int) -> int:
    """Take away the first entry of a binary heap; gives the new size."""
    size -= 1
    key, node = keys[size], nodes[size]
    i = 0
    while 2 * i + 1 < size:
        child = 2 * i + 1
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[i], nodes[i] = keys[child], nodes[child]
        i = child
    keys[i], nodes[i] = key, node
    return size

"""Slow, obvious twins of the kernels that tell people apart, and people drawn as rectangles."""

from typing import Any

import cv2
import numpy as np

from vcam.types import Alpha, Box, Image

WIDTH, HEIGHT = 64, 48


def distances(edges: dict[tuple[int, int], float], starts: dict[int, float], count: int) -> Any:
    """Lower all distances along all edges until nothing changes (Bellman and Ford)."""
    distance = np.full(count, 1e9)
    for k, start in starts.items():
        distance[k] = start
    for _ in range(count):
        for (a, b), cost in edges.items():
            distance[a] = min(distance[a], distance[b] + cost)
            distance[b] = min(distance[b], distance[a] + cost)
    return distance


def pieces(values: Any) -> int:
    """How many connected pieces an array of labels has; negative ones do not count."""
    total = 0
    for value in np.unique(values[values >= 0]):
        count, _ = cv2.connectedComponents((values == value).astype(np.uint8), connectivity=4)
        total += count - 1
    return total


def paint(*people: tuple[int, int, int, int, tuple[int, int, int]]) -> tuple[Image, Alpha]:
    """Draw rectangles x0, y0, x1, y1 in a colour on black, the last one nearest."""
    image, alpha = np.zeros((HEIGHT, WIDTH, 3), np.uint8), np.zeros((HEIGHT, WIDTH), np.float32)
    for x0, y0, x1, y1, colour in people:
        image[y0:y1, x0:x1] = colour
        alpha[y0:y1, x0:x1] = 1
    return image, alpha


def box(
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    track_id: int,
    head: tuple[float, float, float, float] | None = None,
) -> Box:
    return Box(x0, y0, x1, y1, 1.0, track_id, head)

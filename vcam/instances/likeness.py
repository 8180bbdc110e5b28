"""What speaks for a person besides the way to a region: the colours worn, and where bodies are."""

import numpy as np

from vcam.instances.pieces import Bytes, Floats, Ints, Window
from vcam.jit import kernel
from vcam.types import Labels

COLOURS = 512
"""8 x 8 x 8 bins of lightness, a and b."""
_FLOOR = np.float32(2e-3)
"""A colour that is rarer than this among somebody's seeds says nothing for that person."""


@kernel
def learn_colours(lab: Bytes, regions: Labels, distance: Floats, window: Window, models: Floats) -> None:
    """Count the colours of each person's seeds.

    Args:
        lab: (h, w, 3) uint8, OpenCV's Lab.
        regions: (h, w) int32, 0..R-1, or -1.
        distance: (n, R) float32; a person's seeds are at 0.
        window: x0, y0, x1, y1: all that is looked at.
        models: (n, COLOURS) float32; each row becomes shares that sum to 1, or 0 without seeds.
    """
    models[:] = 0
    for y in range(window[1], window[3]):
        for x in range(window[0], window[2]):
            k = regions[y, x]
            if k >= 0:
                for b in range(len(distance)):
                    if distance[b, k] == 0:
                        models[b, _colour(lab, y, x)] += np.float32(1)
    for b in range(len(models)):
        total = np.float32(0)
        for i in range(COLOURS):
            total += models[b, i]
        for i in range(COLOURS):
            models[b, i] /= max(total, np.float32(1))


@kernel
def _colour(lab: Bytes, y: int, x: int) -> int:
    return (
        (int(lab[y, x, 0]) // 32) * 64 + _chroma_bin(int(lab[y, x, 1])) * 8 + _chroma_bin(int(lab[y, x, 2]))
    )


@kernel
def _chroma_bin(level: int) -> int:
    """Skin and cloth lie near grey, so a and b are cut finely there and not at all beyond."""
    return min(max(level - 104, 0) // 6, 7)


@kernel
def find_unlikeness(
    lab: Bytes, regions: Labels, area: Ints, window: Window, models: Floats, unlikeness: Floats
) -> None:
    """Tell how much less a region's colours are each person's than the likeliest one's.

    `unlikeness` is (R, people) float32; its first n columns become shares in [0, 1].
    """
    n = len(models)
    one = np.float32(1)
    unlikeness[:] = 0
    for y in range(window[1], window[3]):
        for x in range(window[0], window[2]):
            k = regions[y, x]
            if k < 0:
                continue
            i = _colour(lab, y, x)
            most = np.float32(0)
            for b in range(n):
                most = max(most, models[b, i])
            for b in range(n):
                unlikeness[k, b] += one - (models[b, i] + _FLOOR) / (most + _FLOOR)
    for k in range(len(unlikeness)):
        for b in range(n):
            unlikeness[k, b] /= np.float32(area[k])


@kernel
def price_for(
    costs: Floats,
    neighbours: Ints,
    degree: Ints,
    unlikeness: Floats,
    b: int,
    weight: np.float32,
    priced: Floats,
) -> None:
    """Make it dearer for person b to enter regions in other people's colours."""
    for k in range(len(degree)):
        for i in range(degree[k]):
            priced[k, i] = costs[k, i] + weight * unlikeness[neighbours[k, i], b]


@kernel
def lean(
    distance: Floats, centre: Floats, places: Ints, face_weight: np.float32, box_weight: np.float32
) -> None:
    """Add to each distance how far the region lies from where this person's body is likely to be.

    Args:
        distance: (n, R) float32.
        centre: (R, 2) float32, the regions' middles.
        places: (n, 8) int32, boxes and faces.
        face_weight: price of a face's width outside of the body that usually belongs to a face.
        box_weight: price of half a box away from the box's middle, where no face is known.
    """
    n, count = distance.shape
    for b in range(n):
        if places[b, 6] > places[b, 4] and places[b, 7] > places[b, 5]:
            for k in range(count):
                distance[b, k] += face_weight * outside_body(places, b, centre[k, 0], centre[k, 1])
        else:
            for k in range(count):
                distance[b, k] += box_weight * _off_middle(places, b, centre[k, 0], centre[k, 1])


@kernel
def outside_body(places: Ints, b: int, x: np.float32, y: np.float32) -> np.float32:
    """How far (x, y) is outside of a usual head and shoulders around the face, in face widths."""
    zero, one = np.float32(0), np.float32(1)
    wide, tall = np.float32(places[b, 6] - places[b, 4]), np.float32(places[b, 7] - places[b, 5])
    u = abs(x - np.float32(places[b, 4] + places[b, 6]) / np.float32(2)) / wide
    v = (y - np.float32(places[b, 5] + places[b, 7]) / np.float32(2)) / tall
    below_chin = min(max((v - np.float32(0.5)) / np.float32(0.8), zero), one)
    half_width = np.float32(0.7) + np.float32(0.8) * below_chin
    return max(u - half_width, zero) + max(np.float32(-1.1) - v, zero)


@kernel
def _off_middle(places: Ints, b: int, x: np.float32, y: np.float32) -> np.float32:
    """How far (x, y) is from the box's middle, in halves of the box."""
    two = np.float32(2)
    u = (two * x - np.float32(places[b, 0] + places[b, 2])) / np.float32(max(places[b, 2] - places[b, 0], 1))
    v = (two * y - np.float32(places[b, 1] + places[b, 3])) / np.float32(max(places[b, 3] - places[b, 1], 1))
    return np.float32(np.sqrt(u * u + v * v))

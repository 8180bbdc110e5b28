"""What a person looks like: histograms of the upper body's and the head's colours inside the mask."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.tracking.matching import Appearance, chi_square
from vcam.types import Alpha, Box, Image, Labels, Size

BINS = 16
COLOUR_RANGE = 48.0
"""Clothes hardly go further from grey than this in a and b of 8-bit Lab."""
FEWEST_PIXELS = 30
HAIR_HEIGHT = 0.5
"""How far the hair reaches above the face's box, in its heights."""
CHEST_WIDTH = 1.2
"""Half the chest's width, in face widths."""
SAME_CLOTHES = 0.1
"""Clothes of two who overlap that differ less are likely those of one of them, seen twice."""
CHEST_HEIGHT = 2.5
"""How far below the chin the chest reaches, in face heights."""


def appearances(
    image: Image, alpha: Alpha, labels: Labels, boxes: Sequence[Box], size: Size
) -> tuple[Appearance | None, ...]:
    """Describe each person's upper body and head, leaving out what may be somebody else's.

    Where boxes overlap, only what was the same person's as the face a moment ago counts, and nowhere what was
    that of anybody else whose face is seen.

    Args:
        image: (h, w, 3) uint8 BGR, the frame at a small size.
        alpha: (h, w) float32 in [0, 1], of the same size.
        labels: (h, w) int32, of the same size: who was where a moment ago; up to 0 is nobody known.
        boxes: in the pixels of a frame of `size`.
        size: the frame's size.

    Returns:
        For each box (2, 48) float32, of the upper body and of the head: 16 bins of each of L, a and b,
        summing to 1, or 0 where too little of it is free to be seen; None where that is both.
    """
    if not image.shape[:2] == alpha.shape == labels.shape:
        raise ValueError(f"{image.shape[:2]}, {alpha.shape} and {labels.shape} must be of one size")
    height, width = alpha.shape
    scale = np.array([width / size.width, height / size.height] * 2)
    cover = np.zeros((height, width), np.uint8)
    spans = [_clip(np.array([b.x0, b.y0, b.x1, b.y1]) * scale, width, height) for b in boxes]
    for x0, y0, x1, y1 in spans:
        cover[y0:y1, x0:x1] += 1
    owners = [_owner(labels, box, scale) for box in boxes]
    found: list[Appearance] = []
    for box, owner in zip(boxes, owners, strict=True):
        looks = np.zeros((2, 3 * BINS), np.float32)
        others = [other for other in owners if other not in (0, owner)]
        for row, part in enumerate((_chest(box), _hair(box))):
            x0, y0, x1, y1 = _clip(np.array(part) * scale, width, height)
            where = np.s_[y0:y1, x0:x1]
            free = alpha[where] > 0.5
            free &= (cover[where] == 1) | ((labels[where] == owner) & (owner > 0))
            # Below the face of who comes out from behind somebody are that one's clothes.
            for other in others:
                free &= labels[where] != other
            if free.sum() >= FEWEST_PIXELS:
                looks[row] = _describe(np.ascontiguousarray(image[where]), free)
        found.append(looks)
    _forget_who_hides(found, boxes)
    return tuple(looks if looks.any() else None for looks in found)


def _forget_who_hides(found: Sequence[Appearance], boxes: Sequence[Box]) -> None:
    """Call the upper body unseen of who is farther off and looks there like whoever reaches before it."""
    faces = [k for k, box in enumerate(boxes) if box.head is not None and found[k][0].any()]
    for one, other in itertools.combinations(faces, 2):
        if boxes[one].meets(boxes[other]) and chi_square(found[one][0], found[other][0]) < SAME_CLOTHES:
            found[min(one, other, key=lambda k: _face_width(boxes[k]))][0] = 0


def _face_width(box: Box) -> float:
    return box.head[2] - box.head[0] if box.head is not None else 0.0


def _owner(labels: Labels, box: Box, scale: NDArray[np.float64]) -> int:
    """Whose most of the middle of a face was a moment ago; 0 if nobody's known, or without a face."""
    if box.head is None:
        return 0
    height, width = labels.shape
    x0, y0, x1, y1 = box.head
    dx, dy = 0.25 * (x1 - x0), 0.25 * (y1 - y0)
    left, top, right, bottom = _clip(np.array([x0 + dx, y0 + dy, x1 - dx, y1 - dy]) * scale, width, height)
    found = labels[top:bottom, left:right]
    names, counts = np.unique(found, return_counts=True)
    return max(int(names[counts.argmax()]), 0) if counts.size and 2 * counts.max() > found.size else 0


def _chest(box: Box) -> tuple[float, float, float, float]:
    """Where a person's upper body should be, in the frame's pixels."""
    if box.head is None:
        tall, aside = box.y1 - box.y0, 0.15 * (box.x1 - box.x0)
        return box.x0 + aside, box.y0 + 0.25 * tall, box.x1 - aside, box.y0 + 0.75 * tall
    x0, y0, x1, y1 = box.head
    middle, aside = (x0 + x1) / 2, CHEST_WIDTH * (x1 - x0)
    return middle - aside, y1 + 0.2 * (y1 - y0), middle + aside, y1 + CHEST_HEIGHT * (y1 - y0)


def _hair(box: Box) -> tuple[float, float, float, float]:
    """Where the face and the hair above it should be, in the frame's pixels; empty without a face."""
    if box.head is None:
        return 0.0, 0.0, 0.0, 0.0
    x0, y0, x1, y1 = box.head
    return x0, y0 - HAIR_HEIGHT * (y1 - y0), x1, y1


def _clip(spans: NDArray[np.float64], width: int, height: int) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (int(value) for value in np.rint(spans))
    return max(x0, 0), max(y0, 0), max(min(x1, width), 0), max(min(y1, height), 0)


def _describe(part: Image, free: NDArray[np.bool_]) -> Appearance:
    lab = np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2LAB), np.uint8)
    histogram = np.zeros((3, BINS), np.float32)
    count_softly(lab, free, histogram)
    return np.asarray(histogram / histogram.sum(), np.float32).ravel()


@kernel
def count_softly(lab: Image, free: NDArray[np.bool_], histogram: NDArray[np.float32]) -> None:
    """Count colours, sharing each between its two nearest bins so that a little more light changes little.

    Args:
        lab: (h, w, 3) uint8, 8-bit Lab.
        free: (h, w) bool, the pixels that count.
        histogram: (3, BINS) float32, added to.
    """
    height, width = free.shape
    for y in range(height):
        for x in range(width):
            if not free[y, x]:
                continue
            for channel in range(3):
                share = lab[y, x, channel] / 255.0
                if channel > 0:
                    share = 0.5 + (lab[y, x, channel] - 128.0) / (2 * COLOUR_RANGE)
                position = min(max(share, 0.0), 1.0) * (BINS - 1)
                lower = min(int(position), BINS - 2)
                upper_share = np.float32(position - lower)
                histogram[channel, lower] += 1 - upper_share
                histogram[channel, lower + 1] += upper_share


def warm_up() -> None:
    """Compile the kernel."""
    count_softly(np.zeros((1, 1, 3), np.uint8), np.ones((1, 1), np.bool_), np.zeros((3, BINS), np.float32))

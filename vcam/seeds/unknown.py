"""Finds people whom no face gives away: turned away, walking through, cut by the frame."""

import cv2
import numpy as np

from vcam.seeds.boxes import People, bounds, scale
from vcam.types import Box, Size

LEAST_AREA = 0.01
"""A part smaller than this share of the frame is not called a person."""
APART_SCORE = 0.3
ATTACHED_SCORE = 0.1
"""A part that hangs on a known person may still be their hand near the lens, so it needs more evidence."""
LEAST_THICKNESS = 0.04
"""Of the picture's height: what is thinner is a strap, a cable or the rim of somebody known."""


def unknown_people(people: People, size: Size) -> tuple[Box, ...]:
    """Call large parts of the mask that nobody explains unknown people.

    Args:
        people: who was found by a face.
        size: the frame's size, whose pixels the boxes count.

    Returns:
        Boxes without a head, `track_id` 0, largest first.
    """
    mask = people.unexplained
    side = max(3, round(LEAST_THICKNESS * mask.shape[0]))
    solid = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4, ltype=cv2.CV_16U)
    beside = cv2.dilate(people.explained, np.ones((side, side), np.uint8)) > 0
    areas = np.asarray(stats[:, cv2.CC_STAT_AREA])
    found: list[Box] = []
    for number in sorted(range(1, count), key=lambda part: -int(areas[part])):
        if areas[number] < LEAST_AREA * mask.size:
            break
        part = parts == number
        score = ATTACHED_SCORE if bool((part & beside).any()) else APART_SCORE
        found.append(Box(*scale(bounds(part.view(np.uint8)), mask.shape, size), score, 0, None))
    return tuple(found)

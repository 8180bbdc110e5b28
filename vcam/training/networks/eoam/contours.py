"""EOAM's post-process: fill the holes that things held before the body leave in a mask."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

LARGEST_HOLE = 0.02
"""A hole of more than this share of its person's area is background seen through an arm."""
SMALLEST_REGION = 0.1
"""A region of less than this share of the largest one's area is nobody."""


def fill_contours(
    mask: Mask, largest_hole: float = LARGEST_HOLE, smallest_region: float = SMALLEST_REGION
) -> Mask:
    """Keep the people of a mask and close their small holes.

    The authors keep the largest contour alone and fill all of it. That loses everybody but
    one, and closes what is seen through a bent arm.

    Args:
        mask: (H, W) bool.
        largest_hole: a hole is closed up to this share of the area of the region around it.
        smallest_region: a region goes if it is smaller than this share of the largest one.

    Returns:
        (H, W) bool, a new array. What touches the picture's border is no hole.
    """
    regions, areas = _label(mask, connectivity=8)
    areas[0] = 0
    kept = areas >= max(1.0, smallest_region * areas.max())
    people = kept[regions]
    holes, hole_areas = _label(~people, connectivity=4)
    outside = np.unique(np.concatenate([holes[0], holes[-1], holes[:, 0], holes[:, -1]]))
    filled: Mask = people.copy()
    for hole in np.setdiff1d(np.arange(1, len(hole_areas)), outside):
        inside = holes == hole
        # Above a hole's first pixel lies the region that surrounds it.
        y, x = np.argwhere(inside)[0]
        if hole_areas[hole] <= largest_hole * areas[regions[y - 1, x]]:
            filled |= inside
    return filled


def _label(mask: Mask, connectivity: int) -> tuple[np.ndarray, np.ndarray]:
    """Number the connected regions of `mask` from 1 on; gives the numbers and the areas by number."""
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    return np.asarray(numbers), stats[:, cv2.CC_STAT_AREA].astype(np.float64)

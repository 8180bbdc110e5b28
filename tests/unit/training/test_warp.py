"""Where a picture lands, and that nothing of it is skipped on the way."""

import cv2
import numpy as np
import pytest

from vcam.training.data.pools import Portrait
from vcam.training.data.warp import Placement, place

CHECKS = np.indices((240, 320)).sum(0) % 2 * 255
"""A chessboard of single pixels: all of it averages to one grey."""


def placed(scale: float, flip: bool = False, alpha: np.ndarray | None = None) -> Portrait:
    board = CHECKS.astype(np.uint8)
    portrait = Portrait(cv2.merge([board] * 3), board if alpha is None else alpha)
    where = Placement(scale, 0.0, flip, anchor_xy=(159.5, 119.5), target_xy=(39.5, 29.5))
    return place(portrait, where, (60, 80), cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("scale", [0.15, 0.25, 0.4])
def test_what_is_much_smaller_is_averaged_not_picked(scale: float) -> None:
    small = placed(scale)
    assert np.abs(small.image.astype(int) - 127).max() < 40
    assert np.abs(small.alpha.astype(int) - 127).max() < 40


@pytest.mark.parametrize("scale", [1.0, 0.9])
def test_what_keeps_its_size_keeps_its_grain(scale: float) -> None:
    assert placed(scale).image.std() > 30


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("scale", [0.2, 0.3, 0.5, 0.69, 0.8, 1.3])
def test_a_thing_lands_in_the_same_place_however_it_got_smaller(scale: float, flip: bool) -> None:
    alpha = np.zeros((240, 320), np.uint8)
    cv2.circle(alpha, (170, 112), 10, 255, -1)
    moments = cv2.moments(placed(scale, flip, alpha).alpha)
    middle = (moments["m10"] / moments["m00"], moments["m01"] / moments["m00"])
    across = (319 - 170 if flip else 170) - 159.5
    assert middle == pytest.approx((39.5 + scale * across, 29.5 + scale * (112 - 119.5)), abs=0.35)

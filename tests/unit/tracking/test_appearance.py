import numpy as np
import pytest
from numpy.testing import assert_allclose

from vcam.tracking.appearance import appearances
from vcam.tracking.matching import difference
from vcam.types import Box, Size

SIZE = Size(640, 320)


def body(x: float, reach: float = 60) -> Box:
    return Box(x - reach, 0, x + reach, 320, 0.9, 0, (x - 20, 40, x + 20, 80))


def halves() -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    image = np.zeros((160, 320, 3), np.uint8)
    image[:, :160] = 40, 40, 200
    image[:, 160:] = 200, 60, 40
    return image


def test_clothes_of_other_colours_look_different_and_the_same_clothes_alike() -> None:
    boxes = [body(100), body(230), body(500)]
    red, also_red, blue = appearances(halves(), np.ones((160, 320), np.float32), boxes, SIZE)
    assert red is not None
    assert_allclose(red.sum(), 1, rtol=1e-5)
    assert difference(red, also_red) == pytest.approx(0, abs=1e-6)
    assert (difference(red, blue) or 0) > 0.5


def test_pixels_that_two_claim_count_for_neither() -> None:
    boxes = [body(100), body(100)]
    assert appearances(halves(), np.ones((160, 320), np.float32), boxes, SIZE) == (None, None)


def test_only_the_mask_is_described() -> None:
    assert appearances(halves(), np.zeros((160, 320), np.float32), [body(100)], SIZE) == (None,)


def test_somebody_mostly_outside_the_frame_does_no_harm() -> None:
    boxes = [body(-300), body(900), Box(600, 300, 700, 400, 0.3, 0, None)]
    found = appearances(halves(), np.ones((160, 320), np.float32), boxes, SIZE)
    assert found[:2] == (None, None)


def test_a_little_more_light_changes_little() -> None:
    alpha = np.ones((160, 320), np.float32)
    ((before,), (after,)) = (
        appearances(np.asarray(halves() + light, np.uint8), alpha, [body(100)], SIZE) for light in (0, 6)
    )
    assert (difference(before, after) or 0) < 0.12

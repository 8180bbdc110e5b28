"""Any picture comes to the viewers' size without bars and without squashing."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from vcam.framing import fill
from vcam.types import Size

sides = st.integers(1, 60)


def test_a_picture_of_the_right_size_is_passed_on_uncopied() -> None:
    image = np.zeros((4, 6, 3), np.uint8)
    assert fill(image, Size(6, 4)) is image


def test_a_wide_picture_loses_its_sides_and_keeps_its_middle() -> None:
    image = np.zeros((4, 12, 3), np.uint8)
    image[:, 4:8] = 200
    assert (fill(image, Size(4, 4)) == 200).all()


def test_mirroring_swaps_left_and_right() -> None:
    image = np.zeros((2, 4, 3), np.uint8)
    image[:, 0] = 255
    mirrored = fill(image, Size(4, 2), mirror=True)
    assert (mirrored[:, 3] == 255).all()
    assert (mirrored[:, :3] == 0).all()


@given(sides, sides, sides, sides, st.integers(0, 2**32 - 1))
def test_what_is_mirrored_is_the_same_from_right_to_left_and_the_picture_stays(
    width: int, height: int, to_width: int, to_height: int, seed: int
) -> None:
    image = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    before, size = image.copy(), Size(to_width, to_height)
    assert_array_equal(fill(image, size, mirror=True), fill(image, size)[:, ::-1])
    assert_array_equal(image, before)


@pytest.mark.parametrize("rows", [96, 108, 150, 180, 216])
def test_a_larger_picture_becomes_nearly_the_averages_over_its_areas(rows: int) -> None:
    size = Size(128, 72)
    noise = np.random.default_rng(1).integers(0, 256, (rows, rows * 16 // 9, 3), np.uint8)
    image = np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.0), np.uint8)
    areas = cv2.resize(image, (size.width, size.height), interpolation=cv2.INTER_AREA)
    assert np.abs(fill(image, size).astype(int) - areas).mean() < 1.5


@given(sides, sides, sides, sides)
def test_every_size_fills_every_other(width: int, height: int, to_width: int, to_height: int) -> None:
    image = np.full((height, width, 3), 77, np.uint8)
    filled = fill(image, Size(to_width, to_height))
    assert filled.shape == (to_height, to_width, 3)
    assert (filled == 77).all()


@pytest.mark.parametrize(
    "image", [np.zeros((2, 2), np.uint8), np.zeros((0, 2, 3), np.uint8), np.zeros((2, 2, 3))]
)
def test_what_is_no_colour_picture_is_refused(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="colour picture"):
        fill(image, Size(2, 2))

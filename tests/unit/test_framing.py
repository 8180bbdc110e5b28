"""Any picture comes to the viewers' size without bars and without squashing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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

"""Labels at the frame's size."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from vcam.instances.upscale import LabelUpscaler
from vcam.types import Size


def enlarge(
    labels: list[list[int]], alpha: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    small = np.array(labels, np.int32)
    height, width = alpha.shape
    upscaler = LabelUpscaler(Size(width, height), small.shape[1], small.shape[0])
    out = upscaler.upscale_labels(small, alpha, np.full((height, width), 9, np.uint16))
    return np.asarray(out).reshape(height, width)


def test_the_border_between_two_people_lies_in_the_middle() -> None:
    out = enlarge([[1, 2]], np.full((2, 8), 255, np.uint8))
    assert_array_equal(out, [[1, 1, 1, 1, 2, 2, 2, 2]] * 2)


def test_a_slanted_border_is_not_a_staircase_of_small_pixels() -> None:
    out = enlarge([[1, 1, 2], [1, 2, 2]], np.full((16, 24), 255, np.uint8))
    border = (out == 1).sum(1)
    assert (np.diff(border) <= 0).all()
    assert len(set(border.tolist())) > 4


def test_where_alpha_is_nothing_nobody_is_named() -> None:
    alpha = np.full((2, 8), 255, np.uint8)
    alpha[:, 3:5] = 0
    assert_array_equal(enlarge([[1, 2]], alpha)[0], [1, 1, 1, 0, 0, 2, 2, 2])


def test_soft_hair_beyond_the_small_mask_belongs_to_its_head() -> None:
    assert_array_equal(enlarge([[0, 3, 0]], np.full((1, 6), 40, np.uint8)), [[3] * 6])


def test_alpha_far_from_everybody_is_nobodys() -> None:
    out = enlarge([[1] + [0] * 15], np.full((1, 16), 255, np.uint8))
    assert_array_equal(out[0], [1] * 5 + [0] * 11)


def test_sizes_that_do_not_match_are_a_mistake() -> None:
    upscaler = LabelUpscaler(Size(8, 8), 4, 4)
    with pytest.raises(ValueError, match="enlarges"):
        upscaler.upscale_labels(
            np.zeros((4, 5), np.int32), np.zeros((8, 8), np.uint8), np.zeros((8, 8), np.uint16)
        )

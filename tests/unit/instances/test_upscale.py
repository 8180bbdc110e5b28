"""Labels at the frame's size."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from vcam.instances.upscale import LabelUpscaler
from vcam.types import FrameLabels, Size


def enlarge(labels: list[list[int]], height: int, width: int) -> FrameLabels:
    small = np.array(labels, np.int32)
    upscaler = LabelUpscaler(Size(width, height), small.shape[1], small.shape[0])
    return upscaler.upscale_labels(small, np.full((height, width), 9, np.uint16))


def test_the_border_between_two_people_lies_in_the_middle() -> None:
    out = enlarge([[1, 2]], 2, 8)
    assert_array_equal(out, [[1, 1, 1, 1, 2, 2, 2, 2]] * 2)


def test_a_slanted_border_is_not_a_staircase_of_small_pixels() -> None:
    out = enlarge([[1, 1, 2], [1, 2, 2]], 16, 24)
    border = (out == 1).sum(1)
    assert (np.diff(border) <= 0).all()
    assert len(set(border.tolist())) > 4


def test_who_is_not_known_keeps_the_place() -> None:
    assert_array_equal(enlarge([[1, -1]], 2, 8), [[1, 1, 1, 1, 0, 0, 0, 0]] * 2)


def test_soft_hair_beyond_the_small_mask_belongs_to_its_head() -> None:
    assert_array_equal(enlarge([[0, 3, 0]], 1, 6), [[3] * 6])


def test_what_is_far_from_everybody_is_nobodys() -> None:
    out = enlarge([[1] + [0] * 15], 1, 16)
    assert_array_equal(out[0], [1] * 5 + [0] * 11)


def test_sizes_that_do_not_match_are_a_mistake() -> None:
    upscaler = LabelUpscaler(Size(8, 8), 4, 4)
    with pytest.raises(ValueError, match="enlarges"):
        upscaler.upscale_labels(np.zeros((4, 5), np.int32), np.zeros((8, 8), np.uint16))

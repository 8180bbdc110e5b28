"""Regions follow colours and stay small."""

import numpy as np
import pytest

from vcam.instances.superpixels import Superpixels

EVERYTHING = (0, 0, 32, 24)


def test_a_region_ends_where_the_colour_does() -> None:
    lab = np.full((24, 32, 3), 60, np.uint8)
    lab[:, 13:] = 200
    finder = Superpixels(32, 24, 8)
    finder.find(lab, np.ones((24, 32), np.uint8), EVERYTHING, 3, False)
    assert not set(finder.regions[:, :13].ravel()) & set(finder.regions[:, 13:].ravel())


def test_one_colour_is_cut_into_about_as_many_regions_as_cells() -> None:
    finder = Superpixels(32, 24, 8)
    count = finder.find(np.full((24, 32, 3), 90, np.uint8), np.ones((24, 32), np.uint8), EVERYTHING, 3, False)
    assert count == 12
    assert finder.area[:count].sum() == 24 * 32


def test_a_new_picture_at_a_cut_does_not_start_from_the_old_colours() -> None:
    mask = np.ones((24, 32), np.uint8)
    dark, bright = np.full((24, 32, 3), 20, np.uint8), np.full((24, 32, 3), 220, np.uint8)
    finder, fresh = Superpixels(32, 24, 8), Superpixels(32, 24, 8)
    finder.find(dark, mask, EVERYTHING, 3, False)
    assert finder.find(bright, mask, EVERYTHING, 1, True) == fresh.find(bright, mask, EVERYTHING, 1, False)
    assert (finder.regions == fresh.regions).all()


def test_an_empty_mask_has_no_regions() -> None:
    finder = Superpixels(32, 24, 8)
    assert (
        finder.find(np.zeros((24, 32, 3), np.uint8), np.zeros((24, 32), np.uint8), EVERYTHING, 2, False) == 0
    )


def test_a_window_of_broken_cells_is_a_mistake() -> None:
    finder = Superpixels(32, 24, 8)
    with pytest.raises(ValueError, match="whole cells"):
        finder.find(np.zeros((24, 32, 3), np.uint8), np.zeros((24, 32), np.uint8), (3, 0, 32, 24), 2, False)

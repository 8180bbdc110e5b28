import numpy as np
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from vcam.training.networks.eoam.contours import fill_contours

Mask = NDArray[np.bool_]


def person(left: int = 10, top: int = 5, width: int = 40, shape: tuple[int, int] = (60, 120)) -> Mask:
    """A block that reaches the lower border."""
    mask = np.zeros(shape, bool)
    mask[top:, left : left + width] = True
    return mask


def test_a_small_hole_is_filled() -> None:
    whole = person()
    torn = whole.copy()
    torn[30:33, 20:24] = False
    assert_array_equal(fill_contours(torn), whole)


def test_what_is_seen_through_a_bent_arm_stays_background() -> None:
    akimbo = person()
    akimbo[30:40, 20:30] = False  # 100 of 2200 pixels
    assert_array_equal(fill_contours(akimbo), akimbo)


def test_a_hole_at_the_pictures_border_stays() -> None:
    notched = person()
    notched[58:, 20:22] = False
    assert_array_equal(fill_contours(notched), notched)


def test_a_person_in_the_corner_is_kept() -> None:
    corner = person(left=0, top=0)
    torn = corner.copy()
    torn[30, 20] = False
    assert_array_equal(fill_contours(torn), corner)


def test_everybody_is_kept_and_mended() -> None:
    both = person(5) | person(70, top=20, width=30)
    torn = both.copy()
    torn[30:32, 10:12] = torn[40:42, 80:82] = False
    assert_array_equal(fill_contours(torn), both)


def test_the_gap_between_two_people_stays() -> None:
    both = person(5) | person(70, top=20, width=30)
    assert_array_equal(fill_contours(both), both)


def test_what_is_much_smaller_than_the_largest_goes() -> None:
    crumb = person()
    crumb[2:6, 100:104] = True
    assert_array_equal(fill_contours(crumb), person())


def test_a_crumb_inside_of_a_hole_goes_with_the_hole() -> None:
    torn = person()
    torn[30:35, 20:25] = False
    torn[32, 22] = True
    assert_array_equal(fill_contours(torn), person())


def test_an_empty_mask_stays_empty_and_a_full_one_full() -> None:
    nobody = np.zeros((8, 8), bool)
    assert_array_equal(fill_contours(nobody), nobody)
    assert_array_equal(fill_contours(~nobody), ~nobody)


def test_the_given_mask_is_not_written_to() -> None:
    torn = person()
    torn[30, 20] = False
    before = torn.copy()
    fill_contours(torn)
    assert_array_equal(torn, before)

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from vcam.instances.proof import SOMEBODY
from vcam.tracking.appearance import appearances
from vcam.tracking.matching import Appearance, difference
from vcam.types import Alpha, Box, Image, Labels, Size

SIZE = Size(640, 320)
EVERYWHERE = np.ones((160, 320), np.float32)


def body(x: float, reach: float = 60) -> Box:
    return Box(x - reach, 0, x + reach, 320, 0.9, 0, (x - 20, 40, x + 20, 80))


def halves() -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    image = np.zeros((160, 320, 3), np.uint8)
    image[:, :160] = 40, 40, 200
    image[:, 160:] = 200, 60, 40
    return image


def looks(
    image: Image, alpha: Alpha, boxes: list[Box], labels: Labels | None = None
) -> list[Appearance | None]:
    nobody = np.zeros((160, 320), np.int32)
    return list(appearances(image, alpha, nobody if labels is None else labels, boxes, SIZE))


def test_clothes_of_other_colours_look_different_and_the_same_clothes_alike() -> None:
    boxes = [body(100), body(230), body(500)]
    red, also_red, blue = looks(halves(), EVERYWHERE, boxes)
    assert red is not None
    assert_allclose(red.sum(1), [1, 1], rtol=1e-5)
    assert difference(red, also_red) == pytest.approx(0, abs=1e-6)
    assert (difference(red, blue) or 0) > 0.5


def test_pixels_that_two_claim_count_for_neither() -> None:
    boxes = [body(100), body(100)]
    assert looks(halves(), EVERYWHERE, boxes) == [None, None]


def test_of_pixels_that_two_claim_those_are_mine_that_were_with_my_face_a_moment_ago() -> None:
    boxes = [body(150), Box(290, 0, 470, 320, 0.9, 0, (360, 40, 400, 80))]
    boxes = [replace(boxes[0], x1=330), boxes[1]]
    labels = np.ones((160, 320), np.int32)
    labels[:, 160:] = 2
    red, blue = looks(halves(), EVERYWHERE, boxes, labels)
    assert (difference(red, blue) or 0) > 0.5


def test_of_pixels_that_two_claim_those_of_somebody_not_known_count_for_neither() -> None:
    unknown = np.full((160, 320), SOMEBODY, np.int32)
    found = looks(halves(), EVERYWHERE, [body(100), body(100)], unknown)
    assert [look is None for look in found] == [True, True]


def test_nothing_that_was_somebody_elses_whose_face_is_seen_counts_for_who_comes_out_behind() -> None:
    front, behind = body(150), Box(210, 0, 330, 320, 0.9, 0, (240, 40, 280, 80))
    labels = np.zeros((160, 320), np.int32)
    labels[:, 45:105], labels[42:, 45:160] = 1, 1
    mine, theirs = looks(halves(), EVERYWHERE, [front, behind], labels)
    assert mine is not None
    assert theirs is not None
    assert mine[0].any()
    assert (theirs[0].any(), theirs[1].any()) == (False, True)


def test_clothes_of_who_reaches_before_somebody_are_not_that_ones() -> None:
    near = Box(60, 0, 200, 320, 0.9, 0, (100, 40, 160, 100))
    farther = Box(190, 0, 300, 320, 0.9, 0, (230, 60, 270, 100))
    mine, theirs = looks(halves(), EVERYWHERE, [near, farther])
    assert mine is not None
    assert mine[0].any()
    assert theirs is not None
    assert not theirs[0].any(), "the shoulder of who is nearer, as likely as not"
    apart = looks(halves(), EVERYWHERE, [near, replace(farther, x0=205.0)])
    assert all(one is not None and one[0].any() for one in apart)


def test_a_head_without_clothes_in_view_is_compared_with_heads() -> None:
    low = [Box(x - 60, 160, x + 60, 320, 0.9, 0, (x - 40, 240, x + 40, 320)) for x in (100, 200, 500)]
    red, also_red, blue = looks(halves(), EVERYWHERE, low)
    assert red is not None
    assert not red[0].any()
    assert difference(red, also_red) == pytest.approx(0, abs=1e-6)
    assert (difference(red, blue) or 0) > 0.5


def test_only_the_mask_is_described() -> None:
    assert looks(halves(), np.zeros((160, 320), np.float32), [body(100)]) == [None]


def test_somebody_mostly_outside_the_frame_does_no_harm() -> None:
    boxes = [body(-300), body(900), Box(600, 300, 700, 400, 0.3, 0, None)]
    found = looks(halves(), EVERYWHERE, boxes)
    assert found[:2] == [None, None]


def test_a_little_more_light_changes_little() -> None:
    ((before,), (after,)) = (
        looks(np.asarray(halves() + light, np.uint8), EVERYWHERE, [body(100)]) for light in (0, 6)
    )
    assert (difference(before, after) or 0) < 0.12

"""What looks from near say of regions and pixels."""

import numpy as np
import pytest

from tests.support.instance_twins import HEIGHT, WIDTH, box, paint
from vcam.instances.owning import find_rest, lean_to_owned, overrule
from vcam.instances.split import Splitter
from vcam.types import Box, Owned, Size

SIZE = Size(WIDTH, HEIGHT)
RED = (40, 40, 200)
EVERYWHERE = (0, 0, 4, 2)


def shares(*rows: list[float]) -> np.ndarray:
    """People's shares of a picture of 2 x 4, the same in both rows."""
    return np.repeat(np.array(rows, np.float32)[:, None], 2, axis=1)


def rest_of(own: np.ndarray) -> np.ndarray:
    rest = np.zeros((2, 4), np.float32)
    find_rest(own, rest)
    return rest


def test_who_was_not_looked_at_has_what_nobody_claims() -> None:
    own = shares([0.9, 0.0, 0.2, 0.0], [0.0, 0.6, 0.3, 0.0])
    assert rest_of(own)[1] == pytest.approx([0.1, 0.4, 0.7, 1.0])


def test_a_region_gets_farther_from_those_whose_it_is_less_surely() -> None:
    regions = np.array([[0, 0, 1, 1], [0, 0, 1, -1]], np.int32)
    distance, means = np.zeros((2, 2), np.float32), np.empty((2, 2), np.float32)
    looks, area = np.array([0, 1], np.int32), np.array([4, 3], np.int32)
    own = shares([1, 1, 0, 0], [0, 0, 0.5, 0.5])
    lean_to_owned(distance, regions, area, EVERYWHERE, own, rest_of(own), looks, np.float32(4), means)
    assert distance == pytest.approx(np.array([[0, 2], [4, 0]]))


def rule(own: np.ndarray, looks: list[int], cover: list[int], sure: float = 0.3) -> list[int]:
    labels = np.full((2, 4), 1, np.int32)
    bits = np.repeat(np.array(cover, np.int32)[None], 2, axis=0)
    mask = np.array([[1, 1, 1, 0]] * 2, np.uint8)
    who = np.array(looks, np.int32)
    room = np.empty(4, np.int32), np.empty((2, 4), np.float32)
    overrule(mask, bits, own, rest_of(own), who, np.float32(sure), labels, *room)
    assert (labels[0] == labels[1]).all()
    assert all(bits[0, x] >> (labels[0, x] - 1) & 1 for x in range(3))
    return list(labels[0])


def test_a_pixel_goes_to_whom_it_surely_belongs_even_outside_of_the_box() -> None:
    own = shares([0.9, 0.5, 0.1, 0.0], [0.1, 0.6, 0.9, 1.0])
    assert rule(own, [0, 1], [3, 3, 1, 3]) == [1, 1, 2, 1]


def test_outside_of_the_box_little_is_nobodys() -> None:
    own = shares([0.0, 0.0, 0.0, 0.0], [0.4, 0.4, 0.6, 1.0])
    assert rule(own, [0, 1], [1, 3, 1, 3]) == [1, 2, 2, 1]


def test_who_was_not_looked_at_gets_nothing_outside_of_the_box() -> None:
    own = shares([0.1, 0.1, 0.9, 0.0])
    assert rule(own, [0, -1], [3, 1, 3, 3]) == [2, 1, 1, 1]


def test_what_is_not_a_number_overrules_nobody() -> None:
    own = shares([np.nan] * 4, [np.nan] * 4)
    assert rule(own, [0, 1], [3, 3, 3, 3]) == [1, 1, 1, 1]


def test_people_in_the_same_clothes_are_parted_by_what_is_seen_from_near() -> None:
    image, alpha = paint((6, 8, 58, 48, RED))
    boxes = (box(6, 8, 46, 48, 1), box(20, 8, 58, 48, 2))
    own = np.zeros((2, HEIGHT, WIDTH), np.float32)
    own[0, :, 26:], own[1, :, :26] = 1, 1
    labels = Splitter(SIZE, SIZE).split(
        image, alpha, boxes, None, np.zeros(alpha.shape, np.int32), None, Owned((2, 1), own)
    )
    assert (labels[10:46, 6:24] == 1).mean() > 0.98
    assert (labels[10:46, 28:58] == 2).mean() > 0.98


FRAME = Size(320, 180)
MINE, THEIRS, ARM = np.s_[40:, 70:170], np.s_[50:, 180:260], np.s_[120:136, 80:180]
MY_BOX = Box(68, 36, 172, 180, 0.9, 1, (106, 44, 134, 80))


def split_wide(their_box: Box, **claimed: float) -> np.ndarray:
    """Split me and somebody beside me whose arm lies before me, far into my box."""
    image = np.full(FRAME.shape, 120, np.uint8)
    alpha, own = np.zeros((180, 320), np.float32), np.zeros((2, 180, 320), np.float32)
    for part in (MINE, THEIRS, ARM):
        image[part], alpha[part] = RED, 1
    own[0][MINE] = own[1][THEIRS] = 0.95
    own[0][ARM], own[1][ARM] = claimed["by_me"], claimed["by_them"]
    out = np.zeros(alpha.shape, np.int32)
    return Splitter(FRAME, FRAME).split(
        image, alpha, (MY_BOX, their_box), None, out, None, Owned((1, 2), own)
    )


@pytest.mark.parametrize("left", [158, 171, 176])
def test_what_is_surely_somebody_elses_is_so_in_my_box_alone_however_far_from_theirs(left: int) -> None:
    their_box = Box(left, 46, 262, 180, 0.9, 2, (206, 54, 234, 90))
    labels = split_wide(their_box, by_me=0.02, by_them=0.95)
    assert (labels[ARM] == 2).mean() > 0.98
    assert (labels[40:116, 70:155] == 1).all()


def test_what_nobody_surely_claims_in_my_box_alone_is_mine() -> None:
    their_box = Box(158, 46, 262, 180, 0.9, 2, (206, 54, 234, 90))
    labels = split_wide(their_box, by_me=0.3, by_them=0.35)
    assert (labels[120:136, 80:150] == 1).all()

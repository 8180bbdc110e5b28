import cv2
import numpy as np
import pytest

from vcam.training.data.pools import Portrait
from vcam.training.data.props import find_head, reach_in, wear_headset

HEAD_XY, RADIUS = (60, 40), 20


def bust() -> Portrait:
    """A head on shoulders, grey before blue."""
    alpha = np.zeros((160, 120), np.uint8)
    cv2.circle(alpha, HEAD_XY, RADIUS, 255, -1)
    cv2.rectangle(alpha, (50, 50), (70, 100), 255, -1)
    cv2.rectangle(alpha, (10, 100), (110, 160), 255, -1)
    image = np.where(alpha[..., None] > 0, 128, np.array([200, 40, 0])).astype(np.uint8)
    return Portrait(image, alpha)


def empty() -> Portrait:
    return Portrait(np.zeros((40, 40, 3), np.uint8), np.zeros((40, 40), np.uint8))


def test_the_head_is_the_widest_circle_at_the_top_not_the_wider_shoulders() -> None:
    found = find_head(bust().alpha)
    assert found is not None
    (x, y), radius = found
    assert (x, y) == pytest.approx(HEAD_XY, abs=3)
    assert radius == pytest.approx(RADIUS, abs=2)


def test_nobody_has_no_head_and_wears_nothing() -> None:
    assert find_head(empty().alpha) is None
    assert wear_headset(empty(), np.random.default_rng(1)).alpha.max() == 0
    assert reach_in(empty(), (72, 128), np.random.default_rng(1)) is None


@pytest.mark.parametrize("seed", range(5))
def test_headphones_become_part_of_the_person_and_change_nothing_else(seed: int) -> None:
    person = bust()
    dressed = wear_headset(person, np.random.default_rng(seed))
    grown = (dressed.alpha > 127) & (person.alpha < 128)
    assert grown.sum() > 50
    assert (dressed.alpha >= person.alpha).all()
    assert (dressed.image[dressed.alpha == 0] == person.image[dressed.alpha == 0]).all()
    assert (dressed.image[110:] == person.image[110:]).all()


@pytest.mark.parametrize("seed", range(8))
def test_a_hand_enters_from_an_edge_and_leaves_most_of_the_picture(seed: int) -> None:
    shape = (144, 256)
    near = reach_in(bust(), shape, np.random.default_rng(seed))
    assert near is not None
    hand = near.alpha > 127
    assert near.image.shape == (*shape, 3)
    assert near.image.dtype == near.alpha.dtype == np.uint8
    assert 0.01 < hand.mean() < 0.5
    assert hand[-1].any() or hand[:, 0].any() or hand[:, -1].any()


def test_a_hand_has_the_colour_of_the_face() -> None:
    near = reach_in(bust(), (144, 256), np.random.default_rng(3))
    assert near is not None
    sure = near.image[near.alpha == 255].mean(axis=0)
    assert sure.max() - sure.min() < 15
    assert 128 * 0.6 < sure.mean() < 140

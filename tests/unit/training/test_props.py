import numpy as np
import pytest

from tests.support.bust import HEAD_XY, RADIUS, bust, nobody
from vcam.training.data.props import find_head, reach_in, sit_down, wear_headset


def test_the_head_is_the_widest_circle_at_the_top_not_the_wider_shoulders() -> None:
    found = find_head(bust().alpha)
    assert found is not None
    (x, y), radius = found
    assert (x, y) == pytest.approx(HEAD_XY, abs=3)
    assert radius == pytest.approx(RADIUS, abs=2)


def test_nobody_has_no_head_and_wears_nothing() -> None:
    assert find_head(nobody().alpha) is None
    assert wear_headset(nobody(), np.random.default_rng(1)).alpha.max() == 0
    assert reach_in(nobody(), (72, 128), np.random.default_rng(1)) is None


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


@pytest.mark.parametrize("seed", range(8))
def test_a_chair_stands_behind_the_person_and_is_none(seed: int) -> None:
    person = bust()
    seated = sit_down(person, np.random.default_rng(seed))
    assert (seated.alpha == person.alpha).all()
    assert (seated.image[person.alpha > 0] == person.image[person.alpha > 0]).all()
    changed = (seated.image != person.image).any(axis=2)
    assert 0 < changed.mean() < 0.6
    assert not changed[:20].any()


def test_nobody_sits_on_no_chair() -> None:
    assert sit_down(nobody(), np.random.default_rng(1)).image.max() == 0


def test_some_chairs_are_of_the_clothes_colour() -> None:
    person = bust()
    person.image[100:, 10:110] = (10, 20, 200)
    seats = []
    for seed in range(30):
        image = sit_down(person, np.random.default_rng(seed)).image
        seats.append(image[(image != person.image).any(axis=2)].astype(int))
    alike = [np.abs(seat - (10, 20, 200)).max(axis=1).min() < 45 for seat in seats]
    assert 5 < sum(alike) < 25

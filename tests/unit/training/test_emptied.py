"""Places are photographs without the people who stood there."""

import numpy as np
import pytest

from vcam.training.data import scenes
from vcam.training.data.emptied import can_be_emptied, take_out
from vcam.training.data.pools import Pools, Portrait
from vcam.training.data.scenes import Mix, SceneMaker

RED, GREEN = (0, 0, 255), (0, 160, 0)


def draw_red_person(wide: int = 40) -> Portrait:
    """Somebody all in red before a green wall."""
    image = np.full((120, 160, 3), GREEN, np.uint8)
    alpha = np.zeros((120, 160), np.uint8)
    alpha[30:, 80 - wide // 2 : 80 + wide // 2] = 255
    image[alpha > 0] = RED
    return Portrait(image, alpha)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_left_of_who_stood_there(seed: int) -> None:
    portrait = draw_red_person()
    place = take_out(portrait, np.random.default_rng(seed))
    assert place.shape == portrait.image.shape
    assert place.dtype == np.uint8
    assert (np.abs(place.astype(int) - GREEN) <= 1).all()


def test_what_nobody_hid_stays_as_it_was() -> None:
    portrait = draw_red_person()
    portrait.image[:, :40] = portrait.image[:, 120:] = (90, 20, 160)
    before = portrait.image.copy()
    place = take_out(portrait, np.random.default_rng(0))
    assert np.array_equal(place[:, :40], before[:, :40])
    assert np.array_equal(place[:, 120:], before[:, 120:])
    assert np.array_equal(portrait.image, before)


def test_a_picture_full_of_somebody_is_no_place() -> None:
    assert can_be_emptied(draw_red_person())
    assert not can_be_emptied(draw_red_person(wide=160))


@pytest.mark.parametrize("emptied", [0.0, 1.0])
def test_a_mix_says_whether_places_are_rooms_or_photographs(
    emptied: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenes, "BARE_EMPTY_ROOMS", 0.0)
    monkeypatch.setattr(scenes, "clutter", lambda room, other, rng: room)
    person = draw_red_person()
    white = np.full((120, 160, 3), 255, np.uint8)
    pools = Pools((person,), (person,), (person,), (person,), (white,))
    maker = SceneMaker(pools, Mix(portrait=0, fashion=0, pseudo=0, scene=0, emptied=emptied))
    rng = np.random.default_rng(5)
    for _ in range(8):
        sample, plain = maker.draw_pair(rng, (96, 128), calm=1.0)
        assert not sample.alpha.any()
        is_photograph = np.abs(plain[:2, :2].astype(int) - GREEN).max() <= 1
        assert is_photograph == bool(emptied)

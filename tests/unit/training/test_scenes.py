import numpy as np
import pytest

from tests.support.portraits import draw_portrait, draw_room, make_pools
from vcam.training.data.pools import Pools, Portrait
from vcam.training.data.scenes import Mix, SceneMaker, reframe

SHAPE = (96, 160)


def draw(seed: int, mix: Mix | None = None, pools: Pools | None = None) -> Portrait:
    return SceneMaker(pools or make_pools(), mix).draw(np.random.default_rng(seed), SHAPE)


@pytest.mark.parametrize("seed", range(12))
def test_a_sample_has_the_asked_shape_and_bytes(seed: int) -> None:
    sample = draw(seed)
    assert sample.image.shape == (*SHAPE, 3)
    assert sample.alpha.shape == SHAPE
    assert sample.image.dtype == sample.alpha.dtype == np.uint8


def test_the_same_seed_draws_the_same_sample() -> None:
    first, second = draw(5), draw(5)
    assert np.array_equal(first.image, second.image)
    assert np.array_equal(first.alpha, second.alpha)


def test_another_seed_draws_another_sample() -> None:
    assert not np.array_equal(draw(5).image, draw(6).image)


def test_the_pools_are_not_written_to() -> None:
    pools = make_pools()
    for seed in range(12):
        draw(seed, pools=pools)
    for before, after in zip(make_pools().portraits, pools.portraits, strict=True):
        assert np.array_equal(before.image, after.image)
        assert np.array_equal(before.alpha, after.alpha)


def test_an_empty_room_holds_nobody() -> None:
    empty = Mix(portrait=0, fashion=0, pseudo=0, scene=0)
    assert all(not draw(seed, empty).alpha.any() for seed in range(8))


def test_a_scene_holds_somebody_before_a_room() -> None:
    scenes = Mix(portrait=0, fashion=0, pseudo=0, scene=1)
    shares = [float((draw(seed, scenes).alpha > 127).mean()) for seed in range(8)]
    assert max(shares) > 0.1
    assert min(shares) < 0.9


def test_without_pseudo_labels_portraits_take_their_place() -> None:
    pools = make_pools()
    lone = Pools(pools.portraits, pools.fashion, (), pools.cutouts, (draw_room(1),))
    assert draw(1, Mix(portrait=0, fashion=0, pseudo=1, scene=0), lone).alpha.any()


def test_picture_and_label_move_together() -> None:
    portrait = draw_portrait(0)
    for seed in range(6):
        moved = reframe(portrait, np.random.default_rng(seed), SHAPE)
        person = (moved.image[..., 2] > 200) & (moved.image[..., 0] > 120)
        agreed = (person == (moved.alpha > 127)).mean()
        assert agreed > 0.97

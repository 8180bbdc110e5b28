from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.portraits import draw_portrait, draw_room, make_pools
from vcam.errors import VcamError
from vcam.training.data.pasting import paste, stand_before
from vcam.training.data.pools import UNSURE, Pools, Portrait
from vcam.training.data.scenes import Mix, SceneMaker
from vcam.training.data.sheet import draw_sheet
from vcam.training.data.views import reframe, reframe_calmly

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


def test_some_scenes_are_photographs_before_which_others_stand() -> None:
    """There are few rooms, and none is outdoors: streets are seen in photographs alone."""
    dark = (np.zeros((96, 160, 3), np.uint8),)
    pools = replace(make_pools(), rooms=dark)
    maker, scenes = SceneMaker(pools, Mix(portrait=0, fashion=0, pseudo=0, scene=1)), 80
    drawn = [maker.draw_pair(np.random.default_rng(seed), SHAPE, calm=1.0)[0] for seed in range(scenes)]
    for scene in drawn:
        assert scene.who is not None
        assert scene.who.max() <= len(scene.heads)
        assert ((scene.who > 0) == (scene.alpha > 127)).mean() > 0.97
    bright = [scene for scene in drawn if scene.image[scene.alpha == 0].mean() > 40]
    assert scenes // 5 < len(bright) < scenes // 2


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


def test_a_calm_picture_is_nearly_the_photograph() -> None:
    """Half of the last pictures of a training: all of somebody, upright, in hardly another light."""
    portraits = Mix(portrait=1, fashion=0, pseudo=0, scene=0)
    maker, shape = SceneMaker(make_pools(), portraits), (96, 72)
    shares: dict[float, list[float]] = {0.0: [], 1.0: []}
    for calm, seen in shares.items():
        for seed in range(24):
            sample, plain = maker.draw_pair(np.random.default_rng(seed), shape, calm)
            seen.append(float(np.abs(sample.image.astype(int) - plain.astype(int)).mean()))
    assert np.mean(shares[1.0]) < np.mean(shares[0.0]) / 1.5


def test_a_calm_look_holds_all_of_a_photograph_of_the_frames_shape() -> None:
    portrait = draw_portrait(0)
    height, width = portrait.alpha.shape
    share = float((portrait.alpha > 127).mean())
    for seed in range(12):
        seen = reframe_calmly(portrait, np.random.default_rng(seed), (height // 2, width // 2))
        assert float((seen.alpha > 127).mean()) == pytest.approx(share, rel=0.35)


def test_what_stands_before_people_is_not_person() -> None:
    everybody = Portrait(np.full((*SHAPE, 3), 200, np.uint8), np.full(SHAPE, 255, np.uint8))
    thing = np.zeros((*SHAPE, 3), np.uint8)
    hidden = [stand_before(everybody, thing, np.random.default_rng(seed)) for seed in range(20)]
    assert sum(bool((one.alpha == 0).any()) for one in hidden) >= 15
    for one in hidden:
        # Where the thing covers all, its own dark colour is seen and nobody is.
        assert (one.image[one.alpha == 0] < 100).all()
        assert (one.image[one.alpha == 255] == 200).all()


def test_who_is_pasted_before_somebody_leaves_a_seam_on_them() -> None:
    everybody = Portrait(np.zeros((*SHAPE, 3), np.uint8), np.full(SHAPE, 255, np.uint8))
    crowd = paste(everybody, draw_portrait(1), (0.6, 0.5), np.random.default_rng(2))
    assert crowd.seams is not None
    inside = paste(
        replace(everybody, alpha=crowd.alpha * 0), draw_portrait(1), (0.6, 0.5), np.random.default_rng(2)
    )
    rim = cv2.morphologyEx(inside.alpha, cv2.MORPH_GRADIENT, np.ones((7, 7), np.uint8)) > 0
    assert (crowd.seams > 0).any()
    assert rim[crowd.seams > 0].all()
    assert inside.seams is not None
    assert not inside.seams.any()


def test_several_people_often_stand_before_each_other() -> None:
    only_scenes = Mix(portrait=0, fashion=0, pseudo=0, scene=1)
    seams = [draw(seed, only_scenes).seams for seed in range(60)]
    assert sum(one is not None and bool((one == 255).any()) for one in seams) > 12


def test_seams_that_are_covered_are_gone() -> None:
    seamed = Portrait(
        np.zeros((*SHAPE, 3), np.uint8), np.full(SHAPE, 255, np.uint8), np.full(SHAPE, 255, np.uint8)
    )
    thing = np.zeros((*SHAPE, 3), np.uint8)
    for seed in range(6):
        hidden = stand_before(seamed, thing, np.random.default_rng(seed))
        assert hidden.seams is not None
        assert not hidden.seams[hidden.alpha == 0].any()
        assert hidden.seams[hidden.alpha == 255].all()


def test_nobody_knows_the_seams_of_what_teachers_labelled() -> None:
    seen = draw(3, Mix(portrait=0, fashion=0, pseudo=1, scene=0))
    assert seen.seams is not None
    assert set(np.unique(seen.seams)) <= {0, UNSURE}
    assert draw(3, Mix(portrait=1, fashion=0, pseudo=0, scene=0)).seams is None


def test_people_are_pasted_small_and_large() -> None:
    only_scenes = Mix(portrait=0, fashion=0, pseudo=0, scene=1)
    shares = [float((draw(seed, only_scenes).alpha > 127).mean()) for seed in range(60)]
    assert min(shares) < 0.04
    assert max(shares) > 0.3


def test_the_sheet_shows_forty_samples(tmp_path: Path) -> None:
    draw_sheet(SceneMaker(make_pools()), 1, tmp_path / "sheet.png")
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    assert sheet.shape == (8 * 144, 5 * 256, 3)
    assert (sheet == (0, 220, 0)).all(axis=2).sum() > 1000


def test_a_sheet_without_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(VcamError, match="cannot be written"):
        draw_sheet(SceneMaker(make_pools()), 1, tmp_path / "nowhere" / "sheet.png")

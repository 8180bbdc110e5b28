import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.support.portraits import draw_portrait, make_pools
from vcam.seeds.windows import Face
from vcam.training.data import heads as finding
from vcam.training.data.heads import draw_heads, find_heads
from vcam.training.data.labels import BEYOND, decode_place, encode_place
from vcam.training.data.pools import UNSURE, Head, Portrait
from vcam.training.data.scenes import Mix, SceneMaker
from vcam.training.data.warp import Placement, place

SHAPE = (96, 160)


class Seer:
    """A face detector that sees what it is told to, once for each look."""

    def __init__(self, *looks: list[Face]) -> None:
        self.looks = list(looks)

    def detect(self, rgb: np.ndarray) -> list[Face]:
        return self.looks.pop(0) if self.looks else []

    def close(self) -> None:
        self.looks = []


def portrait_of(alpha: np.ndarray) -> Portrait:
    return Portrait(np.zeros((*alpha.shape, 3), np.uint8), alpha)


@pytest.mark.parametrize("share", [-0.5, -0.2, 0.0, 0.31, 1.0, 1.5])
def test_a_place_survives_its_byte(share: float) -> None:
    label = torch.tensor(int(encode_place(share)) / 255)
    assert float(decode_place(label)) == pytest.approx(share, abs=0.006)


def test_a_place_far_outside_is_kept_at_the_rim_and_never_unknown() -> None:
    assert encode_place(-9) == encode_place(-BEYOND) == 1
    assert encode_place(9) == encode_place(1 + BEYOND) > 250


def test_a_head_moves_with_its_picture() -> None:
    portrait = Portrait(*(lambda p: (p.image, p.alpha))(draw_portrait(0)), heads=(Head(30, 40, 10), None))
    where = Placement(0.5, 0.0, True, anchor_xy=(0.0, 0.0), target_xy=(10.0, 20.0))
    head, nobody = place(portrait, where, SHAPE, 0).heads
    assert nobody is None
    assert head is not None
    width = portrait.image.shape[1]
    assert (head.x, head.y, head.width) == pytest.approx((10 + 0.5 * (width - 1 - 30), 40, 5))


def test_everybody_points_at_their_own_head() -> None:
    alpha = np.zeros(SHAPE, np.uint8)
    alpha[:, 20:140] = 255
    who = np.where(np.arange(160) < 80, 1, 2).astype(np.uint8) * np.ones((96, 1), np.uint8)
    sample = Portrait(
        np.zeros((*SHAPE, 3), np.uint8), alpha, None, (Head(40, 20, 20), Head(110, 30, 20)), who
    )
    heads, xs, ys = draw_heads(sample)
    assert heads[20, 40] == heads[30, 110] == 255
    assert heads[90, 40] == heads[20, 10] == 0
    assert {int(xs[50, 30]), int(xs[50, 130])} == {int(encode_place(40 / 160)), int(encode_place(110 / 160))}
    assert ys[50, 130] == encode_place(30 / 96)
    assert not xs[:, :20].any()


def test_a_hidden_head_is_pointed_at_but_not_seen() -> None:
    alpha = np.full(SHAPE, 255, np.uint8)
    who = np.ones(SHAPE, np.uint8)
    who[:50] = 2
    sample = Portrait(np.zeros((*SHAPE, 3), np.uint8), alpha, None, (Head(40, 20, 20), None), who)
    heads, xs, _ = draw_heads(sample)
    assert not (heads == 255).any()
    assert (heads[:50] == UNSURE).all()
    assert xs[90, 40] == encode_place(40 / 160)
    assert not xs[:50].any()


def test_who_was_not_looked_for_points_nowhere() -> None:
    sample = draw_portrait(0)
    heads, xs, ys = draw_heads(sample)
    assert (heads[sample.alpha > 127] == UNSURE).all()
    assert not xs.any()
    assert not ys.any()


@pytest.mark.parametrize("seed", range(8))
def test_scenes_know_whose_each_pixel_is(seed: int) -> None:
    pools = make_pools()

    def with_head(group: tuple[Portrait, ...]) -> tuple[Portrait, ...]:
        return tuple(replace(one, heads=(Head(20, 20, 8),)) for one in group)

    known = replace(
        pools,
        portraits=with_head(pools.portraits),
        fashion=with_head(pools.fashion),
        cutouts=with_head(pools.cutouts),
    )
    maker = SceneMaker(known, Mix(portrait=0, fashion=0, pseudo=0, scene=1))
    sample = maker.draw(np.random.default_rng(seed), SHAPE)
    assert sample.who is not None
    assert len(sample.heads) >= 1
    assert sample.who.max() <= len(sample.heads)
    person = sample.alpha > 200
    # Only a hand near the lens, which may be anybody's, is nobody's.
    assert not person.any() or (sample.who[person] > 0).mean() > 0.5


def looked_at(portrait: Portrait, *looks: list[Face]) -> tuple[float, float, float] | None:
    return finding._find_head(portrait, Seer(*looks))


def test_the_face_in_the_picture_is_the_head() -> None:
    alpha = np.full((100, 100), 255, np.uint8)
    face = Face(0.4, 0.2, 0.6, 0.4, 0.9)
    assert looked_at(portrait_of(alpha), [face]) == pytest.approx((50, 30, 20))


def test_of_two_people_none_is_pointed_at() -> None:
    alpha = np.full((100, 100), 255, np.uint8)
    faces = [Face(0.1, 0.2, 0.3, 0.4, 0.9), Face(0.6, 0.2, 0.8, 0.4, 0.9)]
    assert looked_at(portrait_of(alpha), faces) is None


def test_a_face_on_the_wall_is_nobodys_head() -> None:
    alpha = np.zeros((100, 100), np.uint8)
    alpha[50:, :] = 255
    assert looked_at(portrait_of(alpha), [Face(0.4, 0.1, 0.6, 0.3, 0.9)], []) is None


def test_a_small_face_is_looked_for_at_the_persons_top() -> None:
    alpha = np.zeros((200, 100), np.uint8)
    alpha[20:, 40:60] = 255
    found = looked_at(portrait_of(alpha), [], [Face(0.25, 0.25, 0.75, 0.75, 0.9)])
    assert found is not None
    assert found[0] == pytest.approx(50, abs=3)
    assert 20 < found[1] < 60


def test_who_is_turned_away_has_a_round_top() -> None:
    alpha = np.zeros((200, 100), np.uint8)
    alpha[60:, 30:70] = 255
    yy, xx = np.indices(alpha.shape)
    alpha[(yy - 50) ** 2 + (xx - 50) ** 2 < 15**2] = 255
    found = looked_at(portrait_of(alpha))
    assert found is not None
    assert found[:2] == pytest.approx((50, 50), abs=3)


def test_heads_are_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def open_detector() -> Seer:
        opened.append(threading.current_thread())
        return Seer()

    monkeypatch.setattr(finding, "open_face_detector", open_detector)
    first, second = (find_heads(make_pools(), tmp_path) for _ in range(2))
    assert len(opened) == 1
    # What the detector's thread may no longer do, the rest of a training still must.
    assert opened[0] is not threading.current_thread()
    assert [one.heads for one in first.cutouts] == [one.heads for one in second.cutouts]

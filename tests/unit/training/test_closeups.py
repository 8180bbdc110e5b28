"""Close-ups of one person among others, from which a network learns whose a pixel is."""

from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest

from tests.support.portraits import draw_portrait, make_pools, with_heads
from vcam.instances.closeups import HEAD_Y, HEIGHT, WIDTH
from vcam.training.data.closeups import LEAST_SEEN, MIX, CloseupMaker, cut_closeup
from vcam.training.data.pools import Head, Portrait
from vcam.training.data.scenes import Mix, SceneMaker
from vcam.training.data.stances import BEHIND_HEIGHTS, stand_behind


def scene() -> Portrait:
    """Two people side by side, the first one blue and on the left."""
    image = np.zeros((200, 400, 3), np.uint8)
    who = np.zeros((200, 400), np.uint8)
    who[40:, 60:180], who[40:, 180:320] = 1, 2
    image[who == 1], image[who == 2] = (255, 0, 0), (0, 255, 0)
    alpha = np.where(who > 0, np.uint8(255), np.uint8(0))
    return Portrait(image, alpha, heads=(Head(120, 70, 30), Head(250, 70, 30)), who=who)


@pytest.mark.parametrize(("number", "colour"), [(1, 0), (2, 1)])
def test_a_closeups_alpha_is_one_persons_alone(number: int, colour: int) -> None:
    closeup = cut_closeup(scene(), number, np.random.default_rng(3))
    assert closeup.image.shape == (HEIGHT, WIDTH, 3)
    sure = closeup.alpha == 255
    assert sure.sum() > 1000
    assert (closeup.image[sure][:, colour] > 250).all()
    assert (closeup.image[closeup.alpha == 0][:, colour] < 200).all()


def test_the_head_lies_about_where_the_program_frames_it() -> None:
    picture = scene()
    picture.image[65:75, 115:125] = (0, 0, 255)
    places = []
    for seed in range(20):
        red = (cut_closeup(picture, 1, np.random.default_rng(seed)).image == (0, 0, 255)).all(2)
        rows, columns = np.nonzero(red)
        places.append((columns.mean(), rows.mean()))
    assert np.median(places, 0) == pytest.approx((WIDTH / 2, HEIGHT * HEAD_Y), abs=5)
    assert np.std(places, 0).min() > 0.5


def test_the_same_generator_draws_the_same_closeups() -> None:
    first, second = (next(maker().stream(np.random.default_rng(5))) for _ in range(2))
    assert np.array_equal(first.image, second.image)
    assert np.array_equal(first.alpha, second.alpha)


def test_every_closeup_shows_somebody_whose_face_is_seen() -> None:
    stream = maker().stream(np.random.default_rng(1))
    for closeup in islice(stream, 20):
        assert (closeup.alpha > 127).mean() >= LEAST_SEEN
        middle = round(HEIGHT * HEAD_Y)
        face = closeup.alpha[middle - 16 : middle + 16, WIDTH // 2 - 16 : WIDTH // 2 + 16]
        assert (face > 127).any()


def test_twins_wear_the_same() -> None:
    twins = Mix(0, 0, 0, 1, counts=(0, 1, 0, 0), twins=1.0)
    pools = replace(with_heads(make_pools()), portraits=tuple(coloured(level) for level in range(0, 250, 25)))
    pools = replace(pools, cutouts=pools.portraits, fashion=pools.portraits)
    spread = [colour_spread(SceneMaker(pools, twins), seed) for seed in range(12)]
    mixed = [colour_spread(SceneMaker(pools, replace(twins, twins=0.0)), seed) for seed in range(12)]
    assert np.median(spread) < 0.5 * np.median(mixed)


def test_who_stands_behind_somebody_is_smaller_and_partly_hidden() -> None:
    for seed in range(50):
        stances = stand_behind(3, np.random.default_rng(seed))
        assert sorted(stances) == stances
        for (height, x), (nearer, nearer_x) in pairwise(stances):
            assert BEHIND_HEIGHTS[0] <= height / nearer <= BEHIND_HEIGHTS[1]
            assert 0.1 * nearer < abs(x - nearer_x) < 0.35 * nearer


def colour_spread(scenes: SceneMaker, seed: int) -> float:
    """How far the mean colours of a scene's two people are from each other."""
    scene = scenes.draw_pair(np.random.default_rng(seed), (96, 160), calm=1.0)[0]
    assert scene.who is not None
    means = [scene.image[scene.who == number].mean(0) for number in (1, 2) if (scene.who == number).any()]
    return float(np.abs(means[0] - means[-1]).max())


def coloured(level: int) -> Portrait:
    person = draw_portrait(0)
    image = person.image.copy()
    image[person.alpha > 0] = (level, 255 - level, level)
    return replace(person, image=image)


def maker() -> CloseupMaker:
    return CloseupMaker(SceneMaker(with_heads(make_pools()), MIX))

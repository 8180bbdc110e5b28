"""Clips in which people move, each pixel with a known owner."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.unit.training.test_people_scenes import make_maker
from vcam.training.data.people_clips import ACTIONS, Action, play
from vcam.training.data.people_scenes import PeopleScene


def played(action: Action, seed: int = 2, frames: int = 21) -> list[PeopleScene]:
    return list(play(make_maker(), np.random.default_rng(seed), 2, action, frames))


def names(scene: PeopleScene) -> set[int]:
    return {box.track_id for box in scene.boxes}


def middle(scene: PeopleScene, person: int) -> float:
    return float(np.nonzero(scene.labels == person)[1].mean())


def test_crossing_people_change_sides() -> None:
    frames = played("cross")
    assert middle(frames[0], 1) > middle(frames[0], 2)
    assert middle(frames[-1], 1) < middle(frames[-1], 2)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_who_enters_is_not_there_at_first_and_comes_in_from_an_edge(seed: int) -> None:
    frames = played("enter", seed)
    assert names(frames[0]) == {2}
    first = next(frame for frame in frames if 1 in names(frame))
    columns = np.nonzero(first.labels == 1)[1]
    assert columns.min() == 0 or columns.max() == first.labels.shape[1] - 1


def test_who_leaves_comes_back_to_the_same_place() -> None:
    frames = played("return")
    assert 1 in names(frames[0])
    assert 1 not in names(frames[10])
    assert abs(middle(frames[-1], 1) - middle(frames[0], 1)) < 3


def test_people_side_by_side_move_a_little() -> None:
    first, second, *_ = played("aside")
    assert (first.labels != second.labels).any()
    assert abs(middle(first, 1) - middle(second, 1)) < 3


@pytest.mark.parametrize("action", ACTIONS)
def test_the_same_generator_gives_the_same_clip(action: Action) -> None:
    for one, other in zip(played(action, frames=3), played(action, frames=3), strict=True):
        assert_array_equal(one.image, other.image)
        assert_array_equal(one.labels, other.labels)


def test_one_person_alone_plays_nothing() -> None:
    with pytest.raises(ValueError, match="together"):
        next(play(make_maker(), np.random.default_rng(0), 1, "cross", 9))

"""Scenes whose every pixel has a known owner."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from vcam.training.data.people_scenes import Actor, PeopleSceneMaker, Plot, boxes_of, cast, jitter_boxes
from vcam.training.data.pools import Portrait
from vcam.types import Size

SIZE = Size(96, 64)


def make_actor(grey: int) -> Actor:
    image, alpha = np.full((60, 40, 3), grey, np.uint8), np.zeros((60, 40), np.uint8)
    alpha[10:, 8:32] = 255
    return Actor(Portrait(image, alpha), (14.0, 12.0, 26.0, 26.0))


def make_maker() -> PeopleSceneMaker:
    room = np.full((80, 120, 3), 90, np.uint8)
    return PeopleSceneMaker([make_actor(30), make_actor(140), make_actor(220)], [room], SIZE)


@pytest.mark.parametrize("plot", ["overlap", "behind", "twins"])
def test_everybody_in_a_still_scene_is_visible_and_labelled(plot: Plot) -> None:
    scene = make_maker().draw(np.random.default_rng(1), 2, plot)
    assert scene.image.shape == SIZE.shape
    assert set(np.unique(scene.labels)) == {0, 1, 2}
    assert_array_equal(scene.labels > 0, scene.alpha > 127)
    assert [box.track_id for box in scene.boxes] == [1, 2]


def test_the_same_generator_gives_the_same_scene() -> None:
    first, second = (make_maker().draw(np.random.default_rng(3), 3) for _ in range(2))
    assert_array_equal(first.image, second.image)
    assert first.boxes == second.boxes


def test_a_box_fits_its_person_and_a_covered_face_is_not_seen() -> None:
    labels = np.zeros((8, 12), np.int32)
    labels[4:8, 4:9], labels[2:8, 1:5] = 2, 1
    first, second = boxes_of(labels, [(1, 2, 4, 5), (0, 0, 4, 4)])
    assert (first.x0, first.y0, first.x1, first.y1) == (1, 2, 5, 8)
    assert first.head == (1, 2, 4, 5)
    assert second.head is None


def test_somebody_hidden_has_no_box() -> None:
    labels = np.zeros((4, 4), np.int32)
    labels[1:3, 1:3] = 2
    assert [box.track_id for box in boxes_of(labels, [None, None])] == [2]


def test_jittered_boxes_stay_in_the_frame_and_keep_their_names() -> None:
    boxes = make_maker().draw(np.random.default_rng(1), 2).boxes
    moved = jitter_boxes(boxes, 0.1, np.random.default_rng(0), SIZE)
    assert [box.track_id for box in moved] == [1, 2]
    assert moved != boxes
    assert all(0 <= box.x0 < box.x1 <= SIZE.width and 0 <= box.y0 < box.y1 <= SIZE.height for box in moved)


def test_only_people_who_stand_freely_are_cast() -> None:
    free, sawn = (
        make_actor(9).portrait,
        Portrait(np.zeros((9, 9, 3), np.uint8), np.full((9, 9), 255, np.uint8)),
    )
    assert [actor.portrait for actor in cast([free, sawn], lambda image: None)] == [free]

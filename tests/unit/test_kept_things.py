"""What a click keeps stays with the picture of its camera."""

import numpy as np

from tests.support.cast_stage import BIG, Stage
from vcam.instances.things import Things
from vcam.types import Size


def test_a_click_is_taken_once() -> None:
    stage = Stage()
    stage.see(BIG)
    stage.cast.keep(100, 50, 1)
    assert stage.cast.is_wanted
    assert [(click.x, click.y, click.track_id) for click in stage.cast.take_clicks()] == [(100, 50, 1)]
    assert stage.cast.take_clicks() == ()


def test_a_click_moves_with_the_picture() -> None:
    stage = Stage()
    stage.see(BIG)
    stage.cast.keep(1200, 700, 1)
    stage.cast.resize(Size(640, 360))
    stage.cast.mirror()
    (click,) = stage.cast.take_clicks()
    assert (click.x, click.y) == (39, 350)


def with_a_thing() -> Stage:
    stage = Stage()
    stage.see(BIG)
    room = np.full((60, 80, 3), 200, np.uint8)
    room[20:30, 30:40] = 40
    stage.cast.things = Things(Size(80, 60))
    assert stage.cast.things.click(room, 35, 25, 1)
    return stage


def test_a_thing_stays_in_the_picture_of_the_camera_in_which_it_was_kept() -> None:
    stage = with_a_thing()
    stage.cast.keep(100, 50, 1)
    stage.cast.forget_places()
    assert stage.cast.take_clicks() == (), "that was a place in the picture of the camera before"
    assert stage.cast.things is None
    assert not stage.cast.is_wanted


def test_a_thing_that_is_just_being_kept_in_the_picture_of_the_camera_before_goes_too() -> None:
    stage = Stage()
    stage.see(BIG)
    stage.cast.keep(100, 50, 1)
    clicks, things = stage.cast.take_clicks(), stage.cast.things
    stage.cast.forget_places()
    assert (len(clicks), things) == (1, None)
    stage.cast.things = Things(Size(80, 60))  # by whoever took the click
    stage.cast.take_clicks()
    assert stage.cast.things is None


def test_a_thing_is_kept_when_left_and_right_are_swapped() -> None:
    stage = with_a_thing()
    stage.cast.mirror()
    stage.cast.take_clicks()
    assert len(stage.cast.things or ()) == 1

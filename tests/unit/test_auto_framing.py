"""The picture follows those who are seen: calmly, within the frame, and only after the guard."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests.support.scenery import SIZE, PlainComposer, TrueFinder, painted_room
from vcam.auto_framing import PATIENCE_S, AutoFraming, Follower, find_people
from vcam.guard import Cleared, Guard, enlarge
from vcam.pipeline import Pipeline
from vcam.types import Frame, Part, Rendered, Size

WIDE = Size(160, 90)
TICK_S = 1 / 30
SITTING = (60.0, 30.0, 90.0, 90.0)


def follow(follower: Follower, box: tuple[float, float, float, float] | None, seconds: float) -> list[Part]:
    """Let time go by with people at one place; give what is shown at each tick."""
    start_s = follower._time_s or 0.0
    parts = []
    for tick in range(1, round(seconds / TICK_S) + 1):
        follower.look(box, start_s + tick * TICK_S)
        parts.append(follower.advance(start_s + tick * TICK_S))
    return parts


def test_somebody_who_sits_is_framed_with_room_above_and_in_the_middle() -> None:
    part = follow(Follower(WIDE, 2.0), SITTING, 5)[-1]
    middle = part.left + part.scale * WIDE.width / 2
    assert part.scale == pytest.approx((90 - 30) / 0.86 / 90, abs=0.01)
    assert middle == pytest.approx(75, abs=1.5)
    assert 30 - part.top == pytest.approx(0.14 * part.scale * 90, abs=1.5)


def test_small_moves_are_not_followed() -> None:
    follower = Follower(WIDE, 2.0)
    still = follow(follower, SITTING, 5)[-1]
    for sway in (-4, 4, -2):
        moved = (SITTING[0] + sway, SITTING[1] + sway / 2, SITTING[2] + sway, SITTING[3])
        assert set(follow(follower, moved, 1)) == {still}


def test_a_large_move_is_followed_without_jump_and_ends_at_rest() -> None:
    follower = Follower(WIDE, 2.0)
    follow(follower, SITTING, 5)
    moved = (10.0, 30.0, 40.0, 90.0)
    parts = follow(follower, moved, 4)
    lefts = np.array([part.left for part in parts])
    steps = np.abs(np.diff(lefts))
    assert steps.max() < 0.02 * WIDE.width, "no step is more than a fiftieth of the picture"
    assert np.abs(np.diff(steps)).max() < 0.008 * WIDE.width, "it neither starts nor stops abruptly"
    assert len(set(parts[-10:])) == 1


def test_whoever_is_lost_for_a_moment_is_waited_for_and_then_the_whole_picture_is_shown() -> None:
    follower = Follower(WIDE, 2.0)
    still = follow(follower, SITTING, 5)[-1]
    assert set(follow(follower, None, PATIENCE_S * 0.9)) == {still}
    assert follow(follower, None, 6)[-1] == Part(0.0, 0.0, 1.0)


def test_switched_off_it_goes_back_to_the_whole_picture() -> None:
    follower = Follower(WIDE, 2.0)
    follow(follower, SITTING, 5)
    follower.zoom = 1.0
    parts = follow(follower, SITTING, 6)
    assert parts[0].scale < 0.9
    assert parts[-1].scale == 1.0


def test_people_are_found_where_alpha_is_and_specks_are_not_people() -> None:
    alpha = np.zeros((360, 640), np.uint8)
    assert find_people(alpha) is None
    alpha[0, 0] = 255
    assert find_people(alpha) is None
    alpha[128:360, 64:96] = 255
    assert find_people(alpha) == (64.0, 128.0, 96.0, 360.0)


def rendered_room(hides_room: bool = True) -> Rendered:
    pipeline = Pipeline(TrueFinder(), PlainComposer(hides_room), SIZE)
    canvas = pipeline.make_canvas()
    return pipeline.render(pipeline.analyse(Frame(painted_room(), 0, 0.0), canvas), canvas)


def cleared(rendered: Rendered) -> Cleared:
    picture = Guard().clear(rendered, 0.0)
    assert isinstance(picture, Cleared)
    return picture


def test_a_part_of_a_cleared_picture_is_shown_at_its_whole_size() -> None:
    picture = cleared(rendered_room())
    picture.image[:] = np.arange(SIZE.width, dtype=np.uint8)[None, :, None]
    out = np.empty(SIZE.shape, np.uint8)
    enlarged = enlarge(picture, Part(24.0, 16.0, 0.5), out)
    assert enlarged.image is out
    assert (enlarged.kind, enlarged.part) == ("composed", Part(24.0, 16.0, 0.5))
    assert_allclose(out[10, [0, 48, 95], 0], [24, 48, 71], atol=1)


def test_nothing_jumps_when_a_move_comes_to_rest() -> None:
    picture = cleared(rendered_room())
    picture.image[:] = np.arange(SIZE.width, dtype=np.uint8)[None, :, None]
    moving, resting = np.empty(SIZE.shape, np.uint8), np.empty(SIZE.shape, np.uint8)
    enlarge(picture, Part(24.001, 16.001, 0.5), moving)
    enlarge(picture, Part(24.0, 16.0, 0.5), resting)
    assert_allclose(moving[2:-2, 2:-2].astype(int), resting[2:-2, 2:-2].astype(int), atol=1)


@pytest.mark.parametrize("part", [Part(-1, 0, 0.5), Part(60, 0, 0.5), Part(0, 40, 0.5), Part(0, 0, 0.0)])
def test_a_part_outside_of_the_picture_is_refused(part: Part) -> None:
    with pytest.raises(ValueError, match="lie within"):
        enlarge(cleared(rendered_room()), part, np.empty(SIZE.shape, np.uint8))


def test_what_is_framed_is_what_the_guard_has_cleared_and_not_the_frame() -> None:
    rendered, framing = rendered_room(), AutoFraming(SIZE, 2.0)
    picture = cleared(rendered)
    for tick in range(90):
        framed = framing.frame(picture, rendered_room() if tick % 3 else rendered, tick / 30)
    assert framed.part.scale < 0.95
    colours = {tuple(map(int, pixel)) for pixel in framed.image.reshape(-1, 3)[::7]}
    assert (255, 0, 255) not in colours, "the room's colour"
    assert_array_equal(framing.frame(picture, rendered, 3.0).image.shape, SIZE.shape)


def test_unasked_a_picture_is_passed_on_untouched() -> None:
    rendered = rendered_room()
    picture = cleared(rendered)
    framing = AutoFraming(SIZE)
    assert all(framing.frame(picture, rendered, tick / 30) is picture for tick in range(60))

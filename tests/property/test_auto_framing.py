"""Whatever people do, the part that is shown stays within the frame and moves smoothly."""

import math

from hypothesis import given
from hypothesis import strategies as st

from vcam.auto_framing import Follower
from vcam.types import Size

SIZE = Size(1280, 720)
places = st.floats(0, 1, allow_subnormal=False)
boxes = st.none() | st.tuples(places, places, places, places)
walks = st.lists(st.tuples(boxes, st.floats(0, 0.5, allow_subnormal=False)), min_size=1, max_size=40)


def in_pixels(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, x1 = sorted((box[0] * SIZE.width, box[2] * SIZE.width))
    y0, y1 = sorted((box[1] * SIZE.height, box[3] * SIZE.height))
    return x0, y0, x1, y1


@given(walks, st.floats(1, 3))
def test_the_part_lies_within_the_frame_and_never_jumps(walk: list[tuple], zoom: float) -> None:  # type: ignore[type-arg]
    follower, now_s = Follower(SIZE, zoom), 0.0
    before = follower.advance(now_s)
    for box, step_s in walk:
        now_s += step_s
        follower.look(None if box is None else in_pixels(box), now_s)
        for _ in range(3):
            now_s += 1 / 30
            part = follower.advance(now_s)
            assert 0 < part.scale <= 1
            assert part.left >= 0
            assert part.top >= 0
            assert part.left + part.scale * SIZE.width <= SIZE.width + 1
            assert part.top + part.scale * SIZE.height <= SIZE.height + 1
            assert math.hypot(part.left - before.left, part.top - before.top) < 0.2 * SIZE.width
            assert abs(part.scale - before.scale) < 0.2
            before = part


@given(boxes.filter(bool), st.floats(1.1, 3))
def test_it_comes_to_rest_and_is_never_closer_than_wanted(box: tuple, zoom: float) -> None:  # type: ignore[type-arg]
    follower = Follower(SIZE, zoom)
    for tick in range(300):
        follower.look(in_pixels(box), tick / 30)
        part = follower.advance(tick / 30)
    assert follower.advance(10.1) == part
    assert part.scale >= 1 / zoom - 0.001

"""A computer that slept goes on: the rate is kept, and what was seen before the sleep counts as long ago."""

import time

from tests.fault.conftest import composed, good_plan, plain_card
from tests.support.scenery import FPS, SIZE, PaintedSource, RecordingSink
from vcam.clock import now_s
from vcam.engine import Engine
from vcam.guard import Guard
from vcam.stats import RunStats

NIGHT_S = 8 * 3600.0


class Bedside:
    """A clock that may be told that the computer slept."""

    slept_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.slept_s


def test_time_goes_on_while_the_computer_sleeps() -> None:
    first = now_s()
    assert first >= time.monotonic() - 1e-3
    assert 0 <= now_s() - first < 60


def test_after_a_night_pictures_come_as_before_and_none_of_the_evening() -> None:
    clock, sink, guard = Bedside(), RecordingSink(), Guard()
    engine = Engine(PaintedSource(), sink, SIZE, FPS, guard, plain_card, RunStats(), clock=clock)
    engine.start(good_plan())
    try:
        sink.wait_until(composed(10))
        clock.slept_s = NIGHT_S
        mark = len(sink.sent) + 1
        sink.wait_until(composed(30, mark))
        spent_s = sink.sent[-1].time_s - sink.sent[mark].time_s
        assert len(sink.sent) - mark < 3 * FPS * spent_s + 10, "it does not hurry after what it slept through"
        assert not any(seen.shows_room for seen in sink.sent)
    finally:
        engine.stop()

"""Holding, resting, resuming and changing the source of a running engine never show the room."""

import threading

from tests.fault.conftest import Running, Start, cards, composed, good_plan, more_than
from tests.support.scenery import SIZE, PaintedSource
from vcam.clock import now_s
from vcam.engine import Plan
from vcam.engine.capture import Capture
from vcam.engine.output import CALM_S
from vcam.engine.state import Board
from vcam.pipeline import Pipeline
from vcam.ports import SourceFormat
from vcam.slot import Slot
from vcam.stats import RunStats


class WatchedSource(PaintedSource):
    """A camera that says when it was opened and closed, and by how many at once."""

    def __init__(self) -> None:
        super().__init__()
        self.opened, self.closed = threading.Event(), threading.Event()

    def open(self) -> SourceFormat:
        assert not self.is_open, "it is opened while it is open"
        self.closed.clear()
        self.opened.set()
        return super().open()

    def close(self) -> None:
        super().close()
        self.opened.clear()
        self.closed.set()


def settled(running: Running) -> int:
    """How many pictures have been sent, with the one that may be on its way."""
    return len(running.sink.sent) + 1


def test_a_held_card_shows_from_the_next_picture_on(start: Start) -> None:
    running = start(good_plan())
    running.sink.wait_until(composed(5))
    running.engine.hold("Back in a moment")
    mark = settled(running)
    running.sink.wait_until(more_than(mark + 30))
    assert all(seen.kind == "card" for seen in running.sink.sent[mark:])
    assert running.engine.state.message == "Back in a moment"
    running.assert_no_room()


def test_holding_leaves_the_camera_open_and_resuming_shows_pictures_at_once(start: Start) -> None:
    source = WatchedSource()
    running = start(good_plan(), source)
    running.sink.wait_until(composed(5))
    running.engine.hold("Back in a moment")
    running.sink.wait_until(cards(10, settled(running)))
    assert source.is_open
    running.engine.resume()
    running.sink.wait_until(composed(5, settled(running)))
    running.assert_no_room()


def test_resting_closes_the_camera_and_resuming_opens_it_again(start: Start) -> None:
    source = WatchedSource()
    running = start(good_plan(), source)
    running.sink.wait_until(composed(5))
    running.engine.hold("Camera off", rest=True)
    assert source.closed.wait(timeout=1), "closed within a second"
    assert running.engine.newest_frame is None or source.closed.is_set()
    mark = settled(running)
    running.sink.wait_until(more_than(mark + 30))
    reads = source.reads
    running.sink.wait_until(more_than(mark + 60))
    assert source.reads == reads, "nothing is read while it rests"
    assert running.engine.newest_frame is None
    running.engine.resume()
    assert source.opened.wait(timeout=5)
    running.sink.wait_until(composed(5, settled(running)))
    running.assert_no_room()


def test_a_camera_that_is_no_longer_wanted_when_it_has_opened_is_closed() -> None:
    class SlowSource(WatchedSource):
        """A camera that takes its time, in which somebody switches it off."""

        def open(self) -> SourceFormat:
            form = super().open()
            one.rest()
            return form

    stop, source = threading.Event(), SlowSource()
    one = Capture(source, SIZE, Slot(), Board(), RunStats(), now_s)
    one.open()
    reading = threading.Thread(target=one.run, args=(stop,))
    reading.start()
    try:
        assert source.closed.wait(timeout=5)
        assert one.format is None
        assert source.reads == 0
    finally:
        stop.set()
        one.wake()
        reading.join()


def test_a_stop_before_the_first_picture_closes_the_camera() -> None:
    stop, source = threading.Event(), WatchedSource()
    capture = Capture(source, SIZE, Slot(), Board(), RunStats(), now_s)
    capture.open()
    stop.set()
    capture.run(stop)
    assert not source.is_open


def test_from_resting_to_holding_the_camera_opens_behind_the_card(start: Start) -> None:
    source = WatchedSource()
    running = start(good_plan(), source)
    running.sink.wait_until(composed(5))
    running.engine.hold("Camera off", rest=True)
    assert source.closed.wait(timeout=5)
    mark = settled(running)
    running.engine.hold("Back in a moment")
    assert source.opened.wait(timeout=5)
    running.sink.wait_until(more_than(mark + 30))
    assert all(seen.kind == "card" for seen in running.sink.sent[mark:])


def test_while_nobody_looks_the_card_is_sent_a_few_times_a_second_and_the_camera_is_closed(
    start: Start,
) -> None:
    source = WatchedSource()
    running = start(good_plan(), source)
    running.sink.wait_until(composed(5))
    running.engine.idle("No program uses the camera")
    assert source.closed.wait(timeout=1)
    mark = settled(running)
    running.sink.wait_until(more_than(mark + 4))
    idle = running.sink.sent[mark : mark + 4]
    assert all(seen.kind == "card" for seen in idle)
    assert idle[-1].time_s - idle[0].time_s > 2 * CALM_S
    running.engine.resume()
    running.sink.wait_until(composed(20, settled(running)))
    running.assert_no_room()


def test_a_pipeline_that_is_asked_for_while_nobody_looks_is_built_when_somebody_does(start: Start) -> None:
    built = threading.Event()
    good = good_plan()

    def build() -> Pipeline:
        built.set()
        return good.build()

    running = start(good)
    running.sink.wait_until(composed(3))
    running.engine.idle("No program uses the camera")
    running.engine.apply(Plan(build=build, protect=True))
    running.sink.wait_until(more_than(settled(running) + 3))
    assert not built.is_set()
    running.engine.resume()
    assert built.wait(timeout=5)
    running.sink.wait_until(composed(5, settled(running)))
    running.assert_no_room()


def test_another_source_takes_over_without_a_raw_picture(start: Start) -> None:
    first, second = WatchedSource(), WatchedSource()
    running = start(good_plan(), first)
    running.sink.wait_until(composed(5))
    running.engine.use_source(second)
    assert first.closed.wait(timeout=5)
    assert second.opened.wait(timeout=5)
    running.sink.wait_until(composed(10, settled(running)))
    assert not first.is_open
    assert second.reads > 0
    running.assert_no_room()


def test_another_source_given_while_resting_is_opened_only_when_it_is_needed(start: Start) -> None:
    first, second = WatchedSource(), WatchedSource()
    running = start(good_plan(), first)
    running.sink.wait_until(composed(5))
    running.engine.hold("Camera off", rest=True)
    assert first.closed.wait(timeout=5)
    running.engine.use_source(second)
    running.sink.wait_until(more_than(settled(running) + 20))
    assert not second.is_open
    running.engine.resume()
    assert second.opened.wait(timeout=5)
    running.sink.wait_until(composed(5, settled(running)))
    assert not first.opened.is_set()
    running.assert_no_room()

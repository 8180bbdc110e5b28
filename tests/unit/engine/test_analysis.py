"""Frames become pictures with the newest settings."""

import threading

import pytest

from tests.support.scenery import SIZE, PlainComposer, TrueFinder, painted_room
from vcam.engine.analysis import Analysis, Work
from vcam.engine.state import Board
from vcam.pipeline import Canvas, Pipeline
from vcam.slot import Slot
from vcam.stats import RunStats
from vcam.types import Frame


class LateFrames(Slot[Frame]):
    """Gives two frames; while the second is waited for, other settings come."""

    def __init__(self, pipelines: Slot[Pipeline], newer: Pipeline, stop: threading.Event) -> None:
        super().__init__()
        self._pipelines = pipelines
        self._newer = newer
        self._stop = stop
        self._index = -1

    def take(self, timeout_s: float = 0.0) -> Frame | None:
        self._index += 1
        if self._index == 1:
            self._pipelines.put(self._newer)
            self._stop.set()
        return Frame(painted_room(), self._index, float(self._index))


@pytest.mark.parametrize("hides_at_last", [True, False])
def test_settings_that_come_while_a_frame_is_waited_for_hold_for_that_frame(hides_at_last: bool) -> None:
    pipelines, pictures, stop = Slot[Pipeline](), Slot[Work](), threading.Event()
    before, after = (
        Pipeline(TrueFinder(), PlainComposer(hides), SIZE) for hides in (not hides_at_last, hides_at_last)
    )
    pipelines.put(before)
    frames = LateFrames(pipelines, after, stop)
    Analysis(pipelines, frames, pictures, Board(), RunStats()).run(stop)
    newest = pictures.take()
    assert newest is not None
    assert newest.rendered.scene.frame.index == 1
    assert newest.rendered.hides_room == hides_at_last


class Large(Pipeline):
    """A pipeline for whose canvases there is not always memory."""

    def __init__(self, failures: int) -> None:
        super().__init__(TrueFinder(), PlainComposer(True), SIZE)
        self.failures = failures
        self.is_closed = False

    def make_canvas(self) -> Canvas:
        if self.failures:
            self.failures -= 1
            raise MemoryError
        return super().make_canvas()

    def close(self) -> None:
        self.is_closed = True


def run_once(analysis: Analysis, frames: Slot[Frame], index: int) -> None:
    """Let it compose one frame, or break at it as it would do in its thread."""
    stop = threading.Event()
    frames.put(Frame(painted_room(), index, float(index)))
    threading.Timer(0.2, stop.set).start()
    analysis.run(stop)


def test_a_pipeline_for_which_there_was_no_memory_is_taken_up_later() -> None:
    pipelines, pictures, frames = Slot[Pipeline](), Slot[Work](), Slot[Frame]()
    large = Large(failures=1)
    pipelines.put(large)
    analysis = Analysis(pipelines, frames, pictures, Board(), RunStats())
    with pytest.raises(MemoryError):
        run_once(analysis, frames, 0)
    assert not large.is_closed
    run_once(analysis, frames, 1)
    assert pictures.take() is not None
    assert large.is_closed


def test_what_breaks_beside_a_pipeline_does_not_cost_it() -> None:
    pipelines, frames = Slot[Pipeline](), Slot[Frame]()
    pictures = Slot[Work]()
    running, newer = Large(failures=0), Large(failures=1)
    pipelines.put(running)
    analysis = Analysis(pipelines, frames, pictures, Board(), RunStats())
    frames.put(Frame(painted_room(), 0, 0.0))
    stop = threading.Event()
    threading.Timer(0.2, lambda: (pipelines.put(newer), frames.put(Frame(painted_room(), 1, 1.0)))).start()
    with pytest.raises(MemoryError):
        analysis.run(stop)
    assert not running.is_closed
    run_once(analysis, frames, 2)
    assert running.is_closed
    assert newer.is_closed
    newest = pictures.take()
    assert newest is not None
    assert newest.rendered.scene.frame.index == 2

"""Frames become pictures with the newest settings."""

import threading

import pytest

from tests.support.scenery import SIZE, PlainComposer, TrueFinder, painted_room
from vcam.engine.analysis import Analysis, Work
from vcam.engine.state import Board
from vcam.pipeline import Pipeline
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

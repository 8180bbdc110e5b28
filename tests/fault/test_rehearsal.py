"""Before there is a virtual camera the user's own window has a picture, and nothing counts as sent."""

import threading

import numpy as np

from tests.fault.conftest import good_plan, plain_card
from tests.support.scenery import FPS, ROOM, SIZE, PaintedSource, RecordingSink
from vcam.engine import Engine
from vcam.errors import SinkError
from vcam.guard import Cleared, Guard
from vcam.stats import RunStats
from vcam.types import Image, Size


class MissingSink(RecordingSink):
    """A virtual camera that is made only later."""

    def __init__(self) -> None:
        super().__init__()
        self.is_there = threading.Event()
        self.tried = 0

    def open(self, size: Size, fps: float) -> None:
        self.tried += 1
        if not self.is_there.is_set():
            raise SinkError("There is no virtual camera; make one.")
        super().open(size, fps)


def test_a_missing_sink_leaves_the_window_its_picture_and_counts_nothing() -> None:
    sink, guard = MissingSink(), Guard()
    engine = Engine(PaintedSource(), sink, SIZE, FPS, guard, plain_card, RunStats())
    seen: list[Image] = []
    composed, opened = threading.Event(), threading.Event()

    def look(picture: Cleared) -> None:
        seen.append(picture.image.copy())
        if picture.kind == "composed":
            composed.set()
        if sink.sent:
            opened.set()

    engine.watch(look)
    engine.start(good_plan(), patient=True)
    try:
        assert composed.wait(20)
        assert guard.receipt().frames_out == 0
        assert engine.state.message == "There is no virtual camera; make one."
        assert not any((image == np.array(ROOM, np.uint8)).all(2).any() for image in seen)
        sink.is_there.set()
        assert opened.wait(20)
    finally:
        engine.stop()
    assert guard.receipt().frames_out == len(sink.sent)
    assert sink.sent[0].kind == "card"

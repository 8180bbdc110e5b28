import threading

from tests.support.scenery import SIZE, PaintedSource
from vcam.engine.capture import Capture
from vcam.engine.state import Board
from vcam.ports import SourceFormat
from vcam.slot import Slot
from vcam.stats import RunStats
from vcam.types import Frame, Image


class SlowCamera(PaintedSource):
    """Gives two pictures a second, and ends everything with its first one."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def open(self) -> SourceFormat:
        super().open()
        return SourceFormat(SIZE, 2.0, is_live=True, description="a slow camera")

    def read(self) -> Image | None:
        self._stop.set()
        return super().read()


def test_a_frame_says_for_how_long_it_is_the_newest() -> None:
    stop, frames = threading.Event(), Slot[Frame]()
    Capture(SlowCamera(stop), SIZE, frames, Board(), RunStats(), lambda: 7.0).run(stop)
    frame = frames.take()
    assert frame is not None
    assert (frame.time_s, frame.period_s) == (7.0, 0.5)


def test_of_two_quick_changes_of_the_source_the_last_one_holds() -> None:
    stop = threading.Event()
    last = SlowCamera(stop)

    class ChangedAgain(PaintedSource):
        """Gives way to another, and while it closes to one more."""

        def read(self) -> Image | None:
            capture.use(PaintedSource())
            return super().read()

        def close(self) -> None:
            super().close()
            capture.use(last)

    capture = Capture(ChangedAgain(), SIZE, Slot[Frame](), Board(), RunStats(), lambda: 7.0)
    capture.run(stop)
    assert last.reads == 1

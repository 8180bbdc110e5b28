"""How a run without a window ends."""

import signal
import threading
from typing import cast

import pytest

from vcam.app.live import Live
from vcam.app.run import _wait_for_end
from vcam.errors import SinkError


class EndingLive:
    """A camera whose file is finished only when it is stopped."""

    def __init__(self, error: str = "", interrupted: bool = False) -> None:
        self._error = error
        self._interrupted = interrupted
        self._has_ended = False

    def wait(self, timeout_s: float) -> bool:
        if self._has_ended and self._error:
            raise SinkError(self._error)
        return self._has_ended

    def stop(self) -> None:
        self._has_ended = True
        if self._interrupted:
            signal.raise_signal(signal.SIGINT)


def end(live: EndingLive) -> None:
    asked = threading.Event()
    asked.set()
    _wait_for_end(cast("Live", live), asked)


def test_a_file_that_could_not_be_finished_fails_the_run() -> None:
    end(EndingLive())
    with pytest.raises(SinkError, match="disk is full"):
        end(EndingLive("The disk is full: call.mkv was not written; make room and try again."))


def test_a_second_ctrl_c_gives_up_a_file_that_takes_long() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(KeyboardInterrupt):
        end(EndingLive(interrupted=True))
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before

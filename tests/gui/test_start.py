"""What breaks in the window is logged, and ends nothing that viewers see."""

import sys

import pytest
from PyQt6.QtCore import QObject, pyqtSignal

from vcam.gui.start import log_what_breaks


class Bell(QObject):
    """Something to react to."""

    rung = pyqtSignal()


def test_what_breaks_in_a_slot_is_logged_and_the_next_slot_is_called(
    qapp: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # what is set below ends with the test
    log_what_breaks()
    bell, called = Bell(), list[int]()
    bell.rung.connect(lambda: called.remove(1))
    bell.rung.connect(lambda: called.append(2))
    bell.rung.emit()
    assert called == [2]
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("vcam.gui.start", "ERROR")
    assert record.exc_info is not None
    assert record.exc_info[0] is ValueError

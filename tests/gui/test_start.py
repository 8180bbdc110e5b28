"""How the tray app starts, and what it does about what breaks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PyQt6.QtCore import QLocale, QObject, pyqtSignal
from PyQt6.QtWidgets import QApplication, QDialogButtonBox

from vcam.app import Live
from vcam.control.place import RunsAlreadyError
from vcam.gui import start
from vcam.gui.start import install_words_of_qt, log_what_breaks, open_doors
from vcam.settings.model import Settings


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


def test_a_second_start_that_comes_too_early_gives_way_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def refuse(*_: object) -> Iterator[None]:
        raise RunsAlreadyError("vcam runs already (process 7).")
        yield

    answers, ended = iter([False, False, True]), list[bool]()
    monkeypatch.setattr("vcam.app.open_to_others", refuse)
    monkeypatch.setattr(start, "raise_other", lambda: next(answers))
    monkeypatch.setattr(start, "ASKED_EVERY_S", 0.0)
    live = Live(Settings.model_validate({"camera": {"source": "demo"}, "output": {"sink": "memory"}}))
    with (
        pytest.raises(RunsAlreadyError),
        open_doors(live, lambda: ended.append(True), lambda: None),
    ):
        raise AssertionError("there is nothing to steer")
    live.stop()
    assert ended == [True]


def test_qts_own_words_are_the_users_too(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "QLocale", lambda: QLocale("de_DE"))
    words = install_words_of_qt(qapp)
    assert words is not None
    try:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
        assert cancel is not None
        assert cancel.text() == "Abbrechen"
    finally:
        qapp.removeTranslator(words)

"""Somebody presses everything, in any order, while people come and go; the seed says in which."""

import os
import random
import time

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk, Opened
from tests.gui.fakes import FakePerson, plain
from vcam.engine import EngineState
from vcam.types import Frame

SECONDS = float(os.environ.get("VCAM_MONKEY_S", "45"))
SEED = int(os.environ.get("VCAM_MONKEY_SEED", "2026"))
LEFT_ALONE = {"Open the settings folder", "Open the log", "Fix", "Measure here"}
"""These start other programs, or compute for long."""


class Monkey:
    """Presses things."""

    def __init__(self, opened: Opened, seed: int, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.opened = opened
        self.chance = random.Random(seed)
        self.count = 0

    def act(self) -> None:
        """Do one thing to the window, a dialog or a menu, whichever is in front, or to the world."""
        self.count += 1
        if self.chance.random() < 0.1:
            self._change_world()
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if isinstance(front, QMenu):
            actions = [action for action in front.actions() if action.isEnabled() and action.menu() is None]
            if actions and self.chance.random() < 0.7:
                self.chance.choice(actions).trigger()
            front.close()
            return
        if isinstance(front, QDialog) or (front is not None and front is not self.opened.desk.window):
            front.close()
            return
        window = self.opened.desk.window
        if not window.isVisible():
            self.opened.desk.show_window("")
        usable = [each for each in window.findChildren(QWidget) if self._is_usable(each)]
        self._press(self.chance.choice(usable))

    def _is_usable(self, widget: QWidget) -> bool:
        kinds = QAbstractButton | QComboBox | QSlider | QLineEdit | QListWidget
        is_known = isinstance(widget, kinds) or widget.accessibleName() == "What viewers see"
        title = widget.text() if isinstance(widget, QAbstractButton) else ""
        return is_known and widget.isVisible() and widget.isEnabled() and title not in LEFT_ALONE

    def _press(self, widget: QWidget) -> None:
        if isinstance(widget, QSlider):
            widget.setValue(self.chance.randint(widget.minimum(), widget.maximum()))
        elif isinstance(widget, QComboBox) and widget.count():
            place = self.chance.randrange(widget.count())
            widget.setCurrentIndex(place)
            widget.activated.emit(place)
        elif isinstance(widget, QLineEdit) and not widget.isReadOnly():
            widget.insert(self.chance.choice(["", "blur", "x" * 60, "ä<b>&", "../..", "0"]))
            widget.setModified(True)
            widget.editingFinished.emit()
        elif isinstance(widget, QListWidget) and widget.count():
            item = widget.item(self.chance.randrange(widget.count()))
            widget.setCurrentItem(item)
            widget.itemClicked.emit(item)
        else:
            width, height = max(1, widget.width()), max(1, widget.height())
            point = QPoint(self.chance.randrange(width), self.chance.randrange(height))
            self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=point)

    def _change_world(self) -> None:
        live = self.opened.live
        count = self.chance.randrange(4)
        live.there = tuple(FakePerson(track_id) for track_id in self.chance.sample(range(1, 9), count))
        live.newest_frame = self.chance.choice([None, Frame(plain((9, 9, 9)), 0, 0.0)])
        live.refuses = self.chance.choice(["", "", "The camera was unplugged; plug it in again."])
        live.state = self.chance.choice([EngineState("live"), EngineState("card", "Camera lost")])
        live.send(plain((1, 2, 3), *self.chance.choice([(320, 180), (64, 64)])))


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 280)
def test_pressing_everything_breaks_nothing(
    open_desk: OpenDesk, qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.application.QApplication.quit", lambda: None)
    opened = open_desk(has_tray=True)
    opened.desk.show_window("")
    opened.live  # noqa: B018 (waits for the start)
    monkey = Monkey(opened, SEED, qtbot)
    until_s = time.monotonic() + SECONDS
    while time.monotonic() < until_s or monkey.count < 50:
        monkey.act()
        QApplication.processEvents()
    qtbot.wait(50)
    broken = [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]
    assert not broken
    assert opened.desk.bridge._jobs._thread.is_alive()

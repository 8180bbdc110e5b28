"""The first start is welcomed, once, and nothing that matters is covered meanwhile."""

from PyQt6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from tests.gui.pages import texts_of


def test_the_first_start_welcomes_and_can_be_skipped(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk(welcome=True)
    window = opened.desk.window
    assert window.isVisible(), "a first start shows the window"
    welcome = window._welcome
    assert welcome is not None
    welcome.go(1)
    assert (welcome.step, welcome._next.text()) == (1, "Next")
    welcome.done.emit()
    assert window._welcome is None
    assert window._whole.currentWidget() is window._main


def test_the_welcome_says_nothing_that_is_untrue_of_an_open_room(open_desk: OpenDesk) -> None:
    opened = open_desk(welcome=True)
    welcome = opened.desk.window._welcome
    assert welcome is not None
    welcome.background.finish()
    assert "Show the room" in [item.text() for item in welcome.background.tiles.all_items()]
    assert not [text for text in texts_of(welcome) if "never" in text]


def test_what_goes_wrong_during_the_welcome_is_seen(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk(welcome=True)
    window = opened.desk.window
    with qtbot.waitExposed(window):
        opened.desk.bridge.failed.emit("No webcam was found; plug one in.")
    assert window._welcome is not None
    assert window._welcome.isVisible()
    assert window.banner.isVisible()
    covered = window._welcome.mapTo(window, QPoint(0, 0)).y()
    assert window.banner.mapTo(window, window.banner.rect().bottomLeft()).y() < covered


def test_a_minimized_window_makes_no_pictures_for_the_welcome_either(open_desk: OpenDesk) -> None:
    window = open_desk(welcome=True).desk.window
    welcome = window._welcome
    assert welcome is not None
    window.showMinimized()
    assert welcome.preview.isHidden(), "not every desktop tells that it is not seen"
    window.bring_to_front()
    assert not welcome.preview.isHidden()
    window.showMinimized()
    welcome.done.emit()
    assert window.stage.preview.isHidden()


def test_the_last_step_ends_the_welcome_for_good(open_desk: OpenDesk) -> None:
    first = open_desk(welcome=True)
    welcome = first.desk.window._welcome
    assert welcome is not None
    welcome.findings.examine = lambda: None  # type: ignore[method-assign]
    for step in range(3):
        assert welcome._skip.isHidden() == (step == 2), "at the end it would say the same as Done"
        welcome.go(1)
    assert first.desk.window._welcome is None
    first.desk._place.sync()
    assert not open_desk(welcome=True).desk.is_first_start

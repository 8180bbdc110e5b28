"""The window as a whole: names and places of what is in it, and its opening and closing."""

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QImage
from PyQt6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk, Opened
from tests.gui.pages import backgrounds_of
from tests.gui.test_gallery import picture
from vcam.gui import theme
from vcam.gui.pages.background import BackgroundPage
from vcam.gui.pages.quality import QualityPage
from vcam.gui.window import MainWindow
from vcam.settings.profiles import save_profile


def test_everything_can_be_reached_by_keyboard_and_has_a_name(window: MainWindow) -> None:
    for name in window.pages:
        window.show_page(name)
        window.page(name).finish()
        for widget in window.findChildren(QWidget):
            is_used = isinstance(widget, QAbstractButton | QComboBox | QSlider | QLineEdit)
            if not is_used or not widget.isVisible() or widget.objectName().startswith("qt_"):
                continue
            if widget.metaObject().className() == "QLineEditIconButton":  # type: ignore[union-attr]
                continue
            said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            parent = widget.parentWidget()
            said = said or (parent.accessibleName() if parent is not None else "")
            assert said, f"{widget.metaObject().className()} on {name} has no name"  # type: ignore[union-attr]
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy(), said


def test_the_names_of_networks_can_be_read_in_a_narrow_window(window: MainWindow) -> None:
    window.resize(window.minimumSizeHint())
    window.show_page("quality")
    page = window.page("quality")
    page.finish()
    QApplication.processEvents()
    assert isinstance(page, QualityPage)
    assert page.table.columnWidth(0) >= page.table.sizeHintForColumn(0) > 60


@pytest.mark.parametrize("page", ["settings", "output", "people", "background"])
def test_long_names_push_nothing_off_the_page(
    page: str, window: MainWindow, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    longest = "W" * 40
    bridge = opened.desk.bridge
    save_profile(longest, bridge.settings)
    bridge.use_profile(longest)
    bridge.change({"programs.profiles": {longest: longest}})
    bridge.change({"people.effects": {longest: "blur"}})
    backgrounds_of(window).add_files([picture(tmp_path / ("W" * 200 + ".png"))])
    backgrounds_of(window)._remove.click()
    window.resize(window.minimumSizeHint())
    window.show_page(page)
    window.page(page).finish()
    for _ in range(2):  # the page's contents are laid out, then the page around them
        QApplication.processEvents()
    room = window.page(page).viewport()
    assert room is not None
    shown = [each for each in room.findChildren(QWidget) if each.isVisible()]
    off = [each for each in shown if each.mapTo(room, each.rect().topRight()).x() >= room.width()]
    assert not off, [(each, each.parentWidget()) for each in off]


def test_the_sign_of_the_search_has_the_colour_of_the_theme(
    window: MainWindow, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    [sign] = [each for each in window._search.findChildren(QAction) if each.property("icon_name")]

    def shown() -> QImage:
        return sign.icon().pixmap(20).toImage()

    monkeypatch.setattr(theme, "_preferred", [False])
    opened.desk.dress()
    light = shown()
    theme.prefer(is_dark=True)
    opened.desk.dress()
    assert shown() != light
    monkeypatch.undo()
    opened.desk.dress()


def test_a_sentence_is_shown_and_can_be_closed(window: MainWindow, opened: Opened) -> None:
    opened.desk.bridge.change({"background.blur_strength": 9})
    assert "blur_strength" in window.banner.text
    assert window.banner.isVisible()
    window.banner.findChild(QAbstractButton).click()
    assert window.banner.isHidden()


def test_without_a_tray_closing_the_window_ends_everything(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr("vcam.gui.application.QApplication.quit", lambda: ended.append(1))
    window.close()
    assert ended == [1]


def test_with_a_tray_a_closed_window_is_hidden_and_looks_at_nothing(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    opened = open_desk(has_tray=True)
    opened.desk.show_window("")
    assert opened.desk.bridge.preview.is_wanted
    opened.desk.window.close()
    assert not opened.desk.window.isVisible()
    assert not opened.desk.bridge.preview.is_wanted


def test_a_page_that_was_still_being_made_when_its_window_closed_is_left_so(
    open_desk: OpenDesk, qapp: QApplication
) -> None:
    window = open_desk().desk.window
    page = window.page("background")
    assert isinstance(page, BackgroundPage)
    assert not page.is_finished
    window.close_down()
    qapp.processEvents()
    assert page.tiles.count() == 0

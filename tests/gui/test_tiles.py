"""The keyboard and the mouse stay at the tile that they have reached, whichever is in force."""

from pathlib import Path

import pytest
from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QApplication, QListWidgetItem
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Opened
from tests.gui.fakes import hear_all_that_was_asked
from tests.gui.pages import backgrounds_of
from tests.gui.test_gallery import picture
from vcam.gui.pages.background import BackgroundPage
from vcam.gui.tiles import KEY, Tiles
from vcam.gui.window import MainWindow


@pytest.fixture
def page(window: MainWindow, opened: Opened, tmp_path: Path) -> BackgroundPage:
    """The page with two pictures of the user's, of which the one called alive is in force."""
    window.show_page("background")
    page = backgrounds_of(window)
    page.add_files([picture(tmp_path / "dead.png")])
    page.add_files([picture(tmp_path / "alive.png")])
    hear_all_that_was_asked(opened.desk.bridge)  # a test may refuse what comes next, and only that
    return page


def tile(page: BackgroundPage, title: str) -> QListWidgetItem:
    return next(item for item in page.tiles.all_items() if item.text() == title)


def click(page: BackgroundPage, title: str, qtbot: QtBot) -> None:
    room = page.tiles.viewport()
    place = page.tiles.visualItemRect(tile(page, title)).center()
    qtbot.mouseClick(room, Qt.MouseButton.LeftButton, pos=place)


def test_a_picture_that_is_gone_can_be_removed_by_the_mouse(
    page: BackgroundPage, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "dead.png").unlink()
    bridge = opened.desk.bridge
    opened.live.cannot_show = "It is no picture."
    with qtbot.waitSignal(bridge.failed) as told:
        click(page, "dead", qtbot)
    assert told.args[0].endswith("dead.png is no longer there; put it back or remove it from the gallery.")
    qtbot.waitUntil(lambda: bridge.settings.background.file.endswith("alive.png"))
    page._remove.click()
    left = [entry.title for entry in opened.desk.gallery.entries() if not entry.is_ours]
    assert left == ["alive"]
    assert bridge.settings.background.file.endswith("alive.png")


def test_of_a_picture_that_is_there_it_is_told_what_is_wrong(
    page: BackgroundPage, opened: Opened, qtbot: QtBot
) -> None:
    opened.live.cannot_show = "It is no picture."
    with qtbot.waitSignal(opened.desk.bridge.failed) as told:
        click(page, "dead", qtbot)
    assert told.args == ["It is no picture."]


def test_whoever_has_reached_no_tile_is_at_the_one_that_is_chosen_elsewhere(
    page: BackgroundPage, opened: Opened, qtbot: QtBot
) -> None:
    opened.desk.bridge.change({"background.kind": "chroma"})
    assert page.tiles.currentItem() is tile(page, "Green screen")
    assert not page._remove.isEnabled()


def test_the_keyboard_goes_back_with_a_click_that_is_undone(
    page: BackgroundPage, opened: Opened, qtbot: QtBot
) -> None:
    click(page, "Green screen", qtbot)
    opened.desk.bridge.undo()
    assert page.tiles.currentItem() is tile(page, "alive")
    assert page._remove.isEnabled()


def test_an_undo_leaves_the_keyboard_where_it_went_after_the_click(
    page: BackgroundPage, opened: Opened, qtbot: QtBot
) -> None:
    click(page, "Green screen", qtbot)
    qtbot.keyClick(page.tiles, Qt.Key.Key_Right)
    reached = page.tiles.currentItem()
    assert reached is not tile(page, "Green screen")
    opened.desk.bridge.undo()
    assert page.tiles.currentItem() is reached


class Painted(QObject):
    """Notes whether a tile was drawn anew."""

    def __init__(self, tiles: Tiles, item: QListWidgetItem) -> None:
        super().__init__()
        self.is_painted = False
        self._place = tiles.visualItemRect(item)
        self._room = tiles.viewport()
        assert self._room is not None
        self._room.installEventFilter(self)

    def eventFilter(self, _widget: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent) and event.region().contains(self._place.center()):
            self.is_painted = True
        return False


def test_the_tile_of_a_colour_shows_another_one_at_once(
    page: BackgroundPage, opened: Opened, qtbot: QtBot
) -> None:
    opened.desk.bridge.change({"background.kind": "colour"})
    QApplication.processEvents()
    painted = Painted(page.tiles, tile(page, "Colour"))
    assert tile(page, "Colour").data(KEY) == "colour"
    opened.desk.bridge.change({"background.colour": "#ff0000"})
    qtbot.waitUntil(lambda: painted.is_painted)

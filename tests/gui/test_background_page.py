"""Backgrounds are chosen, added, removed and put back on the page of their own."""

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Opened
from tests.gui.pages import backgrounds_of
from tests.gui.test_gallery import picture
from vcam.gui.gallery import Entry
from vcam.gui.theme import colours
from vcam.gui.tiles import ENTRY, KEY
from vcam.gui.window import MainWindow
from vcam.types import Size


def test_tiles_choose_the_background(window: MainWindow, opened: Opened) -> None:
    tiles = backgrounds_of(window).tiles
    by_title = {item.text(): item for item in (tiles.item(row) for row in range(tiles.count())) if item}
    tiles.itemClicked.emit(by_title["Green screen"])
    opened.wait_for("change", {"background.kind": "chroma"})
    tiles.itemActivated.emit(by_title["Paper"])
    assert opened.desk.bridge.settings.background.kind == "picture"
    assert tiles.currentItem() is not None
    assert tiles.currentItem().text() == "Paper"  # type: ignore[union-attr]


def test_a_tile_that_only_has_the_keyboard_is_not_shown_as_the_one_in_force(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    page = backgrounds_of(window)
    opened.desk.bridge.change({"background.kind": "chroma"})
    qtbot.keyClick(page.tiles, Qt.Key.Key_Right)
    reached, chosen = page.tiles.currentItem(), page.tiles.all_items()[3]
    assert reached not in (None, chosen)
    assert opened.desk.bridge.settings.background.kind == "chroma"
    said = [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in page.tiles.all_items()[:5]]
    assert [text for text in said if "chosen" in text] == ["Green screen, chosen"]
    shown = page.tiles.grab().toImage()
    accent = QColor(colours().accent)
    edges = [page.tiles.visualItemRect(item) for item in (reached, chosen)]
    assert [shown.pixelColor(edge.left() + 6, edge.center().y()) == accent for edge in edges] == [False, True]
    qtbot.keyClick(page.tiles, Qt.Key.Key_Return)
    assert opened.desk.bridge.settings.background.kind == reached.data(KEY)
    assert page.tiles.all_items()[3].data(Qt.ItemDataRole.AccessibleTextRole) == "Green screen"


def test_a_picture_under_the_pointer_is_read_before_it_is_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Size]] = []
    monkeypatch.setattr("vcam.compositing.background.read_fitted", lambda *what: asked.append(what))
    mine = picture(tmp_path / "mine.png")
    page = backgrounds_of(window)
    page._gallery.add([mine])
    item = next(each for each in page.tiles.all_items() if each.data(ENTRY) and each.data(ENTRY).path == mine)
    page.tiles.itemEntered.emit(item)
    qtbot.waitUntil(lambda: (str(mine), Size(1280, 720)) in asked)


def test_a_dropped_picture_is_shown_at_once_and_can_be_removed(
    window: MainWindow, opened: Opened, tmp_path: Path
) -> None:
    mine = picture(tmp_path / "mine.png")
    backgrounds_of(window).tiles.dropped.emit([mine])
    assert opened.desk.bridge.settings.background.file == str(mine)
    assert backgrounds_of(window)._remove.isEnabled()
    backgrounds_of(window)._remove.click()
    assert opened.desk.bridge.settings.background.kind == "blur"
    assert mine.is_file()
    backgrounds_of(window)._put_back.click()
    assert mine in [entry.path for entry in opened.desk.gallery.entries()]


def test_removing_a_picture_that_is_not_in_use_leaves_what_is(
    window: MainWindow, opened: Opened, tmp_path: Path
) -> None:
    page, mine = backgrounds_of(window), picture(tmp_path / "mine.png")
    page.add_files([mine])
    opened.desk.bridge.change({"background.kind": "chroma"})
    page.tiles.setCurrentItem(next(item for item in page.tiles.all_items() if item.text() == "mine"))
    page._remove.click()
    assert opened.desk.bridge.settings.background.kind == "chroma"
    assert mine not in [entry.path for entry in opened.desk.gallery.entries()]


def test_a_picture_that_is_gone_is_refused_where_the_window_need_not_wait(
    window: MainWindow, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, is_file = Path("/net/gone.png"), Path.is_file

    def look(path: Path) -> bool:
        assert path != gone, "a disk that hangs would stop the window"
        return is_file(path)

    opened.live.cannot_show = "The background '/net/gone.png' is no picture that can be read."
    monkeypatch.setattr(Path, "is_file", look)
    with qtbot.waitSignal(opened.desk.bridge.failed):
        backgrounds_of(window)._use(Entry(gone, is_ours=False))
    assert window.banner.text.startswith("/net/gone.png is no longer there; put it back")
    qtbot.waitUntil(lambda: opened.desk.bridge.settings.background.kind == "blur")


def test_the_way_back_names_a_long_file_in_short_and_whole_where_the_pointer_is(
    window: MainWindow, tmp_path: Path
) -> None:
    page, name = backgrounds_of(window), "R&D" + "W" * 100 + ".png"
    page.add_files([picture(tmp_path / name)])
    page._remove.click()
    assert page._put_back.text().startswith("R&&DW")
    assert len(page._put_back.text()) < 100
    assert page._put_back.toolTip() == str(tmp_path / name)

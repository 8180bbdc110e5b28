"""The window shows what is, and asks for what is wished."""

from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk, Opened
from tests.gui.test_gallery import picture
from vcam.gui.gallery import Entry
from vcam.gui.pages.background import BackgroundPage
from vcam.gui.pages.camera import CameraPage
from vcam.gui.pages.everything import EverythingPage
from vcam.gui.pages.quality import QualityPage
from vcam.gui.table_editors import ProgramsEditor
from vcam.gui.theme import colours
from vcam.gui.tiles import ENTRY, KEY
from vcam.gui.window import MainWindow
from vcam.settings.fields import all_settings
from vcam.settings.profiles import save_profile
from vcam.types import Size


def everything_of(window: MainWindow) -> EverythingPage:
    page = window.page("settings")
    page.finish()
    assert isinstance(page, EverythingPage)
    return page


def backgrounds_of(window: MainWindow) -> BackgroundPage:
    page = window.page("background")
    page.finish()
    assert isinstance(page, BackgroundPage)
    return page


def test_every_setting_can_be_seen_with_its_explanation_and_reset(window: MainWindow) -> None:
    rows = everything_of(window).rows
    assert rows.keys() == all_settings().keys() - {"version", "profile"}
    for key, row in rows.items():
        assert row.editor.widget.accessibleName(), key
        assert row.editor.widget.accessibleDescription(), key


def test_a_setting_that_was_changed_goes_back_by_its_button(window: MainWindow, opened: Opened) -> None:
    row = everything_of(window).rows["background.blur_strength"]
    assert row._back.isHidden()
    opened.desk.bridge.change({"background.blur_strength": 0.1})
    assert not row._back.isHidden()
    row._back.click()
    assert opened.desk.bridge.settings.background.blur_strength == 0.6


def test_search_leaves_what_fits_and_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window._search, "mirror")
    assert window._stack.currentWidget() is everything_of(window)
    shown = [key for key, row in everything_of(window).rows.items() if not row.isHidden()]
    assert shown == ["output.mirror"]
    assert everything_of(window).search("no such thing") == 0
    assert everything_of(window).search("") == len(everything_of(window).rows)


def test_a_slider_acts_while_it_moves(window: MainWindow, opened: Opened) -> None:
    slider = everything_of(window).rows["background.blur_strength"].editor.slider  # type: ignore[attr-defined]
    slider.setValue(200)
    opened.wait_for("change", {"background.blur_strength": 1.0})


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


def test_the_way_back_names_a_long_file_in_short_and_whole_where_the_pointer_is(
    window: MainWindow, tmp_path: Path
) -> None:
    page, name = backgrounds_of(window), "R&D" + "W" * 100 + ".png"
    page.add_files([picture(tmp_path / name)])
    page._remove.click()
    assert page._put_back.text().startswith("R&&DW")
    assert len(page._put_back.text()) < 100
    assert page._put_back.toolTip() == str(tmp_path / name)


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
    assert not [text for text in _texts(welcome) if "never" in text]


def test_what_goes_wrong_during_the_welcome_is_seen(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk(welcome=True)
    window = opened.desk.window
    qtbot.waitExposed(window)
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


def test_the_last_step_ends_the_welcome_for_good(open_desk: OpenDesk) -> None:
    first = open_desk(welcome=True)
    welcome = first.desk.window._welcome
    assert welcome is not None
    welcome.findings.examine = lambda: None  # type: ignore[method-assign]
    for _ in range(3):
        welcome.go(1)
    assert first.desk.window._welcome is None
    first.desk._place.sync()
    assert not open_desk(welcome=True).desk.is_first_start


def test_findings_come_with_a_command_to_copy_and_a_button_to_fix(window: MainWindow, qtbot: QtBot) -> None:
    from vcam.doctor import Finding, Remedy
    from vcam.gui.pages.output import Findings

    card = Findings()
    qtbot.addWidget(card)
    remedy = Remedy("Load the module.", ("modprobe v4l2loopback",), as_root=True, fixable=True)
    card.show_findings(
        (Finding("a", "ok", "Fine."), Finding("b", "error", "There is no virtual camera.", remedy)), "pkexec"
    )
    command = card.findChild(QLineEdit)
    assert command is not None
    assert command.text() == "sudo modprobe v4l2loopback"
    buttons = {each.text(): each for each in card.findChildren(QAbstractButton)}
    assert buttons["Fix"].toolTip() == "pkexec modprobe v4l2loopback"


def test_a_fix_that_failed_is_forgotten_when_one_looks_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vcam.gui.pages.output import Findings

    card = Findings()
    qtbot.addWidget(card)
    monkeypatch.setattr(card, "examine", lambda: card.show_findings((), "pkexec"))
    card._after_fix("The module could not be loaded.")
    assert "The module could not be loaded." in _texts(card)
    next(each for each in card.findChildren(QAbstractButton) if each.text() == "Look again").click()
    assert "The module could not be loaded." not in _texts(card)
    assert "All is well." in _texts(card)


def test_programs_get_profiles_and_lose_them(window: MainWindow, opened: Opened, qtbot: QtBot) -> None:
    save_profile("office", opened.desk.bridge.settings)
    row = everything_of(window).rows["programs.profiles"]
    editor = row.editor
    assert isinstance(editor, ProgramsEditor)
    editor.fill_profiles()
    editor.program.setCurrentText("zoom")
    editor._add.click()
    opened.wait_for("change", {"programs.profiles": {"zoom": "office"}})

    def removers() -> list[QAbstractButton]:
        return [each for each in row.findChildren(QAbstractButton) if each.accessibleName() == "Remove zoom"]

    qtbot.waitUntil(lambda: bool(removers()))
    removers()[0].click()
    opened.wait_for("change", {"programs.profiles": {}})


def test_rules_for_people_are_shown_in_words(window: MainWindow, opened: Opened) -> None:
    opened.desk.bridge.change({"people.effects": {"me": "hide"}})
    assert "Me: Hidden" in _texts(everything_of(window).rows["people.effects"])


def test_rules_call_people_by_the_names_that_they_were_given(window: MainWindow, opened: Opened) -> None:
    opened.desk.bridge.change(
        {"people.effects": {"others": "hide", "anna-lena meier": "hide", "auto": "blur"}}
    )
    row = everything_of(window).rows["people.effects"]
    assert {"Everybody else: Hidden", "anna-lena meier: Hidden", "auto: Blur"} <= {*_texts(row)}
    named = [each.accessibleName() for each in row.findChildren(QAbstractButton)]
    assert "Remove the rule for Everybody else" in named


def test_a_source_is_told_from_a_camera_without_looking_for_it(
    window: MainWindow, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.page("camera")
    page.finish()
    assert isinstance(page, CameraPage)
    monkeypatch.setattr("os.path.isfile", lambda path: pytest.fail(f"{path} may be on a disk that hangs"))
    for source in ("/net/clip.mp4", "/net/usb-Cam_1.0-index0"):
        opened.desk.bridge.change({"camera.source": source})
        assert page.controls.isHidden() == source.endswith(".mp4")


def test_people_are_followed_by_a_switch(window: MainWindow, opened: Opened) -> None:
    everything_of(window).rows["framing.follow"].editor.widget.click()  # type: ignore[attr-defined]
    opened.wait_for("change", {"framing.follow": True})


def _texts(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel)]

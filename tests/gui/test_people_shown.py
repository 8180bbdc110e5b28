"""The large picture shows what viewers get; who is in it can be clicked, named and given an effect."""

from collections.abc import Callable

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Opened
from tests.gui.fakes import FakePerson, plain
from vcam.gui.pages.people import PeoplePage, PersonRow
from vcam.gui.window import MainWindow
from vcam.types import Frame, Part


def test_the_preview_shows_viewers_pixels_and_the_private_view_only_while_asked(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    preview = window.stage.preview
    opened.wait_for("preview", True)
    opened.live.newest_frame = Frame(plain((0, 0, 255)), 0, 0.0)
    opened.live.send(plain((200, 100, 50)))
    qtbot.waitUntil(lambda: preview.picture is not None)
    assert preview.picture is not None
    assert preview.picture.pixelColor(9, 9).getRgb()[:3] == (50, 100, 200)
    middle = preview.rect().center()
    assert preview.grab().toImage().pixelColor(middle).getRgb()[:3] == (50, 100, 200)
    qtbot.keyPress(preview, Qt.Key.Key_Space)
    assert preview.shows_raw
    assert preview.grab().toImage().pixelColor(middle).getRgb()[:3] == (255, 0, 0)
    qtbot.keyRelease(preview, Qt.Key.Key_Space)
    assert not preview.shows_raw
    assert preview.grab().toImage().pixelColor(middle).getRgb()[:3] == (50, 100, 200)
    window.stage.compare.pressed.emit()
    assert preview.shows_raw
    window.hide()
    assert not preview.shows_raw
    opened.wait_for("preview", False)


def test_a_click_on_somebody_offers_their_effects(window: MainWindow, opened: Opened, qtbot: QtBot) -> None:
    preview = window.stage.preview
    opened.live.there = (FakePerson(1),)
    opened.live.send(plain((9, 9, 9)))
    qtbot.waitUntil(lambda: preview.picture is not None)
    with qtbot.waitSignal(opened.desk.bridge.people_changed):
        opened.desk.bridge.ask_people(with_faces=False)
    scale = preview._area(preview.picture).width() / 320
    origin = preview._area(preview.picture).topLeft().toPoint()
    qtbot.mouseClick(
        preview, Qt.MouseButton.LeftButton, pos=origin + QPoint(int(160 * scale), int(100 * scale))
    )
    menu = window.findChild(QMenu)
    assert menu is not None
    actions = {action.text(): action for action in menu.findChildren(QAction)}
    actions["Blur"].trigger()
    opened.wait_for("set_effect", 1, "blur")
    actions["This is me"].trigger()
    opened.wait_for("choose_me", 1)
    menu.close()


def test_a_click_meets_people_also_where_the_picture_follows_them(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    preview = window.stage.preview
    opened.live.there = (FakePerson(1),)
    opened.live.send(plain((9, 9, 9)), Part(60.0, 10.0, 0.5))
    qtbot.waitUntil(lambda: preview.picture is not None)
    with qtbot.waitSignal(opened.desk.bridge.people_changed):
        opened.desk.bridge.ask_people(with_faces=False)
    area = preview._area(preview.picture)
    chosen: list[QPoint] = []
    preview.person_chosen.connect(lambda _who, _place, point: chosen.append(point))
    # Their left edge, at 100 of 320 pixels, lies a quarter into what is shown of the frame.
    for share, count in ((0.2, 0), (0.3, 1)):
        at = area.topLeft() + QPointF(share * area.width(), 0.5 * area.height())
        qtbot.mouseClick(preview, Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert len(chosen) == count
    assert abs(chosen[0].x() - (60 + 0.3 * 160)) <= 1
    for menu in window.findChildren(QMenu):
        menu.close()


def test_a_click_beside_everybody_offers_nothing(window: MainWindow, opened: Opened, qtbot: QtBot) -> None:
    opened.live.there = (FakePerson(1),)
    opened.live.send(plain((9, 9, 9)))
    qtbot.waitUntil(lambda: window.stage.preview.picture is not None)
    qtbot.mouseClick(window.stage.preview, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert window.findChild(QMenu) is None


def test_people_are_named_and_given_effects_in_their_rows(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    page = window.page("people")
    assert isinstance(page, PeoplePage)
    opened.live.there = (FakePerson(1, is_me=True), FakePerson(2, effect="blur:0.8"))
    window.show_page("people")
    qtbot.waitUntil(lambda: page.rows.keys() == {1, 2})
    assert page.rows[2].effect.currentText() == "Blur"
    page.rows[2].name.setFocus()
    qtbot.keyClicks(page.rows[2].name, "Ada")
    qtbot.keyClick(page.rows[2].name, Qt.Key.Key_Return)
    opened.wait_for("name_person", 2, "Ada")
    opened.live.there = (FakePerson(1, is_me=True),)
    qtbot.waitUntil(lambda: page.rows.keys() == {1})


def test_an_effect_is_given_though_the_person_has_left_meanwhile(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    page = PeoplePage(opened.desk.bridge)
    qtbot.addWidget(page)
    page.finish()
    opened.live.there = (FakePerson(1), FakePerson(2))
    with qtbot.waitSignal(opened.desk.bridge.people_changed):
        opened.desk.bridge.ask_people(with_faces=True)
    row = page.findChildren(PersonRow)[-1]
    jobs: list[Callable[[object], object]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opened.desk.bridge, "ask", jobs.append)
        row.effect.setCurrentIndex(row.effect.findData("hide"))
        row.effect.activated.emit(row.effect.currentIndex())
    row.setParent(None)
    sip.delete(row)
    for job in jobs:
        job(opened.live)
    assert ("set_effect", 2, "hide") in opened.live.calls

"""The tray's menu does what it says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QAction, QImage
from PyQt6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from tests.gui.fakes import FakePerson, hear_all_that_was_asked
from vcam.gui.look import Glance, Look
from vcam.gui.steering import Seen
from vcam.gui.tray import Tray
from vcam.gui.trays import has_tray
from vcam.settings.profiles import save_profile


def actions_of(menu: QMenu) -> dict[str, QAction]:
    """All actions of a menu and the menus below it."""
    found = {}
    for action in menu.actions():
        found[action.text()] = action
        below = action.menu()
        if below is not None:
            found.update(actions_of(below))
    return found


def test_the_icon_and_its_words_follow_what_viewers_see(open_desk: OpenDesk) -> None:
    tray = open_desk().desk.tray
    assert tray.icon is not None
    keys = set()
    for look in Look:
        tray.show_glance(Glance(look, look.value, "A sentence."))
        keys.add(tray.icon.icon().cacheKey())
        assert tray.icon.toolTip() == f"vcam: {look.value}\nA sentence."
    assert len(keys) == len(Look)


def test_a_tray_that_comes_after_vcam_gets_the_icon(
    open_desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.tray.LOOK_MS", 5)
    desk, trays = open_desk().desk, list[int]()
    tray = Tray(desk.bridge, desk.gallery, lambda: bool(trays))
    tray.show_glance(Glance(Look.CARD, "Card"))
    assert tray.icon is None, "Qt would never put it into a tray that comes later"
    assert not tray.is_here()
    trays.append(1)
    qtbot.waitUntil(lambda: tray.icon is not None)
    assert tray.icon is not None
    assert tray.icon.isVisible()
    assert tray.icon.toolTip() == "vcam: Card"
    trays.clear()
    assert not tray.is_here(), "whoever closes the window would not find it again"
    tray.close()


def test_without_a_bus_there_is_no_tray(capfd: pytest.CaptureFixture[str], qapp: object) -> None:
    assert not has_tray()
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_an_icon_is_registered_with_a_panel_that_comes_after_vcam(x_server: str, tmp_path: Path) -> None:
    if shutil.which("dbus-run-session") is None:
        pytest.skip("needs dbus-run-session")
    own = {"DISPLAY": x_server, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": str(tmp_path)}
    words = ["dbus-run-session", "--", sys.executable, "-m", "tests.gui.panel"]
    done = subprocess.run(words, env={**os.environ, **own}, capture_output=True, text=True, timeout=100)
    assert done.stdout == "no icon yet\nRegisterStatusNotifierItem\n", done.stderr


def test_the_menu_switches_and_changes_the_background(open_desk: OpenDesk) -> None:
    opened = open_desk()
    actions = actions_of(opened.desk.tray.menu)
    actions["Be right back"].trigger()
    opened.wait_for("turn", "card")
    actions["Off"].trigger()
    opened.wait_for("turn", "off")
    actions["Strong blur"].trigger()
    opened.wait_for("change", {"background.kind": "blur", "background.blur_strength": 0.9})
    actions["Only me"].trigger()
    opened.wait_for("change", {"people.show": "only-me"})


def test_the_menu_lists_profiles_and_people(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    save_profile("office", opened.live.settings)
    opened.live.there = (FakePerson(1, name="Ada & Co"),)
    with qtbot.waitSignal(opened.desk.bridge.people_changed):
        opened.desk.bridge.ask_people(with_faces=True)
    opened.desk.tray.fill()
    actions = actions_of(opened.desk.tray.menu)
    assert "Ada && Co" in actions, "alone, it would underline the next letter"
    actions["office"].trigger()
    qtbot.waitUntil(lambda: opened.desk.bridge.settings.profile == "office")


def test_the_menu_marks_what_holds(open_desk: OpenDesk) -> None:
    opened = open_desk()
    opened.live.switch = "card"
    opened.desk.bridge.look()
    hear_all_that_was_asked(opened.desk.bridge)
    opened.desk.tray.fill()
    actions = actions_of(opened.desk.tray.menu)
    assert actions["Be right back"].isChecked()
    assert not actions["On"].isChecked()
    assert actions["Light blur"].isChecked() != actions["Strong blur"].isChecked()


def test_a_menu_that_is_made_anew_keeps_no_menu_from_before(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    tray = opened.desk.tray
    opened.live.there = (FakePerson(1), FakePerson(2))
    with qtbot.waitSignal(opened.desk.bridge.people_changed):
        opened.desk.bridge.ask_people(with_faces=True)
    for _ in range(3):
        tray.fill()
    submenus = {"Background", "People", "Profiles"}
    qtbot.waitUntil(lambda: len(tray.menu.findChildren(QMenu)) == len(submenus) + len(opened.live.there))
    both = tray._people
    tray.menu.popup(QPoint(0, 0))
    for _ in range(3):
        tray._take_people(both[:1])
        tray._take_people(both)
    qtbot.waitUntil(lambda: len(tray.menu.findChildren(QMenu)) == len(submenus) + len(opened.live.there))
    tray.menu.close()


def test_an_open_menu_asks_until_it_knows_who_is_there(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    tray = opened.desk.tray
    answers = iter([(), (), (FakePerson(1, name="Ada"),)])
    opened.live.people = lambda: next(answers, (FakePerson(1, name="Ada"),))  # type: ignore[method-assign]
    tray.menu.aboutToShow.emit()  # as where the desktop draws the menu
    assert "Nobody is seen yet." in actions_of(tray.menu)
    qtbot.waitUntil(lambda: "Ada" in actions_of(tray.menu))
    tray.menu.aboutToHide.emit()
    assert not tray._asking.isActive()


def test_who_came_while_the_menu_of_people_was_looked_at_is_listed_soon(open_desk: OpenDesk) -> None:
    tray = open_desk().desk.tray
    tray.menu.popup(QPoint(0, 0))
    assert tray._people_menu is not None
    tray._people_menu.popup(QPoint(0, 0))
    here = (Seen(FakePerson(1, name="Ada"), QImage()),)
    tray._take_people(here)
    assert "Ada" not in actions_of(tray.menu), "it must not change under the pointer"
    tray._people_menu.hide()
    tray._take_people(here)
    assert "Ada" in actions_of(tray.menu)
    tray.menu.close()


def test_who_was_there_when_the_menu_was_open_before_is_not_listed(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    opened.live.there = (FakePerson(1, name="Ada"),)
    with qtbot.waitSignal(opened.desk.bridge.people_changed):
        opened.desk.bridge.ask_people(with_faces=True)
    opened.live.there = ()
    opened.desk.tray.menu.aboutToShow.emit()
    assert "Ada" not in actions_of(opened.desk.tray.menu)

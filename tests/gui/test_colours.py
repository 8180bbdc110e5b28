"""A colour can be tried out, kept or given up; either way it is one wish."""

import itertools

import pytest
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QColorDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.gui.bridge import Bridge
from vcam.gui.setting_row import SettingRow
from vcam.gui.undo import ONE_WISH_S

OLD, NEW = "#102030", "#405060"


@pytest.fixture
def bridge(open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> Bridge:
    """A bridge with a profile in force, and a clock on which every change is a wish of its own."""
    bridge = open_desk().desk.bridge
    bridge.change({"background.colour": OLD})
    bridge.change({"profile": "office"})
    seconds = itertools.count(10, 10)
    assert ONE_WISH_S < 10
    monkeypatch.setattr("vcam.gui.bridge.time.monotonic", lambda: float(next(seconds)))
    return bridge


@pytest.fixture
def dialog(bridge: Bridge, qtbot: QtBot) -> QColorDialog:
    """The dialog of the background's colour, in which two colours were tried."""
    row = SettingRow(bridge, "background.colour")
    qtbot.addWidget(row)
    button = row.editor.widget
    assert isinstance(button, QPushButton)
    button.click()
    opened = button.findChild(QColorDialog)
    assert opened is not None
    for colour in ("#ff0000", NEW):
        opened.setCurrentColor(QColor(colour))
    assert in_force(bridge) == (NEW, "")
    return opened


def in_force(bridge: Bridge) -> tuple[str, str]:
    return bridge.settings.background.colour, bridge.settings.profile


def test_a_colour_that_is_given_up_leaves_all_as_it_was(bridge: Bridge, dialog: QColorDialog) -> None:
    dialog.reject()
    assert in_force(bridge) == (OLD, "office")


def test_a_given_up_colour_is_nothing_to_take_back(bridge: Bridge, dialog: QColorDialog) -> None:
    dialog.reject()
    bridge.undo()
    assert in_force(bridge) == (OLD, "")


def test_a_kept_colour_is_taken_back_in_one_step(bridge: Bridge, dialog: QColorDialog) -> None:
    dialog.accept()
    assert in_force(bridge) == (NEW, "")
    bridge.undo()
    assert in_force(bridge) == (OLD, "office")


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_tried_colour_brings_no_profiles_name_to_another_look(
    is_kept: bool, bridge: Bridge, dialog: QColorDialog
) -> None:
    bridge.change({"background.kind": "chroma"}, undoable=False)
    dialog.done(is_kept)
    if is_kept:
        bridge.undo()
    assert in_force(bridge) == (OLD, "")


def test_a_colour_that_is_given_up_takes_no_profile_away_that_others_have_put_on(
    bridge: Bridge, dialog: QColorDialog
) -> None:
    bridge.change({"background.colour": OLD, "profile": "party"}, undoable=False)
    dialog.reject()
    assert in_force(bridge) == (OLD, "party")


def test_a_dialog_in_which_nothing_was_changed_is_nothing_to_take_back(
    bridge: Bridge, dialog: QColorDialog
) -> None:
    dialog.setCurrentColor(QColor(OLD))
    bridge.change({"profile": "office"}, undoable=False)
    dialog.accept()
    bridge.undo()
    assert in_force(bridge) == (OLD, "")

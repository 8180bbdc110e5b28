"""Every setting can be found, seen, changed and put back."""

from PyQt6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Opened
from tests.gui.pages import everything_of, texts_of
from vcam.gui.table_editors import ProgramsEditor
from vcam.gui.window import MainWindow
from vcam.settings.fields import all_settings
from vcam.settings.profiles import save_profile


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


def test_people_are_followed_by_a_switch(window: MainWindow, opened: Opened) -> None:
    everything_of(window).rows["framing.follow"].editor.widget.click()  # type: ignore[attr-defined]
    opened.wait_for("change", {"framing.follow": True})


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
    assert "Me: Hidden" in texts_of(everything_of(window).rows["people.effects"])


def test_rules_call_people_by_the_names_that_they_were_given(window: MainWindow, opened: Opened) -> None:
    opened.desk.bridge.change(
        {"people.effects": {"others": "hide", "anna-lena meier": "hide", "auto": "blur"}}
    )
    row = everything_of(window).rows["people.effects"]
    assert {"Everybody else: Hidden", "anna-lena meier: Hidden", "auto: Blur"} <= {*texts_of(row)}
    named = [each.accessibleName() for each in row.findChildren(QAbstractButton)]
    assert "Remove the rule for Everybody else" in named

"""A profile is in force from the start, can be taken back, and is named no more once it is gone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk, Opened
from vcam.errors import VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.pages.everything import EverythingPage, ProfilesCard
from vcam.gui.table_editors import ProgramsEditor
from vcam.paths import profiles_dir
from vcam.settings.fields import with_values
from vcam.settings.file import load
from vcam.settings.model import BackgroundSettings, Settings
from vcam.settings.profiles import list_profiles, profile_values, save_profile

OFFICE = Settings(background=BackgroundSettings(kind="colour", colour="#102030"))
NAMES_OFFICE = 'profile = "office"\n\n[background]\nkind = "none"\n'
"""The room would be seen if nothing were laid over it."""


@pytest.fixture
def waits_for(qtbot: QtBot, file: Path) -> Callable[[str, str], None]:
    """Wait until the file names a profile, or none, and a background."""

    def wait(profile: str, kind: str) -> None:
        def says() -> bool:
            settings = load(file).settings
            return (settings.profile, settings.background.kind) == (profile, kind)

        qtbot.waitUntil(says)

    return wait


@pytest.fixture
def in_office(file: Path, open_desk: OpenDesk) -> Opened:
    """A desk whose file names a profile that hides the room."""
    save_profile("office", OFFICE)
    file.write_text(NAMES_OFFICE)
    return open_desk()


def test_the_profile_that_the_file_names_hides_the_room_from_the_start(in_office: Opened) -> None:
    assert in_office.live.settings.background == OFFICE.background
    assert in_office.live.settings.profile == "office"


@pytest.mark.parametrize("content", [None, "[[["])
def test_without_its_profile_the_room_is_hidden_and_nothing_names_it(
    content: str | None, file: Path, open_desk: OpenDesk
) -> None:
    file.write_text(NAMES_OFFICE)
    if content is not None:
        profiles_dir().mkdir(parents=True)
        (profiles_dir() / "office.toml").write_text(content)
    opened = open_desk()
    assert opened.live.settings.background.kind == "blur"
    assert opened.live.settings.profile == ""
    assert "'office'" in opened.desk.window.banner.text
    assert "The room is blurred" in opened.desk.window.banner.text
    assert file.read_text() == NAMES_OFFICE, "the profile may come back"


def test_a_missing_profile_leaves_a_background_that_hides_the_room(file: Path, open_desk: OpenDesk) -> None:
    file.write_text('profile = "office"\n\n[background]\nkind = "chroma"\n')
    opened = open_desk()
    assert opened.live.settings.background.kind == "chroma"
    assert "blurred" not in opened.desk.window.banner.text


def test_what_is_wrong_in_the_profile_is_told(file: Path, open_desk: OpenDesk) -> None:
    file.write_text(NAMES_OFFICE)
    profiles_dir().mkdir(parents=True)
    (profiles_dir() / "office.toml").write_text('[background]\nkind = "plaid"\n')
    opened = open_desk()
    assert opened.live.settings.background.kind == "blur"
    assert "plaid" in opened.desk.window.banner.text


def test_what_the_profile_says_is_not_saved_as_the_users_own(
    in_office: Opened, file: Path, qtbot: QtBot
) -> None:
    in_office.desk.bridge.change({"output.mirror": True})
    qtbot.waitUntil(lambda: load(file).settings.output.mirror)
    assert file.read_text().startswith(NAMES_OFFICE)


def test_whoever_leaves_a_profile_keeps_how_they_look(
    in_office: Opened, file: Path, waits_for: Callable[[str, str], None]
) -> None:
    in_office.desk.bridge.change({"portrait.smoothing": 0.25})
    waits_for("", "colour")
    assert load(file).settings.background == OFFICE.background
    assert load(file).settings.portrait.smoothing == 0.25


def test_the_look_for_the_program_that_reads_is_not_saved_as_the_users_own(
    in_office: Opened, file: Path, qtbot: QtBot, waits_for: Callable[[str, str], None]
) -> None:
    # As `ProfileByProgram` puts it on for as long as a program reads.
    party = {"profile": "party", "background.kind": "none"}
    in_office.live.settings = with_values(in_office.live.settings, party)
    with qtbot.waitSignal(in_office.desk.bridge.settings_changed):
        in_office.desk.bridge.look()
    in_office.desk.bridge.change({"safety.card_title": "Tea"})
    waits_for("", "colour")
    assert load(file).settings.safety.card_title == "Tea"


def test_a_profile_that_is_gone_is_named_no_more_once_a_look_is_chosen(
    file: Path, open_desk: OpenDesk, waits_for: Callable[[str, str], None]
) -> None:
    file.write_text(NAMES_OFFICE)
    open_desk().desk.bridge.change({"people.show": "only-me"})
    waits_for("", "blur")


def test_a_profile_can_be_taken_back(
    open_desk: OpenDesk, file: Path, waits_for: Callable[[str, str], None]
) -> None:
    save_profile("office", OFFICE)
    bridge = open_desk().desk.bridge
    bridge.change({"background.kind": "chroma"})
    mine = bridge.settings
    bridge.use_profile("office")
    waits_for("office", "colour")
    bridge.undo()
    assert bridge.settings == mine
    waits_for("", "chroma")


def test_a_profile_is_saved_as_a_whole_although_others_have_put_it_on(
    open_desk: OpenDesk, qtbot: QtBot, waits_for: Callable[[str, str], None]
) -> None:
    save_profile("office", OFFICE)
    opened = open_desk()
    opened.live.settings = OFFICE.model_copy(update={"profile": "office"})
    with qtbot.waitSignal(opened.desk.bridge.settings_changed):
        opened.desk.bridge.look()
    opened.desk.bridge.use_profile("office")
    waits_for("office", "colour")
    assert not opened.desk.bridge.can_undo, "it looked so before"


def test_a_profile_that_is_not_there_is_told_and_changes_nothing(open_desk: OpenDesk, qtbot: QtBot) -> None:
    bridge = open_desk().desk.bridge
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.use_profile("gone")
    assert "'gone'" in told.args[0]
    assert bridge.settings == Settings()
    assert not bridge.can_undo


def test_a_removed_profile_comes_back_by_no_undo(
    in_office: Opened, qtbot: QtBot, waits_for: Callable[[str, str], None]
) -> None:
    bridge = in_office.desk.bridge
    card = ProfilesCard(bridge)
    qtbot.addWidget(card)
    bridge.change({"background.kind": "chroma"})
    bridge.use_profile("office")
    card._delete.click()
    assert list_profiles() == ()
    assert _undone(bridge) == [("", "chroma"), ("", "colour")]
    waits_for("", "colour")


def test_removing_a_profile_is_no_change_to_take_back(
    in_office: Opened, qtbot: QtBot, waits_for: Callable[[str, str], None]
) -> None:
    card = ProfilesCard(in_office.desk.bridge)
    qtbot.addWidget(card)
    card._delete.click()
    assert not in_office.desk.bridge.can_undo
    waits_for("", "colour")


def test_programs_lose_a_removed_profile_and_no_undo_gives_it_back(
    in_office: Opened, file: Path, qtbot: QtBot
) -> None:
    bridge = in_office.desk.bridge
    card = ProfilesCard(bridge)
    qtbot.addWidget(card)
    for table in ({"zoom": "office"}, {"zoom": "office", "obs": "party"}):
        bridge.change({"programs.profiles": table})
        bridge.change({"output.mirror": not bridge.settings.output.mirror})
    card._delete.click()
    assert bridge.settings.programs.profiles == {"obs": "party"}
    qtbot.waitUntil(lambda: load(file).settings.programs.profiles == {"obs": "party"})
    while bridge.can_undo:
        bridge.undo()
        assert "office" not in bridge.settings.programs.profiles.values()


def test_a_profile_that_cannot_be_removed_is_still_named(
    in_office: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise VcamError(f"{name} cannot be removed (Read-only file system); check its folder.")

    bridge = in_office.desk.bridge
    card = ProfilesCard(bridge)
    qtbot.addWidget(card)
    bridge.change({"programs.profiles": {"zoom": "office"}})
    monkeypatch.setattr("vcam.gui.pages.everything.delete_profile", refuse)
    with qtbot.waitSignal(bridge.failed):
        card._delete.click()
    assert bridge.settings.profile == "office"
    assert bridge.settings.programs.profiles == {"zoom": "office"}


def test_a_profile_that_others_made_and_put_on_is_shown(open_desk: OpenDesk, qtbot: QtBot) -> None:
    bridge = open_desk().desk.bridge
    card = ProfilesCard(bridge)
    qtbot.addWidget(card)
    save_profile("office", OFFICE)
    bridge.use_profile("office")
    assert card.choice.currentText() == "office"
    assert card._delete.isEnabled()


def test_a_profile_in_force_that_is_gone_can_be_neither_exported_nor_removed(
    in_office: Opened, qtbot: QtBot
) -> None:
    (profiles_dir() / "office.toml").unlink()
    card = ProfilesCard(in_office.desk.bridge)
    qtbot.addWidget(card)
    assert card.choice.currentText() == "No profile"
    assert not card._delete.isEnabled()
    assert not card._export.isEnabled()


def test_another_profile_is_replaced_only_after_a_question(
    in_office: Opened, qtbot: QtBot, waits_for: Callable[[str, str], None]
) -> None:
    bridge = in_office.desk.bridge
    card = ProfilesCard(bridge)
    qtbot.addWidget(card)
    bridge.change({"background.kind": "chroma"})
    card.save_as("office")
    question = card.findChild(QMessageBox)
    assert question is not None
    assert "office" in question.text()
    question.button(QMessageBox.StandardButton.Cancel).click()  # type: ignore[union-attr]
    assert profile_values("office")["background.kind"] == "colour"
    card.save_as("office")
    card.findChildren(QMessageBox)[-1].button(QMessageBox.StandardButton.Save).click()  # type: ignore[union-attr]
    assert profile_values("office")["background.kind"] == "chroma"
    waits_for("office", "chroma")


def test_a_new_profile_and_the_one_in_use_are_saved_without_a_question(
    in_office: Opened, qtbot: QtBot
) -> None:
    card = ProfilesCard(in_office.desk.bridge)
    qtbot.addWidget(card)
    for name in ("office", "party", "party"):
        card.save_as(name)
    assert card.findChild(QMessageBox) is None
    assert list_profiles() == ("office", "party")


def test_a_profile_can_be_given_to_a_program_as_soon_as_it_is_saved(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    page = EverythingPage(open_desk().desk.bridge)
    qtbot.addWidget(page)
    page.profiles.save_as("early")
    page.profiles._delete.click()
    page.finish()
    editor = page.rows["programs.profiles"].editor
    assert isinstance(editor, ProgramsEditor)
    assert not editor._hint.isHidden()
    page.profiles.save_as("office")
    assert editor._hint.isHidden()
    assert editor.profile.currentText() == "office"
    page.profiles._delete.click()
    assert not editor._hint.isHidden()


def test_profiles_are_listed_anew_whenever_they_are_shown(open_desk: OpenDesk, qtbot: QtBot) -> None:
    card = ProfilesCard(open_desk().desk.bridge)
    qtbot.addWidget(card)
    save_profile("office", OFFICE)
    card.show()
    assert card.choice.findData("office") > 0


def _undone(bridge: Bridge) -> list[tuple[str, str]]:
    """Take everything back; give profile and background after each step."""
    seen: list[tuple[str, str]] = []
    while bridge.can_undo:
        bridge.undo()
        seen.append((bridge.settings.profile, bridge.settings.background.kind))
    return seen

"""What the settings file says is read with all that is wrong in it, and what is in force is never lost."""

import logging
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.settings.file import load

WRONG_TWICE = '[background]\nkind = "plaid"\nblur_strength = 7\n'


def test_everything_that_is_wrong_in_the_file_is_shown_and_logged(
    file: Path, open_desk: OpenDesk, caplog: pytest.LogCaptureFixture
) -> None:
    file.write_text(WRONG_TWICE)
    with caplog.at_level(logging.WARNING):
        banner = open_desk().desk.window.banner
    for setting in ("background.kind", "background.blur_strength"):
        assert setting in banner.text
        assert sum(setting in record.getMessage() for record in caplog.records) == 1


def test_of_a_file_that_is_wrong_throughout_the_banner_says_how_much_more_is_in_the_log(
    file: Path, open_desk: OpenDesk, caplog: pytest.LogCaptureFixture
) -> None:
    file.write_text("".join(f"unknown{number} = 1\n" for number in range(9)))
    lines = open_desk().desk.window.banner.text.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [f"unknown{number}" for number in range(6)]
    assert lines[-1] == "More are in the log: 3."
    assert "unknown8" in caplog.text


def test_a_file_that_somebody_breaks_meanwhile_is_told_and_nothing_in_force_is_lost(
    file: Path, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    file.write_text('[camera]\nsource = "/dev/video7"\n\n[background]\nkind = "chroma"\n')
    opened = open_desk()
    opened.live  # noqa: B018 (waits for the start)
    file.write_text("[[[")
    with qtbot.waitSignal(opened.desk.bridge.failed) as told:
        opened.desk.bridge.change({"output.mirror": True})
    assert load(file).settings == opened.desk.bridge.settings
    assert load(file).settings.camera.source == "/dev/video7"
    [aside] = file.parent.glob("settings.toml.broken-*")
    assert aside.read_text() == "[[["
    assert told.args[0].startswith(f"{file} was broken; it was kept")


def test_after_a_start_with_a_broken_file_a_change_saves_the_caution_that_is_in_force(
    file: Path, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    file.write_text("[[[")
    desk = open_desk().desk
    bridge = desk.bridge
    assert not desk.is_first_start, "the welcome would cover what is told of the file"
    assert bridge.settings.people.only_me
    bridge.change({"output.mirror": True})
    qtbot.waitUntil(lambda: file.is_file() and load(file).settings.output.mirror)
    assert load(file).settings == bridge.settings


def test_a_damaged_list_of_backgrounds_is_shown_at_the_start(file: Path, open_desk: OpenDesk) -> None:
    (file.parent / "backgrounds.json").write_text("[[[")
    assert "backgrounds.json" in open_desk().desk.window.banner.text

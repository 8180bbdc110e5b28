"""Profiles come and go as files, and an import overwrites nothing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.errors import UsageError
from vcam.gui.pages.everything import ProfilesCard
from vcam.gui.profile_files import export_profile, import_profile
from vcam.paths import profiles_dir
from vcam.settings.file import parse
from vcam.settings.model import BackgroundSettings, Settings
from vcam.settings.profiles import list_profiles, profile_values, save_profile

GREEN = Settings(background=BackgroundSettings(kind="chroma"))


def test_an_exported_profile_can_be_imported_again(tmp_path: Path) -> None:
    save_profile("office", GREEN)
    export_profile("office", tmp_path / "party.toml")
    assert import_profile(tmp_path / "party.toml", Settings()) == ("party", ())
    assert profile_values("party") == profile_values("office")


def test_an_import_overwrites_no_profile(tmp_path: Path) -> None:
    save_profile("office", Settings())
    export_profile("office", tmp_path / "office.toml")
    name, _ = import_profile(tmp_path / "office.toml", Settings())
    assert name == "office-2"
    assert list_profiles() == ("office", "office-2")


def test_an_import_takes_only_how_one_looks(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[background]\nkind = "chroma"\n[camera]\nsource = "/dev/video9"\n')
    name, _ = import_profile(tmp_path / "a.toml", Settings())
    assert profile_values(name) == {"background.kind": "chroma"}


@pytest.mark.parametrize("content", ["", "no toml [", "[camera]\nfps = 20\n", "x" * 1_000_001])
def test_what_is_no_profile_is_told_in_a_sentence(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(content)
    with pytest.raises(UsageError, match=r"a\.toml"):
        import_profile(tmp_path / "a.toml", Settings())
    assert list_profiles() == ()


def test_a_value_that_is_not_allowed_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[background]\nkind = "plaid"\nblur_strength = 0.2\n')
    _, problems = import_profile(tmp_path / "a.toml", Settings())
    assert "plaid" in str(problems[0])


def test_an_export_holds_nothing_of_what_the_file_held_before(tmp_path: Path) -> None:
    profiles_dir().mkdir(parents=True, exist_ok=True)
    (profiles_dir() / "plain.toml").write_text('[background]\nkind = "blur"\n')
    out = tmp_path / "out.toml"
    out.write_text('[background]\nkind = "colour"\ncolour = "#112233"\n[people]\nshow = "only-me"\n')
    export_profile("plain", out)
    assert parse(out.read_text()) == {"background": {"kind": "blur"}}


@pytest.mark.parametrize(("kind", "is_put_on"), [("none", False), ("blur", True)])
def test_an_imported_profile_does_not_open_the_room(
    open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot, kind: str, is_put_on: bool
) -> None:
    opened = open_desk()
    card = ProfilesCard(opened.desk.bridge)
    qtbot.addWidget(card)
    told: list[str] = []
    opened.desk.bridge.failed.connect(told.append)
    found = tmp_path / "found.toml"
    found.write_text(f'[background]\nkind = "{kind}"\nnonsense = 1\nmore = 2\n')
    card._import(found)
    assert list_profiles() == ("found",)
    assert (opened.desk.bridge.settings.profile == "found") == is_put_on
    assert opened.desk.bridge.settings.protects
    (sentence,) = told
    assert "nonsense" in sentence
    assert "more" in sentence
    assert ("shows the room" in sentence) != is_put_on

from pathlib import Path

import pytest

from vcam.errors import UsageError
from vcam.settings.fields import with_values
from vcam.settings.model import BackgroundSettings, Settings
from vcam.settings.profiles import delete_profile, list_profiles, load_profile, profile_values, save_profile

BARE = Settings(background=BackgroundSettings(kind="none"))


def test_a_profile_lies_over_the_other_settings(tmp_path: Path) -> None:
    (tmp_path / "party.toml").write_text('[background]\nkind = "chroma"\n')
    base = with_values(Settings(), {"camera.fps": 10})
    settings = load_profile("party", base, tmp_path).settings
    assert (settings.background.kind, settings.camera.fps, settings.profile) == ("chroma", 10, "party")


def test_a_saved_profile_hides_the_room_also_where_that_is_the_default(tmp_path: Path) -> None:
    save_profile("office", Settings(), tmp_path)
    assert load_profile("office", BARE, tmp_path).settings.protects


def test_a_profile_keeps_how_you_look_and_not_which_camera(tmp_path: Path) -> None:
    save_profile("office", Settings(), tmp_path)
    groups = {key.partition(".")[0] for key in profile_values("office", tmp_path)}
    assert groups == {"portrait", "background", "people", "framing", "safety"}


def test_a_bad_value_in_a_profile_is_told_and_hides_the_room(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text('[background]\nkind = "blurr"\n')
    loaded = load_profile("office", BARE, tmp_path)
    assert loaded.settings.protects
    assert [problem.name for problem in loaded.problems] == ["background.kind"]


def test_a_bad_group_in_a_profile_is_told_and_hides_the_room(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text('background = "blur"\n')
    loaded = load_profile("office", BARE, tmp_path)
    assert loaded.settings.protects
    assert [problem.name for problem in loaded.problems] == ["background"]


def test_profiles_are_listed_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        save_profile(name, Settings(), tmp_path)
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / ".hidden.toml").write_text("")
    assert list_profiles(tmp_path) == ("a", "b")
    delete_profile("a", tmp_path)
    assert list_profiles(tmp_path) == ("b",)
    (kept,) = tmp_path.glob("a.toml.removed-*")
    assert "[background]" in kept.read_text()
    assert list_profiles(tmp_path / "missing") == ()


@pytest.mark.parametrize("name", ["../settings", "/etc/x", "", ".", "..", "a/b", "a\0b"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "settings.toml").write_text("")
    folder = tmp_path / "profiles"
    with pytest.raises(UsageError, match="A profile cannot be called"):
        delete_profile(name, folder)
    with pytest.raises(UsageError, match="A profile cannot be called"):
        save_profile(name, Settings(), folder)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_a_missing_profile_is_an_error_that_names_the_others(tmp_path: Path) -> None:
    save_profile("office", Settings(), tmp_path)
    with pytest.raises(UsageError, match="There is no profile 'offce'; there are office"):
        load_profile("offce", Settings(), tmp_path)


def test_a_missing_profile_that_is_in_use_is_an_error_that_names_both_ways_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        load_profile("office", Settings(profile="office"), tmp_path)
    assert str(told.value) == (
        "There is no profile 'office'; `vcam profiles save` makes one, "
        'and `vcam settings set profile ""` does without.'
    )


def test_a_profile_that_is_not_toml_is_an_error_and_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("= 1")
    with pytest.raises(UsageError, match="cannot be read"):
        load_profile("office", Settings(), tmp_path)
    assert (tmp_path / "office.toml").read_text() == "= 1"


def test_a_folder_that_may_not_be_entered_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(UsageError, match=r"'office' cannot be read \(Permission denied\); check "):
        profile_values("office", tmp_path)

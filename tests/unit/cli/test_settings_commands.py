import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call
from vcam.paths import profiles_dir, settings_file
from vcam.settings import Settings, load
from vcam.settings.profiles import profile_values


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_value_that_was_set_is_got(call: Call) -> None:
    assert call("settings", "set", "background.kind", "none").code == 0
    assert call("settings", "get", "background.kind").out == "none\n"
    assert json.loads(call("settings", "get", "background.kind", "--json").out) == "none"


def test_a_group_is_got_as_a_whole(call: Call) -> None:
    assert call("settings", "get", "people").out == 'people.show = "all"\npeople.effects = {}\n'
    assert json.loads(call("settings", "get", "people", "--json").out) == {"show": "all", "effects": {}}


@pytest.mark.parametrize(
    "words", [("settings", "get", "people"), ("settings", "show"), ("settings", "path"), ("profiles", "list")]
)
def test_json_may_stand_before_the_subcommand_too(call: Call, words: tuple[str, ...]) -> None:
    command, *rest = words
    outcome = call(command, "--json", *rest)
    assert (outcome.code, outcome.err) == (0, "")
    assert json.loads(outcome.out) == json.loads(call(*words, "--json").out)


def test_a_bad_value_is_not_set(call: Call) -> None:
    outcome = call("settings", "set", "camera.fps", "fast")
    assert (outcome.code, settings_file().exists()) == (2, False)
    assert outcome.err == "camera.fps cannot be 'fast': allowed is a number from 1 to 120 per second.\n"


def test_a_group_cannot_be_set(call: Call) -> None:
    outcome = call("settings", "set", "camera", "5")
    assert (outcome.code, len(outcome.err.splitlines())) == (2, 1)


def test_truth_is_printed_as_it_is_written(call: Call) -> None:
    assert call("settings", "get", "output.mirror").out == "false\n"
    assert call("settings", "get", "camera.fps").out == "30.0\n"


def test_all_settings_are_shown_as_lines_or_json(call: Call) -> None:
    assert call("settings").out == call("settings", "show").out
    shown = json.loads(call("settings", "--json").out)
    assert shown == json.loads(call("settings", "show", "--json").out)
    assert shown["settings"] == Settings().model_dump()
    assert (shown["path"], shown["problems"]) == (str(settings_file()), [])


def test_problems_are_part_of_the_json(call: Call) -> None:
    write(settings_file(), "[camera]\nfps = 0\n")
    outcome = call("settings", "show", "--json")
    assert [problem["name"] for problem in json.loads(outcome.out)["problems"]] == ["camera.fps"]
    assert outcome.err == ""


def test_the_path_is_told(call: Call) -> None:
    assert call("settings", "path").out == f"{settings_file()}\n"
    assert json.loads(call("settings", "path", "--json").out) == {
        "path": str(settings_file()),
        "exists": False,
    }


def test_one_setting_is_reset_and_the_others_stay(call: Call) -> None:
    call("settings", "set", "camera.fps", "10")
    call("settings", "set", "output.fps", "10")
    assert call("settings", "reset", "camera.fps").code == 0
    assert (load().settings.camera.fps, load().settings.output.fps) == (30, 10)


def test_a_reset_of_all_names_the_file_that_was_kept(call: Call) -> None:
    call("settings", "set", "camera.fps", "10")
    outcome = call("settings", "reset")
    assert outcome.out.startswith(f"The old settings were kept as {settings_file()}.old-")
    assert load().settings == Settings()


def test_profiles_are_saved_shown_listed_and_deleted(call: Call) -> None:
    assert "no profile yet" in call("profiles").out
    assert call("profiles", "save", "my party").code == 0
    assert call("profiles").out == "my party\n"
    assert json.loads(call("profiles", "list", "--json").out) == ["my party"]
    assert 'background.kind = "blur"\n' in call("profiles", "show", "my party").out
    assert json.loads(call("profiles", "show", "my party", "--json").out)["background"]["kind"] == "blur"
    assert call("profiles", "delete", "my party").code == 0
    assert json.loads(call("profiles", "--json").out) == []
    assert call("profiles", "delete", "my party").code == 2


@pytest.mark.parametrize("words", [("set", "output.fps", "10"), ("reset", "output.fps")])
def test_a_change_tells_what_else_is_wrong_in_the_file(call: Call, words: tuple[str, ...]) -> None:
    write(settings_file(), '[camera]\nfps = "fast"\n[output]\nfps = "slow"\n')
    outcome = call("settings", *words)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith("vcam: camera.fps is 'fast'; allowed is ")
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("words", [("set", "output.fps", "10"), ("reset", "output.fps")])
def test_a_change_of_a_broken_file_tells_where_that_is_and_what_is_in_force(
    call: Call, words: tuple[str, ...]
) -> None:
    write(settings_file(), "[camera\n")
    outcome = call("settings", *words)
    (kept,) = settings_file().parent.glob("settings.toml.broken-*")
    assert outcome.code == 0
    assert f"it was kept as {kept.name}" in outcome.err
    assert outcome.err.endswith("the defaults are used, but people.show is 'only-me'.\n")
    assert load().settings.people.show == "only-me"


def test_a_file_is_set_as_seen_from_here(call: Call, home: Path) -> None:
    for key, name in (
        ("background.file", "beach.jpg"),
        ("camera.source", "clip.MP4"),
        ("output.sink", "call.mkv"),
    ):
        assert call("settings", "set", key, name).code == 0
        assert call("settings", "get", key).out == f"{home / name}\n"


def test_a_camera_whose_name_holds_a_dot_is_set_as_it_is_called(call: Call) -> None:
    assert call("settings", "set", "camera.source", "USB2.0 HD UVC WebCam").code == 0
    assert load().settings.camera.source == "USB2.0 HD UVC WebCam"


def test_a_profile_that_is_deleted_is_no_longer_in_use(call: Call) -> None:
    write(settings_file(), 'profile = "office" # work\n')
    write(profiles_dir() / "office.toml", "")
    write(profiles_dir() / "party.toml", "")
    assert call("profiles", "delete", "party").out == ""
    assert load().settings.profile == "office"
    assert call("profiles", "delete", "office").out == (
        "The profile 'office' was in use; from now on none is.\n"
    )
    assert settings_file().read_text() == 'profile = "" # work\n'


def test_a_profile_that_another_one_replaces_is_kept(call: Call) -> None:
    write(profiles_dir() / "mine.toml", '# by hand\n[background]\nkind = "chroma"\n')
    outcome = call("profiles", "save", "mine")
    (kept,) = profiles_dir().glob("mine.toml.old-*")
    assert outcome.out == f"The profile of that name is kept as {kept.name}.\n"
    assert kept.read_text().startswith("# by hand")
    assert profile_values("mine")["background.kind"] == "blur"
    assert json.loads(call("profiles", "list", "--json").out) == ["mine"]


def test_no_program_names_a_profile_that_is_deleted(call: Call) -> None:
    for name in ("party", "office"):
        call("profiles", "save", name)
    write(settings_file(), '[programs.profiles]\nzoom = "party"\nteams = "office"\n')
    assert call("profiles", "delete", "party").code == 0
    assert load().settings.programs.profiles == {"teams": "office"}


def test_whether_the_deleted_profile_was_in_use_is_part_of_the_json(call: Call) -> None:
    write(settings_file(), 'profile = "office"\n')
    write(profiles_dir() / "office.toml", "")
    outcome = call("profiles", "delete", "office", "--json")
    assert json.loads(outcome.out) == {"name": "office", "was_in_use": True}


def test_a_profile_is_saved_from_the_file_where_the_one_in_use_is_gone(call: Call) -> None:
    write(settings_file(), 'profile = "office"\n[background]\nkind = "chroma"\n')
    outcome = call("profiles", "save", "office")
    assert (outcome.code, profile_values("office")["background.kind"]) == (0, "chroma")
    assert outcome.err == (
        "vcam: There is no profile 'office', which is in use; the settings are saved as they are without.\n"
    )


def test_a_profile_is_saved_as_the_one_in_use_looks(call: Call) -> None:
    write(settings_file(), 'profile = "office"\n[background]\nkind = "chroma"\n')
    write(profiles_dir() / "office.toml", '[background]\nkind = "blur"\nblur_strength = 7\n')
    outcome = call("profiles", "save", "home")
    assert (outcome.code, profile_values("home")["background.kind"]) == (0, "blur")
    assert outcome.err.startswith("vcam: background.blur_strength is 7; ")

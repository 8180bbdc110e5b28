import json

from tests.unit.cli.conftest import Call
from vcam.paths import settings_file
from vcam.settings import Settings, load


def test_a_value_that_was_set_is_got(call: Call) -> None:
    assert call("settings", "set", "background.kind", "none").code == 0
    assert call("settings", "get", "background.kind").out == "none\n"
    assert json.loads(call("settings", "get", "background.kind", "--json").out) == "none"


def test_a_group_is_got_as_a_whole(call: Call) -> None:
    assert call("settings", "get", "people").out == 'people.show = "all"\npeople.effects = {}\n'
    assert json.loads(call("settings", "get", "people", "--json").out) == {"show": "all", "effects": {}}


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
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("[camera]\nfps = 0\n")
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

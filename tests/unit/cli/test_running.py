from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call, FakeApp
from vcam.paths import profiles_dir, settings_file
from vcam.settings import BackgroundSettings, Settings
from vcam.types import Size


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_run_without_options_takes_the_defaults(call: Call, app: FakeApp) -> None:
    assert call("run").code == 0
    assert app.settings == Settings()
    assert app.asked == {"stats": None}


def test_each_option_of_run_replaces_its_setting(call: Call, app: FakeApp, home: Path) -> None:
    words = (
        "run --source 1 --sink memory --size 640x480 --fps 15 --network sinet --precision int8 --threads 2"
    )
    outcome = call(*words.split(), "--background", "blur:0.8", "--people", "all", "--stats", "s.json")
    assert (outcome.code, outcome.err) == (0, "")
    settings = app.settings
    assert (settings.camera.source, settings.camera.size, settings.camera.fps) == ("1", "640x480", 15.0)
    assert (settings.output.sink, settings.output.size, settings.output.fps) == ("memory", "640x480", 15.0)
    assert (settings.portrait.network, settings.portrait.precision) == ("sinet", "int8")
    assert settings.portrait.threads == 2
    assert settings.background.blur_strength == 0.8
    assert str(app.asked["stats"]) == "s.json"


def test_options_win_over_the_profile_and_the_profile_over_the_file(call: Call, app: FakeApp) -> None:
    write(settings_file(), 'profile = "office"\n[camera]\nfps = 5\nsource = "2"\n[portrait]\nthreads = 2\n')
    write(profiles_dir() / "office.toml", "[camera]\nfps = 6\n[portrait]\nthreads = 3\n")
    assert call("run", "--threads", "4").code == 0
    assert (app.settings.camera.source, app.settings.camera.fps, app.settings.portrait.threads) == (
        "2",
        6.0,
        4,
    )


def test_a_profile_that_is_missing_stops_the_start(call: Call, app: FakeApp) -> None:
    write(settings_file(), 'profile = "office"\n[background]\nkind = "none"\n')
    outcome = call("run")
    assert (outcome.code, app.made) == (2, [])
    assert "There is no profile 'office'" in outcome.err
    assert '`vcam settings set profile ""`' in outcome.err


def test_no_profile_can_be_asked_for(call: Call, app: FakeApp) -> None:
    write(settings_file(), 'profile = "office"\n')
    assert call("run", "--profile", "").code == 0


def test_what_is_wrong_in_the_file_is_a_warning(call: Call, app: FakeApp) -> None:
    write(settings_file(), '[camera]\nfps = "fast"\n')
    outcome = call("run")
    assert outcome.code == 0
    assert outcome.err.startswith("vcam: camera.fps is 'fast'; allowed is ")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--size", "641x480"], "--size cannot be '641x480': allowed is"),
        (["--size", "big"], "--size cannot be 'big': allowed is"),
        (["--fps", "0"], "--fps cannot be '0': allowed is a number from 1 to 60 per second."),
        (["--threads", "many"], "--threads cannot be 'many': allowed is"),
        (["--precision", "fp16"], "--precision cannot be 'fp16': allowed is one of auto, fp32, int8."),
        (["--background", "missing.jpg"], "There is no background file"),
        (["--people", "nobody"], "--people cannot be 'nobody': allowed is one of all, only-me."),
        (["--effect", "anna=sepia"], "'sepia' is no effect; give show, hide, blur"),
        (["--effect", "anna"], "'anna' is no effect for a person; write PERSON=EFFECT"),
        (["--effect", "2=blur:9"], "The effect blur cannot be as strong as '9'"),
        (["--effect", "2=tint:red"], "The effect tint cannot have the colour 'red'"),
        (["--profile", "../x"], "A profile cannot be called '../x'"),
        (["--stats", "missing/s.json"], "There is no folder"),
    ],
)
def test_a_wrong_option_of_run_is_named_and_nothing_starts(
    call: Call, app: FakeApp, words: list[str], why: str
) -> None:
    outcome = call("run", *words)
    assert (outcome.code, app.made) == (2, [])
    assert outcome.err.startswith(why)
    assert len(outcome.err.splitlines()) == 1


def test_who_is_seen_and_how_is_said_on_the_command_line(call: Call, app: FakeApp) -> None:
    write(settings_file(), '[people]\neffects = { others = "blur", 3 = "grey" }\n')
    words = "run --people only-me --effect 02=tint:#FF8800 --effect Anna=hide --effect 3=show"
    assert call(*words.split()).code == 0
    people = app.settings.people
    assert people.show == "only-me"
    assert people.effects == {"others": "blur", "2": "tint:#FF8800", "anna": "hide", "3": "show"}


def test_a_background_that_is_gone_stops_the_start(call: Call, app: FakeApp) -> None:
    write(settings_file(), '[background]\nkind = "picture"\nfile = "/nowhere/beach.jpg"\n')
    assert call("run").code == 2


def test_process_keeps_the_size_of_its_input_unless_told(call: Call, app: FakeApp, home: Path) -> None:
    (home / "in.mp4").write_bytes(b"x")
    outcome = call("process", "in.mp4", "out.mp4", "--alpha", "alpha.mp4")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("Wrote out.mp4.\n")
    for seen in ("2 pictures, 0 unprotected, 1 cards", "29.97 pictures/s", "network", "4.20", "5.10"):
        assert seen in outcome.out
    assert (str(app.asked["source"]), str(app.asked["alpha"]), app.asked["size"]) == (
        "in.mp4",
        "alpha.mp4",
        None,
    )
    call("process", "in.mp4", "out.mp4", "--size", "640x480")
    assert app.asked["size"] == Size(640, 480)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["missing.mp4", "out.mp4"], "There is no file missing.mp4"),
        ([".", "out.mp4"], ". is a folder"),
        (["in.mp4", "in.mp4"], "Two of the files are the same one"),
        (["in.mp4", "./in.mp4"], "Two of the files are the same one"),
        (["in.mp4", "out.mp4", "--alpha", "out.mp4"], "Two of the files are the same one"),
        (["in.mp4", "missing/out.mp4"], "There is no folder"),
        (["in.mp4", "out.mp4", "--labels", "out.mp4"], "Two of the files are the same one"),
    ],
)
def test_process_writes_over_nothing_and_starts_nothing_in_vain(
    call: Call, app: FakeApp, home: Path, words: list[str], why: str
) -> None:
    (home / "in.mp4").write_bytes(b"x")
    outcome = call("process", *words)
    assert (outcome.code, app.made) == (2, [])
    assert outcome.err.startswith(why)


def test_a_file_keeps_its_pace(call: Call, app: FakeApp, home: Path) -> None:
    (home / "in.mp4").write_bytes(b"x")
    assert "--fps changes nothing" in call("process", "in.mp4", "out.mp4", "--fps", "10").err


@pytest.mark.parametrize("words", [("run",), ("demo",), ("process", "in.mp4", "out.mp4")])
def test_figures_are_not_written_into_a_folder(
    call: Call, app: FakeApp, home: Path, words: tuple[str, ...]
) -> None:
    (home / "in.mp4").write_bytes(b"x")
    outcome = call(*words, "--stats", ".")
    assert (outcome.code, app.made) == (2, [])
    assert outcome.err == ". is a folder; give the name of a file.\n"


def test_the_demo_names_both_its_files(call: Call, app: FakeApp) -> None:
    outcome = call("demo")
    assert outcome.code == 0
    assert "vcam-demo.mp4" in outcome.out
    assert "vcam-demo.png" in outcome.out


def test_the_demo_writes_its_still_over_no_picture_but_an_earlier_one(
    call: Call, app: FakeApp, home: Path
) -> None:
    (home / "holiday.png").write_bytes(b"x")
    outcome = call("demo", "holiday.mp4")
    assert (outcome.code, app.made) == (2, [])
    assert outcome.err.startswith("holiday.png would be written over")
    (home / "holiday.mp4").write_bytes(b"x")
    assert call("demo", "holiday.mp4").code == 0


def test_the_demo_has_a_background_of_its_own_unless_the_user_has_chosen(call: Call, app: FakeApp) -> None:
    call("demo", "x.mp4")
    assert app.settings.background == BackgroundSettings(kind="picture", file="evening.jpg")
    call("demo", "x.mp4", "--background", "blur")
    assert app.settings.background == BackgroundSettings(kind="blur")

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from vcam.errors import VcamError
from vcam.settings.fields import all_settings, with_values
from vcam.settings.file import load, reset, save
from vcam.settings.model import PeopleSettings, Settings

Write: TypeAlias = Callable[[str | bytes], None]

ONLY_ME = Settings(people=PeopleSettings(show="only-me"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vcam" / "settings.toml"


@pytest.fixture
def written(file: Path) -> Write:
    def write(text: str | bytes) -> None:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def changed(**values: object) -> Settings:
    return with_values(Settings(), {name.replace("__", "."): value for name, value in values.items()})


def test_without_a_file_everything_is_as_declared(file: Path) -> None:
    assert load(file).settings == Settings()
    assert not file.parent.exists()


def test_what_is_saved_is_what_is_read(file: Path) -> None:
    settings = changed(camera__fps=12.5, background__kind="none", safety__card_title='a "b" \\ \u00e9')
    save(settings, file)
    assert load(file).settings == settings
    assert load(file).problems == ()


def test_a_new_file_explains_each_value_above_it(file: Path) -> None:
    save(Settings(), file)
    lines = file.read_text().splitlines()
    at = lines.index("fps = 30")
    assert lines[at - 2] == "# How many pictures the camera is asked for."
    assert lines[at - 1] == "# Allowed: a number from 1 to 120 per second. Default: 30"
    assert sum(line.startswith("# Allowed: ") for line in lines) == len(all_settings())


def test_a_change_leaves_every_other_character_alone(file: Path, written: Write) -> None:
    written("# mine\ncolours='x' # hm\n[camera]\nfps = 25 # slow\n\n[output]\nmirror=true\n")
    save(changed(camera__fps=10, output__mirror=True), file)
    assert (
        file.read_text() == "# mine\ncolours='x' # hm\n[camera]\nfps = 10 # slow\n\n[output]\nmirror=true\n"
    )


def test_a_change_that_the_file_does_not_name_yet_is_added_with_its_explanation(
    file: Path, written: Write
) -> None:
    written("[camera]\nfps = 25\n")
    save(changed(camera__fps=25, safety__fallback="blur"), file)
    assert file.read_text().startswith("[camera]\nfps = 25\n")
    assert "# Allowed: one of card, blur." in file.read_text()
    assert load(file).settings.safety.fallback == "blur"


def test_a_bad_value_stays_until_it_is_set(file: Path, written: Write) -> None:
    written('[camera]\nfps = "fast"\n')
    save(changed(output__mirror=True), file)
    assert 'fps = "fast"' in file.read_text()
    save(changed(output__mirror=True), file, touched={"camera.fps"})
    assert "fps = 30" in file.read_text()


def test_a_bad_value_that_is_overwritten_is_kept_in_another_file(file: Path, written: Write) -> None:
    written("camera = 5\n")
    save(changed(camera__fps=10), file)
    assert load(file).settings.camera.fps == 10
    (kept,) = file.parent.glob("settings.toml.old-*")
    assert kept.read_text() == "camera = 5\n"


def test_a_setting_under_its_old_name_is_written_under_its_new_one(file: Path, written: Write) -> None:
    written('background.color = "#ff0000"\n')
    save(changed(background__colour="#00ff00"), file)
    assert tomllib.loads(file.read_text()) == {"background": {"colour": "#00ff00"}}


@pytest.mark.parametrize("text", [b"fps = = 3", b"\xff\xfe", b"x = " + b"9" * 5000, b"x = " + b"[" * 5000])
def test_what_is_not_toml_is_kept_aside_and_named(file: Path, written: Write, text: bytes) -> None:
    written(text)
    loaded = load(file)
    (kept,) = file.parent.iterdir()
    assert kept.name.startswith("settings.toml.broken-")
    assert kept.read_bytes() == text
    assert kept.name in str(loaded.problems[0])


def test_a_file_that_is_not_toml_shows_nobody_but_me_and_says_how_to_end_that(
    file: Path, written: Write
) -> None:
    written('[people]\nshow = "only-me\n')
    loaded = load(file)
    assert loaded.settings == ONLY_ME
    (problem,) = loaded.problems
    assert problem.wrong.startswith("is not TOML (")
    assert problem.allowed.endswith(": correct and rename it, or run `vcam settings reset`")
    assert problem.used == "the defaults are used, but people.show is 'only-me'"


def test_nobody_but_me_is_shown_until_the_file_that_was_kept_aside_is_replaced(
    file: Path, written: Write
) -> None:
    written("= 1")
    load(file)
    (kept,) = file.parent.iterdir()
    again = load(file)
    assert again.settings == ONLY_ME
    (problem,) = again.problems
    assert problem.wrong == f"is missing since it was kept as {kept.name}"
    reset(file)
    assert load(file).settings == Settings()
    assert load(file).problems == ()


def test_what_was_in_force_is_written_when_a_setting_is_changed_after_a_broken_file(
    file: Path, written: Write
) -> None:
    written("= 1")
    save(with_values(load(file).settings, {"camera.fps": 10}), file)
    assert load(file).settings == with_values(ONLY_ME, {"camera.fps": 10})


def test_a_change_in_a_bad_group_leaves_in_force_what_shows_less(file: Path, written: Write) -> None:
    written('people = "only-me"\n')
    save(with_values(load(file).settings, {"people.effects": {"me": "grey"}}), file)
    assert load(file).settings.people == PeopleSettings(show="only-me", effects={"me": "grey"})


def test_two_broken_files_in_one_second_are_both_kept(file: Path, written: Write) -> None:
    for text in ("= 1", "= 2"):
        written(text)
        load(file)
    assert {kept.read_text() for kept in file.parent.iterdir()} == {"= 1", "= 2"}


def test_saving_over_a_broken_file_keeps_it_too(file: Path, written: Write) -> None:
    written("= 1")
    save(changed(output__mirror=True), file)
    assert [kept.read_text() for kept in file.parent.glob("*.broken-*")] == ["= 1"]
    assert load(file).settings.output.mirror


def test_a_folder_in_the_file_s_place_is_told_and_not_touched(file: Path) -> None:
    file.mkdir(parents=True)
    loaded = load(file)
    assert loaded.settings == ONLY_ME
    (problem,) = loaded.problems
    assert "cannot be read (it is not a file)" in str(problem)
    assert problem.used == "the defaults are used, but people.show is 'only-me'"
    with pytest.raises(VcamError, match="so it is not overwritten"):
        save(Settings(), file)


def test_a_place_that_cannot_be_written_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "vcam").write_text("a file where the folder should be")
    with pytest.raises(VcamError, match=r"^\S+ cannot be (read|written) \([^\n]+\)[^\n]+\.$"):
        save(Settings(), tmp_path / "vcam" / "settings.toml")


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(
    file: Path, written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("[camera]\nfps = 25\n")

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(VcamError, match="No space left on device"):
        save(changed(camera__fps=10), file)
    assert [(each.name, each.read_text()) for each in file.parent.iterdir()] == [
        ("settings.toml", "[camera]\nfps = 25\n")
    ]


def test_a_link_to_a_file_elsewhere_stays_a_link(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.write_text("[camera]\nfps = 25\n")
    file.parent.mkdir()
    file.symlink_to(target)
    save(changed(camera__fps=10), file)
    assert file.is_symlink()
    assert target.read_text() == "[camera]\nfps = 10\n"


def test_a_mark_at_the_beginning_of_the_file_does_no_harm(file: Path, written: Write) -> None:
    written(b"\xef\xbb\xbf[camera]\nfps = 25\n")
    assert load(file) == load(file)
    assert load(file).settings.camera.fps == 25


def test_a_reset_keeps_the_old_file(file: Path, written: Write) -> None:
    written("[camera]\nfps = 25\n")
    kept = reset(file)
    assert kept is not None
    assert kept.read_text() == "[camera]\nfps = 25\n"
    assert load(file).settings == Settings()


def test_the_permissions_of_the_file_stay(file: Path, written: Write) -> None:
    written("[camera]\nfps = 25\n")
    file.chmod(0o640)
    save(changed(camera__fps=10), file)
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_comment_among_the_effects_stays_when_an_effect_changes(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[people.effects]\n# the cat\nme = "blur"\n"2" = "hide"\n')
    save(with_values(load(file).settings, {"people.effects": {"me": "grey", "3": "outline"}}), file)
    assert "# the cat" in file.read_text()
    assert dict(load(file).settings.people.effects) == {"me": "grey", "3": "outline"}

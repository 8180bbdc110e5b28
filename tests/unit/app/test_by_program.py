"""While a program reads that has a profile, the user looks as it says, and afterwards as before."""

import pytest

from tests.unit.app.wardrobe import TABLE, Wardrobe
from vcam.app.by_program import ProfileByProgram, choose
from vcam.paths import profiles_dir
from vcam.readers import Readers


@pytest.mark.parametrize(
    ("programs", "name"),
    [
        (("ZoomLauncher",), "office"),
        (("firefox", "DISCORD"), "fun"),
        (("Discord", "zoom"), "office"),
        (("simplescreenrec",), "still"),
        (("zoomer", "simplescreen"), "office"),
        (("firefox",), None),
        ((), None),
    ],
)
def test_the_first_in_the_table_whose_program_reads_counts(programs: tuple[str, ...], name: str) -> None:
    assert choose(TABLE, programs) == name


def test_readers_come_and_go_and_the_looks_with_them(live: Wardrobe) -> None:
    before = live.settings
    with ProfileByProgram(live) as chooser:
        chooser.note(Readers(1, ("zoom",)))
        settings = live.wait()
        assert (settings.profile, settings.background.kind) == ("office", "colour")
        assert settings.camera == before.camera
        chooser.note(Readers(1, ("Discord",)))
        assert live.wait().background.kind == "chroma"
        chooser.note(Readers())
        assert live.wait() == before


def test_a_camera_of_the_profile_is_taken_back_too(live: Wardrobe) -> None:
    text = "[camera]\nsource = 'another'\n[background]\nkind = 'colour'\n"
    (profiles_dir() / "office.toml").write_text(text, encoding="utf-8")
    before = live.settings
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    assert live.settings.camera.source == "another"
    chooser.dress(())
    assert live.settings == before


def test_the_virtual_camera_is_not_opened_anew_while_a_program_reads(
    live: Wardrobe, caplog: pytest.LogCaptureFixture
) -> None:
    text = "[output]\nfps = 15\n[programs.profiles]\n[background]\nkind = 'colour'\n"
    (profiles_dir() / "office.toml").write_text(text, encoding="utf-8")
    before = live.settings
    ProfileByProgram(live).dress(("zoom",))
    assert live.settings.background.kind == "colour"
    assert (live.settings.output, live.settings.programs) == (before.output, before.programs)
    assert "the output.* of the profile office is left out" in caplog.text


def test_a_program_without_a_profile_changes_nothing(live: Wardrobe) -> None:
    before = live.settings
    ProfileByProgram(live).dress(("firefox",))
    assert live.settings is before


def test_until_the_look_is_on_nobody_is_dressed(live: Wardrobe) -> None:
    chooser = ProfileByProgram(live)
    chooser.note(Readers(1, ("zoom",)))
    assert not chooser.is_dressed()
    with chooser:
        assert live.shown.acquire(timeout=30)
        assert (chooser.is_dressed(), live.settings.profile) == (True, "office")
        chooser.note(Readers(2, ("zoom", "obs")))
        assert chooser.is_dressed(), "of another reader the first one sees nothing"
        chooser.note(Readers(1, ("discord",)))
        assert live.shown.acquire(timeout=30)


def test_a_profile_outlasts_a_virtual_camera_that_is_opened_anew(
    live: Wardrobe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.app.by_program.LINGER_S", 30.0)
    with ProfileByProgram(live) as chooser:
        chooser.note(Readers(1, ("zoom",)))
        live.wait()
        for readers in (None, Readers(), Readers(1, ("zoom",))):
            chooser.note(readers)
        assert live.shown.acquire(timeout=30)
        assert live.shown.acquire(timeout=30)
        assert not live.worn.acquire(blocking=False)
        assert live.settings.profile == "office"
        chooser.note(None)


def test_a_table_that_is_changed_in_a_call_counts_at_once(live: Wardrobe) -> None:
    with ProfileByProgram(live) as chooser:
        chooser.note(Readers(1, ("firefox",)))
        assert live.shown.acquire(timeout=30)
        live.change({"programs.profiles": {"firefox": "fun"}})
        live.wait()
        chooser.note(Readers(1, ("firefox",)))
        live.wait()
        assert live.settings.background.kind == "chroma"

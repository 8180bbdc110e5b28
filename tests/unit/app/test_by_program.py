"""While a program reads that has a profile, the user looks as it says, and afterwards as before."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vcam.app.by_program import ProfileByProgram, choose
from vcam.errors import UsageError
from vcam.paths import profiles_dir
from vcam.readers import Readers
from vcam.settings.fields import with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import save_profile

TABLE = {"zoom": "office", "Discord": "fun", "simplescreenrecorder": "still"}


@dataclass
class Wardrobe:
    """A running camera, as far as its looks go."""

    settings: Settings
    worn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    shown: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def check(self, values: Mapping[str, object]) -> None:
        if values.get("background.file") == "gone.png":
            raise UsageError("gone.png cannot be shown.")

    def change(self, values: Mapping[str, object]) -> Settings:
        if values.get("camera.source") == "gone.mp4":
            raise UsageError("There is no file gone.mp4.")
        self.settings = with_values(self.settings, values)
        self.worn.release()
        return self.settings

    def dressed(self) -> None:
        self.shown.release()

    def wait(self) -> Settings:
        assert self.worn.acquire(timeout=30)
        return self.settings


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vcam.app.by_program.LINGER_S", 0.01)


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wardrobe:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    plain = with_values(Settings(), {"programs.profiles": TABLE, "camera.source": "demo"})
    save_profile("office", with_values(plain, {"background.kind": "colour"}))
    save_profile("fun", with_values(plain, {"background.kind": "chroma"}))
    return Wardrobe(plain)


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


def test_what_the_user_changes_meanwhile_stays(live: Wardrobe) -> None:
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.settings = mine = with_values(live.settings, {"background.blur_strength": 0.1, "profile": ""})
    chooser.dress(())
    assert live.settings == mine


HIDDEN = {"background.kind": "blur", "people.show": "only-me", "profile": ""}


@pytest.mark.parametrize(
    "later",
    [
        [("zoom", "firefox")],
        [(), ("zoom",)],
        [(), ("firefox",), (), ("zoom",)],
    ],
)
def test_a_profile_is_not_laid_over_what_the_user_hid_meanwhile(
    live: Wardrobe, later: list[tuple[str, ...]]
) -> None:
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change(HIDDEN)
    for programs in later:
        chooser.dress(programs)
    assert (live.settings.background.kind, live.settings.people.show) == ("blur", "only-me")
    chooser.dress(("discord",))
    assert live.settings.profile == "fun"
    chooser.dress(("zoom",))
    assert (live.settings.background.kind, live.settings.people.show) == ("blur", "only-me")


def test_what_the_user_did_not_change_is_the_profiles_when_the_program_is_back(live: Wardrobe) -> None:
    save_profile("office", with_values(live.settings, {"people.show": "only-me"}))
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"background.blur_strength": 0.1, "profile": ""})
    chooser.dress(())
    assert (live.settings.people.show, live.settings.background.blur_strength) == ("all", 0.1)
    chooser.dress(("zoom",))
    assert (live.settings.people.show, live.settings.background.blur_strength) == ("only-me", 0.1)


def test_another_profile_that_the_user_chose_meanwhile_stays_whole(live: Wardrobe) -> None:
    hidden = {"people.show": "only-me", "background.kind": "blur"}
    for name in ("office", "party"):
        save_profile(name, with_values(live.settings, hidden))
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"profile": "party"})
    chooser.dress(())
    assert (live.settings.profile, live.settings.people.show) == ("party", "only-me")


def test_a_camera_of_the_profile_is_taken_back_too(live: Wardrobe) -> None:
    text = "[camera]\nsource = 'another'\n[background]\nkind = 'colour'\n"
    (profiles_dir() / "office.toml").write_text(text, encoding="utf-8")
    before = live.settings
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    assert live.settings.camera.source == "another"
    chooser.dress(())
    assert live.settings == before


def test_what_was_chosen_before_the_call_does_not_keep_the_profile_away_from_the_next(live: Wardrobe) -> None:
    live.change({"profile": "office", "background.kind": "colour"})
    chooser = ProfileByProgram(live)
    for programs in (("zoom",), ()):
        chooser.dress(programs)
    live.change({"profile": "", "background.kind": "none"})
    chooser.dress(("zoom",))
    assert (live.settings.profile, live.settings.background.kind) == ("office", "colour")


@pytest.mark.parametrize("kind", ["none", "chroma"])
def test_a_profile_that_cannot_be_put_on_shows_no_room_and_is_tried_again(
    live: Wardrobe, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(values: Mapping[str, object]) -> Settings:
        if "profile" in values:
            raise UsageError("There is no file /media/stick/me.mp4; give a video, a picture or a camera.")
        return change(values)

    change = live.change
    live.change({"background.kind": kind})
    before = live.settings
    chooser = ProfileByProgram(live)
    with monkeypatch.context() as patch:
        patch.setattr(live, "change", refuse)
        chooser.dress(("zoom",))
    assert live.settings.background.kind == {"none": "blur"}.get(kind, kind)
    chooser.dress(())
    assert live.settings == before
    chooser.dress(("zoom",))
    assert live.settings.profile == "office"


def test_what_is_no_look_may_change_and_the_profile_goes_all_the_same(live: Wardrobe) -> None:
    before = live.settings
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"output.mirror": True})
    chooser.dress(())
    assert live.settings == with_values(before, {"output.mirror": True})
    chooser.dress(("zoom",))
    assert live.settings.profile == "office"


def test_a_profile_that_the_user_chose_anyway_is_not_laid_anew(live: Wardrobe) -> None:
    live.change({"profile": "office", "background.kind": "colour"})
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change(HIDDEN)
    chooser.dress(("zoom", "firefox"))
    assert live.settings.background.kind == "blur"


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


@pytest.mark.parametrize(("kind", "left"), [("none", "blur"), ("chroma", "chroma"), ("colour", "colour")])
def test_who_misses_a_profile_that_is_gone_does_not_show_the_room(
    live: Wardrobe, kind: str, left: str, caplog: pytest.LogCaptureFixture
) -> None:
    live.change({"programs.profiles": {"zoom": "gone"}, "background.kind": kind})
    before = live.settings
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    assert live.settings == with_values(before, {"background.kind": left})
    assert "gone" in caplog.text
    chooser.dress(())
    assert live.settings == before


def test_a_program_without_a_profile_changes_nothing(live: Wardrobe) -> None:
    before = live.settings
    ProfileByProgram(live).dress(("firefox",))
    assert live.settings is before


def test_what_was_changed_in_a_call_and_again_outside_is_the_profiles_in_the_next(
    live: Wardrobe,
) -> None:
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"background.kind": "chroma", "people.show": "only-me", "profile": ""})
    chooser.dress(())
    live.change({"background.kind": "none"})
    chooser.dress(("zoom",))
    assert live.settings.background.kind == "colour", "not the room, which was opened for something else"
    assert live.settings.people.show == "only-me", "that is still as it was chosen in the call"


def test_one_change_does_not_carry_the_rest_of_its_group_out_of_the_call(live: Wardrobe) -> None:
    save_profile("office", live.settings)
    live.change({"people.show": "only-me"})
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    assert live.settings.people.show == "all"
    live.change({"people.effects": {"others": "blur"}, "profile": ""})
    chooser.dress(())
    assert (live.settings.people.show, live.settings.people.effects) == ("only-me", {"others": "blur"})


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


def test_a_profile_whose_picture_cannot_be_shown_shows_no_room(live: Wardrobe) -> None:
    save_profile(
        "office", with_values(live.settings, {"background.kind": "picture", "background.file": "gone.png"})
    )
    live.change({"background.kind": "none"})
    ProfileByProgram(live).dress(("zoom",))
    assert live.settings.background.kind == "blur"


def test_a_profile_goes_also_where_the_camera_of_before_is_gone(live: Wardrobe) -> None:
    text = "[camera]\nsource = 'another'\n[background]\nkind = 'colour'\n"
    (profiles_dir() / "office.toml").write_text(text, encoding="utf-8")
    live.settings = before = with_values(live.settings, {"camera.source": "gone.mp4"})
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    chooser.dress(())
    assert live.settings == with_values(before, {"camera.source": "another"})
    chooser.dress(("zoom",))
    assert live.settings.background.kind == "colour"

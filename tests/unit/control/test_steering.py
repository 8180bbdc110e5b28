from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.control.conftest import FakeLive, a_status
from vcam.control.messages import VERBS, Answer, Request, make_request
from vcam.control.steering import Steering
from vcam.errors import UsageError, VcamError
from vcam.settings import Settings, save
from vcam.settings.profiles import save_profile


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def do(live: FakeLive, verb: str, *values: str) -> Answer:
    request = make_request(verb, dict(zip(VERBS[verb].takes, values, strict=True)))
    return Steering(live, end=lambda: live.told.append(("end",))).carry_out(request)


@pytest.mark.parametrize("verb", ["on", "off", "card"])
def test_on_off_and_card_are_verbs_of_their_own(live: FakeLive, verb: str) -> None:
    assert do(live, verb) == {}
    assert live.told == [("turn", verb)]


def test_panic_and_quit_do_what_they_say(live: FakeLive) -> None:
    do(live, "panic")
    do(live, "quit")
    assert live.told == [("panic",), ("end",)]


def test_a_background_replaces_the_room_and_nothing_else(live: FakeLive) -> None:
    do(live, "background", "#102030")
    assert (live.settings.background.kind, live.settings.background.colour) == ("colour", "#102030")
    assert live.settings.model_copy(update={"background": Settings().background}) == Settings()


@pytest.mark.parametrize(("verb", "value"), [("background", "#102030"), ("profile", "office")])
def test_what_somebody_else_changes_meanwhile_stays(
    live: FakeLive, monkeypatch: pytest.MonkeyPatch, verb: str, value: str
) -> None:
    save_profile("office", Settings.model_validate({"background": {"kind": "colour"}}))
    # A disk that has to spin up takes its time, and a window may be used meanwhile.
    slow_disk = lambda _: live.change({"people.show": "only-me"})  # noqa: E731
    monkeypatch.setattr("vcam.control.steering.require_background_file", slow_disk)
    do(live, verb, value)
    assert (live.settings.background.kind, live.settings.people.show) == ("colour", "only-me")


@pytest.mark.parametrize("what", ["sparkle", "/nowhere/beach.jpg", "blur:2", "#12"])
def test_a_background_that_is_none_changes_nothing(live: FakeLive, what: str) -> None:
    with pytest.raises(UsageError):
        do(live, "background", what)
    assert live.settings == Settings()


@pytest.mark.parametrize(
    "asked", [("background", "#102030"), ("set", "background.kind", "none"), ("profile", "open")]
)
def test_what_cannot_be_shown_is_told_and_changes_nothing(live: FakeLive, asked: tuple[str, ...]) -> None:
    save_profile("open", Settings.model_validate({"background": {"kind": "none"}}))
    live.cannot_show = "The background 'beach.jpg' is no picture that can be read."
    with pytest.raises(UsageError, match="no picture"):
        do(live, *asked)
    assert live.told == []


def test_only_me_and_all_are_set(live: FakeLive) -> None:
    do(live, "people", "only-me")
    assert live.settings.people.show == "only-me"
    with pytest.raises(UsageError, match="all, only-me"):
        do(live, "people", "nobody")


def test_people_are_called_by_number_or_name(live: FakeLive) -> None:
    do(live, "person-effect", "2", "pixelate")
    do(live, "person-effect", "Anna", "none")
    do(live, "person-name", "2", "Ben")
    do(live, "me", "2")
    assert live.told == [("effect", 2, "pixelate"), ("effect", 1, None), ("name", 2, "Ben"), ("me", 2)]
    with pytest.raises(UsageError, match="Nobody is called 'Zoë'"):
        do(live, "person-effect", "Zoë", "blur")


def test_others_have_an_effect_that_is_a_setting(live: FakeLive) -> None:
    do(live, "person-effect", "others", "blur")
    assert live.settings.people.effects == {"others": "blur"}
    do(live, "person-effect", "others", "none")
    assert live.settings.people.effects == {}


def test_a_profile_lies_over_the_file_and_leaves_the_devices_of_this_run(live: FakeLive) -> None:
    save(Settings.model_validate({"background": {"kind": "chroma"}, "camera": {"source": "file's"}}))
    save_profile("office", Settings.model_validate({"background": {"kind": "colour"}}))
    live.settings = Settings.model_validate({"camera": {"source": "demo"}, "background": {"kind": "none"}})
    assert do(live, "profile", "office") == {"warnings": []}
    assert live.settings.profile == "office"
    assert live.settings.background.kind == "colour"
    assert live.settings.camera.source == "demo"
    do(live, "profile", "")
    assert (live.settings.profile, live.settings.background.kind) == ("", "chroma")


def test_what_a_profile_leaves_out_is_not_left_over_from_the_one_before(
    live: FakeLive, tmp_path: Path
) -> None:
    save_profile("open", Settings.model_validate({"background": {"kind": "none"}}))
    profiles = tmp_path / "config" / "vcam" / "profiles"
    (profiles / "quiet.toml").write_text("[portrait]\nthreads = 2\n")
    do(live, "profile", "open")
    assert not live.settings.protects
    do(live, "profile", "quiet")
    assert live.settings.protects
    assert live.settings.portrait.threads == 2


def test_no_profile_takes_away_what_the_run_was_started_with(live: FakeLive, tmp_path: Path) -> None:
    save(Settings.model_validate({"background": {"kind": "none"}}))
    profiles = tmp_path / "config" / "vcam" / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "quiet.toml").write_text("[portrait]\nthreads = 2\n")
    (profiles / "green.toml").write_text("[background]\nkind = 'chroma'\n")
    steering = Steering(live, end=lambda: None, own={"background.kind": "blur", "people.show": "only-me"})
    for name, kind in (("quiet", "blur"), ("green", "chroma"), ("", "blur")):
        steering.carry_out(make_request("profile", {"name": name}))
        assert (live.settings.background.kind, live.settings.people.show) == (kind, "only-me")


def test_what_is_wrong_in_a_profile_is_told(live: FakeLive, tmp_path: Path) -> None:
    profiles = tmp_path / "config" / "vcam" / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "odd.toml").write_text("[portrait]\nthreads = 99\n")
    (warning,) = do(live, "profile", "odd")["warnings"]
    assert "threads" in warning
    with pytest.raises(UsageError, match="no profile 'beach'"):
        do(live, "profile", "beach")


def test_a_setting_is_set_and_told(live: FakeLive) -> None:
    do(live, "set", "background.blur_strength", "0.25")
    assert do(live, "get", "background.blur_strength") == {"background.blur_strength": 0.25}
    assert set(do(live, "get", "people")) == {"people.show", "people.effects"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("background.blur_strength", "much"),
        ("background.blur", "1"),
        ("background", "blur"),
        ("background.kind", "picture"),
        ("profile", "office"),
        ("version", "1"),
    ],
)
def test_a_setting_that_cannot_be_set_changes_nothing(live: FakeLive, key: str, value: str) -> None:
    with pytest.raises(UsageError):
        do(live, "set", key, value)
    assert live.told == []


def test_the_status_tells_all_that_a_watcher_needs(live: FakeLive) -> None:
    live.now = replace(a_status(), people=live.here, trouble="There is no network 'typo'.")
    told = do(live, "status")
    assert told["trouble"] == "There is no network 'typo'."
    assert told["readers"] == {"count": 1, "programs": ["chromium"]}
    assert (told["state"], told["message"], told["switch"]) == ("card", "Camera off", "on")
    assert told["since"] == "2026-05-04T12:30:00+00:00"
    assert (told["sink"], told["profile"], told["background"]) == ("/dev/video10", "", "blur:0.6")
    assert told["people"] == [
        {"id": 1, "name": "Anna", "is_me": True, "effect": "show"},
        {"id": 2, "name": "", "is_me": False, "effect": "blur"},
    ]
    assert told["receipt"] == {
        "frames_out": 12,
        "protected": 9,
        "unprotected": 1,
        "on_card": 2,
        "reasons": {"Starting": 2},
    }


def test_only_the_question_who_is_there_has_people_told_apart(live: FakeLive) -> None:
    do(live, "status")
    assert live.questions == 0
    assert do(live, "who") == {"people": []}
    assert [one["id"] for one in do(live, "who")["people"]] == [1, 2]


def test_the_window_is_raised_where_there_is_one(live: FakeLive) -> None:
    shown: list[bool] = []
    Steering(live, end=lambda: None, show=lambda: shown.append(True)).carry_out(Request("raise"))
    assert shown == [True]
    with pytest.raises(VcamError, match="has no window"):
        do(live, "raise")

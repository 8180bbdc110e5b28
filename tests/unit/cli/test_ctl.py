"""`vcam ctl` against a server in this process that steers a fake camera."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call
from tests.unit.control.conftest import FakeLive, a_status
from tests.unit.control.conftest import folder as folder  # a fixture
from tests.unit.control.conftest import live as live  # a fixture
from vcam.cli.keys import KEYS
from vcam.control.dbus import TELLING
from vcam.control.messages import VERBS
from vcam.control.place import claimed, listen
from vcam.control.server import Server
from vcam.control.steering import Steering
from vcam.paths import runtime_dir

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets")


@pytest.fixture(autouse=True)
def _place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))


@pytest.fixture
def _running(live: FakeLive) -> Iterator[None]:
    steering = Steering(live, end=lambda: live.told.append(("end",)), receipt_log="receipt.log")
    place = runtime_dir()
    with claimed(place, "a test"), Server(listen(place), steering.carry_out):
        yield


@pytest.mark.usefixtures("_running")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("on",), ("turn", "on")),
        (("off",), ("turn", "off")),
        (("card",), ("turn", "card")),
        (("panic",), ("panic",)),
        (("background", "chroma"), ("change", "background.kind")),
        (("people", "only-me"), ("change", "people.show")),
        (("profile", ""), ("change",)),
        (("person", "2", "effect", "pixelate"), ("effect", 2, "pixelate")),
        (("person", "2", "name", "Zoë"), ("name", 2, "Zoë")),
        (("me", "Anna"), ("me", 1)),
        (("set", "background.kind", "chroma"), ("change", "background.kind")),
        (("quit",), ("end",)),
    ],
)
def test_a_command_is_carried_out_in_silence(
    call: Call, live: FakeLive, words: tuple[str, ...], told: tuple[object, ...]
) -> None:
    done = call("ctl", *words)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert live.told == [told]


@pytest.mark.parametrize("words", [("off",), ("status",), ("background", "blur")])
def test_without_a_running_vcam_one_sentence_says_how_to_start_one(
    call: Call, words: tuple[str, ...]
) -> None:
    done = call("ctl", *words)
    assert (done.code, done.out) == (1, "")
    assert done.err == "No vcam is running; start one with: vcam run\n"


@pytest.mark.usefixtures("_running")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("fly",), 2, "fly"),
        (("people", "nobody"), 2, "only-me"),
        (("person", "1", "hat", "red"), 2, "hat"),
        (("background", "sparkle"), 2, "no background"),
        (("background", "nowhere.jpg"), 2, "no background file"),
        (("me", "Zoë"), 2, "Nobody is called"),
        (("set", "output.fps", "500"), 2, "1 to 60"),
        (("get", "colour"), 2, "background.colour"),
        (("profile", "beach"), 2, "no profile"),
        (("raise",), 1, "no window"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    call: Call, live: FakeLive, words: tuple[str, ...], code: int, says: str
) -> None:
    done = call("ctl", *words)
    assert (done.code, done.out) == (code, "")
    assert len(done.err.splitlines()) == 1
    assert says in done.err
    assert live.told == []


@pytest.mark.usefixtures("_running")
def test_a_file_is_meant_as_seen_from_the_caller(call: Call, live: FakeLive, home: Path) -> None:
    (home / "beach.jpg").touch()
    assert call("ctl", "background", "beach.jpg").code == 0
    assert live.settings.background.file == str(home / "beach.jpg")
    assert call("ctl", "set", "background.file", "beach.jpg").code == 0
    assert live.settings.background.file == str(home / "beach.jpg")
    assert call("ctl", "set", "output.sink", "call.MP4").code == 0
    assert live.settings.output.sink == str(home / "call.MP4")


@pytest.mark.usefixtures("_running")
@pytest.mark.parametrize("name", ["usb-0000:00:14.0-8", "USB2.0 HD UVC WebCam", "auto", "~/clip.mp4"])
def test_a_camera_whose_name_holds_a_dot_is_no_file(call: Call, live: FakeLive, name: str) -> None:
    assert call("ctl", "set", "camera.source", name).code == 0
    assert live.settings.camera.source == name


@pytest.mark.usefixtures("_running")
def test_a_setting_in_force_is_shown(call: Call) -> None:
    assert call("ctl", "get", "background.kind").out == "blur\n"
    assert call("ctl", "get", "background.blur_strength").out == "0.6\n"
    assert 'people.show = "all"' in call("ctl", "get", "people").out
    assert json.loads(call("ctl", "get", "people.show", "--json").out) == {"people.show": "all"}


@pytest.mark.usefixtures("_running")
def test_who_is_there_is_asked_until_somebody_is_found(
    call: Call, live: FakeLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.cli.ctl.QUESTION_S", 0.0)
    assert call("ctl", "people").out == "1 Anna (me) show\n2 blur\n"
    live.here = ()
    assert call("ctl", "people").out == "Nobody is seen.\n"
    assert json.loads(call("ctl", "people", "--json").out) == []


@pytest.mark.usefixtures("_running")
def test_the_status_is_for_people_and_for_programs(call: Call, live: FakeLive) -> None:
    live.now = replace(a_status(), people=live.here)
    told = json.loads(call("ctl", "status", "--json").out)
    assert (told["state"], told["receipt"]["unprotected"], told["pid"]) == ("card", 1, os.getpid())
    said = call("ctl", "status").out
    for words in (
        "Camera off",
        "/dev/video10",
        "chromium",
        "1 Anna (me) show; 2 blur",
        "12 sent, 9 with the room hidden, 1 with the room shown, 2 on card (Starting: 2)",
    ):
        assert words in said


@pytest.mark.usefixtures("_running")
def test_the_answer_comes_quickly(call: Call) -> None:
    from vcam.control.client import ask

    times_s = []
    for _ in range(20):
        started_s = time.perf_counter()
        ask(runtime_dir(), "status")
        times_s.append(time.perf_counter() - started_s)
    # The best of them, because other programs may hold this one up.
    assert min(times_s) < 0.05


def test_a_key_needs_no_parser() -> None:
    program = (
        "import sys; from vcam.cli import main; code = main(['ctl', 'off'])\n"
        "print(code, sorted({'typer', 'pydantic', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "1 []\n"


def test_every_verb_that_takes_and_tells_nothing_is_a_key() -> None:
    assert {name for name, verb in VERBS.items() if not verb.takes} - TELLING == KEYS


def test_every_verb_has_a_command(call: Call) -> None:
    commands = call("ctl", "--help").out
    for verb in VERBS:
        assert verb == "who" or verb.partition("-")[0] in commands

"""A running vcam is steered from outside, as a user does it."""

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from vcam.control.client import ask

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets"),
]

UNIT = Path(__file__).parents[2] / "packaging" / "systemd" / "vcam.service"
RUN = ("run", "--source", "demo", "--sink", "memory", "--size", "320x180", "--background", "#ff00ff")


@pytest.fixture
def home() -> Iterator[dict[str, str]]:
    """An environment with folders of its own, short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="vcam") as folder:
        names = ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
        own = {name: f"{folder}/{name.lower()}" for name in names}
        for path in own.values():
            Path(path).mkdir(mode=0o700)
        rest = {name: value for name, value in os.environ.items() if not name.startswith("DBUS_")}
        yield {**rest, **own}


def call(home: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vcam", *words],
        env=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def ctl(home: dict[str, str], *words: str) -> str:
    done = call(home, "ctl", *words)
    assert (done.returncode, done.stderr) == (0, ""), f"{words}: {done.stderr}"
    return done.stdout


def status_when(home: dict[str, str], **wanted: object) -> dict[str, Any]:
    """Ask for the status until it is as wanted."""
    place = Path(home["XDG_RUNTIME_DIR"]) / "vcam"
    pause, due_s = threading.Event(), time.monotonic() + 120
    while True:
        told = ask(place, "status")
        if all(told[name] == value for name, value in wanted.items()):
            return told
        assert time.monotonic() < due_s, f"{wanted} did not come; the last was {told}"
        pause.wait(0.1)


@contextmanager
def running(home: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "vcam", *RUN], env=home, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], 60)
            assert ready, "it says in a line what it does"
            yield process
        finally:
            process.kill()


def test_a_run_is_steered_asked_and_ended_by_commands(home: dict[str, str]) -> None:
    with running(home) as process:
        assert status_when(home, state="live")["background"] == "#ff00ff"
        ctl(home, "card")
        assert status_when(home, state="card")["message"] == "Back in a moment"
        ctl(home, "on")
        ctl(home, "background", "#102030")
        status_when(home, state="live", background="#102030")
        ctl(home, "set", "output.fps", "20")
        status_when(home, state="live", background="#102030")
        told = json.loads(ctl(home, "status", "--json"))
        assert told["pid"] == process.pid
        assert (told["sink"], told["switch"]) == ("memory", "on")
        ctl(home, "off")
        status_when(home, state="card", switch="off", camera="")
        ctl(home, "quit")
        assert process.wait(timeout=60) == 0
    receipt = Path(told["receipt_log"]).read_text().splitlines()
    assert receipt[0].endswith("start")
    assert "card: Back in a moment" in "\n".join(receipt)
    assert ", 0 with the room shown" in receipt[-1]
    done = call(home, "ctl", "status")
    assert (done.returncode, done.stderr) == (1, "No vcam is running; start one with: vcam run\n")


def test_a_second_camera_is_refused_and_a_second_file_is_not(home: dict[str, str], tmp_path: Path) -> None:
    with running(home) as first:
        second = call(home, "run", "--source", "demo", "--sink", "/dev/video99")
        assert second.returncode == 1
        assert second.stderr == (
            f"vcam runs already (process {first.pid}, sends to memory); "
            "steer it with `vcam ctl`, or end it with `vcam ctl quit`.\n"
        )
        with subprocess.Popen(
            [sys.executable, "-m", "vcam", *RUN[:4], str(tmp_path / "out.mp4"), *RUN[5:]],
            env=home,
            stdout=subprocess.PIPE,
            text=True,
        ) as beside:
            assert beside.stdout is not None
            assert "out.mp4" in beside.stdout.readline()
            assert json.loads(ctl(home, "status", "--json"))["pid"] == first.pid
            beside.terminate()
            assert beside.wait(timeout=60) == 0


def test_systemd_hears_that_pictures_go_out_and_that_they_end(home: dict[str, str]) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"{home['XDG_RUNTIME_DIR']}/notify")
        manager.settimeout(60)
        home |= {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "6000000"}
        said = ""
        with running(home) as process:
            while "READY=1" not in said or said.count("WATCHDOG=1") < 3 or "STATUS=live" not in said:
                said += manager.recv(4096).decode() + "\n"
            process.terminate()
            while "STOPPING=1" not in said:
                said += manager.recv(4096).decode() + "\n"


def test_systemd_understands_the_unit(home: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze: apt install systemd")
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("ExecStart=vcam", f"ExecStart={sys.executable} -m vcam"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", str(unit)],
        env=home,
        capture_output=True,
        text=True,
        check=False,
    )
    # An unknown name is only a warning to it.
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""Keys come from the desktop's portal, and where there is none the user is told what to do."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.gui.shortcuts import Shortcuts


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus with a portal on it."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon")
    words = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        words = [sys.executable, "-m", "tests.gui.portal"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n"
            yield
            server.terminate()
        daemon.terminate()


@pytest.mark.slow
def test_the_portal_is_asked_for_all_keys_and_tells_which_was_pressed(
    portal: None, qapp: object, qtbot: QtBot
) -> None:
    shortcuts = Shortcuts()
    pressed: list[str] = []
    shortcuts.pressed.connect(pressed.append)
    shortcuts.open()
    qtbot.waitUntil(lambda: bool(pressed), timeout=60_000)
    shortcuts.close()
    assert pressed == ["panic"], "a key of another program's session is none of ours"
    assert shortcuts.keys == {verb: f"Ctrl+{verb}" for verb in ("on", "card", "off", "panic")}


def test_without_a_session_bus_the_commands_can_be_bound(qapp: object, qtbot: QtBot) -> None:
    shortcuts = Shortcuts()
    with qtbot.waitSignal(shortcuts.changed, timeout=60_000) as told:
        shortcuts.open()
    shortcuts.close()
    assert "bind these commands" in told.args[0]


def test_a_key_steers_the_camera(open_desk: OpenDesk) -> None:
    opened = open_desk()
    opened.desk.shortcuts.pressed.emit("card")
    opened.wait_for("turn", "card")
    opened.desk.shortcuts.pressed.emit("panic")
    opened.wait_for("turn", "off")

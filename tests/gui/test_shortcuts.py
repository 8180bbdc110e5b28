"""Keys come from the desktop's portal, and where there is none the user is told what to do."""

import ctypes
import ctypes.util
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.gui.shortcuts import Shortcuts
from vcam.gui.x11_keys import X11Error, X11Keys


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


class Keyboard:
    """Presses keys of an X server, as a person does."""

    def __init__(self, display: str) -> None:
        if ctypes.util.find_library("Xtst") is None:
            pytest.skip("needs libXtst")
        self._x11, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))

    def press(self, *names: str) -> None:
        """Press keys together and let them go."""
        signs = [ctypes.c_ulong(self._x11.XStringToKeysym(name.encode())) for name in names]
        codes = [self._x11.XKeysymToKeycode(self._display, sign) for sign in signs]
        for code, is_down in [(code, 1) for code in codes] + [(code, 0) for code in reversed(codes)]:
            self._test.XTestFakeKeyEvent(self._display, code, is_down, 0)
        self._x11.XFlush(self._display)

    def close(self) -> None:
        self._x11.XCloseDisplay(self._display)


@pytest.fixture
def keyboard(x_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    """The keyboard of an X session without a portal."""
    monkeypatch.setenv("DISPLAY", x_server)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    made = Keyboard(x_server)
    yield made
    made.close()


@pytest.mark.slow
def test_on_x11_keys_work_whichever_window_is_in_front(
    keyboard: Keyboard, qapp: object, qtbot: QtBot
) -> None:
    shortcuts = Shortcuts()
    pressed: list[str] = []
    shortcuts.pressed.connect(pressed.append)
    with qtbot.waitSignal(shortcuts.changed, timeout=60_000):
        shortcuts.open()
    assert shortcuts.keys["panic"] == "Ctrl+Alt+Shift+Escape"
    for number, keys in enumerate((("x",), ("Caps_Lock",), ("Escape",), ("Caps_Lock",))):
        held = ("Control_L", "Alt_L", "Shift_L") if keys != ("Caps_Lock",) else ()
        keyboard.press(*held, *keys)
        qtbot.waitUntil(lambda number=number: len(pressed) == (number + 2) // 2, timeout=60_000)  # type: ignore[misc]
    keyboard.press("x")
    shortcuts.close()
    assert pressed == ["off", "panic"], "a key without the others is somebody else's"


@pytest.mark.slow
def test_keys_that_another_program_has_are_left_to_it(keyboard: Keyboard) -> None:
    wanted = {"on": "CTRL+ALT+SHIFT+o", "off": "CTRL+ALT+SHIFT+x"}
    with X11Keys() as theirs, X11Keys() as ours:
        theirs.bind({"on": wanted["on"]})
        assert ours.bind(wanted) == {"off": "Ctrl+Alt+Shift+X"}
        with pytest.raises(X11Error, match="other programs"), X11Keys() as third:
            third.bind(wanted)


@pytest.mark.parametrize(("name", "value"), [("DISPLAY", ":9999"), ("WAYLAND_DISPLAY", "wayland-0")])
def test_without_an_x_session_there_are_no_x_keys(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    monkeypatch.setenv(name, value)
    with pytest.raises(X11Error):
        X11Keys()


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

"""A desk with a fake camera and a folder of its own. Qt draws into memory."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.fakes import FakeLive, closed_doors
from vcam.gui.application import Desk
from vcam.gui.cycles import collect_here
from vcam.gui.window import MainWindow
from vcam.settings.model import Settings


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's own files out of it."""
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def file(own_folders: Path) -> Path:
    """The settings file of this user, which is not there yet; its folder is."""
    path = own_folders / "config" / "vcam" / "settings.toml"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Qt's application, as `vcam` makes it."""
    from vcam.gui.start import make_application

    return make_application()


@pytest.fixture(scope="package", autouse=True)
def collects_here(qapp: QApplication) -> Iterator[None]:
    """Take widgets apart in this thread alone, as `vcam` does."""
    with collect_here():
        yield


class Opened:
    """A desk and the camera behind it."""

    def __init__(self, desk: Desk, lives: list[FakeLive], qtbot: QtBot) -> None:
        self.desk = desk
        self._lives = lives
        self._qtbot = qtbot

    @property
    def live(self) -> FakeLive:
        """The camera."""
        self._qtbot.waitUntil(lambda: bool(self._lives) and ("start", True) in self._lives[0].calls)
        return self._lives[0]

    def wait_for(self, *call: object) -> None:
        """Wait until the camera was asked for something."""
        self._qtbot.waitUntil(lambda: call in self.live.calls, timeout=5000)


OpenDesk = Callable[..., Opened]


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesk]:
    """Open desks that are closed at the test's end."""
    opened: list[Desk] = []

    def open_one(
        welcome: bool = False, has_tray: bool = True, make: Callable[[Settings], FakeLive] = FakeLive
    ) -> Opened:
        folder = tmp_path / "config" / "vcam"
        folder.mkdir(parents=True, exist_ok=True)
        if not welcome:
            (folder / "settings.toml").touch()
        lives: list[FakeLive] = []

        def make_one(settings: Settings) -> FakeLive:
            live = make(settings)
            lives.append(live)
            return live

        desk = Desk(make_one, closed_doors, has_tray, folder)
        opened.append(desk)
        desk.open(shows_window=not has_tray)
        return Opened(desk, lives, qtbot)

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def x_server() -> Iterator[str]:
    """A display of its own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb")
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def opened(open_desk: OpenDesk) -> Opened:
    return open_desk(has_tray=False)


@pytest.fixture
def window(opened: Opened, qtbot: QtBot) -> MainWindow:
    window = opened.desk.window
    with qtbot.waitExposed(window):
        opened.live  # noqa: B018 (waits for the start)
    return window

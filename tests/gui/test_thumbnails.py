"""Small pictures are made in the background; a disk that does not answer holds up nothing else."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.gui.gallery import Entry, Thumbnails

HANGS = Path("/net/1.png")
ENDS_WITH_A_PIPE = """
import sys
from pathlib import Path
from PyQt6.QtWidgets import QApplication
from vcam.gui.gallery import Entry, Thumbnails

application = QApplication([])
thumbnails = Thumbnails(lambda *_: None)
thumbnails.want(Entry(Path(sys.argv[1]), is_ours=False))
thumbnails.close()
"""


@dataclass
class Disk:
    """A disk that does not answer for one file until it is told to; what is read of it, in order."""

    read: list[Path] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)

    def load(self, path: Path) -> QImage:
        self.read.append(path)
        if path == HANGS:
            self.answers.wait(60)
        return QImage()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk()
    monkeypatch.setattr("vcam.gui.gallery.load_thumbnail", made.load)
    monkeypatch.setattr("vcam.gui.errands.PATIENCE_S", 0.01)
    yield made
    made.answers.set()


def mine(name: str) -> Entry:
    return Entry(Path("/net") / name, is_ours=False)


def ours(name: str) -> Entry:
    return Entry(Path("/usr/share/vcam") / name, is_ours=True)


def test_one_disk_that_hangs_leaves_no_other_picture_blank(disk: Disk, qtbot: QtBot) -> None:
    made: list[str] = []
    thumbnails = Thumbnails(lambda path, _: made.append(path))
    for entry in (mine("1.png"), mine("2.png"), ours("3.png")):
        thumbnails.want(entry)
    qtbot.waitUntil(lambda: sorted(made) == ["/net/2.png", "/usr/share/vcam/3.png"])
    thumbnails.close()


def test_what_comes_with_vcam_is_read_before_what_may_hang(
    disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.errands.PATIENCE_S", 60)  # nothing goes on before all is asked for
    thumbnails = Thumbnails(lambda *_: None)
    thumbnails.want(mine("1.png"))
    qtbot.waitUntil(lambda: disk.read == [HANGS])
    for entry in (mine("2.png"), ours("3.png"), ours("4.png")):
        thumbnails.want(entry)
    disk.answers.set()
    qtbot.waitUntil(lambda: len(disk.read) == 4)
    assert [path.name for path in disk.read] == ["1.png", "3.png", "4.png", "2.png"]
    thumbnails.close()


def test_a_picture_that_waits_or_hangs_is_not_asked_for_again(disk: Disk, qtbot: QtBot) -> None:
    thumbnails = Thumbnails(lambda *_: None)
    for _ in range(3):
        thumbnails.want(mine("1.png"))
        thumbnails.want(mine("2.png"))
    thumbnails.want(mine("3.png"))
    qtbot.waitUntil(lambda: Path("/net/3.png") in disk.read)
    assert disk.read.count(HANGS) == 1
    thumbnails.close()


def test_a_menu_that_is_opened_again_asks_for_no_picture_twice(
    disk: Disk, open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "config" / "vcam").mkdir(parents=True)
    (tmp_path / "config" / "vcam" / "backgrounds.json").write_text('["/net/1.png"]')
    tray = open_desk().desk.tray
    for _ in range(3):
        tray.fill()
    qtbot.waitUntil(lambda: len(tray._pictures) == 5)
    tray.close()
    assert disk.read.count(HANGS) <= 2, "once for the menu, once for the page"


@pytest.mark.slow
def test_a_picture_that_is_never_read_does_not_keep_vcam_from_ending(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    words = [sys.executable, "-c", ENDS_WITH_A_PIPE, str(tmp_path / "pipe.png")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr

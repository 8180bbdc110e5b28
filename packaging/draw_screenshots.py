"""Takes a picture of every page of the window: `python packaging/draw_screenshots.py OUT`.

The camera is the demo and nothing leaves the process, but everything else is real. Each page is
taken in light and dark, at 100 and 200 %; each scale needs a process of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from PyQt6.QtWidgets import QApplication

from vcam.gui import theme
from vcam.gui.application import Desk
from vcam.gui.cycles import collect_here
from vcam.gui.pages.people import PersonRow
from vcam.gui.start import make_application, make_live
from vcam.gui.steering import Steering
from vcam.paths import assets_dir, prepare_environment
from vcam.settings.file import save
from vcam.settings.model import BackgroundSettings, CameraSettings, OutputSettings, Settings

SIZE = (1180, 720)
SMALL = (960, 540)
"""A screen of 1920 x 1080 at 200 % has so many logical pixels."""


def main() -> None:
    """Take all pictures, or with --scale those of one scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=int, choices=(1, 2))
    parser.add_argument("--pages", nargs="*", default=[])
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.scale is None:
        for scale in (1, 2):
            environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
            words = [sys.executable, __file__, str(asked.out), "--scale", str(scale), "--pages", *asked.pages]
            subprocess.run(words, env=environment, check=True)
        return
    prepare_environment()
    application = make_application()
    with tempfile.TemporaryDirectory() as folder, collect_here():
        _take_all(application, Path(folder), asked.out, asked.scale, asked.pages)


def _take_all(application: QApplication, folder: Path, out: Path, scale: int, pages: list[str]) -> None:
    background = assets_dir() / "backgrounds" / "soft-light.jpg"
    settings = Settings(
        camera=CameraSettings(source="demo", size="960x540", fps=15),
        output=OutputSettings(sink="memory", size="960x540", fps=15),
        background=BackgroundSettings(kind="picture", file=str(background)),
    )
    save(settings, folder / "settings.toml")
    desk = Desk(make_live, _closed_doors, has_tray=False, folder=folder)
    desk.open(shows_window=True)
    window = desk.window
    window.resize(*(SIZE if scale == 1 else SMALL))
    _wait(application, lambda: window.windowTitle() == "vcam: Live", 60)
    for name in pages or window.pages:
        window.show_page(name)
        _wait(application, lambda name=name: window.page(name).is_finished, 60)  # type: ignore[misc]
        _wait(application, lambda: False, 6.0 if name in ("people", "quality", "output") else 1.5)
        if name == "people":
            _wait(application, lambda: len(window.findChildren(PersonRow)) > 1, 30)
        for tone, is_dark in (("light", False), ("dark", True)):
            theme.prefer(is_dark)
            desk.dress()
            _wait(application, lambda: False, 0.5)
            _wait(application, lambda: window.windowTitle() == "vcam: Live", 20)
            application.processEvents()  # lay out what has just changed
            window.grab().save(str(out / f"{name}-{tone}-{scale}00.png"))
    _take_welcome(application, desk, out, scale)
    desk.close()


def _take_welcome(application: QApplication, desk: Desk, out: Path, scale: int) -> None:
    welcome = desk.window.welcome()
    for step in range(3):
        _wait(application, lambda: False, 2.0 + 4.0 * (step == 2))
        for tone, is_dark in (("light", False), ("dark", True)):
            theme.prefer(is_dark)
            desk.dress()
            _wait(application, lambda: False, 0.5)
            desk.window.grab().save(str(out / f"welcome{step + 1}-{tone}-{scale}00.png"))
        welcome.go(1)


def _wait(application: QApplication, is_done: Callable[[], bool], longest_s: float) -> None:
    deadline_s = time.monotonic() + longest_s
    while not is_done() and time.monotonic() < deadline_s:
        application.processEvents()
        time.sleep(0.01)


def _closed_doors(
    _live: Steering, _end: Callable[[], None], _show: Callable[[], None]
) -> AbstractContextManager[None]:
    return nullcontext()


if __name__ == "__main__":
    main()

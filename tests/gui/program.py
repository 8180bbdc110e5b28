"""The tray app as a process of its own, with the demo instead of a camera; what it does comes from argv.

Arguments: a page to show, a file for a picture of the window, words that its title or its banner must
hold before that is taken, and settings as key=value.
"""

import os
import signal
import sys
import time
from pathlib import Path

from PyQt6.QtCore import QTimer

import vcam.gui.start as start_module
from vcam.gui.application import Desk
from vcam.gui.cycles import collect_here
from vcam.paths import prepare_environment
from vcam.settings.fields import with_values
from vcam.settings.file import load

LOOK_MS = 50
LONGEST_S = 200.0
"""Then the picture is taken, whatever the window says."""


def main(page: str, picture: str, words: str, *values: str) -> int:
    """Run until the picture is taken, or with the picture "killed", die as if by kill -9 once it is saved."""
    prepare_environment()
    if os.environ.get("IMPORT_CV2_FIRST"):
        import cv2  # noqa: F401 (its import is what is tested)
    application = start_module.make_application()
    desk = Desk(start_module.make_live, start_module.open_doors, has_tray=False)
    desk.open(shows_window=True)
    desk.window.show_page(page)
    wanted = dict(value.split("=", 1) for value in values)
    desk.bridge.change(wanted)
    until_s = time.monotonic() + LONGEST_S

    def look() -> None:
        is_late = time.monotonic() > until_s
        if picture == "killed":
            if is_late or _are_saved(wanted):
                os.kill(os.getpid(), signal.SIGKILL)
        elif is_late or (words in _said(desk) and desk.window.page(page).is_finished):
            timer.stop()
            print(f"platform {application.platformName()}", flush=True)
            print(f"plugins {os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH')}", flush=True)
            print(_said(desk), flush=True)
            desk.window.grab().save(picture)
            application.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(LOOK_MS)
    with collect_here():
        code = application.exec()
        desk.close()
    return code


def _said(desk: Desk) -> str:
    return f"title {desk.window.windowTitle()}\nbanner {desk.window.banner.text}"


def _are_saved(values: dict[str, str]) -> bool:
    saved = load().settings
    return with_values(saved, values) == saved


if __name__ == "__main__":
    Path(sys.argv[2]).parent.mkdir(parents=True, exist_ok=True)
    sys.exit(main(*sys.argv[1:]))

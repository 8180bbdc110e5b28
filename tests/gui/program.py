"""The tray app as a process of its own, with the demo instead of a camera; what it does comes from argv.

Arguments: a page to show, a file for a picture of the window, and settings as key=value.
"""

import os
import signal
import sys
import time
from pathlib import Path

from PyQt6.QtCore import QTimer

import vcam.gui.start as start_module
from vcam.gui.application import Desk
from vcam.paths import prepare_environment


def main(page: str, picture: str, *values: str) -> int:
    """Run until the picture is taken, or with the picture "killed", die as if by kill -9 after a change."""
    began_s = time.monotonic()
    prepare_environment()
    if os.environ.get("IMPORT_CV2_FIRST"):
        import cv2  # noqa: F401 (its import is what is tested)
    application = start_module.make_application()
    desk = Desk(start_module.make_live, start_module.open_doors, has_tray=False)
    print(f"icon after {time.monotonic() - began_s:.2f} s", flush=True)
    desk.open(shows_window=True)
    desk.window.show_page(page)

    def change() -> None:
        desk.bridge.change(dict(value.split("=", 1) for value in values))
        if picture == "killed":
            QTimer.singleShot(3000, lambda: os.kill(os.getpid(), signal.SIGKILL))
        else:
            QTimer.singleShot(3000, finish)

    def finish() -> None:
        print(f"platform {application.platformName()}", flush=True)
        print(f"plugins {os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH')}", flush=True)
        print(f"title {desk.window.windowTitle()}", flush=True)
        print(f"banner {desk.window.banner.text}", flush=True)
        desk.window.grab().save(picture)
        application.quit()

    QTimer.singleShot(2000, change)
    code = application.exec()
    desk.close()
    return code


if __name__ == "__main__":
    Path(sys.argv[2]).parent.mkdir(parents=True, exist_ok=True)
    sys.exit(main(*sys.argv[1:]))

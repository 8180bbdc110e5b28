"""Starts the tray app."""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PyQt6.QtCore import QLibraryInfo, QLocale, QSocketNotifier, QTimer, QTranslator
from PyQt6.QtWidgets import QApplication

from vcam.errors import VcamError
from vcam.paths import runtime_dir
from vcam.settings.model import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from vcam.gui.steering import Steering

log = logging.getLogger(__name__)

PLUGIN_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
STARTS_S, ASKED_EVERY_S = 5.0, 0.2
"""So long a vcam that has just started takes at most until it can be asked to raise its window."""
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class NoDisplayError(VcamError):
    """There is nothing to draw a window on."""


def start(shows_window: bool = True) -> int:
    """Be the tray app until the user quits; give the exit code.

    A second start raises the window of the first.

    Args:
        shows_window: whether the window opens at once, and not only the tray icon.

    Raises:
        NoDisplayError: there is no display.
        VcamError: another vcam runs that has no window.
    """
    if raise_other():
        return 0
    require_display()
    application = make_application()
    from vcam.gui.application import Desk
    from vcam.gui.cycles import collect_here

    with collect_here():
        log_what_breaks()
        desk = Desk(make_live, open_doors)
        listen_to_signals(application)
        desk.open(shows_window)
        try:
            return application.exec()
        finally:
            desk.close()


def raise_other() -> bool:
    """Raise the window of a vcam that runs already; tell whether there is one.

    Raises:
        VcamError: it has no window, or does not answer.
    """
    from vcam.control.client import NotRunningError, ask
    from vcam.control.place import PlaceError

    try:
        ask(runtime_dir(), "raise")
    except (NotRunningError, PlaceError):
        return False
    return True


def require_display() -> None:
    """Make sure that a window can be shown, since Qt would end the process without one.

    Raises:
        NoDisplayError: it cannot.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoDisplayError("There is no display for a window; use `vcam run` for the camera alone.")


def make_application() -> QApplication:
    """Make Qt's application, whatever was imported before."""
    forget_plugins_of_opencv()
    application = QApplication(["vcam"])
    application.setApplicationName("vcam")
    application.setDesktopFileName("vcam")
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    from vcam.gui.theme import make_sign
    from vcam.gui.words import make_translator

    application.setWindowIcon(make_sign("vcam"))
    translator = make_translator(QLocale())
    if translator is not None:
        translator.setParent(application)
        application.installTranslator(translator)
        install_words_of_qt(application)
    return application


def install_words_of_qt(application: QApplication) -> QTranslator | None:
    """Let Qt's own dialogs speak the user's language, too; give what does that, if Qt knows the language."""
    words = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not words.load(QLocale(), "qtbase", "_", folder):
        return None
    application.installTranslator(words)
    return words


def forget_plugins_of_opencv() -> None:
    """Undo what importing cv2 does: its wheel points Qt at its own plugins, which do not fit."""
    for name in PLUGIN_VARIABLES:
        value = os.environ.get(name)
        if value is not None and "cv2" in Path(value).parts:
            del os.environ[name]


def listen_to_signals(application: QApplication) -> None:
    """Quit on Ctrl-C and the like; Qt's own loop would not let Python see them."""
    ear, bell = socket.socketpair()
    for each in (ear, bell):
        each.setblocking(False)
    signal.set_wakeup_fd(bell.detach())
    for number in SIGNALS:
        # By a timer, because before the loop has begun there is nothing to quit.
        signal.signal(number, lambda *_: QTimer.singleShot(0, application.quit))
    notifier = QSocketNotifier(ear.detach(), QSocketNotifier.Type.Read, application)  # type: ignore[call-overload]
    notifier.activated.connect(lambda *_: notifier.setEnabled(False))


def log_what_breaks() -> None:
    """Log an unexpected error in a slot and go on, where PyQt would end the process and the camera with it.

    Only the window is concerned: what viewers get is made and guarded on other threads.
    """

    def log_it(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("something broke in the window", exc_info=(kind, error, trace))

    sys.excepthook = log_it


def make_live(settings: Settings) -> "Steering":
    """Build the real camera; this loads OpenCV."""
    from vcam.app import Live

    live = Live(settings)
    forget_plugins_of_opencv()
    return live


@contextmanager
def open_doors(live: "Steering", end: "Callable[[], None]", show: "Callable[[], None]") -> Iterator[None]:
    """Let others steer the real camera.

    Raises:
        RunsAlreadyError: another vcam has just started; if it has a window, that is raised, and this ends.
    """
    from vcam.app import Live, open_to_others
    from vcam.control.place import RunsAlreadyError

    assert isinstance(live, Live), "the doors are those of the real camera"
    with ExitStack() as stack:
        try:
            stack.enter_context(open_to_others(live, end, show))
        except RunsAlreadyError:
            if raise_other_patiently():
                end()
            raise
        yield


def raise_other_patiently() -> bool:
    """Raise the window of a vcam that is about to start, too; tell whether there is one.

    Raises:
        VcamError: it has no window, or does not answer.
    """
    until_s = time.monotonic() + STARTS_S
    while not (is_raised := raise_other()) and time.monotonic() < until_s:
        time.sleep(ASKED_EVERY_S)
    return is_raised

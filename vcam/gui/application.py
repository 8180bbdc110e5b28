"""Puts bridge, tray, window and shortcuts together."""

import logging
import os.path
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from PyQt6.QtCore import QObject, QSettings, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QApplication

from vcam.gui.bridge import Bridge
from vcam.gui.gallery import Gallery
from vcam.gui.notify import Notices, tell_desktop
from vcam.gui.saved import read, store
from vcam.gui.shortcuts import Shortcuts
from vcam.gui.steering import SWITCHES, Steering
from vcam.gui.theme import colours, make_palette, style_sheet
from vcam.gui.tray import Tray
from vcam.gui.window import MainWindow
from vcam.gui.words import tr
from vcam.paths import config_dir
from vcam.settings.model import Settings

log = logging.getLogger(__name__)

HIDDEN_LOOK_MS = 1000
"""How often the tray icon is brought up to date while the window is closed."""

MOST_TOLD = 6
"""How many problems the banner tells at once, which leaves room for the picture below it."""

WELCOMED = "welcome/done"

Make = Callable[[Settings], Steering]
Doors = Callable[[Steering, Callable[[], None], Callable[[], None]], AbstractContextManager[None]]


class Desk(QObject):
    """Everything that is on the user's desktop.

    Args:
        make: builds the running camera.
        doors: opens it to others; see `Bridge`.
        has_tray: whether there is a tray; without an answer, the desktop is asked.
        folder: of the settings; without it, the user's.
    """

    def __init__(
        self, make: Make, doors: Doors, has_tray: bool | None = None, folder: Path | None = None
    ) -> None:
        super().__init__()
        self._folder = config_dir() if folder is None else folder
        settings_file = self._folder / "settings.toml"
        self._place = QSettings(str(self._folder / "window.ini"), QSettings.Format.IniFormat)
        # Asked before the file is read, for a broken one is moved away then.
        self.is_first_start = not (os.path.lexists(settings_file) or self._place.contains(WELCOMED))
        settings, problems = read(settings_file)
        self.bridge = Bridge(
            settings, make, lambda values: store(values, self.bridge.settings, settings_file), doors
        )
        self.gallery = Gallery(self._folder / "backgrounds.json")
        self.shortcuts = Shortcuts()
        self.tray = Tray(self.bridge, self.gallery, *(() if has_tray is None else (lambda: has_tray,)))
        self._window: MainWindow | None = None
        self._problems: list[str] = []
        for problem in filter(None, (*problems, self.gallery.trouble)):
            self._keep_problem(problem)
        self._notices = Notices(self._tell)
        self._timer = QTimer(self)
        self._timer.setInterval(HIDDEN_LOOK_MS)
        self._connect()

    @property
    def window(self) -> MainWindow:
        """The window."""
        if self._window is None:
            self._window = MainWindow(self.bridge, self.gallery, self.shortcuts, self._place, self._may_hide)
            if self._problems:
                self._window.banner.tell(in_one_text(self._problems))
            if self.is_first_start:
                self._window.welcome().done.connect(lambda: self._place.setValue(WELCOMED, True))
        return self._window

    def open(self, shows_window: bool) -> None:
        """Start the camera, make the window, and show it if asked or if there is no tray."""
        self.bridge.open()
        self.shortcuts.open()
        self._timer.start()
        window = self.window  # now, so that the first click on the tray icon need not wait for it
        if shows_window or not self.tray.is_here() or self.is_first_start:
            window.bring_to_front()

    def show_window(self, page: str) -> None:
        """Bring the window to the front."""
        if page:
            self.window.show_page(page)
        self.window.bring_to_front()

    def close(self) -> None:
        """End everything; viewers see the card last."""
        self._timer.stop()
        self.tray.close()
        if self._window is not None:
            self._window.close_down()
            self._window.hide()
        self.shortcuts.close()
        self.bridge.close()

    def _connect(self) -> None:
        bridge = self.bridge
        self._timer.timeout.connect(bridge.look)
        self.tray.window_asked.connect(self.show_window)
        self.tray.quit_asked.connect(QApplication.quit)
        bridge.quit_asked.connect(QApplication.quit)
        bridge.raise_asked.connect(lambda: self.show_window(""))
        bridge.glance_changed.connect(self._notices.look)
        bridge.failed.connect(self._keep_problem)
        self.shortcuts.pressed.connect(self._carry_out_key)
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Give everything the colours of the theme in force."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            tone = colours()
            application.setPalette(make_palette(tone))
            application.setStyleSheet(style_sheet(tone))
        if self._window is not None:
            self._window.refresh_icons()

    def _may_hide(self) -> bool:
        """Whether a closed window can be found again; else everything ends with it."""
        may_hide = self.tray.is_here()
        if not may_hide:
            QApplication.quit()
        return may_hide

    def _keep_problem(self, sentence: str) -> None:
        """Tell what went wrong in the window, and while that is closed beside the tray icon."""
        if self._window is None:
            log.warning("%s", sentence)
            self._problems.append(sentence)
            return
        self._window.banner.tell(sentence)
        if not self._window.isVisible():
            self._tell("vcam", sentence)

    def _carry_out_key(self, verb: str) -> None:
        if verb == "panic":
            self.bridge.panic()
        for switch in SWITCHES:
            if verb == switch:
                self.bridge.turn(switch)

    def _tell(self, title: str, sentence: str) -> None:
        if not (self.tray.tell(title, sentence) or tell_desktop(title, sentence)):
            log.info("no notice could be shown: %s", sentence)


def in_one_text(problems: Sequence[str]) -> str:
    """Put problems below one another, as many as the banner has room for, and say how many more there are."""
    lines = list(problems[:MOST_TOLD])
    if len(problems) > MOST_TOLD:
        lines.append(tr("More are in the log: {0}.").format(len(problems) - MOST_TOLD))
    return "\n".join(lines)

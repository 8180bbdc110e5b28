"""Whether the desktop has a tray."""

import sys

from PyQt6.QtDBus import QDBusConnection
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QSystemTrayIcon

WATCHER = "org.kde.StatusNotifierWatcher"
"""Where a panel takes icons in over D-Bus, whatever the desktop."""


def has_tray() -> bool:
    """Whether there is a tray now; a panel may come after vcam, or go before it.

    The bus is asked here, and Qt only where an X11 tray may be, too: it grumbles elsewhere, and older
    versions ask the bus once and keep to what they heard then.
    """
    if sys.platform != "linux":
        return QSystemTrayIcon.isSystemTrayAvailable()
    is_x11 = QGuiApplication.platformName() == "xcb"
    return _has_watcher() or (is_x11 and QSystemTrayIcon.isSystemTrayAvailable())


def _has_watcher() -> bool:
    bus = QDBusConnection.sessionBus().interface()
    if bus is None:
        return False
    answer = bus.isServiceRegistered(WATCHER)
    return answer.isValid() and bool(answer.value())

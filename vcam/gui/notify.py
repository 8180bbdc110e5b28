"""Tells the user of what matters, and only once: nothing modal, nothing during a call that is not needed."""

from collections.abc import Callable

from PyQt6.QtCore import QMetaType
from PyQt6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage

from vcam.gui.look import Glance, Look
from vcam.gui.words import tr

SHOWN_MS = 8000
SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


class Notices:
    """Tells when viewers have lost the user's picture without the user wanting that.

    Args:
        tell: shows a title and a sentence.
    """

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell
        self._was_seen = False

    def look(self, glance: Glance) -> None:
        """Take in what viewers see."""
        if glance.look in (Look.LIVE, Look.OPEN):
            self._was_seen = True
        elif glance.look is Look.TROUBLE and self._was_seen:
            self._was_seen = False
            self._tell(tr("Viewers see the card"), glance.sentence)
        elif glance.look in (Look.OFF, Look.CARD):
            self._was_seen = False


def tell_desktop(title: str, sentence: str) -> bool:
    """Show a notice through the desktop; tell whether there is somebody to show it."""
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "Notify")
    message.setArguments(
        [
            "vcam",
            _typed(0, QMetaType.Type.UInt),
            "vcam",
            title,
            sentence,
            _typed([], QMetaType.Type.QStringList),
            {},
            _typed(SHOWN_MS, QMetaType.Type.Int),
        ]
    )
    return bus.send(message)


def _typed(value: object, kind: QMetaType.Type) -> QDBusArgument:
    """Give a value the type that D-Bus demands, which Python's own would not have."""
    argument = QDBusArgument()
    argument.add(value, kind.value)  # type: ignore[arg-type]
    return argument

"""Global shortcuts through the desktop's portal, or X11; where there is neither, `vcam ctl` can be bound."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, pyqtSignal

from vcam.gui.words import tr
from vcam.gui.x11_keys import X11Error, X11Keys
from vcam.paths import own_command

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

PORTAL = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
PATIENCE_S = 5.0
ASKING_S = 120.0
"""The desktop may ask the user which keys they want."""
TICK_S = 1.0


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key can do.

    Attributes:
        verb: as `vcam ctl` calls it.
        title: what it is called for a person.
        trigger: the keys that are proposed, as the portal writes them.
    """

    verb: str
    title: str
    trigger: str

    @property
    def command(self) -> str:
        """What a desktop's own settings can bind to a key."""
        return f"{own_command()} ctl {self.verb}"


def all_actions() -> tuple[Action, ...]:
    """Give everything that can have a key; on and off are two keys, so that nobody has to look first."""
    return (
        Action("on", tr("Show me"), "CTRL+ALT+SHIFT+o"),
        Action("card", tr("Be right back"), "CTRL+ALT+SHIFT+b"),
        Action("off", tr("Close the webcam"), "CTRL+ALT+SHIFT+x"),
        Action("panic", tr("Panic: card at once, webcam closed"), "CTRL+ALT+SHIFT+Escape"),
    )


class Shortcuts(QObject):
    """Asks the desktop's portal for keys, or else the X server, on a thread of its own.

    Signals:
        pressed: the verb of a key that was pressed.
        changed: a sentence on how things stand, and the keys of each verb.
    """

    pressed = pyqtSignal(str)
    changed = pyqtSignal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self.sentence = tr("Asking the desktop for shortcuts.")
        self.keys: dict[str, str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vcam-shortcuts", daemon=True)

    def open(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2 * TICK_S)

    def _run(self) -> None:
        try:
            if not (self._use_portal() or self._use_x11()):
                self._tell(
                    tr("This desktop offers no shortcuts; bind these commands to keys in its settings."), {}
                )
        except Exception:
            log.exception("global shortcuts broke")
            self._tell(tr("Shortcuts do not work now; bind these commands in the desktop's settings."), {})

    def _use_portal(self) -> bool:
        """Listen through the desktop's portal until the end; tell whether it has one."""
        try:
            with Portal() as portal:
                self._tell(
                    tr("The desktop listens to these keys; change them in its settings."), portal.bind()
                )
                portal.listen(self._stop, self.pressed.emit)
        except (ImportError, OSError, KeyError, PortalError) as error:
            log.info("no shortcuts through the portal: %s", error)
            return False
        return True

    def _use_x11(self) -> bool:
        """Listen through the X server until the end; tell whether there is one."""
        try:
            with X11Keys() as keys:
                bound = keys.bind({action.verb: action.trigger for action in all_actions()})
                self._tell(tr("These keys work everywhere, unless another program has taken them."), bound)
                keys.listen(self._stop, self.pressed.emit, TICK_S)
        except X11Error as error:
            log.info("no shortcuts through X11: %s", error)
            return False
        return True

    def _tell(self, sentence: str, keys: dict[str, str]) -> None:
        self.sentence, self.keys = sentence, keys
        try:
            self.changed.emit(sentence, keys)
        except RuntimeError:
            return  # the program is ending


class PortalError(Exception):
    """The portal refused, or is not there."""


class Portal:
    """A session with the portal's GlobalShortcuts.

    Raises:
        OSError, KeyError: there is no session bus.
        PortalError: there is no portal for shortcuts.
    """

    def __init__(self) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._bus: DBusConnection = open_dbus_connection("SESSION")
        self._session = ""

    def __enter__(self) -> "Portal":
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.close()

    def bind(self) -> dict[str, str]:
        """Ask for all keys and give, by verb, those that the user agreed to, in words."""
        from jeepney import MatchRule, message_bus

        for interface in (REQUEST, SHORTCUTS):
            self._call(message_bus.AddMatch(MatchRule(type="signal", interface=interface)))
        token = _token()
        options = {"handle_token": ("s", _token()), "session_handle_token": ("s", token)}
        created = self._request("CreateSession", "a{sv}", (options,), PATIENCE_S)
        self._session = str(created["session_handle"][1])
        wanted = [
            (action.verb, {"description": ("s", action.title), "preferred_trigger": ("s", action.trigger)})
            for action in all_actions()
        ]
        body = (self._session, wanted, "", {"handle_token": ("s", _token())})
        bound = self._request("BindShortcuts", "oa(sa{sv})sa{sv}", body, ASKING_S)
        return {
            verb: str(about.get("trigger_description", ("s", ""))[1])
            for verb, about in bound.get("shortcuts", ("", []))[1]
        }

    def listen(self, stop: threading.Event, on_pressed: Callable[[str], None]) -> None:
        """Tell of each key that is pressed, until stopped."""
        while not stop.is_set():
            try:
                message = self._bus.receive(timeout=TICK_S)
            except TimeoutError:
                continue
            if _member(message) == "Activated" and message.body and message.body[0] == self._session:
                on_pressed(str(message.body[1]))

    def _request(
        self, method: str, signature: str, body: tuple[Any, ...], patience_s: float
    ) -> dict[str, Any]:
        """Call a method that answers with a signal later, and give what that says."""
        from jeepney import DBusAddress, new_method_call

        address = DBusAddress(PATH, bus_name=PORTAL, interface=SHORTCUTS)
        handle = self._call(new_method_call(address, method, signature, body))[0]
        while True:
            try:
                message = self._bus.receive(timeout=patience_s)
            except TimeoutError as error:
                raise PortalError(f"{method} was not answered") from error
            if _member(message) == "Response" and _path(message) == handle:
                code, results = message.body
                if code:
                    raise PortalError(f"{method} was refused ({code})")
                return dict(results)

    def _call(self, message: "Message") -> tuple[Any, ...]:
        from jeepney import DBusErrorResponse
        from jeepney.wrappers import unwrap_msg

        try:
            body: tuple[Any, ...] = unwrap_msg(self._bus.send_and_get_reply(message, timeout=PATIENCE_S))
        except DBusErrorResponse as error:
            raise PortalError(str(error)) from error
        except TimeoutError as error:
            raise PortalError("the desktop does not answer") from error
        return body


def _token() -> str:
    return f"vcam_{secrets.token_hex(8)}"


def _member(message: "Message") -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.member, ""))


def _path(message: "Message") -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.path, ""))

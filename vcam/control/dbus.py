"""The same verbs on the user's D-Bus, for desktops, extensions and shortcuts.

gdbus call --session -d io.github.vcam.Vcam -o /io/github/vcam/Vcam -m io.github.vcam.Vcam.Off
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from xml.sax.saxutils import quoteattr

from vcam.control.messages import MAX_BYTES, VERBS, Answer, Request, Verb, make_request
from vcam.errors import UsageError, VcamError

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

NAME = "io.github.vcam.Vcam"
PATH = "/io/github/vcam/Vcam"
ERRORS = "org.freedesktop.DBus.Error"
TICK_S = 0.5

TELLING = frozenset({"get", "status", "who"})
"""These verbs give an answer: a text that holds JSON."""


def member_of(verb: Verb) -> str:
    """The D-Bus method of a verb, such as PersonEffect for person-effect."""
    return "".join(part.capitalize() for part in verb.name.split("-"))


METHODS: Mapping[str, Verb] = {member_of(verb): verb for verb in VERBS.values()}


def introspection() -> str:
    """Describe the methods in D-Bus's XML."""
    methods = []
    for member, verb in METHODS.items():
        arguments = "".join(f'<arg name="{name}" type="s" direction="in"/>' for name in verb.takes)
        if verb.name in TELLING:
            arguments += '<arg name="json" type="s" direction="out"/>'
        about = f'<annotation name="org.gtk.GDBus.DocString" value={quoteattr(verb.does)}/>'
        methods.append(f'<method name="{member}">{about}{arguments}</method>')
    return (
        f'<node><interface name="{NAME}">{"".join(methods)}</interface>'
        '<interface name="org.freedesktop.DBus.Introspectable">'
        '<method name="Introspect"><arg name="xml" type="s" direction="out"/></method></interface>'
        '<interface name="org.freedesktop.DBus.Peer"><method name="Ping"/></interface></node>'
    )


class DBusService:
    """Answers on the session bus until it is closed, on a thread of its own.

    Where there is no bus or no jeepney (`pip install vcam[dbus]`), vcam is steered by the socket alone.

    Args:
        carry_out: does what is asked and gives the answer, or raises VcamError.
    """

    def __init__(self, carry_out: Callable[[Request], Answer]) -> None:
        self._carry_out = carry_out
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vcam-dbus", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=10 * TICK_S)

    def _run(self) -> None:
        try:
            connection = _connect()
            if connection is not None:
                with connection:
                    self._serve(connection)
        except OSError as error:
            log.warning("the session bus is gone (%s); vcam is steered by its socket alone", error)
        except Exception:
            log.exception("vcam cannot be steered through D-Bus")

    def _serve(self, connection: "DBusConnection") -> None:
        from jeepney import MessageFlag, MessageType

        while not self._stop.is_set():
            try:
                message = connection.receive(timeout=TICK_S)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                reply = self.reply_to(message)
                if not message.header.flags & MessageFlag.no_reply_expected:
                    connection.send(reply)

    def reply_to(self, message: "Message") -> "Message":
        """Do what a method call asks for, and give the message that says so."""
        from jeepney import HeaderFields, new_error, new_method_return

        fields = message.header.fields
        interface = fields.get(HeaderFields.interface, NAME)
        member = str(fields.get(HeaderFields.member))
        if fields.get(HeaderFields.path) != PATH:
            return new_error(message, f"{ERRORS}.UnknownObject", "s", (f"vcam is at {PATH}.",))
        match interface, member:
            case "org.freedesktop.DBus.Introspectable", "Introspect":
                return new_method_return(message, "s", (introspection(),))
            case "org.freedesktop.DBus.Peer", "Ping":
                return new_method_return(message)
            case _, _ if interface == NAME and member in METHODS:
                return self._call(METHODS[member], message)
        return new_error(message, f"{ERRORS}.UnknownMethod", "s", (f"vcam has no method {member}.",))

    def _call(self, verb: Verb, message: "Message") -> "Message":
        from jeepney import new_error, new_method_return

        try:
            answer = self._carry_out(_request(verb, message.body))
        except UsageError as error:
            return new_error(message, f"{ERRORS}.InvalidArgs", "s", (str(error),))
        except VcamError as error:
            return new_error(message, f"{NAME}.Failed", "s", (str(error),))
        except Exception:
            log.exception("%s broke", verb.name)
            return new_error(message, f"{NAME}.Failed", "s", ("Something broke inside vcam; see the log.",))
        if verb.name in TELLING:
            return new_method_return(message, "s", (json.dumps(answer),))
        return new_method_return(message)


def _request(verb: Verb, body: tuple[Any, ...]) -> Request:
    if len(body) != len(verb.takes):
        raise UsageError(f"{member_of(verb)} takes {len(verb.takes)} texts, not {len(body)}.")
    if sum(len(each) for each in body if isinstance(each, str)) > MAX_BYTES:
        raise UsageError(f"The request is too long; it has at most {MAX_BYTES} bytes.")
    return make_request(verb.name, dict(zip(verb.takes, body, strict=True)))


def _connect() -> "DBusConnection | None":
    """Take the name on the session bus; None where there is no bus, no jeepney or another vcam."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    try:
        from jeepney import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection
    except ImportError:
        log.info("there is no D-Bus service, because jeepney is not installed: pip install 'vcam[dbus]'")
        return None
    connection = open_dbus_connection(bus="SESSION")
    do_not_queue, primary_owner = 4, 1
    if Proxy(message_bus, connection, timeout=TICK_S).RequestName(NAME, do_not_queue)[0] == primary_owner:
        return connection
    connection.close()
    log.warning("there is no D-Bus service, because another program is called %s", NAME)
    return None

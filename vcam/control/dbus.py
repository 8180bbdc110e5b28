"""The same verbs on the user's D-Bus, for desktops, extensions and shortcuts.

gdbus call --session -d io.github.vcam.Vcam -o /io/github/vcam/Vcam -m io.github.vcam.Vcam.Off
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from xml.sax.saxutils import quoteattr

from vcam.control.errands import Errands
from vcam.control.messages import MAX_BYTES, VERBS, Answer, Reply, Request, Verb, make_request, refusal
from vcam.errors import UsageError

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.threading import DBusConnection

log = logging.getLogger(__name__)

NAME = "io.github.vcam.Vcam"
PATH = "/io/github/vcam/Vcam"
ERRORS = "org.freedesktop.DBus.Error"
TICK_S = 0.5
FAREWELL_S = 5.0

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

    Where there is no bus or no jeepney, as outside of Linux, vcam is steered by the socket alone.

    Args:
        carry_out: does what is asked and gives the answer, or raises VcamError.
    """

    def __init__(self, carry_out: Callable[[Request], Answer]) -> None:
        self._errands = Errands(carry_out, "vcam-dbus-errands")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vcam-dbus", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._errands.close(FAREWELL_S)
        self._stop.set()
        self._thread.join(timeout=FAREWELL_S)

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
                wants_no_reply = message.header.flags & MessageFlag.no_reply_expected
                self.obey(message, _keep_silent if wants_no_reply else partial(_send, connection))

    def obey(self, message: "Message", send: "Callable[[Message], None]") -> None:
        """Do what a method call asks for, and send the message that says so, maybe from another thread."""
        from jeepney import HeaderFields, new_error, new_method_return

        fields = message.header.fields
        interface = fields.get(HeaderFields.interface, NAME)
        member = str(fields.get(HeaderFields.member))
        if fields.get(HeaderFields.path) != PATH:
            send(new_error(message, f"{ERRORS}.UnknownObject", "s", (f"vcam is at {PATH}.",)))
            return
        match interface, member:
            case "org.freedesktop.DBus.Introspectable", "Introspect":
                send(new_method_return(message, "s", (introspection(),)))
            case "org.freedesktop.DBus.Peer", "Ping":
                send(new_method_return(message))
            case _, _ if interface == NAME and member in METHODS:
                self._call(METHODS[member], message, send)
            case _:
                text = f"vcam has no method {member}."
                send(new_error(message, f"{ERRORS}.UnknownMethod", "s", (text,)))

    def _call(self, verb: Verb, message: "Message", send: "Callable[[Message], None]") -> None:
        def answer(reply: Reply) -> None:
            send(_as_message(verb, message, reply))

        try:
            request = _request(verb, message.body)
        except UsageError as error:
            answer(refusal(error))
        else:
            self._errands.ask(request, answer)


def _as_message(verb: Verb, call: "Message", reply: Reply) -> "Message":
    from jeepney import new_error, new_method_return

    if reply.error:
        name = f"{ERRORS}.InvalidArgs" if reply.wrong == "usage" else f"{NAME}.Failed"
        return new_error(call, name, "s", (reply.error,))
    if verb.name in TELLING:
        return new_method_return(call, "s", (json.dumps(reply.answer),))
    return new_method_return(call)


def _send(connection: "DBusConnection", message: "Message") -> None:
    with suppress(OSError):  # the bus is gone, and with it who asked
        connection.send(message)


def _keep_silent(_message: "Message") -> None:
    """Nobody wants to hear it."""


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
        from jeepney.io.threading import open_dbus_connection
    except ImportError:
        log.info("there is no D-Bus service, because jeepney is not installed: pip install jeepney")
        return None
    connection = open_dbus_connection(bus="SESSION")
    do_not_queue, primary_owner = 4, 1
    if _ask_bus(connection, message_bus.RequestName(NAME, do_not_queue)) == (primary_owner,):
        return connection
    connection.close()
    log.warning("there is no D-Bus service, because another program is called %s", NAME)
    return None


def _ask_bus(connection: "DBusConnection", question: "Message") -> tuple[Any, ...]:
    """Ask the bus itself; what comes after its answer is not lost, as jeepney's proxies would."""
    from jeepney import HeaderFields

    serial = next(connection.outgoing_serial)
    connection.send(question, serial)
    while True:
        message = connection.receive(timeout=FAREWELL_S)
        if message.header.fields.get(HeaderFields.reply_serial) == serial:
            return tuple(message.body)

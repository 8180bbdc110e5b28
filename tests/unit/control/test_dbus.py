import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("jeepney", reason="needs jeepney, which comes with vcam on Linux")

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from vcam.control.dbus import ERRORS, METHODS, NAME, PATH, DBusService, introspection
from vcam.control.messages import VERBS, Answer, Request
from vcam.errors import SinkError, UsageError

VCAM = DBusAddress(PATH, bus_name=NAME, interface=NAME)


def obey(request: Request) -> Answer:
    """Tell what was asked, or fail in the way that is asked for."""
    match request.values.get("what"):
        case "sparkle":
            raise UsageError("That is no background; give another.")
        case "/full":
            raise SinkError("The disk is full; free some space.")
        case "crash":
            raise ZeroDivisionError
    return {"asked": request.verb, **request.values}


def answer(message: Message) -> tuple[str | None, tuple[Any, ...]]:
    """The error's name, or None, and the body of what is said to a message."""
    message.header.serial = 7
    replies: queue.SimpleQueue[Message] = queue.SimpleQueue()
    DBusService(obey).obey(message, replies.put)
    reply = replies.get(timeout=20)
    assert reply.header.fields[HeaderFields.reply_serial] == 7
    return reply.header.fields.get(HeaderFields.error_name), reply.body


def call(member: str, *texts: str) -> tuple[str | None, tuple[Any, ...]]:
    return answer(new_method_call(VCAM, member, "s" * len(texts) or None, texts))


def test_every_verb_is_a_method_and_described() -> None:
    assert len(METHODS) == len(VERBS)
    described = {
        method.get("name"): [arg.get("name") for arg in method.iter("arg") if arg.get("direction") == "in"]
        for method in ElementTree.fromstring(introspection()).iter("method")
    }
    for member, verb in METHODS.items():
        assert described[member] == list(verb.takes)


def test_a_method_does_what_its_verb_does() -> None:
    assert call("PersonEffect", "Anna", "blur") == (None, ())
    error, (told,) = call("Get", "people")
    assert error is None
    assert json.loads(told) == {"asked": "get", "key": "people"}


def test_errors_are_d_bus_errors_with_our_sentence(caplog: pytest.LogCaptureFixture) -> None:
    assert call("Background", "sparkle") == (
        f"{ERRORS}.InvalidArgs",
        ("That is no background; give another.",),
    )
    assert call("Background", "/full") == (f"{NAME}.Failed", ("The disk is full; free some space.",))
    assert call("Background", "crash")[0] == f"{NAME}.Failed"
    assert "ZeroDivisionError" in caplog.text


def test_wrong_calls_are_refused() -> None:
    assert call("Fly")[0] == f"{ERRORS}.UnknownMethod"
    assert call("Background")[0] == f"{ERRORS}.InvalidArgs"
    assert call("Off", "now")[0] == f"{ERRORS}.InvalidArgs"
    assert call("Background", "x" * 70_000)[0] == f"{ERRORS}.InvalidArgs"
    assert answer(new_method_call(VCAM, "Background", "i", (3,)))[0] == f"{ERRORS}.InvalidArgs"
    elsewhere = DBusAddress("/elsewhere", bus_name=NAME, interface=NAME)
    assert answer(new_method_call(elsewhere, "Off"))[0] == f"{ERRORS}.UnknownObject"
    other = VCAM.with_interface("org.example.Other")
    assert answer(new_method_call(other, "Off"))[0] == f"{ERRORS}.UnknownMethod"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session bus of the test's own."""
    if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
        pytest.skip("needs dbus-daemon: apt install dbus")
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    ) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


def ask(connection: DBusConnection, member: str, *texts: str) -> Message:
    message = new_method_call(VCAM, member, "s" * len(texts) or None, texts)
    return connection.send_and_get_reply(message, timeout=20)


def wait_for_name(connection: DBusConnection) -> None:
    """Wait until vcam has its name; the bus itself tells of that."""
    from jeepney import MatchRule, message_bus
    from jeepney.io.blocking import Proxy

    rule = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
    rule.add_arg_condition(0, NAME)
    proxy = Proxy(message_bus, connection, timeout=20)
    with connection.filter(rule) as changes:
        proxy.AddMatch(rule)
        if not proxy.NameHasOwner(NAME)[0]:
            connection.recv_until_filtered(changes, timeout=20)


@pytest.mark.usefixtures("bus")
def test_it_answers_on_a_real_bus() -> None:
    with DBusService(obey), open_dbus_connection(bus="SESSION") as desktop:
        wait_for_name(desktop)
        assert json.loads(ask(desktop, "Status").body[0]) == {"asked": "status"}
        refused = ask(desktop, "Background", "sparkle")
        assert refused.header.message_type is MessageType.error
        assert refused.body == ("That is no background; give another.",)


@pytest.mark.usefixtures("bus")
def test_while_a_background_hangs_the_card_is_answered_at_once_on_the_bus() -> None:
    begun, is_well = threading.Event(), threading.Event()

    def hang(request: Request) -> Answer:
        if request.verb == "background":
            begun.set()
            assert is_well.wait(30)
        return {}

    with DBusService(hang), open_dbus_connection(bus="SESSION") as desktop:
        wait_for_name(desktop)
        desktop.send(new_method_call(VCAM, "Background", "s", ("/far/slow.mp4",)))
        assert begun.wait(20)
        assert ask(desktop, "Panic").header.message_type is MessageType.method_return
        is_well.set()


def test_a_bus_that_cannot_be_reached_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with DBusService(obey):
        pass
    assert "session bus is gone" in caplog.text


def test_without_a_bus_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with DBusService(obey):
        pass
    assert caplog.text == ""
    assert not [thread for thread in threading.enumerate() if thread.name == "vcam-dbus"]
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ

"""A desktop portal for shortcuts, made for tests: it agrees to all keys, then presses one."""

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageType,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"


def main() -> None:
    """Answer until both calls have come, then press the key of "panic"."""
    bus = open_dbus_connection("SESSION")
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    bus.send_and_get_reply(message_bus.AddMatch(MatchRule(type="method_call")))
    print("ready", flush=True)
    session = "/org/freedesktop/portal/desktop/session/test/1"
    while True:
        message = bus.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        member = message.header.fields[HeaderFields.member]
        if member not in ("CreateSession", "BindShortcuts"):
            continue
        handle = f"/org/freedesktop/portal/desktop/request/test/{member}"
        bus.send(new_method_return(message, "o", (handle,)))
        results: dict[str, tuple[str, object]] = {"session_handle": ("s", session)}
        if member == "BindShortcuts":
            agreed = [(verb, {"trigger_description": ("s", f"Ctrl+{verb}")}) for verb, _ in message.body[1]]
            results = {"shortcuts": ("a(sa{sv})", agreed)}
        request = DBusAddress(handle, bus_name=NAME, interface=REQUEST)
        bus.send(new_signal(request, "Response", "ua{sv}", (0, results)))
        if member == "BindShortcuts":
            portal = DBusAddress(PATH, bus_name=NAME, interface=SHORTCUTS)
            for where in ("/somebody/else", session):
                body: tuple[str, str, int, dict[str, object]] = (
                    where,
                    "panic" if where == session else "on",
                    0,
                    {},
                )
                bus.send(new_signal(portal, "Activated", "osta{sv}", body))


if __name__ == "__main__":
    main()

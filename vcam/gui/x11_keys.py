"""Global keys on X11, for desktops whose portal offers none: asks the X server for them.

Through libxcb, which Qt's own X11 plugin needs anyway, so that nothing more is to be installed. Its
errors come as answers; those of the older libX11 would end the process.
"""

import ctypes
import os
import select
import threading
from collections.abc import Callable, Mapping

CONTROL, SHIFT, ALT = 4, 1, 8
LOCKS = (0, 2, 16, 2 | 16)
"""Caps Lock and Num Lock count as held keys, so each key is asked for with and without them."""
MODIFIERS: Mapping[str, int] = {"CTRL": CONTROL, "ALT": ALT, "SHIFT": SHIFT}
NAMED_KEYS: Mapping[str, int] = {"Escape": 0xFF1B}
KEY_PRESS = 2
MIN_KEYCODE_AT, MAX_KEYCODE_AT = 34, 35
"""Where these bytes lie in the setup that the server sends first."""
ASYNCHRONOUS = 1


class X11Error(Exception):
    """There is no X server to ask, or it has given all keys to others."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Event(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_uint8), ("keycode", ctypes.c_uint8), ("rest", ctypes.c_uint8 * 34))


class X11Keys:
    """Keys that the X server gives to vcam, whichever window is in front.

    Raises:
        X11Error: there is no X server of this user's session.
    """

    def __init__(self) -> None:
        if os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
            raise X11Error("this session is not X11")  # under Wayland, X sees keys of X windows only
        try:
            self._xcb = _load()
        except (OSError, AttributeError) as error:
            raise X11Error(f"libxcb is not there: {error}") from error
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = [ctypes.c_void_p]
        self._connection = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(self._connection):
            self._xcb.xcb_disconnect(self._connection)
            raise X11Error("the X server does not answer")
        self._verbs: dict[int, str] = {}

    def __enter__(self) -> "X11Keys":
        return self

    def __exit__(self, *_: object) -> None:
        self._xcb.xcb_disconnect(self._connection)

    def bind(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Ask for keys and give those that no other program has.

        Args:
            wanted: the keys of each verb, such as "CTRL+ALT+SHIFT+x".

        Returns:
            The keys of each verb that was given, in words.

        Raises:
            X11Error: not one was given.
        """
        setup = self._xcb.xcb_get_setup(self._connection)
        root = self._xcb.xcb_setup_roots_iterator(setup).data[0]
        codes = self._keycodes(setup)
        bound = {}
        for verb, keys in wanted.items():
            *modifiers, name = keys.split("+")
            code = codes.get(NAMED_KEYS.get(name, ord(name[0])))
            if code is not None and self._grab(root, code, sum(MODIFIERS[each] for each in modifiers)):
                self._verbs[code] = verb
                bound[verb] = "+".join(part.capitalize() for part in (*modifiers, name))
        if not bound:
            raise X11Error("other programs have all of the keys")
        return bound

    def listen(self, stop: threading.Event, on_pressed: Callable[[str], None], tick_s: float) -> None:
        """Tell of each key that is pressed, until stopped or until the X server ends."""
        ear = self._xcb.xcb_get_file_descriptor(self._connection)
        while not stop.is_set() and not self._xcb.xcb_connection_has_error(self._connection):
            event = self._xcb.xcb_poll_for_event(self._connection)
            if not event:
                select.select([ear], [], [], tick_s)
                continue
            kind, code = event.contents.kind & 0x7F, event.contents.keycode
            self._free(event)
            if kind == KEY_PRESS and code in self._verbs:
                on_pressed(self._verbs[code])

    def _keycodes(self, setup: int) -> dict[int, int]:
        """Give the key that writes each sign, by the sign's number."""
        low, high = (ctypes.cast(setup + at, ctypes.POINTER(ctypes.c_uint8))[0] for at in _BOUNDS)
        cookie = self._xcb.xcb_get_keyboard_mapping(self._connection, low, high - low + 1)
        reply = self._xcb.xcb_get_keyboard_mapping_reply(self._connection, cookie, None)
        if not reply:
            raise X11Error("the X server does not tell its keys")
        each = ctypes.cast(reply + 1, ctypes.POINTER(ctypes.c_uint8))[0]
        signs = self._xcb.xcb_get_keyboard_mapping_keysyms(reply)
        codes: dict[int, int] = {}
        for place in range(high - low + 1):
            for sign in signs[place * each : place * each + min(each, 2)]:
                codes.setdefault(sign, low + place)
        self._free(reply)
        return codes

    def _grab(self, root: int, code: int, modifiers: int) -> bool:
        failed = False
        for locks in LOCKS:
            cookie = self._xcb.xcb_grab_key_checked(
                self._connection, 0, root, modifiers | locks, code, ASYNCHRONOUS, ASYNCHRONOUS
            )
            error = self._xcb.xcb_request_check(self._connection, cookie)
            if error:
                self._free(error)
                failed = True
        return not failed


_BOUNDS = (MIN_KEYCODE_AT, MAX_KEYCODE_AT)


def _load() -> ctypes.CDLL:
    """Load libxcb and say what its functions take and give."""
    xcb = ctypes.CDLL("libxcb.so.1")
    pointer, byte, word = ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32
    for name, result, arguments in (
        ("xcb_connect", pointer, [ctypes.c_char_p, pointer]),
        ("xcb_connection_has_error", ctypes.c_int, [pointer]),
        ("xcb_disconnect", None, [pointer]),
        ("xcb_get_setup", pointer, [pointer]),
        ("xcb_setup_roots_iterator", _Screens, [pointer]),
        ("xcb_get_keyboard_mapping", _Cookie, [pointer, byte, byte]),
        ("xcb_get_keyboard_mapping_reply", pointer, [pointer, _Cookie, pointer]),
        ("xcb_get_keyboard_mapping_keysyms", ctypes.POINTER(word), [pointer]),
        ("xcb_grab_key_checked", _Cookie, [pointer, byte, word, ctypes.c_uint16, byte, byte, byte]),
        ("xcb_request_check", pointer, [pointer, _Cookie]),
        ("xcb_poll_for_event", ctypes.POINTER(_Event), [pointer]),
        ("xcb_get_file_descriptor", ctypes.c_int, [pointer]),
    ):
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, arguments
    return xcb

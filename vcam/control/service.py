"""What systemd is told of a vcam that it runs: that it is ready, what it does, and that pictures go out.

Each sign of life is given by the thread that sends pictures, just after one has been sent. If none
goes out for as long as the unit allows, systemd ends vcam and starts it anew.
"""

import os
import socket
import time
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress

from vcam.engine.state import EngineState

STATUS_S = 1.0
"""The manager hears of the state no more often than this."""


class Service:
    """Talks to systemd; does nothing where vcam was started otherwise.

    Args:
        environment: where systemd says how to reach it; its variables are taken out, so that no
            program that vcam starts speaks in its name.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        environment: MutableMapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval_s = _interval_s(environment)
        self._connection = _connected(environment.get("NOTIFY_SOCKET", ""))
        for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
            environment.pop(name, None)
        self._clock = clock
        self._is_ready = False
        self._due_s = self._status_due_s = float("-inf")
        self._status = ""

    def sent(self, _picture: object) -> None:
        """A picture has just been sent. Talks seldom, and then for some microseconds."""
        if self._connection is None:
            return
        now_s = self._clock()
        if now_s >= self._due_s:
            self._due_s = now_s + self._interval_s
            self._say("WATCHDOG=1" if self._is_ready else "READY=1\nWATCHDOG=1")
            self._is_ready = True
        self._say_status(now_s)

    def note(self, state: EngineState) -> None:
        """The state has changed; of states that take turns quickly only some are told."""
        self._status = " ".join(f"{state.kind} {state.message}".split())
        self._say_status(self._clock())

    def _say_status(self, now_s: float) -> None:
        if self._status and now_s >= self._status_due_s:
            self._status_due_s = now_s + STATUS_S
            self._say(f"STATUS={self._status}")
            self._status = ""

    def close(self) -> None:
        """Vcam is about to end."""
        self._say("STOPPING=1")
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _say(self, text: str) -> None:
        if self._connection is not None:
            with suppress(OSError):  # a full queue or a dead manager must not cost a picture
                self._connection.send(text.encode(errors="replace"))


def _interval_s(environment: Mapping[str, str]) -> float:
    """A third of what the unit allows; without a watchdog there is only the first sign."""
    allowed, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", str(os.getpid()))
    if not allowed.isdecimal() or int(allowed) == 0 or pid != str(os.getpid()):
        return float("inf")
    return int(allowed) / 3e6


def _connected(address: str) -> socket.socket | None:
    if not address.startswith(("/", "@")):
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    connection.setblocking(False)
    try:
        connection.connect("\0" + address[1:] if address.startswith("@") else address)
    except OSError:
        connection.close()
        return None
    return connection

"""What the engine's threads share: the plan in force, what is wrong, and the stop."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from vcam.pipeline import Pipeline

log = logging.getLogger(__name__)

IDLE_S = 1.0
"""A thread with nothing to do looks up so seldom, in case it was woken just before it lay down."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the engine is doing, for the tray and the log.

    Attributes:
        kind: "live" when composed pictures go out, "card" when the card does and `message`
            says why, "failed" when it has ended by itself, "stopped" when it was asked to.
        message: one sentence for a person; empty when all is well.
    """

    kind: Literal["starting", "live", "card", "failed", "stopped"]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to build a pipeline, and what the guard shall demand of its pictures.

    Attributes:
        build: makes a pipeline; may take a second.
        protect: whether the room must be hidden.
        mirror: whether frames are mirrored first.
        veil: whether a frame that cannot be composed is shown strongly blurred, instead of
            the card.
        only_me: whether everybody but the user must be hidden.
        conceal: whether somebody must not be made out, for which people have to be told apart.
        zoom: how far pictures may be enlarged to follow the people in them; 1 is not at all.
    """

    build: Callable[[], Pipeline]
    protect: bool
    mirror: bool = False
    veil: bool = False
    only_me: bool = False
    conceal: bool = False
    zoom: float = 1.0


class Board:
    """Where threads note what is wrong with them, and read what is wrong with others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._troubles: dict[str, str] = {}

    def report(self, thread: str, message: str) -> bool:
        """Note a trouble; tell whether it is new, and log it only then."""
        with self._lock:
            is_new = self._troubles.get(thread) != message
            self._troubles[thread] = message
        if is_new:
            log.warning("%s", message)
        return is_new

    def clear(self, thread: str) -> None:
        """Note that a thread is well again."""
        if thread in self._troubles:
            with self._lock:
                self._troubles.pop(thread, None)
            log.info("%s works again", thread)

    def trouble_of(self, thread: str) -> str:
        """What is wrong with a thread; empty if it is well."""
        with self._lock:
            return self._troubles.get(thread, "")

    def first(self) -> tuple[str, str] | None:
        """The thread whose trouble has lasted longest and what that is, or None if all is well."""
        with self._lock:
            return next(iter(self._troubles.items()), None)

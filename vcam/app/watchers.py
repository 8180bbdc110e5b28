"""Who is told of a live run's states and pictures."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from vcam.engine import EngineState
from vcam.guard import Cleared

log = logging.getLogger(__name__)

OnState = Callable[[EngineState], None]
OnSent = Callable[[Cleared], None]


class Watchers:
    """Tells everybody. Safe to use from any thread.

    Attributes:
        since: when the state last changed.

    Args:
        on_state: the first to be told of each change of state.
    """

    def __init__(self, on_state: OnState) -> None:
        self._lock = threading.Lock()
        self._on_state: tuple[OnState, ...] = (on_state,)
        self._on_sent: tuple[OnSent, ...] = ()
        self.since = datetime.now(UTC)

    def add_for_states(self, on_state: OnState) -> None:
        """Also tell `on_state` of each change of state."""
        with self._lock:
            self._on_state = (*self._on_state, on_state)

    def add_for_pictures(self, on_sent: OnSent) -> None:
        """Also tell `on_sent` of every picture."""
        with self._lock:
            self._on_sent = (*self._on_sent, on_sent)

    def tell_state(self, state: EngineState) -> None:
        """Tell of another state, and log it."""
        log.info("%s %s", state.kind, state.message)
        self.since = datetime.now(UTC)
        for on_state in self._on_state:
            on_state(state)

    def tell_sent(self, picture: Cleared) -> None:
        """Tell of a picture that viewers get."""
        for on_sent in self._on_sent:
            on_sent(picture)

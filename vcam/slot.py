"""What stands between two threads: one place, in which the newest wins."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Slot(Generic[T]):
    """Holds at most one item; putting another one displaces it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None

    def put(self, item: T) -> T | None:
        """Place `item` and give back the one that nobody took, if there is one."""
        with self._changed:
            displaced, self._item = self._item, item
            self._changed.notify()
            return displaced

    def take(self, timeout_s: float = 0.0) -> T | None:
        """Take the item, waiting for one up to `timeout_s`; None if there is none."""
        with self._changed:
            if self._item is None and timeout_s > 0:
                self._changed.wait(timeout_s)
            item, self._item = self._item, None
            return item

    def stir(self) -> None:
        """Let whoever waits for an item go on without one."""
        with self._changed:
            self._changed.notify_all()

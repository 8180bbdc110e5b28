"""What is done in the background for the window, and may hang on a disk that does not answer."""

import itertools
import logging
import threading
from collections.abc import Callable
from queue import PriorityQueue

log = logging.getLogger(__name__)

PATIENCE_S = 3.0
"""An errand that takes longer goes on beside the next one."""

Errand = Callable[[], None]


class Errands:
    """Does one errand after another on threads that never keep vcam from ending.

    Args:
        name: of the threads.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._numbers = itertools.count()
        self._waiting: PriorityQueue[tuple[bool, int, str, Errand]] = PriorityQueue()
        self._asked: set[str] = set()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def ask(self, what: str, errand: Errand, is_quick: bool = False) -> None:
        """Have something done, unless the same is waiting or being done already.

        Args:
            what: names it.
            errand: does it.
            is_quick: whether it surely does not hang; then it is done before those that may.
        """
        if what in self._asked or self._is_closed:
            return
        self._asked.add(what)
        self._waiting.put((not is_quick, next(self._numbers), what, errand))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop; what has not begun is forgotten, and what has begun is not waited for."""
        self._is_closed = True
        self._waiting.put((False, next(self._numbers), "", lambda: None))

    def _run(self) -> None:
        while True:
            _, _, what, errand = self._waiting.get()
            if self._is_closed:
                return
            thread = threading.Thread(target=self._do, args=(what, errand), name=self._name, daemon=True)
            thread.start()
            thread.join(PATIENCE_S)

    def _do(self, what: str, errand: Errand) -> None:
        try:
            errand()
        except Exception:
            log.exception("%s was not done", what)
        finally:
            self._asked.discard(what)

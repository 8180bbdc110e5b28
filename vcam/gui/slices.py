"""Work for the window's thread in slices, so that it is never busy for long."""

import time
from collections import deque
from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer

SLICE_S = 0.006
"""No further step is begun in a turn of the event loop that has lasted so long."""

Step = Callable[[], object]


class Slices(QObject):
    """Steps that are taken one after another, a few in each turn of the event loop.

    Args:
        parent: the steps that are left are forgotten with it.
        clock: seconds, monotonic.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._steps: deque[Step] = deque()
        self._added: list[Step] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._take_some)

    @property
    def is_done(self) -> bool:
        """Whether no step is left."""
        return not self._steps

    def add(self, *steps: Step) -> None:
        """Take these after all others; from within a step, before all others."""
        if self._added is not None:
            self._added.extend(steps)
            return
        self._steps.extend(steps)
        if self._steps:
            self._timer.start()

    def finish(self) -> None:
        """Take all steps now."""
        while self._steps:
            self._take_one()
        self._timer.stop()

    def forget(self) -> None:
        """Take none of those that are left."""
        self._steps.clear()
        self._timer.stop()

    def _take_some(self) -> None:
        until_s = self._clock() + SLICE_S
        while self._steps:
            self._take_one()
            if self._clock() >= until_s:
                break
        if not self._steps:
            self._timer.stop()

    def _take_one(self) -> None:
        step, self._added = self._steps.popleft(), []
        try:
            step()
        finally:
            self._steps.extendleft(reversed(self._added))
            self._added = None

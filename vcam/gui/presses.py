"""Presses of the switch: what never waits, as soon as there is a camera."""

import threading
from collections.abc import Callable

from vcam.gui.jobs import Job
from vcam.gui.steering import Steering


class Presses:
    """Carries out presses here and now; while there is no camera yet, the newest of them waits for one.

    Args:
        carry_out: does a job with a camera; it raises nothing.
    """

    def __init__(self, carry_out: Callable[[Job, Steering], None]) -> None:
        self._carry_out = carry_out
        self._live: Steering | None = None
        self._waiting: Job | None = None
        self._lock = threading.Lock()

    @property
    def live(self) -> Steering | None:
        """The running camera, once there is one."""
        return self._live

    def press(self, job: Job) -> None:
        """Do something that never waits, on the calling thread."""
        with self._lock:
            live = self._live
            if live is None:
                self._waiting = job
        if live is not None:
            self._carry_out(job, live)

    def adopt(self, live: Steering) -> None:
        """Let presses reach the camera; while one that waited for it is obeyed, newer ones wait."""
        with self._lock:
            self._live = live
            if self._waiting is not None:
                self._carry_out(self._waiting, live)

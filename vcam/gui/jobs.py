"""Jobs for the running camera, done one after another on a thread of their own."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack

from vcam.gui.steering import Steering

Job = Callable[[Steering], None]


class Jobs:
    """Does what it is given in this order, as soon as there is a camera; whoever asks never waits.

    Args:
        begin: makes the camera, on the jobs' thread, or gives None if it cannot; what it enters into
            the stack is closed after the last job.
        carry_out: does a job with the camera; it raises nothing.
    """

    def __init__(
        self, begin: Callable[[ExitStack], Steering | None], carry_out: Callable[[Job, Steering], None]
    ) -> None:
        self._begin = begin
        self._carry_out = carry_out
        self._waiting: deque[Job] = deque()
        self._bell = threading.Semaphore(0)
        self._asked: set[str] = set()
        self._last: Job | None = None
        self._thread = threading.Thread(target=self._run, name="vcam-window-wishes", daemon=True)

    def start(self) -> None:
        """Make the camera and begin, in the background."""
        self._thread.start()

    def add(self, job: Job) -> None:
        """Have something done after all that waits."""
        self._waiting.append(job)
        self._bell.release()

    def add_once(self, what: str, job: Job) -> None:
        """Have a question answered, unless the same still waits: a slow camera gets no heap of them."""
        if what in self._asked:
            return
        self._asked.add(what)

        def answer(live: Steering) -> None:
            self._asked.discard(what)
            job(live)

        self.add(answer)

    def end(self, last: Job) -> None:
        """Forget what waits, and do one last thing."""
        self._waiting.clear()
        self._last = last
        self.add(last)

    def wait(self, patience_s: float) -> None:
        """Wait until the last thing is done, but no longer than that."""
        if self._thread.is_alive():
            self._thread.join(timeout=patience_s)

    def _run(self) -> None:
        with ExitStack() as stack:
            live = self._begin(stack)
            while live is not None:
                self._bell.acquire()
                try:
                    job = self._waiting.popleft()
                except IndexError:
                    continue  # it was cleared away
                self._carry_out(job, live)
                if job is self._last:
                    return

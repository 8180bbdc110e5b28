"""What a busy machine lets a thread do: the measure for rates that are promised."""

import threading
import time
from collections.abc import Callable


class Metronome:
    """Ticks at a rate from its making on, and does nothing else but a little work at each tick.

    Attributes:
        longest_s: the longest time between two ticks.
    """

    def __init__(self, fps: float, work: Callable[[], object] = lambda: None) -> None:
        self._fps = fps
        self._work = work
        self._ticks = 0
        self.longest_s = 0.0
        self._stop = threading.Event()
        self._begin_s = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def rate(self) -> float:
        """Ticks per second so far."""
        return self._ticks / (time.monotonic() - self._begin_s)

    def stop(self) -> float:
        """End, and give the ticks per second."""
        rate = self.rate
        self._stop.set()
        self._thread.join()
        return rate

    def _run(self) -> None:
        due_s = last_s = time.monotonic()
        while not self._stop.is_set():
            self._ticks += 1
            self._work()
            self.longest_s = max(self.longest_s, time.monotonic() - last_s)
            last_s = time.monotonic()
            due_s = max(due_s + 1 / self._fps, time.monotonic() - 1 / self._fps)
            self._stop.wait(max(0.0, due_s - time.monotonic()))

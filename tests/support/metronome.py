"""What a busy machine lets a thread do: the measure for rates that are promised."""

import threading
import time


class Metronome:
    """Ticks at a rate and does nothing else, from its making on."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._ticks = 0
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
        due_s = time.monotonic()
        while not self._stop.is_set():
            self._ticks += 1
            due_s = max(due_s + 1 / self._fps, time.monotonic() - 1 / self._fps)
            self._stop.wait(max(0.0, due_s - time.monotonic()))

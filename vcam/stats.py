"""Measures a run: how long each stage takes, and what the process costs."""

import json
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vcam.errors import VcamError
from vcam.guard import Receipt

KEPT = 4096
"""How many of the newest times of a stage are kept for the percentiles."""


class _Ring:
    """The newest `KEPT` numbers, in milliseconds."""

    __slots__ = ("_count", "_values")

    def __init__(self) -> None:
        self._values: NDArray[np.float32] = np.zeros(KEPT, np.float32)
        self._count = 0

    def add(self, value_ms: float) -> None:
        self._values[self._count % KEPT] = value_ms
        self._count += 1

    def newest(self) -> float:
        return float(self._values[(self._count - 1) % KEPT])

    def percentiles(self) -> dict[str, float]:
        kept = self._values[: min(self._count, KEPT)]
        p50, p95 = np.percentile(kept, [50, 95])
        return {"p50_ms": round(float(p50), 3), "p95_ms": round(float(p95), 3)}


class StageTimes:
    """A stopwatch for one thread: `start`, then a `lap` after each stage, then `finish`.

    Laps outside of a frame, as while warming up, do not count.

    Beside the wall time of each stage it keeps the thread's own processor time from start
    to finish under the name given to `finish`.
    """

    def __init__(self) -> None:
        self._rings: dict[str, _Ring] = {}
        self._lap_s = 0.0
        self._cpu_s = 0.0
        self._is_running = False

    def start(self) -> None:
        """Begin a frame."""
        self._is_running = True
        self._lap_s = time.perf_counter()
        self._cpu_s = time.thread_time()

    def lap(self, stage: str) -> None:
        """Note that `stage` has just ended."""
        if not self._is_running:
            return
        now_s = time.perf_counter()
        self._add(stage, (now_s - self._lap_s) * 1000)
        self._lap_s = now_s

    def finish(self, total: str) -> None:
        """End a frame; its processor time counts as the stage `total`."""
        self._add(total, (time.thread_time() - self._cpu_s) * 1000)
        self._is_running = False

    def percentiles(self) -> dict[str, dict[str, float]]:
        """Median and 95th percentile of each stage, in milliseconds."""
        return {stage: ring.percentiles() for stage, ring in list(self._rings.items())}

    def newest(self) -> dict[str, float]:
        """The newest time of each stage, in milliseconds."""
        return {stage: ring.newest() for stage, ring in list(self._rings.items())}

    def _add(self, stage: str, value_ms: float) -> None:
        ring = self._rings.get(stage)
        if ring is not None:
            ring.add(value_ms)
            return
        ring = _Ring()
        ring.add(value_ms)
        # Only now: another thread may read the rings, and an empty one has no percentiles.
        self._rings[stage] = ring


@dataclass(slots=True)
class RunStats:
    """Counts and times of one run. Each thread has a stopwatch and counters of its own."""

    analysis: StageTimes = field(default_factory=StageTimes)
    output: StageTimes = field(default_factory=StageTimes)
    frames_in: int = 0
    dropped: int = 0
    _started_s: float = field(default_factory=time.perf_counter)
    _cpu_at_start_s: float = field(default_factory=time.process_time)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def captured(self) -> None:
        """Count a frame that a source gave."""
        with self._lock:
            self.frames_in += 1

    def drop(self) -> None:
        """Count a frame that was overtaken before it was analysed or shown."""
        with self._lock:
            self.dropped += 1

    def newest(self) -> dict[str, float]:
        """How long each stage took for its newest picture, in milliseconds."""
        return {**self.analysis.newest(), **self.output.newest()}

    def report(self, receipt: Receipt) -> dict[str, object]:
        """Give the figures in the form that `--stats` promises."""
        elapsed_s = max(1e-9, time.perf_counter() - self._started_s)
        cpu_s = time.process_time() - self._cpu_at_start_s
        frames_out = receipt.frames_out
        return {
            "frames_in": self.frames_in,
            "frames_out": frames_out,
            "dropped": self.dropped,
            "unprotected": receipt.unprotected,
            "on_card": receipt.on_card,
            "card_reasons": receipt.reasons,
            "fps": round(frames_out / elapsed_s, 2),
            "cpu_ms_per_frame": round(cpu_s * 1000 / max(1, frames_out), 3),
            "peak_rss_mb": round(peak_rss_mb(), 1),
            "stages": {**self.analysis.percentiles(), **self.output.percentiles()},
        }


def peak_rss_mb() -> float:
    """The most memory that this process has held at a time, in MiB; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return _maxrss_mb()
    # Linux counts into `ru_maxrss` what the program held that started this one.
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _maxrss_mb() -> float:
    try:
        import resource
    except ImportError:  # as on Windows
        return 0.0
    per_mb = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_mb


def write_report(report: dict[str, object], path: Path) -> None:
    """Write the figures as JSON.

    Raises:
        VcamError: the file cannot be written.
    """
    neighbour = path.with_name(path.name + ".new")
    try:
        neighbour.write_text(json.dumps(report, indent=2) + "\n")
        neighbour.replace(path)
    except OSError as error:
        with suppress(OSError):
            neighbour.unlink(missing_ok=True)
        raise VcamError(
            f"The figures cannot be written to {path} ({error.strerror}); choose another file."
        ) from error

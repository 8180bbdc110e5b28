"""Measures the networks: milliseconds for one picture, side by side in the same run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vcam.portrait.manifest import NetworkEntry
from vcam.portrait.session import Session
from vcam.types import Size

SEED = 2026


@dataclass(frozen=True, slots=True)
class NetworkTime:
    """How long one network takes for one picture of its own size.

    Attributes:
        name, precision: which network.
        size: its input.
        median_ms: half of the runs took at most this long.
        best_ms: the fastest run, which other programs disturbed least.
    """

    name: str
    precision: str
    size: Size
    median_ms: float
    best_ms: float


@dataclass(frozen=True, slots=True)
class _Runner:
    name: str
    precision: str
    size: Size
    run: Callable[[], object]


def measure_networks(
    entries: Sequence[NetworkEntry],
    folder: Path,
    threads: int = 1,
    peer: Path | None = None,
    rounds: int = 200,
) -> tuple[NetworkTime, ...]:
    """Run all networks in turns, so that whatever disturbs the machine disturbs them alike.

    Args:
        entries: networks of `folder`.
        folder: where their files lie.
        threads: how many threads each may use.
        peer: a TensorFlow Lite file, such as MediaPipe's, to measure beside them.
        rounds: how often each runs.
    """
    runners = [_our_runner(entry, folder, threads) for entry in entries]
    runners += [_peer_runner(peer, threads)] if peer else []
    for runner in runners:
        for _ in range(5):
            runner.run()
    times = np.empty((rounds, len(runners)))
    for row in times:
        for place, runner in enumerate(runners):
            started = time.perf_counter()
            runner.run()
            row[place] = (time.perf_counter() - started) * 1000
    medians, bests = np.median(times, 0), times.min(0)
    return tuple(
        NetworkTime(one.name, one.precision, one.size, float(median), float(best))
        for one, median, best in zip(runners, medians, bests, strict=True)
    )


def _our_runner(entry: NetworkEntry, folder: Path, threads: int) -> _Runner:
    session = Session(entry, folder, entry.size, threads, entry.size)
    small = np.random.default_rng(SEED).integers(0, 256, entry.size.shape, dtype=np.uint8)
    alpha = np.empty(small.shape[:2], np.float32)
    return _Runner(entry.name, entry.precision, entry.size, lambda: session.infer(small, alpha))


def _peer_runner(path: Path, threads: int) -> _Runner:
    from vcam.training.data.teacher import Teacher

    teacher = Teacher(path, threads)
    size = Size(*teacher.size)
    small = np.random.default_rng(SEED).integers(0, 256, size.shape, dtype=np.uint8)
    alpha = np.empty(small.shape[:2], np.float32)
    return _Runner(path.stem, "peer", size, lambda: teacher.infer(small, alpha))

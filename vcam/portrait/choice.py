"""Which of a network's files runs faster here: measured once, then remembered.

Whether int8 pays depends on the processor: with dot-product instructions it is far faster,
without them it may be slower than fp32.
"""

import json
import logging
import platform
from collections.abc import Sequence
from pathlib import Path
from time import thread_time

import numpy as np

from vcam.portrait.manifest import AUTO, NetworkEntry, find, named
from vcam.portrait.session import RUNTIME, Session

log = logging.getLogger(__name__)

ROUNDS = 25
WORTH_IT = 0.95
"""Int8 is taken if it needs at most this share of the time of fp32, which is more exact."""


def choose(
    entries: Sequence[NetworkEntry], folder: Path, name: str, precision: str, remembered: Path
) -> NetworkEntry:
    """Choose a network's file; with the precision "auto", the one that runs faster here.

    Args:
        entries: the manifest's.
        folder: where the files lie.
        name: a network's name, or "auto" for the default one.
        precision: "fp32", "int8" or "auto".
        remembered: a JSON file with the outcome of earlier measurements; it is written if
            that can be done.

    Raises:
        UsageError: there is no such network, or not in this precision.
        NetworkError: a file is missing or damaged.
    """
    known = recall(entries, name, precision, remembered)
    if known is not None:
        return known
    candidates = named(entries, name)
    chosen = _faster(candidates, folder)
    _write({**_read(remembered), _circumstances(candidates): chosen.precision}, remembered)
    return chosen


def recall(
    entries: Sequence[NetworkEntry], name: str, precision: str, remembered: Path
) -> NetworkEntry | None:
    """Tell what `choose` gives without measuring anything; None if that must be measured first.

    Raises:
        UsageError: there is no such network, or not in this precision.
    """
    candidates = named(entries, name)
    if precision != AUTO or len(candidates) == 1:
        return find(entries, name, precision)
    faster = _read(remembered).get(_circumstances(candidates))
    return None if faster is None else find(entries, name, faster)


def _faster(candidates: Sequence[NetworkEntry], folder: Path) -> NetworkEntry:
    """Run all in turns, so that whatever disturbs the machine disturbs them alike."""
    sessions = [Session(entry, folder, entry.size, 1, entry.size) for entry in candidates]
    small = np.random.default_rng(0).integers(0, 256, candidates[0].size.shape, np.uint8)
    alpha = np.empty(small.shape[:2], np.float32)
    times_s = np.empty((ROUNDS, len(sessions)))
    for row in times_s:
        for place, session in enumerate(sessions):
            started_s = thread_time()
            session.infer(small, alpha)
            row[place] = thread_time() - started_s
    medians_s = np.median(times_s[ROUNDS // 5 :], 0)
    costs = [
        float(median) * (WORTH_IT if entry.precision == "fp32" else 1)
        for entry, median in zip(candidates, medians_s, strict=True)
    ]
    chosen = candidates[costs.index(min(costs))]
    told = ", ".join(f"{e.precision} {s * 1e3:.2f} ms" for e, s in zip(candidates, medians_s, strict=True))
    log.info("%s: %s; %s is taken from now on", chosen.name, told, chosen.precision)
    return chosen


def _circumstances(candidates: Sequence[NetworkEntry]) -> str:
    """Name all on which the outcome depends: other files, another processor or library are measured anew."""
    files = [entry.sha256[:16] for entry in candidates]
    return " ".join([*files, RUNTIME, platform.machine(), _processor()])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if value in ("fp32", "int8")}


def _write(known: dict[str, str], path: Path) -> None:
    """Remember; where that cannot be done the next start measures again."""
    neighbour = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        neighbour.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
        neighbour.replace(path)
    except OSError as error:
        log.info("%s cannot be written (%s)", path, error.strerror)

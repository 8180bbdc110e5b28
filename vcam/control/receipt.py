"""The privacy receipt on disk: when vcam showed what, and how much of it. It holds no picture.

States change on the thread that sends pictures, which must not wait for a disk: another thread
writes. On a slow computer live and card may take turns many times a second, so it gathers what
comes close together into one line.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO, TypeAlias

from vcam.engine.state import EngineState
from vcam.guard import Receipt

MAX_BYTES = 500_000
KEPT_FILES = 3
GATHER_S = 1.0

log = logging.getLogger(__name__)

_Change: TypeAlias = tuple[datetime, EngineState]


class ReceiptLog:
    """Writes down what a run shows, until it is closed; without a file that can be written, nowhere.

    Args:
        path: the file; when it is full, it gets a number and a new one is begun.
        receipt: tells what has left so far.
        now: the time for each line.
        gather_s: changes of state that follow one another within this time share a line.
    """

    def __init__(
        self,
        path: Path,
        receipt: Callable[[], Receipt],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        gather_s: float = GATHER_S,
    ) -> None:
        self._receipt = receipt
        self._now = now
        self._gather_s = gather_s
        self._changes: queue.SimpleQueue[_Change | None] = queue.SimpleQueue()
        self._file = _open(path)
        self._thread = threading.Thread(target=self._run, name="vcam-receipt", daemon=True)

    def __enter__(self) -> Self:
        self._write(self._now(), "start")
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._changes.put(None)
        self._thread.join()
        self._write(self._now(), f"end: {in_words(self._receipt())}")
        if self._file is not None:
            with suppress(OSError):  # what could not be written before cannot be now
                self._file.close()

    def note(self, state: EngineState) -> None:
        """Write down a change of state, soon."""
        self._changes.put((self._now(), state))

    def _run(self) -> None:
        is_over = False
        while not is_over and (first := self._changes.get()) is not None:
            group, is_over = self._gather(first)
            when = group[-1][0]
            self._write(when, f"{_in_turn([state for _, state in group])}; {in_numbers(self._receipt())}")

    def _gather(self, first: _Change) -> tuple[list[_Change], bool]:
        """Wait for what follows closely; tell also whether that was the last."""
        group, due_s = [first], time.monotonic() + self._gather_s
        while True:
            try:
                newer = self._changes.get(timeout=max(0.0, due_s - time.monotonic()))
            except queue.Empty:
                return group, False
            if newer is None:
                return group, True
            group.append(newer)

    def _write(self, when: datetime, text: str) -> None:
        if self._file is not None and not self._file.is_full:
            line = f"{when.isoformat(timespec='milliseconds')} {' '.join(text.split())}"
            self._file.handle(logging.LogRecord("receipt", logging.INFO, "", 0, line, None, None))


def _in_turn(states: list[EngineState]) -> str:
    """Name each state once, the last one last, and say how often they took turns."""
    said = [f"{state.kind}: {state.message}" if state.message else state.kind for state in states]
    distinct = list(dict.fromkeys(reversed(said)))[::-1]
    often = f" ({len(said)} changes)" if len(said) > len(distinct) else ""
    return ", then ".join(distinct) + often


def in_numbers(receipt: Receipt) -> str:
    """Put a receipt's counts into a line."""
    return (
        f"{receipt.frames_out} pictures so far, {receipt.protected} with the room hidden, "
        f"{receipt.unprotected} with the room shown, {receipt.on_card} on card"
    )


def in_words(receipt: Receipt) -> str:
    """Put a receipt into a line, with why the card was shown."""
    reasons = ", ".join(f"{reason}: {count}" for reason, count in sorted(receipt.reasons.items()))
    return in_numbers(receipt) + (f" ({reasons})" if reasons else "")


class _File(RotatingFileHandler):
    """A file that only its user may read, and that is given up when the disk is full.

    Attributes:
        is_full: whether it could not be written on.
    """

    is_full = False

    def _open(self) -> TextIO:  # type: ignore[override]  # logging promises less than a file
        return open(
            self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name is logging's)
        log.warning("the receipt %s cannot be written on", self.baseFilename)
        self.is_full = True


def _open(path: Path) -> _File | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _File(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES)
    except OSError as error:
        log.warning("no receipt is kept, because %s cannot be written (%s)", path, error.strerror)
        return None

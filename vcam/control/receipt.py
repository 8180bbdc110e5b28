"""The privacy receipt on disk: when vcam showed what, and how much of it. It holds no picture.

Lines come from the thread that sends pictures, which must not wait for a disk: another thread
writes them.
"""

import logging
import os
import queue
from collections.abc import Callable
from datetime import datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from vcam.control.steered import State
from vcam.guard import Receipt

MAX_BYTES = 500_000
KEPT_FILES = 3

log = logging.getLogger(__name__)


class ReceiptLog:
    """Writes lines into a file until it is closed; without a file that can be written, nowhere.

    Args:
        path: the file; when it is full, it gets a number and a new one is begun.
        receipt: tells what has left so far.
        now: the time for each line.
    """

    def __init__(
        self,
        path: Path,
        receipt: Callable[[], Receipt],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._receipt = receipt
        self._now = now
        self._lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
        self._handler = QueueHandler(self._lines)
        self._file = _open(path)
        self._writer = QueueListener(self._lines, self._file) if self._file else None

    def __enter__(self) -> Self:
        if self._writer is not None:
            self._writer.start()
        self._write("start")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._write(f"end: {in_words(self._receipt())}")
        if self._writer is not None and self._file is not None:
            self._writer.stop()
            self._file.close()
            self._writer = None

    def note(self, state: State) -> None:
        """Write down a change of state."""
        said = f"{state.kind}: {state.message}" if state.message else state.kind
        self._write(f"{said} (so far {in_words(self._receipt())})")

    def _write(self, text: str) -> None:
        if self._writer is not None:
            stamp = self._now().isoformat(timespec="milliseconds")
            line = f"{stamp} {' '.join(text.split())}"
            self._handler.handle(logging.LogRecord("receipt", logging.INFO, "", 0, line, None, None))


def in_words(receipt: Receipt) -> str:
    """Put a receipt into a line."""
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(receipt.reasons.items()))
    card = f"{receipt.on_card} on card" + (f" ({reasons})" if reasons else "")
    return (
        f"{receipt.frames_out} pictures, {receipt.protected} with the room hidden, "
        f"{receipt.unprotected} with the room shown, {card}"
    )


class _File(RotatingFileHandler):
    """A file that only its user may read, and that is given up when the disk is full."""

    def _open(self) -> TextIO:  # type: ignore[override]  # logging promises less than a file
        return open(
            self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name is logging's)
        log.warning("the receipt %s cannot be written on", self.baseFilename)
        self.setLevel(logging.CRITICAL)


def _open(path: Path) -> _File | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _File(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES)
    except OSError as error:
        log.warning("no receipt is kept, because %s cannot be written (%s)", path, error.strerror)
        return None

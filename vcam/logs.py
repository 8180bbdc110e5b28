"""What vcam writes about itself: all of it into a file that never grows large, what matters to stderr."""

import logging
import queue
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from vcam.paths import log_file

MAX_BYTES = 1_000_000
KEPT_FILES = 5
FAREWELL_S = 1.0
"""For so long the end waits for lines that a hung disk or a stopped terminal does not take."""
_FILE_FORM = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
_crashes = logging.getLogger("vcam.crash")


class _Aside(logging.Handler):
    """Writes what other threads than the main one log in a thread of its own.

    Pictures are sent by such a thread, and wait neither for a disk nor for a terminal that was stopped.
    """

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self._waiting: queue.SimpleQueue[logging.LogRecord | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="vcam-log", daemon=True)
        self._writer.start()

    def handle(self, record: logging.LogRecord) -> bool:
        if threading.current_thread() is threading.main_thread():
            return bool(super().handle(record))
        self._waiting.put(record)
        return True

    def close(self) -> None:
        self._waiting.put(None)
        if threading.current_thread() is not self._writer:
            self._writer.join(timeout=FAREWELL_S)
        super().close()

    def _write(self) -> None:
        while (record := self._waiting.get()) is not None:
            super().handle(record)


class _File(_Aside, RotatingFileHandler):
    """A log file that is given up quietly when it cannot be written: no picture is lost for a log."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name is logging's)
        logging.getLogger("vcam").removeHandler(self)
        self.close()


class _Stderr(_Aside, logging.StreamHandler):  # type: ignore[type-arg]
    """Lines for the person at the terminal."""


def start_logging(verbosity: int = 0) -> None:
    """Write the log of vcam from now on. Calling it again replaces what an earlier call has set.

    Args:
        verbosity: what stderr gets: 0 warnings, 1 also what is done, 2 everything.
    """
    logger = logging.getLogger("vcam")
    stop_logging()
    level = _LEVELS[max(0, min(verbosity, 2))]
    logger.setLevel(min(level, logging.INFO))
    stderr = _Stderr(sys.stderr)
    stderr.setLevel(level)
    stderr.setFormatter(logging.Formatter("vcam: %(message)s"))
    # A crash is told in one sentence; its traceback is for the file, or for who asks for everything.
    stderr.addFilter(lambda record: record.name != _crashes.name or verbosity >= 2)
    logger.addHandler(stderr)
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        file = _File(log_file(), maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    except OSError as error:
        logger.info("no log is kept, because %s cannot be written (%s)", log_file(), error.strerror)
        return
    file.setFormatter(logging.Formatter(_FILE_FORM))
    logger.addHandler(file)


def stop_logging() -> None:
    """Close what `start_logging` has opened."""
    logger = logging.getLogger("vcam")
    for handler in [each for each in logger.handlers if isinstance(each, _File | _Stderr)]:
        logger.removeHandler(handler)
        handler.close()


def record_crash(error: BaseException) -> Path | None:
    """Write an unexpected error with its traceback into the log.

    Returns:
        The log file, or None if there is none.
    """
    logger = logging.getLogger("vcam")
    if not any(isinstance(each, _Stderr) for each in logger.handlers):
        start_logging()
    _crashes.error("something broke", exc_info=error)
    return log_file() if any(isinstance(each, _File) for each in logger.handlers) else None

"""The virtual camera without a window, until somebody ends it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from vcam.app.live import Live
from vcam.app.outside import open_to_others
from vcam.settings.model import Settings
from vcam.stats import write_report

ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a run with the card; SIGHUP comes when a terminal is closed."""

LOOK_S = 0.5
"""How often to look whether somebody asked for the end."""


def run(settings: Settings, stats_file: Path | None = None) -> dict[str, object]:
    """Be the virtual camera until a signal or another program ends it; give the figures of the run.

    Args:
        settings: what to do.
        stats_file: gets the figures as JSON.

    Raises:
        VcamError: the camera or the sink cannot be opened, a file cannot be written on, or this
            user's vcam runs already.
    """
    live = Live(settings)
    asked = threading.Event()
    with open_to_others(live, end=asked.set):
        live.start()
        output = settings.output
        print(f"vcam sends {output.size} at {output.fps:g} fps to {output.sink}; Ctrl-C ends it.", flush=True)
        try:
            _wait_for_end(live, asked)
        finally:
            figures = dict(live.status().figures)
            if stats_file is not None:
                write_report(figures, stats_file)
    return figures


def _wait_for_end(live: Live, asked: threading.Event) -> None:
    """Run until somebody asks for the end, or until it ends by itself.

    Raises:
        SinkError: the sink, a file, could not be written on or finished.
    """
    with _signals_ask(asked):
        try:
            while not asked.is_set() and not live.wait(timeout_s=LOOK_S):
                pass
        finally:
            # A disk may take long to take in a file: whoever gives it up presses Ctrl-C again.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            live.stop()
    live.wait(timeout_s=0)


@contextmanager
def _signals_ask(asked: threading.Event) -> Iterator[None]:
    """Let a signal ask for the end, as long as the block lasts."""

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, ask) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

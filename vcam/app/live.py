"""The virtual camera, until somebody stops it."""

import logging
import signal
import threading
from functools import partial
from pathlib import Path
from types import FrameType

from vcam.app.parts import (
    make_card,
    make_plan,
    make_sink,
    make_source,
    parse_size,
    use_one_thread_for_pictures,
)
from vcam.engine import Engine
from vcam.errors import SinkError
from vcam.guard import Guard
from vcam.settings.model import Settings
from vcam.stats import RunStats, write_report

log = logging.getLogger(__name__)

ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a run with the card; SIGHUP comes when a terminal is closed."""


def run(settings: Settings, stats_file: Path | None = None) -> dict[str, object]:
    """Be the virtual camera until stopped by a signal; give the figures of the run.

    Args:
        settings: what to do.
        stats_file: gets the figures as JSON.

    Raises:
        VcamError: the camera or the sink cannot be opened, or a file cannot be written on.
    """
    use_one_thread_for_pictures()
    stats, guard = RunStats(), Guard()
    size, fps = parse_size(settings.output.size), settings.output.fps
    sink, is_file = make_sink(settings.output.sink)
    engine = Engine(
        make_source(settings, size),
        sink,
        size,
        fps,
        guard,
        partial(make_card, settings.safety.card_title),
        stats,
        reopen_sink=not is_file,
        on_state=lambda state: log.info("%s %s", state.kind, state.message),
    )
    engine.start(make_plan(settings, size, stats))
    print(f"vcam sends {size} at {fps:g} fps to {settings.output.sink}; Ctrl-C ends it.", flush=True)
    _wait_for_end(engine)
    figures = stats.report(guard.receipt())
    if stats_file is not None:
        write_report(figures, stats_file)
    if engine.state.kind == "failed":
        raise SinkError(engine.state.message)
    return figures


def _wait_for_end(engine: Engine) -> None:
    """Run until a signal asks for the end, or until the engine ends by itself."""
    asked = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, ask) for number in ENDINGS}
    try:
        while not asked.is_set() and not engine.wait(timeout_s=0.2):
            pass
        engine.stop()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

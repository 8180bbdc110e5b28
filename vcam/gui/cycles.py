"""Has reference cycles collected in the window's thread, where the widgets in them may be taken apart."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PyQt6.QtCore import QTimer

YOUNG_MS = 1000
ALL_MS = 600_000
"""Seldom, as it holds up the other threads for some 30 ms, and next to nothing is found."""


@contextmanager
def collect_here() -> Iterator[None]:
    """Collect in this thread, by its event loop, and in no other while this lasts.

    Python else collects in whichever thread happens to allocate: a stage's, and with it would go widgets
    that Qt is just drawing here. What is there at the beginning counts as staying, since looking through
    it would hold up the camera's threads.
    """
    gc.disable()
    gc.freeze()
    young, everything = QTimer(), QTimer()
    young.timeout.connect(lambda: gc.collect(1))
    everything.timeout.connect(lambda: gc.collect())
    young.start(YOUNG_MS)
    everything.start(ALL_MS)
    try:
        yield
    finally:
        young.stop()
        everything.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()

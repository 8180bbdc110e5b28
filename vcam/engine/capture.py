"""The capture thread: reads the source, and opens it again when it is lost."""

import logging
import threading
from collections.abc import Callable

from vcam.engine.state import IDLE_S, Board
from vcam.framing import fill
from vcam.ports import Source, SourceFormat
from vcam.slot import Slot
from vcam.stats import RunStats
from vcam.types import Frame, Size

log = logging.getLogger(__name__)

CATCH_UP_S = 1.0
"""A file that fell further behind than this goes on from now, instead of hurrying after."""


class Capture:
    """Puts the newest frame, in the viewers' size, into a slot.

    Attributes:
        newest: the last frame, whether or not somebody took it; None while resting.
        mirror: whether left and right are swapped.
    """

    def __init__(
        self,
        source: Source,
        size: Size,
        frames: Slot[Frame],
        board: Board,
        stats: RunStats,
        clock: Callable[[], float],
    ) -> None:
        self._source = source
        self._size = size
        self._frames = frames
        self._board = board
        self._stats = stats
        self._clock = clock
        self._format: SourceFormat | None = None
        self._index = 0
        self._wanted = threading.Event()
        self._wanted.set()
        self._replacement: Source | None = None
        self._replacing = threading.Lock()
        self.mirror = False
        self.newest: Frame | None = None

    def open(self) -> None:
        """Open the source.

        Raises:
            SourceError: it cannot be opened.
        """
        self._format = self._source.open()
        log.info("source: %s", self._format.description)

    @property
    def format(self) -> SourceFormat | None:
        """What the source gives, or None while it is closed."""
        return self._format

    @property
    def rests(self) -> bool:
        """Whether the source is to be closed."""
        return not self._wanted.is_set()

    def rest(self) -> None:
        """Close the source after the picture that is being read, until `wake`."""
        self._wanted.clear()

    def wake(self) -> None:
        """Open the source again."""
        self._wanted.set()

    def use(self, source: Source) -> None:
        """Go over to another source after the picture that is being read."""
        with self._replacing:
            self._replacement = source

    def run(self, stop: threading.Event) -> None:
        """Read until stopped or until the source ends, which stops everybody.

        Raises:
            SourceError: the source was lost; call again to reopen it.
        """
        try:
            while not stop.is_set():
                if self._wanted.wait(timeout=IDLE_S):
                    self._take_replacement()
                    self._open_and_read(stop)
                else:
                    self._let_go()
        finally:
            self._let_go()

    def _open_and_read(self, stop: threading.Event) -> None:
        try:
            if self._format is None:
                if stop.is_set():
                    return
                self.open()
            self._read(stop)
        finally:
            self._close()

    def _let_go(self) -> None:
        """Close the source if it was opened before it was to rest or to stop."""
        if self._format is not None:
            self._close()

    def _close(self) -> None:
        self._format = None
        self.newest = None
        self._source.close()

    def _take_replacement(self) -> None:
        # Locked, or another one that comes just between the two would be lost.
        with self._replacing:
            replacement, self._replacement = self._replacement, None
        if replacement is None:
            return
        before, self._source, self._format = self._source, replacement, None
        before.close()

    def _read(self, stop: threading.Event) -> None:
        form = self._format
        assert form is not None, "read before open"
        due_s = self._clock()
        while self._wanted.is_set() and self._replacement is None and not stop.is_set():
            image = self._source.read()
            if image is None:
                stop.set()
                return
            if not form.is_live:
                due_s = max(due_s + 1 / form.fps, self._clock() - CATCH_UP_S)
                stop.wait(max(0.0, due_s - self._clock()))
            shown = fill(image, self._size, self.mirror)
            self.newest = Frame(shown, self._index, self._clock(), period_s=1 / form.fps)
            self._index += 1
            self._board.clear("capture")
            self._stats.captured()
            if self._frames.put(self.newest) is not None:
                self._stats.drop()

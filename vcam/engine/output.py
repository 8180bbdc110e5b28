"""The output thread: a picture at every tick, whatever the others do."""

import threading
from collections.abc import Callable

from vcam.auto_framing import AutoFraming
from vcam.engine.analysis import Work
from vcam.engine.state import Board, EngineState
from vcam.errors import SinkError
from vcam.guard import Cleared, Guard, Objection, is_fresh
from vcam.ports import Sink
from vcam.slot import Slot
from vcam.stats import RunStats
from vcam.types import Frame, Image, Size

CALM_S = 0.2
"""How often the card is sent while nobody looks: whoever comes sees a picture at once."""

REHEARSAL_S = 1.0
"""A sink that cannot be opened is tried again after this long."""

FOR_VIEWERS = {
    "capture": "The camera gives no picture",
    "build": "Getting ready",
    "output": "There is no virtual camera",
}
"""What the card says of a thread's trouble. The trouble itself, which may name files and cameras, is only the
user's to read."""
TROUBLE = "Something is wrong"
"""What it says of any other."""


class Output:
    """Sends the newest picture that the guard clears, and the card when there is none.

    Attributes:
        veil: whether a fresh frame that could not be composed is shown strongly blurred,
            instead of the card.
        calm: whether nobody looks, so that the card need not be sent at the full rate.
        zoom: how far pictures may be enlarged to follow the people in them; 1 is not at all.
        held: why the card is shown whatever comes, or None to show what the guard clears.
        rehearses: whether, while the sink cannot be opened, `on_sent` is told what would be
            sent; else the sink's error ends the loop.
        on_sent: told of every picture that has just been sent; the array is another one's
            as soon as it returns.
    """

    def __init__(
        self,
        sink: Sink,
        size: Size,
        fps: float,
        guard: Guard,
        card: Callable[[Size, str], Image],
        pictures: Slot[Work],
        newest_frame: Callable[[], Frame | None],
        board: Board,
        stats: RunStats,
        clock: Callable[[], float],
        on_state: Callable[[EngineState], None],
    ) -> None:
        self._sink = sink
        self._size = size
        self._fps = fps
        self._guard = guard
        self._card = card
        self._pictures = pictures
        self._newest_frame = newest_frame
        self._board = board
        self._stats = stats
        self._clock = clock
        self._on_state = on_state
        self._is_open = False
        self._shown: Work | None = None
        self._framing = AutoFraming(size)
        self.veil = False
        self.calm = False
        self.rehearses = False
        self.zoom = 1.0
        self.held: str | None = None
        self.on_sent: Callable[[Cleared], None] = lambda _: None

    def open(self) -> None:
        """Open the sink and let the card be the first that it shows.

        Raises:
            SinkError: it cannot be opened.
        """
        self._sink.open(self._size, self._fps)
        self._is_open = True
        self._send_card("Starting")

    def run(self, stop: threading.Event) -> None:
        """Send until stopped; the last picture is the card.

        Raises:
            SinkError: the sink failed; call again to reopen it.
        """
        try:
            while not self._is_open and not stop.is_set():
                self._open_or_rehearse(stop)
            self._board.clear("output")
            due_s = self._clock()
            while not stop.is_set():
                self._take_newest()
                self._send(self._choose())
                period_s = CALM_S if self.calm else 1 / self._fps
                due_s = max(due_s + period_s, self._clock() - period_s)
                stop.wait(max(0.0, due_s - self._clock()))
            if self._is_open:
                self._send_card("Camera off")
        finally:
            self._is_open = False
            self._sink.close()

    def _open_or_rehearse(self, stop: threading.Event) -> None:
        try:
            self.open()
        except SinkError as error:
            if not self.rehearses:
                raise
            self._board.report("output", str(error))
            self._on_state(EngineState("card", str(error)))
            with self._guard.rehearsal():
                self._rehearse(stop)

    def _rehearse(self, stop: threading.Event) -> None:
        """Show for a while what would be sent, so that a window has a picture before there is a sink."""
        until_s = self._clock() + REHEARSAL_S
        while not stop.is_set() and self._clock() < until_s:
            self._take_newest()
            self.on_sent(self._decide()[0])
            stop.wait(1 / self._fps)

    def _take_newest(self) -> None:
        newest = self._pictures.take()
        if newest is None:
            return
        if self._shown is not None:
            self._shown.release()
        self._shown = newest

    def _choose(self) -> Cleared:
        picture, state = self._decide()
        self._on_state(state)
        return picture

    def _decide(self) -> tuple[Cleared, EngineState]:
        """Give the picture if the guard clears it, else the card with the reason that helps most."""
        held = self.held
        if held is not None:
            return self._guard.card(self._card(self._size, held), held), EngineState("card", held)
        verdict: Cleared | Objection = Objection("Starting")
        frame = self._newest_frame()
        # Without any frame the camera is closed or lost: what it showed last is not kept up till it is old.
        if self._shown is not None and frame is not None:
            verdict = self._guard.clear(self._shown.rendered, self._clock())
        if isinstance(verdict, Cleared):
            return self._frame(verdict), EngineState("live")
        trouble = self._board.first()
        reason = trouble[1] if trouble else verdict.reason
        state = EngineState("card", reason)
        if self.veil and frame is not None and is_fresh(frame, self._clock()):
            return self._guard.veil(frame.image, reason), state
        shown = FOR_VIEWERS.get(trouble[0], TROUBLE) if trouble else verdict.reason
        return self._guard.card(self._card(self._size, shown), reason), state

    def _frame(self, picture: Cleared) -> Cleared:
        """Follow the people in a picture, if that is wanted."""
        assert self._shown is not None, "only a composed picture is cleared"
        self._framing.zoom = self.zoom
        return self._framing.frame(picture, self._shown.rendered, self._clock())

    def _send_card(self, reason: str) -> None:
        self._send(self._guard.card(self._card(self._size, reason), reason))

    def _send(self, picture: Cleared) -> None:
        times = self._stats.output
        times.start()
        self._sink.send(picture)
        times.lap("send")
        times.finish("send_cpu")
        self.on_sent(picture)

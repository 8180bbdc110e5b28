"""Runs a pipeline between a source and a sink until it is stopped."""

import logging
import threading
from collections.abc import Callable

from vcam.clock import now_s
from vcam.engine.analysis import BROKEN, Analysis, Builder, Work
from vcam.engine.capture import Capture
from vcam.engine.output import Output
from vcam.engine.state import Board, EngineState, Plan
from vcam.errors import SinkError, VcamError
from vcam.guard import Cleared, Guard
from vcam.pipeline import Pipeline
from vcam.ports import Sink, Source, SourceFormat
from vcam.slot import Slot
from vcam.stats import RunStats
from vcam.types import Frame, Image, Size

log = logging.getLogger(__name__)

RETRY_S = 1.0
"""How long to wait before a lost camera or sink is opened again."""
FAREWELL_S = 2.0
"""A camera's driver may hold its thread for many seconds; that thread ends with the process."""
OUTPUT, BUILD = "output", "build"
"""Threads by name."""


class Engine:
    """Owns the threads; whatever one of them does, the sink keeps its rate.

    Args:
        source: where frames come from.
        sink: where pictures go.
        size: size of frames and pictures; a source of another size is cropped and scaled.
        fps: pictures per second at the sink.
        guard: decides what may leave.
        card: draws the card for a size and a reason.
        stats: counts and times.
        reopen_sink: whether a sink that fails is opened again (a device) or ends the run
            (a file).
        on_state: told of each change of state, from any thread.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        source: Source,
        sink: Sink,
        size: Size,
        fps: float,
        guard: Guard,
        card: Callable[[Size, str], Image],
        stats: RunStats,
        reopen_sink: bool = True,
        on_state: Callable[[EngineState], None] = lambda _: None,
        clock: Callable[[], float] = now_s,
    ) -> None:
        pipelines: Slot[Pipeline] = Slot()
        frames: Slot[Frame] = Slot()
        pictures: Slot[Work] = Slot()
        self._board = Board()
        self._guard = guard
        self._reopen_sink = reopen_sink
        self._tell = on_state
        self._state = EngineState("starting")
        self._stop = threading.Event()
        self._builder = Builder(pipelines, self._board)
        self._capture = Capture(source, size, frames, self._board, stats, clock)
        self._analysis = Analysis(pipelines, frames, pictures, self._board, stats)
        self._output = Output(
            sink,
            size,
            fps,
            guard,
            card,
            pictures,
            lambda: self._capture.newest,
            self._board,
            stats,
            clock,
            self._enter,
        )
        self._output.rehearses = reopen_sink
        self._threads: dict[str, threading.Thread] = {}

    @property
    def state(self) -> EngineState:
        """What it is doing now."""
        return self._state

    @property
    def trouble(self) -> str:
        """Why newer settings do not act: what cannot be built; empty if nothing is wrong with them."""
        return self._board.trouble_of(BUILD)

    @property
    def source_format(self) -> SourceFormat | None:
        """What the source gives, or None while it is closed."""
        return self._capture.format

    @property
    def newest_frame(self) -> Frame | None:
        """The last frame as captured: it shows the room, so it is for the user's eyes alone."""
        return self._capture.newest

    def start(self, plan: Plan, patient: bool = False) -> None:
        """Show the card at once, then open the source and start composing.

        Args:
            plan: what to compose.
            patient: go on with the card if source or sink cannot be opened, and try them again.

        Raises:
            SinkError: the sink cannot be opened.
            SourceError: the source cannot be opened; everything has been closed again.
        """
        self.apply(plan)
        if not patient:
            self._output.open()
        self._launch(OUTPUT, self._output.run)
        self._launch(BUILD, self._builder.run)
        if not patient and not self._capture.rests:
            self._open_source()
        self._launch("capture", self._capture.run)
        self._launch("analyse", self._analysis.run)

    def hold(self, reason: str, rest: bool = False) -> None:
        """Show the card from the next picture on, whatever comes, until `resume`.

        Args:
            reason: what the card says.
            rest: also close the source, so that the webcam's light goes out.
        """
        self._output.held = reason
        self._output.calm = False
        if rest:
            self._capture.rest()
        else:
            self._wake()

    def idle(self, reason: str) -> None:
        """Do as little as possible because nobody looks, until `hold` or `resume`.

        The source is closed, nothing is built, and the card is sent a few times a second.

        Args:
            reason: what the card says.
        """
        self.hold(reason, rest=True)
        self._builder.rest()
        self._output.calm = True

    def resume(self) -> None:
        """Open the source if it is closed, and show what the guard clears."""
        self._wake()
        self._output.calm = False
        self._output.held = None

    def use_source(self, source: Source) -> None:
        """Read from another source from now on; until it delivers, the card is shown."""
        self._capture.use(source)

    def watch(self, on_sent: Callable[[Cleared], None]) -> None:
        """Tell `on_sent` of every picture that leaves; it must copy what it keeps, and quickly."""
        self._output.on_sent = on_sent

    def apply(self, plan: Plan) -> None:
        """Change to other settings while running.

        A picture of the settings before stays good until the new ones deliver, unless it
        shows the room, or somebody, and the new settings forbid that.
        """
        self._guard.require(plan.protect, plan.only_me, plan.conceal)
        self._builder.want(plan)
        self._capture.mirror = plan.mirror
        self._output.veil = plan.veil
        self._output.zoom = plan.zoom

    def stop(self) -> None:
        """End the run: the card is the last picture, then everything is closed.

        A file takes as long as the disk does.
        """
        self._stop.set()
        self._wake()
        self._analysis.wake()
        for name, thread in self._threads.items():
            if thread is not threading.current_thread():
                # With the thread that writes a file, the file would be lost.
                writes_file = name == OUTPUT and not self._reopen_sink
                thread.join(timeout=None if writes_file else FAREWELL_S)
        if self._state.kind != "failed":
            self._enter(EngineState("stopped"))

    def _wake(self) -> None:
        self._builder.wake()
        self._capture.wake()

    def _open_source(self) -> None:
        try:
            self._capture.open()
        except VcamError:
            self.stop()
            raise

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the run is asked to end or ends by itself; tell whether that is so."""
        return self._stop.wait(timeout_s)

    def _launch(self, name: str, loop: Callable[[threading.Event], None]) -> None:
        thread = threading.Thread(target=self._survive, args=(name, loop), name=f"vcam-{name}", daemon=True)
        self._threads[name] = thread
        thread.start()

    def _survive(self, name: str, loop: Callable[[threading.Event], None]) -> None:
        """Run a thread's loop again whenever it breaks: the virtual camera must never stop."""
        while not self._stop.is_set():
            try:
                loop(self._stop)
            except VcamError as error:
                self._board.report(name, str(error))
                if isinstance(error, SinkError) and not self._reopen_sink:
                    self._enter(EngineState("failed", str(error)))
                    self._stop.set()
            except Exception:
                if self._board.report(name, BROKEN):
                    log.exception("%s broke", name)
            self._stop.wait(RETRY_S)

    def _enter(self, state: EngineState) -> None:
        if state != self._state:
            self._state = state
            self._tell(state)

"""The build and analyse threads: make pipelines from plans, and pictures from frames."""

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass

from vcam.engine.state import IDLE_S, Board, Plan
from vcam.errors import VcamError
from vcam.pipeline import Canvas, Pipeline
from vcam.slot import Slot
from vcam.stats import RunStats
from vcam.types import Frame, Rendered

log = logging.getLogger(__name__)

CANVASES = 4
"""One is drawn on, one waits, one is shown, one is spare."""
FIRST_RETRY_S, LAST_RETRY_S = 1.0, 30.0
"""What could not be built is tried again after the first, and then ever more seldom."""
LONGEST_PAUSE_S = 0.1
"""A stage that fails on every frame is not asked more often than this."""
BROKEN = "Something broke inside vcam; see the log."


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A rendered picture and where its canvas goes when nobody needs it any more."""

    rendered: Rendered
    canvas: Canvas
    home: deque[Canvas]

    def release(self) -> None:
        """Give the canvas back; the picture is gone then."""
        self.home.append(self.canvas)


class Builder:
    """Builds a pipeline for the newest plan beside the running one."""

    def __init__(self, pipelines: Slot[Pipeline], board: Board) -> None:
        self._pipelines = pipelines
        self._board = board
        self._plans: Slot[Plan] = Slot()
        self._wanted = threading.Event()
        self._wanted.set()
        self._failed: Plan | None = None
        self._retry_s = FIRST_RETRY_S
        self._due_s = 0.0

    def rest(self) -> None:
        """Build nothing until `wake`: the libraries for it take time and memory."""
        self._wanted.clear()

    def wake(self) -> None:
        """Build the newest plan, if it has not been built; or look whether to stop."""
        self._wanted.set()
        self._plans.stir()

    def want(self, plan: Plan) -> None:
        """Ask for a pipeline; a plan that is still waiting is forgotten."""
        self._plans.put(plan)

    def run(self, stop: threading.Event) -> None:
        """Build until stopped.

        Raises:
            VcamError: a plan cannot be carried out; call again for the next, or for this one after a while.
        """
        while not stop.is_set():
            plan = self._plans.take(timeout_s=IDLE_S) or self._due_again()
            if plan is None:
                continue
            while not self._wanted.wait(timeout=IDLE_S) and not stop.is_set():
                pass
            if stop.is_set():
                return
            plan = self._plans.take() or plan
            try:
                pipeline = _build(plan)
            except Exception:
                self._postpone(plan)
                raise
            self._failed = None
            self._board.clear("build")
            _close(self._pipelines.put(pipeline))
            if stop.is_set():  # perhaps too late for whoever takes them
                _close(self._pipelines.take())

    def _postpone(self, plan: Plan) -> None:
        """Try a plan again later: a drive may be mounted by then, or a disk have room."""
        self._retry_s = min(2 * self._retry_s, LAST_RETRY_S) if plan is self._failed else FIRST_RETRY_S
        self._failed = plan
        self._due_s = time.monotonic() + self._retry_s

    def _due_again(self) -> Plan | None:
        return self._failed if time.monotonic() >= self._due_s else None


def _build(plan: Plan) -> Pipeline:
    pipeline = plan.build()
    try:
        pipeline.warm_up()
    except Exception:
        pipeline.close()
        raise
    return pipeline


def _close(pipeline: Pipeline | None) -> None:
    if pipeline is not None:
        pipeline.close()


class Analysis:
    """Turns the newest frame into a picture with the newest pipeline."""

    def __init__(
        self,
        pipelines: Slot[Pipeline],
        frames: Slot[Frame],
        pictures: Slot[Work],
        board: Board,
        stats: RunStats,
    ) -> None:
        self._pipelines = pipelines
        self._frames = frames
        self._pictures = pictures
        self._board = board
        self._stats = stats
        self._pipeline: Pipeline | None = None
        self._canvases: deque[Canvas] = deque()

    def run(self, stop: threading.Event) -> None:
        """Compose until stopped; a frame that cannot be composed is skipped."""
        failures = 0
        try:
            while not stop.is_set():
                frame = self._frames.take(timeout_s=IDLE_S)
                # After the wait: this frame must not be the last one with the settings before.
                self._change_pipeline()
                if frame is None or self._pipeline is None:
                    continue
                failures = 0 if self._draw(self._pipeline, frame) else failures + 1
                if failures:
                    stop.wait(min(0.01 * failures, LONGEST_PAUSE_S))
        finally:
            # Whatever else broke, the pipeline is good: nobody would build another one.
            if stop.is_set():
                _close(self._pipeline)
                self._pipeline = None
                _close(self._pipelines.take())

    def wake(self) -> None:
        """Look whether to stop."""
        self._frames.stir()

    def _change_pipeline(self) -> None:
        newer = self._pipelines.take()
        if newer is None:
            return
        try:
            canvases = deque(newer.make_canvas() for _ in range(CANVASES))
        except Exception:
            self._put_back(newer)
            raise
        _close(self._pipeline)
        self._pipeline, self._canvases = newer, canvases

    def _put_back(self, pipeline: Pipeline) -> None:
        """Keep a pipeline for which there is no memory now, unless a newer one has come."""
        newest = self._pipelines.put(pipeline)
        if newest is not None:
            self._pipelines.put(newest)
            pipeline.close()

    def _draw(self, pipeline: Pipeline, frame: Frame) -> bool:
        """Compose one picture and put it up for showing; tell whether that worked."""
        canvas = self._canvases.popleft() if self._canvases else pipeline.make_canvas()
        times = self._stats.analysis
        times.start()
        try:
            rendered = pipeline.render(pipeline.analyse(frame, canvas), canvas)
        except Exception as error:
            # A stage that breaks costs its frame, never the camera: the guard has nothing to
            # clear and shows the card.
            self._canvases.append(canvas)
            if self._board.report("analyse", str(error) if isinstance(error, VcamError) else BROKEN):
                log.exception("frame %d was not composed", frame.index)
            return False
        times.finish("loop")
        self._board.clear("analyse")
        overtaken = self._pictures.put(Work(rendered, canvas, self._canvases))
        if overtaken is not None:
            overtaken.release()
            self._stats.drop()
        return True

"""Takes every picture of a file through the pipeline and the guard, one after the other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from vcam.auto_framing import AutoFraming
from vcam.errors import VcamError
from vcam.framing import fill
from vcam.guard import Cleared, Guard, Objection
from vcam.pipeline import Canvas, Pipeline
from vcam.ports import Sink, Source
from vcam.stats import RunStats
from vcam.types import ByteAlpha, Frame, Image, Size

log = logging.getLogger(__name__)

BROKEN = "A picture could not be composed; see the log."


class PlaneReceiver(Protocol):
    """Takes one plane of each frame."""

    def write(self, alpha: ByteAlpha) -> None:
        """Keep one (H, W) uint8 plane."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Who wants to see more than the picture, to check us.

    Attributes:
        alpha: gets the alpha of each frame.
        labels: gets the person of each pixel; a track id above 255 is written as 255.
    """

    alpha: PlaneReceiver | None = None
    labels: PlaneReceiver | None = None

    def show(self, canvas: Canvas) -> None:
        """Hand on what a frame left on its canvas."""
        if self.alpha is not None:
            self.alpha.write(canvas.alpha)
        if self.labels is not None and canvas.labels is not None:
            names = np.where(canvas.alpha > 0, np.minimum(canvas.labels, 255), 0)
            self.labels.write(names.astype(np.uint8))


def process_all(
    source: Source,
    sink: Sink,
    pipeline: Pipeline,
    fps: float,
    guard: Guard,
    card: Callable[[Size, str], Image],
    stats: RunStats,
    checks: Checks,
    report: Callable[[int], None],
    zoom: float = 1.0,
) -> None:
    """Send one picture for each that an opened source gives; none is dropped.

    A frame that cannot be composed becomes the card, so that lengths stay equal and
    nothing leaks.

    Args:
        source: already open.
        sink: already open for pictures of the pipeline's size.
        pipeline: composes; warmed up.
        fps: of the source; it sets the times of the frames.
        guard: decides what may leave.
        card: draws the card for a size and a reason.
        stats: counts and times.
        checks: gets more than the picture.
        report: called with the number of pictures done.
        zoom: how far pictures may be enlarged to follow the people in them; 1 is not at all.

    Raises:
        VcamError: not one picture could be composed.
    """
    canvas = pipeline.make_canvas()
    framing = AutoFraming(pipeline.size, zoom)
    index = broken = 0
    while (image := source.read()) is not None:
        stats.captured()
        frame = Frame(image, index, index / fps)
        try:
            picture = _compose(pipeline, frame, canvas, guard, card, stats, framing)
        except Exception as error:
            # A stage that breaks costs its frame, never the file, as in a call.
            broken += 1
            picture = _card_for(error, frame, canvas, guard, card, pipeline.size)
        sink.send(picture)
        checks.show(canvas)
        index += 1
        report(index)
    if index and broken == index:
        raise VcamError("No picture could be composed; see the log.")


def _compose(
    pipeline: Pipeline,
    frame: Frame,
    canvas: Canvas,
    guard: Guard,
    card: Callable[[Size, str], Image],
    stats: RunStats,
    framing: AutoFraming,
) -> Cleared:
    """Give the picture of a frame of any size, or the card where the guard objects."""
    times = stats.analysis
    filled = replace(frame, image=fill(frame.image, pipeline.size))
    times.start()
    rendered = pipeline.render(pipeline.analyse(filled, canvas), canvas)
    verdict = guard.clear(rendered, frame.time_s)
    times.finish("loop")
    if isinstance(verdict, Objection):
        return guard.card(card(pipeline.size, verdict.reason), verdict.reason)
    return framing.frame(verdict, rendered, frame.time_s)


def _card_for(
    error: Exception,
    frame: Frame,
    canvas: Canvas,
    guard: Guard,
    card: Callable[[Size, str], Image],
    size: Size,
) -> Cleared:
    """Give the card in place of a frame that could not be composed, and log why if it is new."""
    reason = str(error) if isinstance(error, VcamError) else BROKEN
    if reason not in guard.receipt().reasons:
        log.error("frame %d was not composed; others like it are not told of", frame.index, exc_info=error)
    _forget_people(canvas)
    return guard.card(card(size, reason), reason)


def _forget_people(canvas: Canvas) -> None:
    """Leave nobody on a canvas, where somebody of an earlier frame may be."""
    canvas.alpha.fill(0)
    if canvas.labels is not None:
        canvas.labels.fill(0)

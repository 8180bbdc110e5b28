"""Takes every picture of a file through the pipeline and the guard, one after the other."""

from collections.abc import Callable
from typing import Protocol

from vcam.framing import fill
from vcam.guard import Cleared, Guard, Objection
from vcam.pipeline import Canvas, Pipeline
from vcam.ports import Sink, Source
from vcam.stats import RunStats
from vcam.types import ByteAlpha, Frame, Image, Size


class AlphaReceiver(Protocol):
    """Takes the alpha of each frame, for anybody who wants to check us."""

    def write(self, alpha: ByteAlpha) -> None:
        """Keep one (H, W) uint8 alpha."""


def process_all(
    source: Source,
    sink: Sink,
    pipeline: Pipeline,
    fps: float,
    guard: Guard,
    card: Callable[[Size, str], Image],
    stats: RunStats,
    alpha_receiver: AlphaReceiver | None,
    report: Callable[[int], None],
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
        alpha_receiver: gets the alpha of each frame, if given.
        report: called with the number of pictures done.
    """
    canvas = pipeline.make_canvas()
    index = 0
    while (image := source.read()) is not None:
        stats.captured()
        frame = Frame(fill(image, pipeline.size), index, index / fps)
        sink.send(_compose(pipeline, frame, canvas, guard, card, stats))
        if alpha_receiver is not None:
            alpha_receiver.write(canvas.alpha)
        index += 1
        report(index)


def _compose(
    pipeline: Pipeline,
    frame: Frame,
    canvas: Canvas,
    guard: Guard,
    card: Callable[[Size, str], Image],
    stats: RunStats,
) -> Cleared:
    times = stats.analysis
    times.start()
    rendered = pipeline.render(pipeline.analyse(frame, canvas), canvas)
    verdict = guard.clear(rendered, frame.time_s)
    times.finish("loop")
    if isinstance(verdict, Objection):
        return guard.card(card(pipeline.size, verdict.reason), verdict.reason)
    return verdict

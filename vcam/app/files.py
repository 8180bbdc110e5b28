"""Files and the demo: every picture in, one picture out."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import cv2

from vcam.app.parts import build_pipeline, make_card, parse_size, use_one_thread_for_pictures
from vcam.app.telling import LONGEST_LOOK_S, Separation, make_face_finder
from vcam.cast import Cast
from vcam.errors import UsageError, VcamError
from vcam.guard import Guard
from vcam.paths import assets_dir
from vcam.ports import Source
from vcam.processing import Checks, process_all
from vcam.settings.model import BackgroundSettings, Settings
from vcam.stats import RunStats, write_report
from vcam.suffixes import VIDEO_SUFFIXES
from vcam.types import Size

DEMO_SECONDS = 10.0
FILE_MEASURED_S = 0.25
"""For how long people in a video are looked at before one is me: its first second is worth seeing."""
LONGEST_READ_S = 10.0
"""A frame of a file waits so long for the background video's picture that is due: longer is a dead server."""
DEMO_BACKGROUND = "evening-lights.jpg"


def process(
    settings: Settings,
    source_file: Path,
    out: Path,
    stats_file: Path | None = None,
    alpha: Path | None = None,
    labels: Path | None = None,
    size: Size | None = None,
    report: Callable[[int, int | None], None] = lambda done, total: None,
) -> dict[str, object]:
    """Take a video or picture through the pipeline; give the figures of the run.

    Args:
        settings: what to do with it.
        source_file: a video or picture.
        out: a video, a picture, or a folder for PNG frames.
        stats_file: gets the figures as JSON.
        alpha: gets the alpha of each frame, in the form that its name asks for.
        labels: gets each pixel's person, 0 for nobody known, likewise.
        size: of the result; the source's own if not given.
        report: called with the number of pictures done and, if known, of all.

    Raises:
        VcamError: a file cannot be read or written.
    """
    from vcam.sinks.encoders import may_write
    from vcam.sources.file import FileSource

    for result in (out, alpha, labels):
        if result is not None and may_write(result, source_file):
            raise UsageError(f"{source_file} would be written over by {result}; give that another name.")
    source = FileSource(source_file, loop=False)
    return _process(settings, source, out, stats_file, _Wanted(alpha, labels), size, report)


def demo(
    settings: Settings,
    out: Path,
    stats_file: Path | None = None,
    report: Callable[[int, int | None], None] = lambda done, total: None,
) -> dict[str, object]:
    """Show without a camera what vcam does: a video and a still beside it; give the figures.

    Raises:
        VcamError: no portrait is installed, or a file cannot be written.
    """
    from vcam.sources.demo import DemoSource

    if out.is_dir() or out.suffix.lower() not in VIDEO_SUFFIXES:
        raise UsageError(f"The demo is a video and a still from it; {out} is none: name it like demo.mp4.")
    size, fps = parse_size(settings.output.size), settings.output.fps
    source = DemoSource(size, fps, DEMO_SECONDS)
    figures = _process(settings, source, out, stats_file, _Wanted(), size, report)
    _write_still(out)
    return figures


def demo_background() -> BackgroundSettings:
    """The background of the demo where the user has not chosen one."""
    return BackgroundSettings(kind="picture", file=str(assets_dir() / "backgrounds" / DEMO_BACKGROUND))


def _process(
    settings: Settings,
    source: "_Recording",
    out: Path,
    stats_file: Path | None,
    wanted: "_Wanted",
    size: Size | None,
    report: Callable[[int, int | None], None],
) -> dict[str, object]:
    from vcam.sinks.file import FileSink

    use_one_thread_for_pictures()
    stats, guard = RunStats(), Guard()
    with ExitStack() as open_now:
        open_now.enter_context(closing(source))
        sink = open_now.enter_context(FileSink(out))
        form = source.open()
        size = size or _keep_size(form.size, out)
        separation = _make_separation(settings, size, wanted, form.fps, source.is_still)
        conceal = separation is not None and separation.cast.conceals
        guard.require(settings.protects, settings.people.only_me, conceal)
        if separation is not None:
            open_now.callback(separation.faces.close)
        pipeline = build_pipeline(settings, size, stats, wanted.anything, separation, wait_s=LONGEST_READ_S)
        open_now.enter_context(closing(pipeline))
        pipeline.warm_up()
        sink.open(size, form.fps)
        checks = wanted.open(open_now, size, form.fps)
        card = partial(make_card, settings.safety.card_title)
        tell = lambda done: report(done, source.frame_count)  # noqa: E731
        process_all(source, sink, pipeline, form.fps, guard, card, stats, checks, tell, settings.framing.zoom)
    figures = stats.report(guard.receipt())
    if stats_file is not None:
        write_report(figures, stats_file)
    return figures


class _Recording(Source, Protocol):
    """A source that ends."""

    @property
    def is_still(self) -> bool:
        """Whether it has one picture and no more."""

    @property
    def frame_count(self) -> int | None:
        """How many pictures it has, or None if it does not tell."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Files for those who want to check us."""

    alpha: Path | None = None
    labels: Path | None = None

    @property
    def anything(self) -> bool:
        return self.alpha is not None or self.labels is not None

    def open(self, stack: ExitStack, size: Size, fps: float) -> Checks:
        """Open the files; the stack closes or discards them."""
        from vcam.sinks.file import AlphaWriter

        alpha, labels = self.alpha, self.labels
        return Checks(
            alpha=stack.enter_context(AlphaWriter(alpha, size, fps)) if alpha else None,
            labels=stack.enter_context(AlphaWriter(labels, size, fps, exact=True)) if labels else None,
        )


def _make_separation(
    settings: Settings, size: Size, wanted: "_Wanted", fps: float, is_still: bool
) -> Separation | None:
    """Get ready to tell people apart if somebody needs it; in a still picture somebody is me at once."""
    # A file's times are its own, and nobody asks who is there while it is processed.
    cast = Cast(size, settings.people, measured_s=0.0 if is_still else FILE_MEASURED_S)
    if wanted.labels is None and not cast.is_wanted:
        return None
    return Separation(cast, make_face_finder(fps), wait_s=LONGEST_LOOK_S, always=True, is_still=is_still)


def _keep_size(size: Size, out: Path) -> Size:
    """The source's own size; a video's must be even."""
    if out.suffix.lower() not in VIDEO_SUFFIXES:
        return size
    return Size(max(2, size.width // 2 * 2), max(2, size.height // 2 * 2))


def _write_still(video: Path) -> Path:
    """Write a picture from the middle of `video` beside it, as PNG."""
    from vcam.sources.file import FileSource

    still = video.with_suffix(".png")
    with closing(FileSource(video, loop=False)) as source:
        source.open()
        middle = (source.frame_count or 2) // 2
        picture = None
        for _ in range(middle):
            picture = source.read()
    if picture is None or not cv2.imwrite(str(still), picture):
        raise VcamError(f"The still {still} cannot be written; choose another folder.")
    return still

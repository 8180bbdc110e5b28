"""Builds the real parts and hands them to one another; nothing else chooses adapters.

Heavy libraries are imported where they are first needed: the virtual camera shows its card
before numba and onnxruntime are loaded.
"""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import cv2

from vcam.card import draw_card
from vcam.engine import Engine, Plan
from vcam.errors import SinkError, UsageError, VcamError
from vcam.guard import Guard
from vcam.paths import assets_dir, models_dir
from vcam.pipeline import Pipeline
from vcam.ports import Sink, Source
from vcam.processing import process_all
from vcam.settings.model import BackgroundSettings, Settings
from vcam.stats import RunStats, write_report
from vcam.types import Image, Size

if TYPE_CHECKING:
    from vcam.portrait.stage import PortraitStage

log = logging.getLogger(__name__)

DEMO_SECONDS = 10.0
DEMO_BACKGROUND = "evening-lights.jpg"
PICTURE_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}
VIDEO_SUFFIXES = {".mp4", ".mkv", ".avi", ".mov", ".webm", ".gif", ".m4v", ".yuv", ".264"}


def run(
    settings: Settings, stats_file: Path | None = None, announce: Callable[[str], None] = print
) -> dict[str, object]:
    """Be the virtual camera until stopped by a signal; give the figures of the run.

    Args:
        settings: what to do.
        stats_file: gets the figures as JSON.
        announce: told in a line what has begun.

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
        partial(_card, settings.safety.card_title),
        stats,
        reopen_sink=not is_file,
        on_state=lambda state: log.info("%s %s", state.kind, state.message),
    )
    engine.start(make_plan(settings, size, stats))
    announce(f"vcam sends {size} at {fps:g} fps to {settings.output.sink}; Ctrl-C ends it.")
    _wait_for_end(engine)
    figures = stats.report(guard.receipt())
    if stats_file is not None:
        write_report(figures, stats_file)
    if engine.state.kind == "failed":
        raise SinkError(engine.state.message)
    return figures


def process(
    settings: Settings,
    source_file: Path,
    out: Path,
    stats_file: Path | None = None,
    alpha: Path | None = None,
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
        size: of the result; the source's own if not given.
        report: called with the number of pictures done and, if known, of all.

    Raises:
        VcamError: a file cannot be read or written.
    """
    from vcam.sources.file import FileSource

    if source_file.resolve() == out.resolve():
        raise UsageError(f"{out} is the file to read; give another name for the result.")
    source = FileSource(source_file, loop=False)
    tell = lambda done: report(done, source.frame_count)  # noqa: E731
    return _process(settings, source, out, stats_file, alpha, size, tell)


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

    size, fps = parse_size(settings.output.size), settings.output.fps
    source = DemoSource(size, fps, DEMO_SECONDS)
    figures = _process(
        settings, source, out, stats_file, None, size, lambda done: report(done, source.frame_count)
    )
    _write_still(out)
    return figures


def demo_background() -> BackgroundSettings:
    """The background of the demo where the user has not chosen one."""
    return BackgroundSettings(kind="picture", file=str(assets_dir() / "backgrounds" / DEMO_BACKGROUND))


def _process(
    settings: Settings,
    source: Source,
    out: Path,
    stats_file: Path | None,
    alpha: Path | None,
    size: Size | None,
    report: Callable[[int], None],
) -> dict[str, object]:
    from vcam.sinks.file import AlphaWriter, FileSink

    use_one_thread_for_pictures()
    stats, guard = RunStats(), Guard()
    guard.require(settings.protects)
    with closing(source), FileSink(out) as sink:
        form = source.open()
        size = size or _keep_size(form.size, out)
        with closing(build_pipeline(settings, size, stats, needs_alpha=alpha is not None)) as pipeline:
            pipeline.warm_up()
            sink.open(size, form.fps)
            card = partial(_card, settings.safety.card_title)
            if alpha is None:
                process_all(source, sink, pipeline, form.fps, guard, card, stats, None, report)
            else:
                with AlphaWriter(alpha, size, form.fps) as writer:
                    process_all(source, sink, pipeline, form.fps, guard, card, stats, writer, report)
    figures = stats.report(guard.receipt())
    if stats_file is not None:
        write_report(figures, stats_file)
    return figures


def make_plan(settings: Settings, size: Size, stats: RunStats) -> Plan:
    """Say how the engine builds a pipeline for these settings, and what the guard demands."""
    return Plan(
        build=partial(build_pipeline, settings, size, stats),
        protect=settings.protects,
        mirror=settings.output.mirror,
        veil=settings.safety.fallback == "blur",
    )


def build_pipeline(settings: Settings, size: Size, stats: RunStats, needs_alpha: bool = False) -> Pipeline:
    """Load the network and the background.

    Raises:
        VcamError: one of them cannot be loaded.
    """
    from vcam.compositing.compositor import Compositor

    finder = None
    if settings.protects or needs_alpha:
        finder = make_portrait_stage(settings, size, stats)
    composer = Compositor(settings.background, size, stats.analysis)
    return Pipeline(finder, composer, size)


def make_portrait_stage(settings: Settings, size: Size, stats: RunStats) -> "PortraitStage":
    """Load the network that the settings name, for frames of `size`.

    Raises:
        NetworkError: it is missing or damaged.
    """
    from vcam.portrait.manifest import find, read_manifest
    from vcam.portrait.session import Session
    from vcam.portrait.stage import PortraitStage

    portrait = settings.portrait
    folder = models_dir()
    entry = find(read_manifest(folder), portrait.network, portrait.precision)
    session = Session(entry, folder, size, portrait.threads)
    return PortraitStage(session, size, portrait.smoothing, portrait.edge_px, stats.analysis)


def make_source(settings: Settings, size: Size) -> Source:
    """Choose the source that the settings name: "demo", a file, or a camera.

    Raises:
        UsageError: it names a file that does not exist.
    """
    wanted = settings.camera.source
    if wanted == "demo":
        from vcam.sources.demo import DemoSource

        return DemoSource(size, settings.camera.fps, None)
    path = Path(wanted)
    if path.suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES:
        from vcam.sources.file import FileSource

        if not path.is_file():
            raise UsageError(f"There is no file {wanted}; give a video, a picture or a camera.")
        return FileSource(path, loop=True)
    from vcam.sources.camera import CameraSource

    return CameraSource(wanted, parse_size(settings.camera.size), settings.camera.fps)


def make_sink(wanted: str) -> tuple[Sink, bool]:
    """Choose the sink by its name; tell also whether it is a file."""
    if wanted == "memory":
        from vcam.sinks.memory import MemorySink

        return MemorySink(keep=1), False
    path = Path(wanted)
    if path.suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES:
        from vcam.sinks.file import FileSink

        return FileSink(path), True
    from vcam.sinks.virtual_camera import VirtualCameraSink

    return VirtualCameraSink(wanted), False


def parse_size(text: str) -> Size:
    """Read "1280x720".

    Raises:
        UsageError: it is not a width and a height.
    """
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise UsageError(f"{text!r} is no size; write it like 1280x720.")
    return Size(int(width), int(height))


def use_one_thread_for_pictures() -> None:
    """Keep OpenCV on the calling thread: a pool costs the laptop more heat than it saves time."""
    cv2.setNumThreads(1)


def _card(title: str, size: Size, reason: str) -> Image:
    return draw_card(size, title, reason)


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


def _wait_for_end(engine: Engine) -> None:
    """Run until SIGINT or SIGTERM, or until the engine ends by itself."""
    asked = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not asked.is_set() and not engine.wait(timeout_s=0.2):
            pass
        engine.stop()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

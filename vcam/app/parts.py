"""Makes sources, sinks and pipelines from settings."""

import itertools
import logging
import os.path
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from vcam.app.telling import Separation, make_people_stage, measurements
from vcam.card import draw_card
from vcam.engine import Plan
from vcam.errors import UsageError
from vcam.paths import models_dir
from vcam.patience import within
from vcam.pipeline import Pipeline
from vcam.ports import Sink, Source
from vcam.readers import Readers
from vcam.settings.model import Settings
from vcam.stats import RunStats
from vcam.suffixes import VIDEO_SUFFIXES, ends_like_file, names_file
from vcam.types import Image, Size

if TYPE_CHECKING:
    from vcam.app.kept import KeptStages
    from vcam.portrait.stage import PortraitStage

log = logging.getLogger(__name__)

LONGEST_STAT_S = 2.0
"""A source file that is not found in this time lies on a server that hangs; the window waits meanwhile."""


def make_plan(
    settings: Settings,
    size: Size,
    stats: RunStats,
    separation: Separation | None = None,
    kept: "KeptStages | None" = None,
) -> Plan:
    """Say how the engine builds a pipeline for these settings, and what the guard demands."""
    return Plan(
        build=partial(build_pipeline, settings, size, stats, separation=separation, kept=kept),
        protect=settings.protects,
        mirror=settings.output.mirror,
        veil=settings.safety.fallback == "blur",
        only_me=settings.people.only_me,
        conceal=separation is not None and separation.cast.conceals,
        zoom=settings.framing.zoom,
    )


def build_pipeline(
    settings: Settings,
    size: Size,
    stats: RunStats,
    needs_alpha: bool = False,
    separation: Separation | None = None,
    kept: "KeptStages | None" = None,
    wait_s: float = 0.0,
) -> Pipeline:
    """Load the network and the background.

    Args:
        settings: which.
        size: of frames and pictures.
        stats: gets the time of each stage.
        needs_alpha: find people even if the background does not need it.
        separation: also tell people apart, if and while that is wanted.
        kept: where the stages that remember may lie ready.
        wait_s: how long each frame may wait for a background video; 0 in a call.

    Raises:
        VcamError: one of them cannot be loaded.
    """
    from vcam.compositing.compositor import Compositor

    finder = None
    if settings.protects or needs_alpha or separation is not None or settings.framing.follow:
        make = make_portrait_stage if kept is None else kept.finder
        finder = make(settings, size, stats)
    separator = None
    if separation is not None and finder is not None:
        if kept is None:
            separator = make_people_stage(separation, finder, size, stats)
        else:
            separator = kept.separator(separation, size, stats)
    # Last: it may hold a video open, which nobody would close if another part cannot be made.
    composer = Compositor(settings.effective_background, size, stats.analysis, wait_s)
    return Pipeline(finder, composer, size, separator, is_warm=kept is not None)


def require_parts(settings: Settings, before: Settings) -> None:
    """Make sure of what a pipeline for other settings would need, as far as is known without building it.

    What is as before is not looked at. A picture lies ready for the pipeline then.

    Args:
        settings: what is wanted.
        before: what is in force.

    Raises:
        UsageError: a background's file cannot be shown, or there is no such network.
        NetworkError: the list of networks cannot be read.
    """
    background, portrait = settings.effective_background, settings.portrait
    if background.kind in ("picture", "video") and background != before.effective_background:
        from vcam.compositing.background import make_background

        make_background(background, parse_size(settings.output.size)).close()
    if (portrait.network, portrait.precision) != (before.portrait.network, before.portrait.precision):
        from vcam.portrait.manifest import find, read_manifest

        find(read_manifest(models_dir()), portrait.network, portrait.precision)


def make_portrait_stage(settings: Settings, size: Size, stats: RunStats) -> "PortraitStage":
    """Load the network that the settings name, for frames of `size`.

    Raises:
        NetworkError: it is missing or damaged.
    """
    from vcam.portrait.choice import choose
    from vcam.portrait.manifest import read_manifest
    from vcam.portrait.session import Session
    from vcam.portrait.stage import FINE_PIXELS, PortraitStage

    portrait = settings.portrait
    folder = models_dir()
    entry = choose(read_manifest(folder), folder, portrait.network, portrait.precision, measurements())
    session = Session(entry, folder, size, portrait.threads)
    open_fine = partial(Session, entry, folder, size, portrait.threads, pixels=FINE_PIXELS)
    return PortraitStage(session, size, portrait.smoothing, portrait.edge_px, stats.analysis, open_fine)


def make_source(settings: Settings, size: Size) -> Source:
    """Choose the source that the settings name: "demo", a file, or a camera.

    Raises:
        UsageError: it names a file that does not exist, or that the sink would be written over.
    """
    wanted = settings.camera.source
    if wanted == "demo":
        from vcam.sources.demo import DemoSource

        return DemoSource(size, settings.camera.fps, None)
    path = os.path.expanduser(wanted)
    if names_file(path):
        from vcam.sinks.encoders import may_write
        from vcam.sources.file import FileSource

        written = file_of_sink(settings.output.sink)

        def look() -> tuple[bool, bool]:
            return os.path.isfile(path), written is not None and may_write(written, Path(path))

        refusal = UsageError(f"{wanted} does not answer; connect its drive, or give another file.")
        is_there, is_written = within(path, LONGEST_STAT_S, look, refusal)
        if not is_there:
            raise UsageError(f"There is no file {wanted}; give a video, a picture or a camera.")
        if is_written:
            raise UsageError(f"{wanted} would be written over by the sink; give the sink another name.")
        return FileSource(path, loop=True)
    from vcam.sources.camera import CameraSource

    return CameraSource(wanted, parse_size(settings.camera.size), settings.camera.fps)


def make_sink(
    wanted: str, card_title: str, on_readers: Callable[[Readers | None], None]
) -> tuple[Sink, bool]:
    """Choose the sink by its name; tell also whether it is a file.

    Args:
        wanted: its name.
        card_title: the title of the card that readers get when vcam is killed.
        on_readers: told who reads it whenever that changes, from any thread; None where nobody can know.
    """
    if wanted == "memory":
        from vcam.sinks.memory import MemorySink

        return MemorySink(keep=1), False
    path = file_of_sink(wanted)
    if path is not None:
        from vcam.sinks.file import FileSink

        return FileSink(unused(path)), True
    from vcam.sinks.virtual_camera import VirtualCameraSink

    on_readers(Readers())
    return VirtualCameraSink(wanted, card_title=card_title, on_readers=on_readers), False


def unused(path: Path) -> Path:
    """Give the name of a film that does not exist yet, like this one: no earlier recording is lost."""
    if path.suffix.lower() not in VIDEO_SUFFIXES or not path.exists():
        return path
    names = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    free = next(name for name in names if not name.exists())
    log.warning("%s exists and is kept; this is recorded as %s.", path, free.name)
    return free


def file_of_sink(wanted: str) -> Path | None:
    """Give the file that a sink's name means, or None for memory and virtual cameras."""
    return Path(os.path.expanduser(wanted)) if ends_like_file(wanted) else None


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


def make_card(title: str, size: Size, reason: str) -> Image:
    """Draw the card; see `vcam.card.draw_card`."""
    return draw_card(size, title, reason)

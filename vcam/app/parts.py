"""Makes sources, sinks and pipelines from settings."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from vcam.card import draw_card
from vcam.engine import Plan
from vcam.errors import UsageError
from vcam.paths import cache_dir, models_dir
from vcam.pipeline import Pipeline
from vcam.ports import Sink, Source
from vcam.settings.model import Settings
from vcam.stats import RunStats
from vcam.types import Image, Size

if TYPE_CHECKING:
    from vcam.people import PeopleStage
    from vcam.portrait.stage import PortraitStage

LONGEST_LOOK_S = 10.0
"""The face detector takes a second to load and milliseconds for a picture."""
PICTURE_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}
VIDEO_SUFFIXES = {".mp4", ".mkv", ".avi", ".mov", ".webm", ".gif", ".m4v", ".yuv", ".264"}


def make_plan(settings: Settings, size: Size, stats: RunStats) -> Plan:
    """Say how the engine builds a pipeline for these settings, and what the guard demands."""
    return Plan(
        build=partial(build_pipeline, settings, size, stats),
        protect=settings.protects,
        mirror=settings.output.mirror,
        veil=settings.safety.fallback == "blur",
    )


def build_pipeline(
    settings: Settings, size: Size, stats: RunStats, needs_alpha: bool = False, separates: bool = False
) -> Pipeline:
    """Load the network and the background.

    Args:
        settings: which.
        size: of frames and pictures.
        stats: gets the time of each stage.
        needs_alpha: find people even if the background does not need it.
        separates: also tell people apart, frame by frame, as for a file.

    Raises:
        VcamError: one of them cannot be loaded.
    """
    from vcam.compositing.compositor import Compositor

    finder = None
    if settings.protects or needs_alpha:
        finder = make_portrait_stage(settings, size, stats)
    composer = Compositor(settings.background, size, stats.analysis)
    separator = make_people_stage(finder, size) if separates and finder is not None else None
    return Pipeline(finder, composer, size, separator)


def make_people_stage(finder: "PortraitStage", size: Size) -> "PeopleStage":
    """Make what tells people apart; each frame waits for its faces."""
    from vcam.paths import face_model
    from vcam.people import PeopleStage
    from vcam.seeds.faces import FaceFinder, MediapipeDetector

    height, width = finder.evidence_shape
    faces = FaceFinder(lambda: MediapipeDetector(face_model()))
    return PeopleStage(faces, size, Size(width, height), wait_s=LONGEST_LOOK_S)


def make_portrait_stage(settings: Settings, size: Size, stats: RunStats) -> "PortraitStage":
    """Load the network that the settings name, for frames of `size`.

    Raises:
        NetworkError: it is missing or damaged.
    """
    from vcam.portrait.choice import choose
    from vcam.portrait.manifest import read_manifest
    from vcam.portrait.session import Session
    from vcam.portrait.stage import PortraitStage

    portrait = settings.portrait
    folder = models_dir()
    remembered = cache_dir() / "faster-networks.json"
    entry = choose(read_manifest(folder), folder, portrait.network, portrait.precision, remembered)
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


def make_card(title: str, size: Size, reason: str) -> Image:
    """Draw the card; see `vcam.card.draw_card`."""
    return draw_card(size, title, reason)

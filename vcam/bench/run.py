"""Runs our loop and the usual ones on the demo's frames."""

from contextlib import closing
from pathlib import Path

from vcam.app import build_pipeline, use_one_thread_for_pictures
from vcam.app.telling import measurements
from vcam.bench.loop import Loop, copy_loop, lean_loop, measure, naive_loop, our_loop
from vcam.paths import models_dir
from vcam.portrait.choice import choose
from vcam.portrait.manifest import AUTO, read_manifest
from vcam.portrait.session import Session
from vcam.settings.model import Settings
from vcam.sources.demo import DemoSource
from vcam.stats import RunStats
from vcam.types import Frame, Size

FPS = 30.0


def measure_size(size: Size, count: int, peer: Path | None = None) -> dict[str, dict[str, float]]:
    """Measure all loops at one size, with the background blurred.

    Args:
        size: of frames and pictures.
        count: how many frames each loop gets.
        peer: a TensorFlow Lite network, such as MediaPipe's, to put into the usual loops too.

    Returns:
        For each loop `cpu_ms`, the median processor time a frame, and `best_ms`.

    Raises:
        VcamError: the demo or a network cannot be loaded.
    """
    use_one_thread_for_pictures()
    folder = models_dir()
    # The very file that ours runs, or the loops would differ by more than their ways.
    entry = choose(read_manifest(folder), folder, AUTO, AUTO, measurements())
    session = Session(entry, folder, size, threads=1)
    with closing(build_pipeline(Settings(), size, RunStats())) as pipeline:
        pipeline.warm_up()
        loops: dict[str, Loop] = {
            "ours": our_loop(pipeline),
            "naive": naive_loop(session),
            "lean": lean_loop(session),
        }
        if peer is not None:
            from vcam.training.data.teacher import Teacher

            theirs = Teacher(peer, threads=1)
            loops |= {"naive_mediapipe": naive_loop(theirs), "lean_mediapipe": lean_loop(theirs)}
        loops["copy_limit"] = copy_loop(size)
        return measure(loops, read_demo(size, count))


def read_demo(size: Size, count: int) -> list[Frame]:
    """Take the first frames of the demo."""
    frames: list[Frame] = []
    with closing(DemoSource(size, FPS, count / FPS)) as source:
        source.open()
        while (image := source.read()) is not None:
            frames.append(Frame(image, len(frames), len(frames) / FPS))
    return frames

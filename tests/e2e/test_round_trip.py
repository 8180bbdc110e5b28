"""Webcam -> vcam -> virtual camera -> ffmpeg, through real devices in a small Linux guest."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.e2e.conftest import ROOT, InGuest, Report

FloatArray: TypeAlias = NDArray[np.float64]
COLOURS_RGB = ((200, 30, 40), (30, 170, 60), (40, 60, 190), (230, 230, 230))
BACKGROUND_RGB = (32, 96, 160)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]


def yuv(rgb: Sequence[int]) -> FloatArray:
    """A colour as a virtual camera carries it: BT.601, luma from 16 to 235."""
    red, green, blue = rgb
    y = 0.299 * red + 0.587 * green + 0.114 * blue
    return np.array([16 + y * 219 / 255, 128 + (blue - y) * 112 / 226, 128 + (red - y) * 112 / 179])


def span(report: Report) -> list[tuple[FloatArray, FloatArray]]:
    """The lowest and the highest Y, U and V of each picture that was read."""
    return [
        (np.array(lowest), np.array(highest))
        for lowest, highest in zip(report["lowest_yuv"], report["highest_yuv"], strict=True)
    ]


def lies_between(seen: tuple[FloatArray, FloatArray], *colours: FloatArray) -> bool:
    """Whether a picture holds nothing but these colours and their mixture."""
    lowest, highest = seen
    most_off = 6
    return bool(
        (lowest >= np.min(colours, axis=0) - most_off).all()
        and (highest <= np.max(colours, axis=0) + most_off).all()
    )


def test_pictures_arrive_at_the_webcams_rate_in_the_right_colours(in_guest: InGuest) -> None:
    report = in_guest("round_trip", "parts")
    assert report["camera"].startswith("vivid, 1280x720 at 30 fps")
    assert report["camera_shape"] == [720, 1280, 3]
    assert report["camera_shades"] > 4
    assert report["count"] == 120
    assert report["fps"] == pytest.approx(30, rel=0.15)
    colours = [yuv(rgb) for rgb in COLOURS_RGB]
    # The first buffer may still be half written when the reader comes.
    pictures = span(report)[1:]
    whole = [
        number for seen in pictures for number, colour in enumerate(colours) if lies_between(seen, colour)
    ]
    assert set(whole) == {0, 1, 2, 3}
    # A slow reader sees buffers that are being written: a few pictures are parts of several cards.
    assert len(pictures) - len(whole) <= 0.1 * len(pictures)
    assert all(lies_between(seen, *colours) for seen in pictures)


WARM_UP = """
from vcam.paths import prepare_environment

prepare_environment()
from vcam.app.parts import build_pipeline
from vcam.app.telling import Separation, make_face_finder
from vcam.cast import Cast
from vcam.settings.model import Settings
from vcam.stats import RunStats
from vcam.types import Size

size, settings = Size(1280, 720), Settings()
separation = Separation(Cast(size, settings.people), make_face_finder())
build_pipeline(settings, size, RunStats(), separation=separation).warm_up()
"""
"""Makes ready what a run makes ready, people's kernels too."""


@pytest.fixture
def _compiled(tmp_path: Path) -> None:
    """Compile before: in the guest, with its one slow processor, that would take most of the test."""
    demo = [sys.executable, "-m", "vcam", "demo", str(tmp_path / "demo.mp4"), "--size", "320x180"]
    subprocess.run(demo, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", WARM_UP], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.usefixtures("_compiled")
def test_the_whole_program_shows_the_chosen_background_and_nothing_of_the_room(in_guest: InGuest) -> None:
    if not (ROOT / "models" / "manifest.toml").is_file():
        pytest.skip("needs a network: vcam train, vcam export")
    program = "from vcam.cli import main; main()"
    report = in_guest(
        *("round_trip", "program", sys.executable, "-c", program, "run", "--source", "/dev/video0"),
        *("--sink", "/dev/video10", "--background", "#{:02x}{:02x}{:02x}".format(*BACKGROUND_RGB)),
        # The guest's one processor has to show the card while it loads the network. A network may take
        # coloured bars for anything; whoever has no face is not me.
        *("--size", "640x360", "--people", "only-me"),
    )
    # Nobody has read it yet: no network is loaded.
    idle = report["idle"]
    assert not idle["webcam"]
    assert idle["memory_mb"] < 200
    # The guest has one processor for camera, program and reader together.
    assert report["fps"] > 0.4 * report["ticks_per_s"]
    # vivid shows coloured bars and nobody: whatever is not card is background.
    background = yuv(BACKGROUND_RGB)
    assert all(lies_between(seen, background) for seen in span(report)[-30:])

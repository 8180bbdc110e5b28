"""Webcam -> vcam -> virtual camera -> ffmpeg, through real devices in a small Linux guest."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

GUEST = Path(__file__).parent / "guest"
ROOT = GUEST.parent.parent.parent
CACHE = Path(os.environ.get("VCAM_E2E_CACHE", Path.home() / ".cache" / "vcam-e2e"))
COLOURS_RGB = ((200, 30, 40), (30, 170, 60), (40, 60, 190), (230, 230, 230))
BACKGROUND_RGB = (32, 96, 160)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


@pytest.fixture(autouse=True)
def _needs_guest() -> None:
    if sys.platform != "linux":
        pytest.skip("needs Linux: the guest is a user-mode Linux kernel")
    for tool in ("ffmpeg", "v4l2-ctl"):
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}: apt install ffmpeg v4l-utils")
    if not any(CACHE.glob("*/ready")):
        pytest.skip(f"needs the guest's kernel, once: {GUEST / 'run-e2e'} --build")


def in_guest(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [GUEST / "run-e2e", "--timeout", "300", "--", sys.executable, GUEST / "round_trip.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    reports = [line for line in done.stdout.splitlines() if line.startswith("REPORT ")]
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    report: dict[str, Any] = json.loads(reports[-1].removeprefix("REPORT "))
    return report


def nearest(mean_rgb: list[float]) -> tuple[int, float]:
    """Which of the colours a mean is nearest to, and how far it is off."""
    off = [float(np.abs(np.subtract(mean_rgb, rgb)).max()) for rgb in COLOURS_RGB]
    return int(np.argmin(off)), min(off)


def test_pictures_arrive_at_the_webcams_rate_in_the_right_colours() -> None:
    report = in_guest("parts")
    assert report["camera"].startswith("vivid, 1280x720 at 30 fps")
    assert report["camera_shape"] == [720, 1280, 3]
    assert report["camera_shades"] > 4
    assert report["count"] == 120
    assert report["fps"] == pytest.approx(30, rel=0.15)
    # The very first picture is seen half written at times: the module lets a reader in that early.
    found = [nearest(mean) for mean in report["means_rgb"][1:]]
    assert {which for which, _ in found} == {0, 1, 2, 3}
    assert max(off for _, off in found) < 6
    assert max(report["spread"][1:]) < 6


@pytest.fixture
def _compiled(tmp_path: Path) -> None:
    """Compile before: in the guest, with its one slow processor, that would take most of the test."""
    demo = [sys.executable, "-m", "vcam", "demo", str(tmp_path / "demo.mp4"), "--size", "320x180"]
    subprocess.run(demo, cwd=ROOT, check=True, capture_output=True)


@pytest.mark.usefixtures("_compiled")
def test_the_whole_program_shows_the_chosen_background_and_nothing_of_the_room() -> None:
    if not (ROOT / "models" / "manifest.toml").is_file():
        pytest.skip("needs a network: vcam train, vcam export")
    program = "from vcam.cli import main; main()"
    report = in_guest(
        *("program", sys.executable, "-c", program, "run", "--source", "/dev/video0"),
        *("--sink", "/dev/video10", "--background", "#{:02x}{:02x}{:02x}".format(*BACKGROUND_RGB)),
    )
    assert report["count"] == 1200
    # The guest has one processor for camera, program and reader together.
    assert report["fps"] > 15
    # vivid shows coloured bars and nobody: whatever is not card is background.
    for mean in report["means_rgb"][-30:]:
        assert np.abs(np.subtract(mean, BACKGROUND_RGB)).max() < 8

"""The whole program on a real photograph, as a user calls it."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vcam.paths import models_dir
from vcam.portrait.manifest import read_manifest

pytestmark = pytest.mark.slow

MAGENTA = (255, 0, 255)
"""A background that is in no photograph."""


def vcam(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "vcam", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grace Hopper, as matplotlib ships her."""
    import matplotlib

    folder = tmp_path_factory.mktemp("photograph")
    return Path(
        shutil.copy(
            Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg", folder / "grace.jpg"
        )
    )


def read(path: Path) -> NDArray[np.uint8]:
    picture = cv2.imread(str(path))
    assert picture is not None, f"{path} is no picture"
    return np.asarray(picture, np.uint8)


def test_a_photograph_s_person_stays_and_its_room_goes(photograph: Path, tmp_path: Path) -> None:
    out, stats, alpha = tmp_path / "out.png", tmp_path / "s.json", tmp_path / "alpha.png"
    done = vcam("process", photograph, out, "--background", "#ff00ff", "--stats", stats, "--alpha", alpha)
    assert done.returncode == 0, done.stderr
    before, after = read(photograph), read(out)
    assert after.shape == before.shape
    height, width = before.shape[:2]
    corner = slice(0, height // 8), slice(0, width // 8)
    assert (after[corner] == MAGENTA).all(2).mean() > 0.95, "the flag behind her is gone"
    assert (read(alpha)[..., 0][corner] / 255).mean() < 0.01, "what is left of it is hardly to be seen"
    face = slice(height * 3 // 10, height * 4 // 10), slice(width * 4 // 10, width * 6 // 10)
    assert np.abs(after[face].astype(int) - before[face]).max() <= 1, "her face is untouched"
    share = float((read(alpha)[..., 0] > 127).mean())
    assert 0.35 < share < 0.8
    figures = json.loads(stats.read_text())
    assert (figures["frames_in"], figures["frames_out"], figures["unprotected"]) == (1, 1, 0)


def test_the_labels_name_the_person_of_each_pixel(photograph: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.png"
    done = vcam("process", photograph, tmp_path / "out.png", "--labels", labels)
    assert done.returncode == 0, done.stderr
    found = read(labels)[..., 0]
    height, width = found.shape
    face, chest = found[height * 35 // 100, width // 2], found[height * 4 // 5, width // 2]
    assert face == chest == 1
    assert np.count_nonzero(found == 1) > 0.85 * np.count_nonzero(found), "she is nearly all of whom is found"


@pytest.mark.parametrize("name", ["grace.jpg", "grace.jpe"])
def test_in_a_photograph_she_is_me_at_once(photograph: Path, tmp_path: Path, name: str) -> None:
    still, out = tmp_path / name, tmp_path / "out.png"
    shutil.copy(photograph, still)
    done = vcam("process", still, out, "--background", "#ff00ff", "--people", "only-me")
    assert done.returncode == 0, done.stderr
    assert 0.35 < (read(out) != MAGENTA).any(2).mean() < 0.8


def test_a_video_keeps_every_frame_and_its_rate(photograph: Path, tmp_path: Path) -> None:
    clip, out = tmp_path / "clip.mp4", tmp_path / "out.mp4"
    still = cv2.resize(read(photograph), (320, 360))
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), 25.0, (320, 360))
    for shift in range(20):
        writer.write(np.roll(still, shift, axis=1))
    writer.release()
    done = vcam("process", clip, out, "--background", "blur")
    assert done.returncode == 0, done.stderr
    result = cv2.VideoCapture(str(out))
    assert int(result.get(cv2.CAP_PROP_FRAME_COUNT)) == 20
    assert result.get(cv2.CAP_PROP_FPS) == pytest.approx(25.0)
    assert int(result.get(cv2.CAP_PROP_FRAME_WIDTH)) == 320


def test_the_demo_needs_no_camera(tmp_path: Path) -> None:
    out = tmp_path / "demo.mp4"
    done = vcam("demo", out, "--size", "320x180")
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 10_000
    assert read(out.with_suffix(".png")).shape == (180, 320, 3)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_run_that_is_ended_by_a_signal_ends_with_the_card(
    photograph: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    out, stats = tmp_path / "out.mp4", tmp_path / "s.json"
    words = ["run", "--source", photograph, "--sink", out, "--stats", stats, "--size", "320x180"]
    # As most users have it: a line that is not flushed would stay in the pipe.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-m", "vcam", *map(str, words), "--background", "#ff00ff"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as running:
        try:
            assert running.stdout is not None
            ready, _, _ = select.select([running.stdout], [], [], 20)
            assert ready, "it says in a line what it does"
            assert "320x180" in running.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(timeout=5)
            running.send_signal(ending)
            running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == 0
    figures = json.loads(stats.read_text())
    assert figures["unprotected"] == 0
    assert figures["frames_out"] > 60
    assert 2 <= figures["on_card"] < figures["frames_out"]
    result = cv2.VideoCapture(str(out))
    result.set(cv2.CAP_PROP_POS_FRAMES, result.get(cv2.CAP_PROP_FRAME_COUNT) - 1)
    arrived, last = result.read()
    assert arrived
    assert np.abs(last[:20, :20].astype(int) - MAGENTA).max() > 60, "the last picture is the card"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("process", "nowhere.mp4", "out.mp4"), 2, "no file"),
        (("process", "notes.txt", "out.mp4"), 1, "notes.txt"),
        (("process", "notes.mp4", "out.mp4"), 1, "notes.mp4"),
        (("process", "grace.jpg", "grace.jpg"), 2, "same"),
        (("process", "grace.jpg", "g%03d.jpg", "--labels", "grace.jpg"), 2, "same"),
        (("process", "000007.png", "."), 2, "000007.png would be written over"),
        (("run", "--source", "grace.jpg", "--sink", "./grace.jpg"), 2, "grace.jpg would be written over"),
        (("demo", "demo.png"), 2, "demo.mp4"),
        (("demo", "demo"), 2, "demo.mp4"),
        (("process", "grace.jpg", "out.png", "--network", "nonet"), 2, "nonet"),
        (("process", "grace.jpg", "out.png", "--background", "nowhere.jpg"), 2, "nowhere.jpg"),
        (("process", "grace.jpg", "out.png", "--background", "notes.mp4"), 2, "notes.mp4"),
        (("process", "grace.jpg", "out.png", "--size", "huge"), 2, "huge"),
        (("process", "grace.jpg", "nowhere/out.png"), 2, "nowhere"),
        (("run", "--source", "/dev/video87", "--sink", "memory"), 1, "/dev/video87"),
        (("run", "--source", "grace.jpg", "--sink", "/dev/video86"), 1, "/dev/video86"),
        (("run", "--source", "nowhere.mp4", "--sink", "memory"), 2, "nowhere.mp4"),
        (("process", "grace.jpg", "out.png", "--effect", "1=sparkle"), 2, "effect"),
        (("fly",), 2, "fly"),
    ],
)
def test_bad_input_gets_one_sentence_and_leaves_all_files_alone(
    photograph: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("grace.jpg", "000007.png"):
        shutil.copy(photograph, name)
    Path("notes.txt").write_text("this is no picture\n")
    Path("notes.mp4").write_text("this is no video\n")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = vcam(*words)
    assert done.returncode == code, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert says in lines[0]
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_flipped_byte_in_a_network_is_refused_in_one_sentence(photograph: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(models_dir(), models)
    entry = read_manifest(models)[0]
    network = models / entry.file
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    out = tmp_path / "out.png"
    chosen = ("--network", entry.name, "--precision", entry.precision)
    done = vcam("process", photograph, out, *chosen, VCAM_MODELS=str(models))
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert not out.exists()

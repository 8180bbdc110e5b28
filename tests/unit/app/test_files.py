"""What `vcam process` makes of a file."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.known_faces import KnownFaces
from tests.support.scenery import SIZE, TrueFinder, true_alpha
from vcam.app import process
from vcam.settings import Settings
from vcam.stats import RunStats
from vcam.types import Alpha, ByteAlpha, Frame, Size

GREY = (90, 90, 90)
"""What all that is recorded looks like."""
BROKEN = 2
"""The index of the frame in which nobody can be told from the room."""


class BrokenOnce(TrueFinder):
    """Finds somebody in the middle, but in one frame no number at all."""

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        evidence[:] = np.nan if frame.index == BROKEN else true_alpha()
        alpha[:] = true_alpha() * np.uint8(255)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Four grey pictures."""
    picture = np.full(SIZE.shape, GREY, np.uint8)
    path = tmp_path / f"clip_{SIZE}_30fps.yuv"
    path.write_bytes(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes() * 4)
    return path


def looks_recorded(path: Path) -> bool:
    picture = cv2.imread(str(path))
    assert picture is not None
    return bool(np.abs(picture.astype(int) - GREY).max() < 6)


def test_a_frame_in_which_nobody_can_be_hidden_is_the_card(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(settings: Settings, size: Size, stats: RunStats) -> TrueFinder:
        return BrokenOnce()

    monkeypatch.setattr("vcam.app.parts.make_portrait_stage", make)
    monkeypatch.setattr("vcam.app.telling.make_closeups", lambda *_: None)
    monkeypatch.setattr("vcam.app.files.make_face_finder", lambda _: KnownFaces())
    wanted = {"background": {"kind": "none"}, "people": {"effects": {"2": "hide"}}}
    figures = process(Settings.model_validate(wanted), clip, tmp_path / "%d.png")
    written = sorted(tmp_path.glob("*.png"))
    assert [looks_recorded(path) for path in written] == [index != BROKEN for index in range(4)]
    assert figures["on_card"] == 1


def test_a_background_video_keeps_its_pace_behind_a_time_lapse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.app.parts.make_portrait_stage", lambda *_: TrueFinder())
    picture = np.full(SIZE.shape, GREY, np.uint8)
    lapse, behind = tmp_path / f"lapse_{SIZE}_1fps.yuv", tmp_path / "behind.avi"
    lapse.write_bytes(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes() * 4)
    writer = cv2.VideoWriter(str(behind), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (64, 36))
    for level in range(20, 240, 20):
        writer.write(np.full((36, 64, 3), level, np.uint8))
    writer.release()
    wanted = {"background": {"kind": "video", "file": str(behind)}}
    process(Settings.model_validate(wanted), lapse, tmp_path / "%d.png")
    corners = [cv2.imread(str(path)) for path in sorted(tmp_path.glob("*.png"))]
    # Of eleven pictures, which begin again, the tenth next each time.
    assert [round(int(corner[0, 0, 0]) / 20) for corner in corners if corner is not None] == [1, 11, 10, 9]

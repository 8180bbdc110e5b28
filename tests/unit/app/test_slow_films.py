"""Whoever is me is shown also in a film of few pictures."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.known_faces import KnownFaces
from tests.support.scenery import PERSON, SIZE, TrueFinder, painted_room, true_alpha
from vcam.app import process
from vcam.seeds.windows import Face
from vcam.settings import Settings
from vcam.types import Alpha, ByteAlpha, Frame

PICTURES = 40
HEAD = Face(0.42, 0.28, 0.58, 0.5, 0.9)


class OnePerson(TrueFinder):
    """Knows where the person is, whatever became of the colours."""

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        self.small = frame.image
        evidence[:] = true_alpha()
        alpha[:] = true_alpha() * np.uint8(255)


@pytest.mark.parametrize("fps", ["0.2", "1", "30"])
def test_in_a_film_of_few_pictures_i_am_shown(
    fps: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.app.parts.make_portrait_stage", lambda *_: OnePerson())
    monkeypatch.setattr("vcam.app.telling.make_closeups", lambda *_: None)
    monkeypatch.setattr("vcam.app.files.make_face_finder", lambda _: KnownFaces(HEAD))
    film = tmp_path / f"film_{SIZE}_{fps}fps.yuv"
    film.write_bytes(cv2.cvtColor(painted_room(), cv2.COLOR_BGR2YUV_I420).tobytes() * PICTURES)
    wanted = {"background": {"kind": "colour"}, "people": {"show": "only-me"}}
    process(Settings.model_validate(wanted), film, tmp_path / "%d.png")
    last = cv2.imread(str(tmp_path / f"{PICTURES - 1}.png"))
    assert last is not None
    assert np.abs(last[40:60, 40:56].astype(int) - PERSON).max() < 16

"""When a face detector that cannot be had is tried again: never in vain, and in a film by the film's time."""

import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.scenery import SIZE, TrueFinder, painted_room
from vcam.app import process
from vcam.seeds.faces import FIRST_RETRY_S, DetectorMissingError, FaceFinder, MediapipeDetector
from vcam.seeds.scout import FaceDetector
from vcam.settings import Settings

STILL = np.full((40, 40, 3), 100, np.uint8)
SOON_S = 30.0
FILM_FPS = 10.0


def offers(finder: FaceFinder, indices: range) -> list[int]:
    """Offer frames one after the other; give those that were taken."""
    taken = []
    for index in indices:
        if finder.submit(STILL, index):
            taken.append(index)
        assert finder.settle(SOON_S)
    finder.close()
    return taken


def refuse(error: Exception) -> Callable[[], FaceDetector]:
    """Give what opens a detector that cannot be had."""

    def open_detector() -> FaceDetector:
        raise error

    return open_detector


@pytest.mark.parametrize("machine", [0.0, 1000.0])
def test_in_a_film_a_broken_detector_is_tried_again_by_the_films_time(machine: float) -> None:
    now_s = [0.0]

    def clock() -> float:
        now_s[0] += machine
        return now_s[0]

    finder = FaceFinder(refuse(RuntimeError("graph has errors")), clock, FILM_FPS)
    first = round(FIRST_RETRY_S * FILM_FPS)
    assert offers(finder, range(400)) == [0, first, 3 * first, 7 * first]


def test_what_is_not_installed_is_asked_for_once() -> None:
    now_s = [0.0]

    def clock() -> float:
        now_s[0] += 3600.0
        return now_s[0]

    finder = FaceFinder(refuse(DetectorMissingError("mediapipe is not installed.")), clock)
    assert offers(finder, range(0, 400, 20)) == [0]
    assert finder.problem == "mediapipe is not installed."
    assert finder.newest() is None


def test_a_missing_package_is_told_from_one_that_cannot_be_loaded_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "face.tflite"
    model.touch()
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(DetectorMissingError, match="start vcam anew"):
        MediapipeDetector(model)


def test_a_film_tells_its_rate_to_whoever_looks_for_faces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []

    def make(film_fps: float) -> FaceFinder:
        told.append(film_fps)
        return FaceFinder(refuse(DetectorMissingError("mediapipe is not installed.")))

    monkeypatch.setattr("vcam.app.parts.make_portrait_stage", lambda *_: TrueFinder())
    monkeypatch.setattr("vcam.app.telling.make_closeups", lambda *_: None)
    monkeypatch.setattr("vcam.app.files.make_face_finder", make)
    film = tmp_path / f"film_{SIZE}_12fps.yuv"
    film.write_bytes(cv2.cvtColor(painted_room(), cv2.COLOR_BGR2YUV_I420).tobytes() * 2)
    wanted = {"background": {"kind": "colour"}, "people": {"show": "only-me"}}
    process(Settings.model_validate(wanted), film, tmp_path / "%d.png")
    assert told == [12.0]

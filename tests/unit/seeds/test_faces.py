import logging
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from vcam import paths
from vcam.app.telling import make_face_finder
from vcam.errors import VcamError
from vcam.seeds import faces as finding
from vcam.seeds.faces import FIRST_RETRY_S, FaceFinder, MediapipeDetector
from vcam.seeds.scout import Scout
from vcam.seeds.windows import Face
from vcam.types import Image

MIDDLE = Face(0.4, 0.4, 0.6, 0.6, 0.9)
STILL = np.full((40, 40, 3), 100, np.uint8)
WIDE = np.zeros((40, 80, 3), np.uint8)
SOON_S = 30.0


class FakeDetector:
    """Finds one face in the middle of what it is shown, unless that is a close look, once it may."""

    def __init__(self, faces: tuple[Face, ...] = (MIDDLE,)) -> None:
        self.may_go = threading.Event()
        self.may_go.set()
        self.shapes: list[tuple[int, ...]] = []
        self.faces = faces
        self.is_closed = False

    def detect(self, rgb: Image) -> list[Face]:
        assert self.may_go.wait(SOON_S)
        self.shapes.append(rgb.shape)
        return list(self.faces) if min(rgb.shape[:2]) >= len(STILL) else []

    def close(self) -> None:
        self.is_closed = True


def test_faces_come_later_and_stay_until_newer_ones_come() -> None:
    finder = FaceFinder(FakeDetector)
    assert finder.newest() is None
    assert finder.submit(STILL, 0)
    assert finder.settle(SOON_S)
    for _ in range(2):
        newest = finder.newest()
        assert newest is not None
        assert (newest.frame_index, newest.faces) == (0, (MIDDLE,))
    finder.close()


def test_a_slow_detector_keeps_nobody_waiting_and_only_the_newest_picture_waits() -> None:
    detector = FakeDetector()
    detector.may_go.clear()
    finder = FaceFinder(lambda: detector)
    for index in (0, 10, 20, 30):
        assert finder.submit(STILL, index)
    detector.may_go.set()
    assert finder.settle(SOON_S)
    newest = finder.newest()
    assert newest is not None
    assert newest.frame_index == 30
    assert detector.shapes.count(STILL.shape) <= 2
    finder.close()


def test_a_moving_picture_is_looked_at_more_often_than_a_still_one() -> None:
    finder = FaceFinder(FakeDetector)
    still = [index for index in range(11) if finder.submit(STILL, index)]
    moving = [index for index in range(11, 22) if finder.submit(STILL + np.uint8(3 * index), index)]
    finder.close()
    assert still == [0, 5, 10]
    assert moving == [14, 18]


def test_closing_closes_the_detector_and_takes_no_more_pictures() -> None:
    detector = FakeDetector()
    finder = FaceFinder(lambda: detector)
    finder.submit(STILL, 0)
    finder.settle(SOON_S)
    finder.close()
    finder.close()
    assert detector.is_closed
    assert not finder.submit(STILL, 100)


def test_without_a_detector_there_are_no_faces_and_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def missing() -> FakeDetector:
        raise VcamError("The face model is missing; run the set-up again.")

    finder = FaceFinder(missing)
    with caplog.at_level(logging.WARNING):
        finder.submit(STILL, 0)
        assert finder.settle(SOON_S)
        assert not finder.submit(STILL, 100)
    finder.close()
    assert finder.newest() is None
    assert finder.problem == "The face model is missing; run the set-up again."
    assert len(caplog.records) == 1


def test_a_detector_that_breaks_in_mid_call_ends_in_no_faces() -> None:
    class Broken(FakeDetector):
        def detect(self, rgb: Image) -> list[Face]:
            raise RuntimeError("graph has errors")

    detector = Broken()
    finder = FaceFinder(lambda: detector)
    finder.submit(STILL, 0)
    assert finder.settle(SOON_S)
    finder.close()
    assert "graph has errors" in (finder.problem or "")
    assert detector.is_closed


def test_a_detector_that_broke_is_tried_again_ever_more_seldom_and_told_of_until_it_works() -> None:
    now_s, opened = [100.0], list[FakeDetector]()

    class BreaksTwice(FakeDetector):
        def detect(self, rgb: Image) -> list[Face]:
            if len(opened) <= 2:
                raise RuntimeError("graph has errors")
            return super().detect(rgb)

    def open_detector() -> FakeDetector:
        opened.append(BreaksTwice())
        return opened[-1]

    def offer(index: int, after_s: float) -> bool:
        now_s[0] += after_s
        is_taken = finder.submit(STILL, index)
        assert finder.settle(SOON_S)
        return is_taken

    finder = FaceFinder(open_detector, clock=lambda: now_s[0])
    assert offer(0, after_s=0)
    assert "graph has errors" in (finder.problem or "")
    assert not offer(10, after_s=FIRST_RETRY_S - 1)
    assert offer(20, after_s=1)
    assert "graph has errors" in (finder.problem or "")
    assert not offer(30, after_s=FIRST_RETRY_S)
    assert finder.newest() is None
    assert offer(40, after_s=FIRST_RETRY_S)
    assert finder.problem is None
    newest = finder.newest()
    finder.close()
    assert newest is not None
    assert (newest.frame_index, newest.faces) == (40, (MIDDLE,))
    assert [detector.is_closed for detector in opened] == [True] * 3


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(VcamError, match="run the set-up again"):
        MediapipeDetector(tmp_path / "face.tflite")


def test_the_ends_are_looked_at_in_turn_while_they_bring_nobody_new() -> None:
    detector = FakeDetector(())
    scout = Scout(detector)
    for _ in range(3):
        scout.find(WIDE)
    assert [shape[1] for shape in detector.shapes] == [80, 40, 40, 80, 40, 80, 40]


def test_the_ends_are_looked_at_each_time_while_they_bring_somebody() -> None:
    class SeesOnlyClose(FakeDetector):
        def detect(self, rgb: Image) -> list[Face]:
            super().detect(rgb)
            return [MIDDLE] if rgb.shape[1] == 40 else []

    detector = SeesOnlyClose()
    scout = Scout(detector)
    for _ in range(2):
        assert [face.x0 for face in scout.find(WIDE)] == pytest.approx([0.2, 0.7])
    assert len(detector.shapes) == 6


def test_somebody_half_behind_a_face_is_looked_for_around_it_and_looked_at_again() -> None:
    class SeesHiddenOnlyClose(FakeDetector):
        def detect(self, rgb: Image) -> list[Face]:
            super().detect(rgb)
            if rgb.shape[1] >= 40:
                return [Face(0.45, 0.4, 0.55, 0.6, 0.9)] if rgb.shape[1] == 80 else []
            # 20 pixels wide; to the left of the face seen, this one is somebody else.
            return [Face(0.1, 0.3, 0.5, 0.7, 0.8)]

    scout = Scout(SeesHiddenOnlyClose())
    for _ in range(5):
        assert [face.x0 for face in scout.find(WIDE)] == pytest.approx([0.45, 25 / 80])


def test_two_heads_together_that_look_like_one_face_from_afar_are_two_at_each_look() -> None:
    class BlendsFromAfar(FakeDetector):
        def detect(self, rgb: Image) -> list[Face]:
            if rgb.shape[1] >= 40:
                return [Face(0.45, 0.4, 0.55, 0.6, 0.8)] if rgb.shape[1] == 80 else []
            height, width = rgb.shape[:2]
            return [
                Face(columns[0] / width, 4 / height, (columns[-1] + 1) / width, 12 / height, 0.9)
                for level in (100, 200)
                if len(columns := np.flatnonzero((rgb == level).any((0, 2)))) == 5
            ]

    heads = WIDE.copy()
    heads[16:24, 35:40], heads[16:24, 41:46] = 100, 200
    scout = Scout(BlendsFromAfar())
    for _ in range(5):
        assert [face.x0 for face in scout.find(heads)] == pytest.approx([35 / 80, 41 / 80])


def test_mediapipes_chatter_is_dropped_and_other_words_are_passed_on(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with finding._without_noise():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"W0000 00:00:1795247459.485399   13329 inference_runner.cc:1418] Input\n")
        os.write(2, b"somebody else's warning\n")
    assert capfd.readouterr().err == "somebody else's warning\n"


def test_what_mediapipe_prints_in_mid_run_is_kept_off_stderr_and_nothing_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    class Chatty:
        """Looks, and says so."""

        detections = ()

        def detect(self, _picture: object) -> "Chatty":
            os.write(2, b"W0000 00:00:1 1 inference.cc:1] Tensor memory is not aligned.\nvcam: all is well\n")
            return self

    detector = MediapipeDetector.__new__(MediapipeDetector)
    detector._detector, detector._wrap = Chatty(), lambda rgb: rgb
    assert detector.detect(WIDE) == []
    assert capfd.readouterr().err == "vcam: all is well\n"


@pytest.mark.slow
def test_the_real_detector_finds_nobody_in_an_empty_room_and_prints_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("mediapipe")
    if not paths.face_model().is_file():
        pytest.skip(f"needs {paths.face_model()}")
    finder = make_face_finder()
    finder.submit(WIDE, 0)
    assert finder.settle(2 * SOON_S)
    assert finder.problem is None
    newest = finder.newest()
    finder.close()
    assert newest is not None
    assert newest.faces == ()
    assert capfd.readouterr().err == ""

"""Answers of the detector come late, belong to other series, or not at all."""

import numpy as np
import pytest

from vcam.looking import FRAMES_BETWEEN_LOOKS, LATEST_LOOK, Looking
from vcam.seeds.faces import Faces
from vcam.seeds.windows import Face
from vcam.types import NO_CUES, Frame, Size

SIZE = Size(320, 180)
EVERYBODY = np.ones((90, 160), np.float32)
SMALL = np.zeros((90, 160, 3), np.uint8)
FACE = Face(0.4, 0.2, 0.6, 0.5, 0.9)


class Late:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self.answer: Faces | None = None
        self.waited: list[float] = []

    def submit(self, image: object, frame_index: int) -> bool:
        return True

    def newest(self) -> Faces | None:
        return self.answer

    def settle(self, timeout_s: float) -> bool:
        self.waited.append(timeout_s)
        return True

    def close(self) -> None:
        """Nothing is held open."""


@pytest.fixture
def late() -> Late:
    return Late()


@pytest.fixture
def looking(late: Late) -> Looking:
    return Looking(late, SIZE, wait_s=0.0)


def frame(index: int) -> Frame:
    return Frame(np.zeros(SIZE.shape, np.uint8), index, 100 + index / 30)


def test_a_late_answer_tells_of_the_time_of_the_frame_that_was_looked_at(
    looking: Looking, late: Late
) -> None:
    for index in range(5, 9):
        looking.submit(frame(index), SMALL)
        assert looking.look(frame(index), EVERYBODY, NO_CUES, ()) is None
    late.answer = Faces(5, (FACE,))
    found = looking.look(frame(8), EVERYBODY, NO_CUES, ())
    assert found is not None
    assert found.frame_index == 5
    assert found.time_s == pytest.approx(100 + 5 / 30)
    assert [box.head is not None for box in found.boxes][:2] == [True, False]
    assert looking.look(frame(8), EVERYBODY, NO_CUES, ()) is None, "each answer counts once"


@pytest.mark.parametrize("index", [3, 400])
def test_answers_to_frames_of_another_series_are_ignored(looking: Looking, late: Late, index: int) -> None:
    late.answer = Faces(index, (FACE,))
    looking.submit(frame(20), SMALL)
    assert looking.look(frame(20), EVERYBODY, NO_CUES, ()) is None


def test_an_answer_that_took_too_long_is_ignored(looking: Looking, late: Late) -> None:
    for index in range(LATEST_LOOK + 1):
        looking.submit(frame(index), SMALL)
    late.answer = Faces(0, (FACE,))
    assert looking.look(frame(LATEST_LOOK), EVERYBODY, NO_CUES, ()) is None
    late.answer = Faces(1, (FACE,))
    assert looking.look(frame(LATEST_LOOK), EVERYBODY, NO_CUES, ()) is not None


def test_without_a_detector_the_mask_is_looked_at_now_and_then(looking: Looking, late: Late) -> None:
    late.problem = "none here"
    seen = []
    for index in range(2 * FRAMES_BETWEEN_LOOKS):
        looking.submit(frame(index), SMALL)
        found = looking.look(frame(index), EVERYBODY, NO_CUES, ())
        if found is not None:
            assert not found.is_thorough
            seen.append((found.frame_index, len(found.boxes)))
    assert seen == [(0, 1), (FRAMES_BETWEEN_LOOKS, 1)]


def test_frames_wait_only_if_they_may(late: Late) -> None:
    Looking(late, SIZE, wait_s=0.0).submit(frame(0), SMALL)
    assert not late.waited
    Looking(late, SIZE, wait_s=2.0).submit(frame(0), SMALL)
    assert late.waited == [2.0]

"""The portrait stage, and its finer look."""

import numpy as np
import pytest

from tests.support.people_pictures import SIZE, BrightIsPerson, draw
from vcam.portrait.stage import FineLook, PortraitStage
from vcam.stats import StageTimes
from vcam.types import NO_CUES, Alpha, ByteAlpha, Cues, Frame, Image, Size

FRAME = Size(2 * SIZE.width, 2 * SIZE.height)


class Larger(BrightIsPerson):
    """The same network for larger pictures, which also knows borders."""

    size = (SIZE.width * 3 // 2, SIZE.height * 3 // 2)
    cues = Cues(border=np.ones((SIZE.height * 3 // 4, SIZE.width * 3 // 4), np.float32))

    def __init__(self) -> None:
        self.seen: list[tuple[int, ...]] = []
        self.is_warm = False

    def infer(self, small: Image, out: Alpha) -> Alpha:
        self.seen.append(small.shape)
        return super().infer(small, out)

    def warm_up(self) -> None:
        self.is_warm = True


@pytest.fixture
def larger() -> Larger:
    return Larger()


@pytest.fixture
def stage(larger: Larger) -> PortraitStage:
    return PortraitStage(BrightIsPerson(), FRAME, 0, 0, StageTimes(), lambda: larger)


def find(stage: PortraitStage, finely: bool) -> tuple[Alpha, ByteAlpha]:
    image = np.asarray(np.kron(draw([60, 98])[0], np.ones((2, 2, 1), np.uint8)), np.uint8)
    evidence = np.full(stage.evidence_shape, np.nan, np.float32)
    alpha = np.empty(image.shape[:2], np.uint8)
    stage.find(Frame(image, 0, 0.0), evidence, alpha, finely)
    return evidence, alpha


def test_a_fine_look_sees_a_larger_picture_and_answers_at_the_usual_size(
    stage: PortraitStage, larger: Larger
) -> None:
    usual, _ = find(stage, finely=False)
    assert stage.cues is NO_CUES
    stage.prepare_fine_look()
    assert larger.is_warm
    fine, alpha = find(stage, finely=True)
    assert larger.seen == [(larger.size[1], larger.size[0], 3)]
    assert stage.cues is larger.cues
    assert stage.small.shape == (SIZE.height, SIZE.width, 3)
    assert fine.shape == usual.shape
    # Both see the same people; only at their edges the sizes tell.
    assert np.abs(fine - usual).mean() < 0.02
    assert 0 < np.count_nonzero(alpha > 127) < alpha.size


def test_what_is_not_ready_yet_looks_as_usual(stage: PortraitStage, larger: Larger) -> None:
    find(stage, finely=True)
    assert larger.seen == []


def test_the_larger_network_is_loaded_once(stage: PortraitStage) -> None:
    loaded: list[None] = []

    def load() -> Larger:
        loaded.append(None)
        return Larger()

    stage = PortraitStage(BrightIsPerson(), FRAME, 0, 0, StageTimes(), load)
    for _ in range(2):
        stage.prepare_fine_look()
    assert len(loaded) == 1


class Broken(BrightIsPerson):
    """Answers with no numbers."""

    def infer(self, small: Image, out: Alpha) -> Alpha:
        out.fill(np.nan)
        return out


def test_a_network_that_answers_with_no_numbers_gives_none_in_the_usual_size_either() -> None:
    out = np.zeros((48, 80), np.float32)
    FineLook(Broken(), FRAME, (80, 48)).look(np.zeros(FRAME.shape, np.uint8), None, out)
    assert np.isnan(out).all()


@pytest.mark.parametrize(("times", "is_used"), [(3, True), (2, False)])
def test_a_fine_look_shrinks_the_half_that_is_there_if_it_is_large_enough(times: int, is_used: bool) -> None:
    size = Size(times * SIZE.width, times * SIZE.height)
    look = FineLook(Larger(), size, (SIZE.width, SIZE.height))
    bright = np.full((size.height // 2, size.width // 2, 3), 255, np.uint8)
    dark = np.zeros(size.shape, np.uint8)
    out = np.empty((SIZE.height, SIZE.width), np.float32)
    look.look(dark, bright, out)
    assert (out.min() > 0.5) == is_used


def test_the_frame_at_half_its_size_is_there_for_others(stage: PortraitStage) -> None:
    find(stage, finely=False)
    assert stage.half is not None
    assert stage.half.shape == (FRAME.height // 2, FRAME.width // 2, 3)

"""Every picture of a file is sent, in order; a bad one becomes the card."""

import logging

import numpy as np
import pytest

from tests.fault.conftest import plain_card
from tests.support.scenery import SIZE, PaintedSource, PlainComposer, RecordingSink, TrueFinder
from vcam.errors import AlphaError, VcamError
from vcam.guard import Guard
from vcam.pipeline import Pipeline
from vcam.processing import BROKEN, Checks, process_all
from vcam.stats import RunStats
from vcam.types import Alpha, ByteAlpha, Image


class ShortSource(PaintedSource):
    """Five frames of the painted room."""

    def read(self) -> Image | None:
        return super().read() if self.reads < 5 else None


class Collected:
    """Keeps the alphas."""

    def __init__(self) -> None:
        self.alphas: list[ByteAlpha] = []

    def write(self, alpha: ByteAlpha) -> None:
        self.alphas.append(alpha.copy())


def test_each_frame_gives_one_picture_and_one_alpha() -> None:
    sink, alphas, guard, done = RecordingSink(), Collected(), Guard(), list[int]()
    pipeline = Pipeline(TrueFinder(), PlainComposer(), SIZE)
    process_all(
        ShortSource(), sink, pipeline, 30.0, guard, plain_card, RunStats(), Checks(alphas), done.append
    )
    assert [seen.kind for seen in sink.sent] == ["composed"] * 5
    assert len(alphas.alphas) == 5
    assert done == [1, 2, 3, 4, 5]
    assert guard.receipt().unprotected == 0


def test_a_frame_with_a_broken_mask_becomes_the_card() -> None:
    calls = iter(range(5))

    def spoil(evidence: Alpha, alpha: ByteAlpha) -> None:
        if next(calls) == 2:
            evidence.fill(np.nan)

    sink = RecordingSink()
    pipeline = Pipeline(TrueFinder(spoil), PlainComposer(), SIZE)
    process_all(
        ShortSource(), sink, pipeline, 30.0, Guard(), plain_card, RunStats(), Checks(), lambda _: None
    )
    assert [seen.kind for seen in sink.sent] == ["composed", "composed", "card", "composed", "composed"]
    assert not any(seen.shows_room for seen in sink.sent)


STOPPED = "The network stopped working; restart vcam."


@pytest.mark.parametrize(
    ("error", "reason"),
    [(AlphaError(STOPPED), STOPPED), (RuntimeError("odd"), BROKEN)],
)
def test_a_frame_on_which_a_stage_breaks_becomes_the_card_and_the_log_tells_it_once(
    error: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    calls = iter(range(5))

    def fail(_evidence: Alpha, _alpha: ByteAlpha) -> None:
        if next(calls) in (1, 2):
            raise error

    sink, alphas, guard, stats = RecordingSink(), Collected(), Guard(), RunStats()
    pipeline = Pipeline(TrueFinder(fail), PlainComposer(), SIZE)
    with caplog.at_level(logging.WARNING):
        process_all(
            ShortSource(), sink, pipeline, 30.0, guard, plain_card, stats, Checks(alphas), lambda _: None
        )
    assert [seen.kind for seen in sink.sent] == ["composed", "card", "card", "composed", "composed"]
    assert guard.receipt().reasons == {reason: 2}
    assert [bool(alpha.any()) for alpha in alphas.alphas] == [True, False, False, True, True]
    assert len(caplog.records) == 1


def test_a_frame_that_is_no_colour_picture_becomes_the_card() -> None:
    class Odd(ShortSource):
        def read(self) -> Image | None:
            image = super().read()
            return image[..., 0] if image is not None and self.reads == 3 else image

    sink = RecordingSink()
    pipeline = Pipeline(TrueFinder(), PlainComposer(), SIZE)
    process_all(Odd(), sink, pipeline, 30.0, Guard(), plain_card, RunStats(), Checks(), lambda _: None)
    assert [seen.kind for seen in sink.sent] == ["composed", "composed", "card", "composed", "composed"]


def test_where_no_picture_could_be_composed_that_is_an_error() -> None:
    def fail(_evidence: Alpha, _alpha: ByteAlpha) -> None:
        raise AlphaError(STOPPED)

    sink = RecordingSink()
    pipeline = Pipeline(TrueFinder(fail), PlainComposer(), SIZE)
    with pytest.raises(VcamError, match="No picture could be composed"):
        process_all(
            ShortSource(), sink, pipeline, 30.0, Guard(), plain_card, RunStats(), Checks(), lambda _: None
        )
    assert {seen.kind for seen in sink.sent} == {"card"}

"""Every picture of a file is sent, in order; a bad one becomes the card."""

import numpy as np

from tests.fault.conftest import plain_card
from tests.support.scenery import SIZE, PaintedSource, PlainComposer, RecordingSink, TrueFinder
from vcam.guard import Guard
from vcam.pipeline import Pipeline
from vcam.processing import Checks, process_all
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

"""What models/ holds is whole, and its int8 files lose little."""

from pathlib import Path

import pytest

from vcam.evaluation.run import SessionPredictor, evaluate
from vcam.paths import models_dir
from vcam.portrait.manifest import MANIFEST, NetworkEntry, read_manifest, verify

pytestmark = pytest.mark.slow

ALLOWED_LOSS = 0.3


@pytest.fixture
def entries() -> tuple[NetworkEntry, ...]:
    if not (models_dir() / MANIFEST).is_file():
        pytest.skip(f"needs trained networks in {models_dir()}")
    return read_manifest(models_dir())


def test_every_listed_file_is_there_and_unchanged(entries: tuple[NetworkEntry, ...]) -> None:
    for entry in entries:
        verify(entry, models_dir())


def test_int8_is_nearly_as_good_as_fp32(entries: tuple[NetworkEntry, ...], data: Path) -> None:
    held_out = data / "eg1800" / "val"
    scores = {
        (entry.name, entry.precision): evaluate(
            held_out, SessionPredictor(entry, models_dir())
        ).overall.iou_fg
        for entry in entries
    }
    pairs = [(name, score) for (name, precision), score in scores.items() if precision == "int8"]
    assert pairs
    for name, score in pairs:
        assert score >= scores[name, "fp32"] - ALLOWED_LOSS, name

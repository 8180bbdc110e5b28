"""What is made of settings."""

import logging
import shutil
from pathlib import Path

import numpy as np
import pytest

from vcam.app.parts import Separation, make_closeups, make_people_stage, make_portrait_stage
from vcam.cast import Cast
from vcam.errors import NetworkError
from vcam.instances.closeups import HEIGHT, WIDTH
from vcam.paths import models_dir
from vcam.portrait.manifest import read_closeups
from vcam.seeds.faces import FaceFinder
from vcam.settings.model import PeopleSettings, PortraitSettings, Settings
from vcam.stats import RunStats
from vcam.types import Box, Size

SIZE, SMALL = Size(640, 360), Size(256, 144)
PAIR = [
    Box(100, 40, 300, 360, 0.9, 1, (170, 60, 230, 120)),
    Box(240, 40, 440, 360, 0.9, 2, (310, 60, 370, 120)),
]


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All networks, of which those of close-ups are damaged."""
    models = tmp_path / "models"
    shutil.copytree(models_dir(), models, ignore=shutil.ignore_patterns("*.pt", "*.png"))
    for entry in read_closeups(models):
        (models / entry.file).write_bytes(b"damaged")
    monkeypatch.setenv("VCAM_MODELS", str(models))
    return models


def test_closeups_are_looked_at_with_the_shipped_network() -> None:
    closeups = make_closeups(SIZE, SMALL)
    assert closeups is not None
    frame = np.random.default_rng(1).integers(0, 256, SIZE.shape, np.uint8)
    owned = closeups.look(frame, PAIR)
    assert owned.track_ids == (1, 2)
    assert owned.shares.shape == (2, SMALL.height, SMALL.width)
    assert (WIDTH, HEIGHT) == (160, 128)


def test_a_damaged_closeup_network_is_refused(damaged: Path) -> None:
    with pytest.raises(NetworkError, match="is damaged"):
        make_closeups(SIZE, SMALL)


def test_without_closeups_people_are_told_apart_all_the_same(
    damaged: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(portrait=PortraitSettings(precision="fp32"))
    finder = make_portrait_stage(settings, SIZE, RunStats())
    separation = Separation(Cast(SIZE, PeopleSettings()), FaceFinder(lambda: None))  # type: ignore[arg-type, return-value]
    with caplog.at_level(logging.WARNING):
        stage = make_people_stage(separation, finder, SIZE, RunStats())
    assert stage._closeups is None
    assert "told apart less well" in caplog.text

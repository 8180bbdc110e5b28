"""What models/ holds is whole, and its int8 files lose little."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from vcam.evaluation.run import SessionPredictor, evaluate, read_picture
from vcam.instances.closeups import HEIGHT, PICTURE, WIDTH
from vcam.paths import models_dir
from vcam.portrait.manifest import MANIFEST, NetworkEntry, read_closeups, read_manifest, verify
from vcam.portrait.session import Session
from vcam.types import Image, Size

pytestmark = pytest.mark.slow

ALLOWED_LOSS = 0.3
FRAME = Size(640, 360)


@pytest.fixture
def entries() -> tuple[NetworkEntry, ...]:
    if not (models_dir() / MANIFEST).is_file():
        pytest.skip(f"needs trained networks in {models_dir()}")
    return read_manifest(models_dir())


def test_every_listed_file_is_there_and_unchanged(entries: tuple[NetworkEntry, ...]) -> None:
    for entry in (*entries, *read_closeups(models_dir())):
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


def test_the_closeup_network_says_nearly_the_same_in_int8(data: Path) -> None:
    entries = read_closeups(models_dir())
    assert {entry.precision for entry in entries} == {"fp32", "int8"}
    sessions = [Session(entry, models_dir(), PICTURE, 1, PICTURE) for entry in entries]
    pictures = sorted((data / "eg1800" / "val").glob("*.jpg"))[:40]
    assert len(pictures) == 40
    shares = []
    for path in pictures:
        image = cv2.resize(read_picture(path), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        fp32, int8 = (
            each.infer(np.asarray(image, np.uint8), np.empty((HEIGHT, WIDTH), np.float32)) > 0.5
            for each in sessions
        )
        shares.append((fp32 != int8).mean())
    assert np.mean(shares) < 0.02  # of pictures that are no close-ups, in which it is less sure


def bare_rooms() -> dict[str, Image]:
    """A covered lens, bare walls and test pictures."""
    walls = {"covered": 0, "white": 255, "grey": 128}
    rooms: dict[str, Image] = {name: np.full(FRAME.shape, level, np.uint8) for name, level in walls.items()}
    rooms["red"] = np.broadcast_to(np.array([0, 0, 255], np.uint8), FRAME.shape).copy()
    ramp = np.linspace(0, 255, FRAME.width).astype(np.uint8)[None, :, None]
    rooms["ramp"] = np.broadcast_to(ramp, FRAME.shape).copy()
    number = np.arange(FRAME.width) * 8 // FRAME.width
    bars = np.stack([number & 1, number >> 1 & 1, number >> 2], 1).astype(np.uint8) * np.uint8(191)
    rooms["bars"] = np.broadcast_to(bars[None], FRAME.shape).copy()
    rooms["snow"] = np.random.default_rng(1).integers(0, 256, FRAME.shape, np.uint8)
    return rooms


@pytest.mark.parametrize("name", bare_rooms())
def test_the_default_network_takes_nothing_bare_for_a_person(
    name: str, entries: tuple[NetworkEntry, ...]
) -> None:
    for entry in entries:
        if not entry.default:
            continue
        session = Session(entry, models_dir(), FRAME, 1)
        width, height = session.size
        small = cv2.resize(bare_rooms()[name], (width, height), interpolation=cv2.INTER_AREA)
        alpha = session.infer(np.asarray(small, np.uint8), np.empty((height, width), np.float32))
        assert (alpha > 0.5).mean() < 0.01, entry.precision

"""Drawn people: a network that takes the bright for people, and a detector that knows the faces."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from tests.support.known_faces import KnownFaces
from vcam.portrait.stage import PortraitStage
from vcam.seeds.windows import Face
from vcam.stats import StageTimes
from vcam.types import NO_CUES, Alpha, Image, Labels, Size

SIZE = Size(160, 96)
COLOURS = ((255, 160, 160), (160, 255, 255))
FACE = 16


class BrightIsPerson:
    """A network whose alpha is how bright a picture is."""

    size = (SIZE.width, SIZE.height)
    cues = NO_CUES

    def infer(self, small: Image, out: Alpha) -> Alpha:
        """Take the bright for people."""
        out[:] = small.max(2) / np.float32(255)
        return out

    def warm_up(self) -> None:
        """Nothing is slow."""


def faces_at(*middles: int) -> KnownFaces:
    """Make a detector that sees a face at each of these places, in every frame."""
    return KnownFaces(*map(face_at, middles))


def open_stage(size: Size) -> PortraitStage:
    """Make the portrait stage of the bright network."""
    return PortraitStage(BrightIsPerson(), size, 0, 0, StageTimes())


def no_closeups(size: Size, small_size: Size) -> None:
    """Look at nobody from near."""


def face_at(middle: int) -> Face:
    """The face of a person drawn around a column."""
    half = FACE / 2
    return Face(
        (middle - half) / SIZE.width, 24 / SIZE.height, (middle + half) / SIZE.width, 40 / SIZE.height, 0.9
    )


def draw(middles: Sequence[int]) -> tuple[Image, Labels]:
    """Draw people around columns, the first one farthest, each in a colour of their own."""
    image, labels = np.zeros(SIZE.shape, np.uint8), np.zeros(SIZE.shape[:2], np.int32)
    for k, middle in enumerate(middles, start=1):
        shape = np.zeros(labels.shape, np.uint8)
        cv2.rectangle(shape, (middle - 9, 18), (middle + 9, 50), 1, -1)
        cv2.ellipse(shape, (middle, SIZE.height), (26, 48), 0, 0, 360, 1, -1)
        image[shape > 0], labels[shape > 0] = COLOURS[k - 1], k
    return image, labels


def write(stem: Path, image: Image, labels: Labels) -> None:
    """Write a picture and its label."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(stem.with_suffix(".jpg")), image, [cv2.IMWRITE_JPEG_QUALITY, 100])
    cv2.imwrite(str(stem.with_suffix(".png")), labels.astype(np.uint8))

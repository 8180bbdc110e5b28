"""Tiny pictures and videos, made by hand."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from vcam.guard import Cleared, Guard
from vcam.quiet import silence_opencv
from vcam.types import Image, Size

TINY = Size(32, 16)
RED = (0, 0, 200)
GREEN = (0, 200, 0)
BLUE = (200, 0, 0)


def solid(bgr: tuple[int, int, int], size: Size = TINY) -> Image:
    """A picture of one colour."""
    return np.full(size.shape, bgr, np.uint8)


def cleared(bgr: tuple[int, int, int], size: Size = TINY) -> Cleared:
    """A card of one colour that the guard has cleared."""
    return Guard().card(solid(bgr, size), "Test")


def write_video(path: Path, colours: Iterable[tuple[int, int, int]], fps: float, size: Size = TINY) -> Path:
    """Write an exact video of one colour after another; give its path."""
    silence_opencv()
    writer = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"FFV1"), fps, (size.width, size.height)
    )
    for bgr in colours:
        writer.write(solid(bgr, size))
    writer.release()
    return path


def read_video(path: Path) -> list[Image]:
    """All pictures of a video."""
    reader = cv2.VideoCapture(str(path))
    images: list[Image] = []
    while True:
        arrived, image = reader.read()
        if not arrived:
            return images
        images.append(cast("Image", image))

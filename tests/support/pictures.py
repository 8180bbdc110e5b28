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


def turned(jpeg: bytes) -> bytes:
    """Say in a JPEG file that it is turned by a quarter (orientation 6), as telephones do."""
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]


def read_video(path: Path) -> list[Image]:
    """All pictures of a video."""
    reader = cv2.VideoCapture(str(path))
    images: list[Image] = []
    while True:
        arrived, image = reader.read()
        if not arrived:
            return images
        images.append(cast("Image", image))

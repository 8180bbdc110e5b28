"""Pictures out of files that anybody may have made: decoded if they are whole and of a sane size."""

import math

import cv2
import numpy as np

from vcam.types import Image

USUAL_FPS = 30.0
"""For pictures, and for files that tell no rate or an absurd one."""
FASTEST_FPS = 250.0
"""Telephones record slow motion at 240, more or less."""
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def decode(content: bytes) -> Image | None:
    """Decode a JPEG, PNG, BMP, TIFF, WebP or PPM.

    Args:
        content: of the file.

    Returns:
        (H, W, 3) uint8 BGR, upright; None if it is broken, no picture, or above `vcam.paths.MOST_PIXELS`.
    """
    if not content or _is_cut_png(content):
        return None
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError):
        return None
    return None if image is None else np.asarray(image, np.uint8)


def sane_fps(fps: float) -> float:
    """Give the rate that a video tells, or the usual one if that cannot be."""
    return fps if math.isfinite(fps) and 1 <= fps <= FASTEST_FPS else USUAL_FPS


def _is_cut_png(content: bytes) -> bool:
    """Whether a part of a PNG reaches beyond its end: OpenCV would set aside as much memory as it claims."""
    if not content.startswith(PNG_HEAD):
        return False
    position = len(PNG_HEAD)
    while position + 8 <= len(content):
        length = int.from_bytes(content[position : position + 4], "big")
        is_last = content[position + 4 : position + 8] == b"IEND"
        position += 12 + length  # the length, the name, the part itself and its checksum
        if is_last:
            break
    return position > len(content)

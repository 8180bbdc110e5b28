"""Brings any picture to the size that viewers get: cropped to fill it, never squashed, never barred."""

import cv2
import numpy as np

from vcam.types import Image, Size


def fill(image: Image, size: Size, mirror: bool = False) -> Image:
    """Scale and crop `image` about its centre so that it fills `size`.

    Args:
        image: (H, W, 3) uint8 BGR, of any size.
        size: the size wanted.
        mirror: swap left and right.

    Returns:
        (size.height, size.width, 3) uint8, C-contiguous; `image` itself if nothing is to do.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or image.size == 0:
        raise ValueError(f"need a colour picture of bytes, not {image.shape} {image.dtype}")
    if image.shape != size.shape:
        image = _crop(image, size)
    is_new = image.shape != size.shape
    if is_new:
        image = _scale(image, size)
    if mirror:
        # In place if nobody else has it, which takes half the time.
        image = np.asarray(cv2.flip(image, 1, dst=image if is_new else None), np.uint8)
    return np.ascontiguousarray(image)


def _crop(image: Image, size: Size) -> Image:
    """Cut the largest centred window that has the wanted proportions."""
    height, width = image.shape[:2]
    scale = min(width / size.width, height / size.height)
    keep_width = max(1, min(width, round(size.width * scale)))
    keep_height = max(1, min(height, round(size.height * scale)))
    left, top = (width - keep_width) // 2, (height - keep_height) // 2
    return image[top : top + keep_height, left : left + keep_width]


def _scale(image: Image, size: Size) -> Image:
    # Down to two thirds, as from 1080 rows to 720, interpolating comes as close to the ideal as averages
    # over areas do, in a fifth of the time; beyond, fine patterns would turn into coarse ones.
    shrinks_far = 2 * image.shape[0] > 3 * size.height
    method = cv2.INTER_AREA if shrinks_far else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=method), np.uint8)

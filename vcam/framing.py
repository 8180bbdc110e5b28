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
        image = _scale(_crop(image, size), size)
    if mirror:
        image = np.asarray(cv2.flip(image, 1), np.uint8)
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
    if image.shape == size.shape:
        return image
    shrinks = image.shape[0] > size.height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=method), np.uint8)

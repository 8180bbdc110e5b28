"""A whole frame, blurred beyond recognition."""

import cv2
import numpy as np

from vcam.types import Image

VEIL_CELLS = 12
"""A veiled frame is averaged to this many cells along its shorter side: colours remain, shapes do not."""


def blur_beyond_recognition(image: Image) -> Image:
    """Average a picture in a few cells; give it read-only, as it may be sent more than once."""
    height, width = image.shape[:2]
    scale = VEIL_CELLS / min(height, width)
    cells = (max(1, round(width * scale)), max(1, round(height * scale)))
    coarse = cv2.resize(image, cells, interpolation=cv2.INTER_AREA)
    veiled = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    veiled.flags.writeable = False
    return veiled

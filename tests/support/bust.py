"""A drawn person of known shape."""

import cv2
import numpy as np

from vcam.training.data.pools import Portrait

HEAD_XY, RADIUS = (60, 40), 20


def bust() -> Portrait:
    """A head on shoulders, grey before blue."""
    alpha = np.zeros((160, 120), np.uint8)
    cv2.circle(alpha, HEAD_XY, RADIUS, 255, -1)
    cv2.rectangle(alpha, (50, 50), (70, 100), 255, -1)
    cv2.rectangle(alpha, (10, 100), (110, 160), 255, -1)
    image = np.where(alpha[..., None] > 0, 128, np.array([200, 40, 0])).astype(np.uint8)
    return Portrait(image, alpha)


def nobody() -> Portrait:
    """A black picture without a person."""
    return Portrait(np.zeros((40, 40, 3), np.uint8), np.zeros((40, 40), np.uint8))

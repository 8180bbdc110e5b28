"""Small pictures of people, from the private picture: for the user's eyes alone."""

import numpy as np
from PyQt6.QtGui import QImage

from vcam.gui.preview_buffer import as_qimage
from vcam.types import Box, Frame


def cut_face(frame: Frame | None, box: Box) -> QImage:
    """Cut a square around a face, or around the upper part of a person whose face is not seen.

    Returns:
        A copy; null if the person is outside of the picture.
    """
    if frame is None:
        return QImage()
    if box.head is not None:
        x0, y0, x1, y1 = box.head
        reach = 0.75 * max(x1 - x0, y1 - y0)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
    else:
        reach = 0.5 * min(box.x1 - box.x0, box.y1 - box.y0)
        x, y = (box.x0 + box.x1) / 2, box.y0 + reach
    height, width = frame.image.shape[:2]
    left, right = max(0, int(x - reach)), min(width, int(x + reach))
    top, bottom = max(0, int(y - reach)), min(height, int(y + reach))
    if right - left < 2 or bottom - top < 2:
        return QImage()
    part = np.ascontiguousarray(frame.image[top:bottom, left:right])
    return as_qimage(part).copy()

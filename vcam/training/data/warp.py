"""Moves a portrait into a frame of another size: one affine map for picture and label."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from vcam.training.data.pools import Portrait

NEUTRAL_GREY = (128, 128, 128)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture goes: its point `anchor_xy` lands on `target_xy`."""

    scale: float
    degrees: float
    flip: bool
    anchor_xy: tuple[float, float]
    target_xy: tuple[float, float]

    def matrix(self, width: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """The (2, 3) map from a source of `width` pixels to the frame."""
        cos = self.scale * math.cos(math.radians(self.degrees))
        sin = self.scale * math.sin(math.radians(self.degrees))
        linear = np.array([[cos, sin], [-sin, cos]])
        offset = np.array(self.target_xy) - linear @ np.array(self.anchor_xy)
        matrix = np.column_stack([linear, offset])
        if self.flip:
            mirror = np.array([[-1.0, 0, width - 1.0], [0, 1, 0], [0, 0, 1]])
            matrix = matrix @ mirror
        return matrix


def place(portrait: Portrait, where: Placement, shape: tuple[int, int], border: int) -> Portrait:
    """Draw `portrait` into an empty frame of `shape` (height, width).

    Args:
        border: cv2's border mode for what lies outside of the picture; with
            BORDER_CONSTANT the outside is grey and not person.
    """
    height, width = shape
    matrix = where.matrix(portrait.image.shape[1])
    inner = cv2.INTER_AREA if where.scale < 0.5 else cv2.INTER_LINEAR
    image = cv2.warpAffine(
        portrait.image, matrix, (width, height), flags=inner, borderMode=border, borderValue=NEUTRAL_GREY
    )
    alpha = cv2.warpAffine(portrait.alpha, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=border)
    return Portrait(np.asarray(image, np.uint8), np.asarray(alpha, np.uint8))

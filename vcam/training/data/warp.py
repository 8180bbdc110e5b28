"""Moves a portrait into a frame of another size: one affine map for picture and label."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from vcam.training.data.pools import Head, Portrait

NEUTRAL_GREY = (128, 128, 128)
SMOOTH = 1.4
"""A picture is averaged down to this many times its last size, the rest is sampled: sampling alone would
skip pixels, which no camera does and no label should."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture goes: its point `anchor_xy`, of its image if mirrored, lands on `target_xy`."""

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


def mirrored(x: float, width: int, flip: bool) -> float:
    """Give a column of a picture that is so wide as it is in its mirror image, if that is taken."""
    return width - 1 - x if flip else x


def place(portrait: Portrait, where: Placement, shape: tuple[int, int], border: int) -> Portrait:
    """Draw `portrait`, which shows one person, into an empty frame of `shape` (height, width).

    Args:
        border: cv2's border mode for what lies outside of the picture; with
            BORDER_CONSTANT the outside is grey and not person.
    """
    height, width = shape
    heads = tuple(_move(head, where, portrait.image.shape[1]) for head in portrait.heads)
    portrait, where = _average(portrait, where)
    matrix = where.matrix(portrait.image.shape[1])
    image = cv2.warpAffine(
        portrait.image,
        matrix,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=border,
        borderValue=NEUTRAL_GREY,
    )
    alpha = cv2.warpAffine(portrait.alpha, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=border)
    return Portrait(np.asarray(image, np.uint8), np.asarray(alpha, np.uint8), heads=heads)


def _move(head: Head | None, where: Placement, width: int) -> Head | None:
    if head is None:
        return None
    x, y = where.matrix(width) @ (head.x, head.y, 1.0)
    return Head(float(x), float(y), head.width * where.scale)


def _average(portrait: Portrait, where: Placement) -> tuple[Portrait, Placement]:
    """Shrink a picture that will be much smaller, and say where it goes then."""
    height, width = portrait.alpha.shape
    size = (round(width * where.scale * SMOOTH), round(height * where.scale * SMOOTH))
    if min(size) < 1 or size[0] >= width:
        return portrait, where
    image, alpha = (
        cv2.resize(own, size, interpolation=cv2.INTER_AREA) for own in (portrait.image, portrait.alpha)
    )
    share = size[0] / width
    x, y = (share * (place + 0.5) - 0.5 for place in where.anchor_xy)
    small = Portrait(np.asarray(image, np.uint8), np.asarray(alpha, np.uint8))
    return small, replace(where, scale=where.scale / share, anchor_xy=(x, y))

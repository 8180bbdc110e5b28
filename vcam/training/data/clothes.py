"""Prints clothes anew: a network that has seen few patterns takes their parts for the room behind."""

from dataclasses import replace

import cv2
import numpy as np

from vcam.training.data.cloth import draw_cloth
from vcam.training.data.pools import Portrait
from vcam.training.data.props import find_head
from vcam.training.data.texture import Rng
from vcam.types import Alpha, ByteAlpha, Image

COLLAR = (1.8, 2.2)
"""Where clothes begin and are wholly so, in radii of the head below its middle."""
FADED = (0.55, 1.0)
"""How much of a pattern is seen."""


def print_clothes(person: Portrait, rng: Rng) -> Portrait:
    """Give what is below the head another pattern, all of it or a part, which keeps its folds.

    A person whose head is too small to be found, or who has nothing below it, is given back as it was.
    """
    head = find_head(person.alpha)
    if head is None:
        return person
    (x, y), radius = head
    left, _, width, _ = cv2.boundingRect((person.alpha > 127).astype(np.uint8))
    top = int(y + COLLAR[0] * radius)
    below = (slice(top, None), slice(left, left + width))
    worn = person.alpha[below]
    if worn.size == 0:
        return person
    printed = _begin_softly(worn, radius) * _part(worn.shape, x - left, radius, rng)
    if not printed.any():
        return person
    image = person.image.copy()
    image[below] = _mix(image[below], draw_cloth(rng, worn.shape, unit=radius), printed, rng)
    return replace(person, image=image)


def _begin_softly(worn: ByteAlpha, radius: float) -> Alpha:
    """Give how surely each pixel from the collar on is clothes."""
    rows = np.arange(len(worn), dtype=np.float32)[:, None]
    rise = np.minimum(np.float32(1), rows / np.float32((COLLAR[1] - COLLAR[0]) * radius))
    return np.asarray(rise * worn * np.float32(1 / 255))


def _part(shape: tuple[int, ...], middle: float, radius: float, rng: Rng) -> Alpha:
    """Mark all, a patch, what an open jacket shows, or the jacket: (H, W) in {0, 1}."""
    mask = np.zeros(shape, np.uint8)
    kind = rng.random()
    if kind < 0.5:
        return np.ones(shape, np.float32)
    if kind < 0.7:
        at = (middle + radius * float(rng.uniform(-1.5, 1.5)), radius * float(rng.uniform(0.3, 2.5)))
        sides = (radius * float(rng.uniform(0.3, 1.8)), radius * float(rng.uniform(0.3, 1.4)))
        cv2.fillConvexPoly(mask, cv2.boxPoints((at, sides, float(rng.normal(0, 10)))).astype(np.int32), 1)
        return mask.astype(np.float32)
    upper, lower = radius * float(rng.uniform(0.2, 0.8)), radius * float(rng.uniform(0.3, 1.5))
    corners = [
        (middle - upper, 0),
        (middle + upper, 0),
        (middle + lower, shape[0]),
        (middle - lower, shape[0]),
    ]
    cv2.fillConvexPoly(mask, np.array(corners, np.int32), 1)
    return mask.astype(np.float32) if kind < 0.85 else 1 - mask.astype(np.float32)


def _mix(image: Image, cloth: Image, printed: Alpha, rng: Rng) -> Image:
    """Lay cloth over a picture, as light in each pixel as the picture is against its surroundings."""
    light = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    usual = float((light * printed).sum() / printed.sum())
    folds = np.clip((light + 20) * np.float32(1 / (usual + 20)), 0.4, 1.6)
    share = (printed * np.float32(rng.uniform(*FADED)))[..., None]
    shown = np.minimum(cloth * folds[..., None], np.float32(255))
    return np.asarray(image + share * (shown - image), np.uint8)

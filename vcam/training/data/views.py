"""How photographs and rooms are framed."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import cv2
import numpy as np

from vcam.training.data.pools import Portrait
from vcam.training.data.texture import Rng
from vcam.training.data.warp import Placement, place
from vcam.types import Image

WHOLE_BODIES = 0.6
"""How many of the fashion pictures' people are shown with their legs."""

Look: TypeAlias = Callable[[Portrait, Rng, tuple[int, int]], Portrait]
"""Frames a photograph: of what shape, (height, width)."""


def reframe(portrait: Portrait, rng: Rng, shape: tuple[int, int]) -> Portrait:
    """Look at a photograph through a frame of another shape, nearer, farther, turned, shifted."""
    height, width = portrait.image.shape[:2]
    cover = max(shape[0] / height, shape[1] / width)
    inside = min(shape[0] / height, shape[1] / width)
    scale = (
        cover * float(rng.uniform(0.9, 1.5)) if rng.random() < 0.6 else inside * float(rng.uniform(0.6, 1.4))
    )
    degrees = float(rng.uniform(-30, 30)) if rng.random() < 0.35 else float(rng.normal(0, 4))
    return _look_at(portrait, rng, shape, scale, degrees, aside=0.2)


def reframe_calmly(portrait: Portrait, rng: Rng, shape: tuple[int, int]) -> Portrait:
    """Look at nearly all of a photograph, or at what of it fills a frame of another shape."""
    height, width = portrait.image.shape[:2]
    sides = (shape[0] / height, shape[1] / width)
    scale = (max(sides) if rng.random() < 0.5 else min(sides)) * float(rng.uniform(0.95, 1.15))
    return _look_at(portrait, rng, shape, scale, float(rng.normal(0, 2)), aside=0.06)


def _look_at(
    portrait: Portrait, rng: Rng, shape: tuple[int, int], scale: float, degrees: float, aside: float
) -> Portrait:
    """Look at a photograph, mirrored or not, past its middle by at most `aside` of its sides."""
    height, width = portrait.image.shape[:2]
    jitter = rng.uniform(-aside, aside, 2)
    where = Placement(
        scale=scale,
        degrees=degrees,
        flip=bool(rng.random() < 0.5),
        anchor_xy=(width * (0.5 + jitter[0]), height * (0.5 + jitter[1])),
        target_xy=(shape[1] / 2, shape[0] / 2),
    )
    border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    return place(portrait, where, shape, border)


def upper_body(person: Portrait, rng: Rng) -> Portrait:
    """Cut a whole body at the hip, more or less, as a desk does; now and then keep all of it."""
    if rng.random() < WHOLE_BODIES:
        return person
    _, top, _, tall = cv2.boundingRect((person.alpha > 127).astype(np.uint8))
    cut = min(person.alpha.shape[0], top + int(max(tall, 24) * rng.uniform(0.3, 0.7)))
    return replace(
        person,
        image=np.ascontiguousarray(person.image[: max(cut, 16)]),
        alpha=np.ascontiguousarray(person.alpha[: max(cut, 16)]),
    )


def crop_room(room: Image, rng: Rng, shape: tuple[int, int]) -> Image:
    """A window of the frame's shape, at random zoom and place."""
    height, width = room.shape[:2]
    scale = max(shape[0] / height, shape[1] / width) * float(rng.uniform(1, 2))
    view_width, view_height = shape[1] / scale, shape[0] / scale
    left = rng.uniform(0, width - view_width)
    top = rng.uniform(0, height - view_height)
    patch = room[int(top) : int(top + view_height) + 1, int(left) : int(left + view_width) + 1]
    inner = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = np.asarray(cv2.resize(patch, (shape[1], shape[0]), interpolation=inner), np.uint8)
    return resized[:, ::-1].copy() if rng.random() < 0.5 else resized

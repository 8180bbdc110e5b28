"""Draws rooms without a thing in them: a network that has seen none takes a bare wall for somebody."""

import numpy as np

from vcam.training.data.cloth import draw_cloth, draw_colour
from vcam.training.data.texture import Rng
from vcam.types import Image


def draw_bare_room(rng: Rng, shape: tuple[int, int]) -> Image:
    """Draw a wall, a covered lens, cloth, stripes, squares or snow.

    Args:
        shape: (height, width) in pixels.

    Returns:
        (H, W, 3) uint8 BGR.
    """
    draw = (_wall, _wall, _cloth, _cloth, _stripes, _squares, _snow)[int(rng.integers(7))]
    return draw(rng, shape)


def _wall(rng: Rng, shape: tuple[int, int]) -> Image:
    """One colour, which light may change from one side to the other; black is a covered lens."""
    height, width = shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = (np.cos(angle) * (x / width - 0.5) + np.sin(angle) * (y / height - 0.5))[..., None]
    slope = rng.uniform(0, 255) if rng.random() < 0.6 else 0.0
    return np.asarray(np.clip(draw_colour(rng) + slope * along, 0, 255), np.uint8)


def _cloth(rng: Rng, shape: tuple[int, int]) -> Image:
    """A curtain or a flag."""
    return draw_cloth(rng, shape, unit=shape[0] * float(rng.uniform(0.05, 0.25)))


def _stripes(rng: Rng, shape: tuple[int, int]) -> Image:
    """Bars across or down, as test pictures and blinds have them."""
    height, width = shape
    count = int(rng.integers(2, 24))
    colours = np.array([draw_colour(rng) for _ in range(count)], np.uint8)
    if rng.random() < 0.6:
        return np.broadcast_to(colours[np.arange(width) * count // width], (height, width, 3)).copy()
    rows = colours[np.arange(height) * count // height]
    return np.broadcast_to(rows[:, None], (height, width, 3)).copy()


def _squares(rng: Rng, shape: tuple[int, int]) -> Image:
    """Tiles in two colours."""
    height, width = shape
    side = int(rng.integers(2, max(3, height // 4)))
    y, x = np.mgrid[:height, :width] // side
    colours = np.array([draw_colour(rng), draw_colour(rng)], np.uint8)
    return np.asarray(colours[(x + y) % 2], np.uint8)


def _snow(rng: Rng, shape: tuple[int, int]) -> Image:
    """Noise around a grey, in colours or without, as dark cameras send it."""
    grey, spread = rng.uniform(0, 255), rng.uniform(5, 120)
    noise = rng.normal(grey, spread, (*shape, 3 if rng.random() < 0.5 else 1))
    return np.broadcast_to(np.clip(noise, 0, 255).astype(np.uint8), (*shape, 3)).copy()

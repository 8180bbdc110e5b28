"""Draws cloth with a pattern, as shirts, curtains and flags are made of."""

import numpy as np
from numpy.typing import NDArray

from vcam.training.data.texture import Rng
from vcam.types import Image

Floats = NDArray[np.float32]
Numbers = NDArray[np.uint8]


def draw_cloth(rng: Rng, shape: tuple[int, ...], unit: float) -> Image:
    """Draw stripes, checks, dots, large fields or one colour, in wavy folds.

    Args:
        shape: (height, width) in pixels.
        unit: of a head's radius, in pixels, by which the pattern's size is drawn.

    Returns:
        (H, W, 3) uint8 BGR.
    """
    height, width = shape
    x, y = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    angle = float(rng.choice([0.0, np.pi / 2, rng.uniform(0, np.pi)]))
    cosine, sine = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    along, across = cosine * x + sine * y, cosine * y - sine * x
    wave = np.float32(unit * rng.uniform(1, 4))
    fold = np.sin((across + np.float32(0.3) * along) / wave + np.float32(rng.uniform(0, 6)))
    along += np.float32(unit * rng.uniform(0, 0.4)) * fold
    number = _pattern(along, across, unit, rng)
    colours = np.array([draw_colour(rng) for _ in range(int(number.max()) + 1)], np.float32)
    shade = np.float32(1) + np.float32(rng.uniform(0, 0.3)) * fold
    return np.asarray(np.minimum(colours[number] * shade[..., None], np.float32(255)), np.uint8)


def _pattern(along: Floats, across: Floats, unit: float, rng: Rng) -> Numbers:
    """Say which of the pattern's colours each pixel has, from 0 on."""
    size = np.float32(unit * np.exp(rng.uniform(np.log(0.12), np.log(1.2))))
    kind = rng.random()
    if kind < 0.5:
        return _counted(along / size, int(rng.integers(2, 4)))
    if kind < 0.7:
        return _counted(along / size, 2) + _counted(across / size, 2)
    if kind < 0.8:
        first, second = along / size % 1 - np.float32(0.5), across / size % 1 - np.float32(0.5)
        return np.asarray(first * first + second * second < np.float32(rng.uniform(0.04, 0.2)), np.uint8)
    if kind < 0.95:
        return np.asarray((along > along.mean()) + np.uint8(2) * (across > across.mean()), np.uint8)
    return np.zeros(along.shape, np.uint8)


def _counted(stripes: Floats, count: int) -> Numbers:
    """Number stripes of width 1 from 0 to `count` - 1, again and again."""
    return np.asarray(np.floor(stripes) % np.float32(count), np.uint8)


def draw_colour(rng: Rng) -> NDArray[np.float64]:
    """Draw black, white, a grey or any colour: (3,) in [0, 255]."""
    kind = rng.random()
    if kind < 0.15:
        return np.zeros(3)
    if kind < 0.3:
        return np.full(3, 255.0)
    if kind < 0.6:
        return np.full(3, rng.uniform(0, 255))
    return rng.uniform(0, 255, 3)

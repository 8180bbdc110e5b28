"""Which colours a person has, learnt from what is known to be the person."""

import numpy as np

from vcam.instances.pieces import Bytes, Floats
from vcam.jit import kernel
from vcam.types import Image

LEVELS = 10
"""Colours are told apart by so many levels of each channel."""
LEVEL = 26
LEARNT = 0.05
"""How much of what is known of the colours each frame replaces."""


@kernel
def learn(image: Image, proven: Bytes, colours: Floats) -> None:
    """Mix the colours of what is proven into those known; the first ones are taken as they are."""
    height, width = proven.shape
    count = 0
    for y in range(height):
        for x in range(width):
            count += proven[y, x]
    if count == 0:
        return
    learnt = np.float32(LEARNT) if colours.sum() > 0 else np.float32(1)
    for i in range(len(colours)):
        colours[i] *= np.float32(1) - learnt
    each = learnt / np.float32(count)
    for y in range(height):
        for x in range(width):
            if proven[y, x]:
                colours[colour_of(image, x, y)] += each


@kernel
def colour_of(image: Image, x: int, y: int) -> np.int32:
    """Give the number of a pixel's colour, 0..LEVELS^3 - 1."""
    index = np.int32(0)
    for c in range(3):
        index = np.int32(index * LEVELS + np.int32(image[y, x, c]) // LEVEL)
    return index

"""Slow and obvious twins of the kernels: one pixel at a time, in 64 bits."""

import numpy as np
from numpy.typing import NDArray

from vcam.compositing import blur
from vcam.portrait import lines as fitting
from vcam.portrait import smooth
from vcam.types import Alpha, ByteAlpha, Image

Exact = NDArray[np.float64]


def blend(over: Image, alpha: ByteAlpha, under: Image | Exact) -> Exact:
    """The blend without any rounding, (H, W, 3)."""
    share = alpha.astype(np.float64)[..., None] / 255
    return over * share + under * (1 - share)


def stretch_rows(image: Image, height: int) -> Exact:
    """Spread the rows of a picture over a height; pixels are areas, not points."""
    rows = len(image)
    stretched = np.empty((height, *image.shape[1:]))
    for y in range(height):
        position = min(max((y + 0.5) * rows / height - 0.5, 0), rows - 1)
        above = int(position)
        below = min(above + 1, rows - 1)
        stretched[y] = image[above] + (position - above) * (image[below].astype(float) - image[above])
    return stretched


def fit_lines(grey: NDArray[np.uint8], alpha: Alpha, radius: int) -> Exact:
    """Slope and offset of each window as the refinement keeps them, (h, 2, w)."""
    height, width = grey.shape
    lines = np.empty((height, 2, width))
    bright = np.pad(grey / 255.0, radius, mode="edge")
    person = np.pad(alpha.astype(np.float64), radius, mode="edge")
    for y in range(height):
        for x in range(width):
            window = slice(y, y + 2 * radius + 1), slice(x, x + 2 * radius + 1)
            g, p = bright[window], person[window]
            covariance = ((g - g.mean()) * (p - p.mean())).mean()
            slope = covariance / (g.var() + fitting.NOISE)
            explained = min(1.0, slope * covariance / (p.var() + fitting.FLAT))
            offset = explained * (p.mean() - slope * g.mean()) + (1 - explained) * alpha[y, x]
            lines[y, 0, x] = explained * slope / (fitting.SOLID - fitting.VEIL)
            lines[y, 1, x] = (offset - fitting.VEIL) * 255 / (fitting.SOLID - fitting.VEIL) + 0.5
    return lines


def mix_with_past(present: Alpha, past: Alpha, motion: NDArray[np.uint8], most_past: float) -> Exact:
    """The smoothing of one frame, (h, w)."""
    mixed = np.empty(present.shape)
    for y, x in np.ndindex(present.shape):
        now, before = float(present[y, x]), float(past[y, x])
        moved = (motion[y, x] - smooth.STILL) / (smooth.MOVED - smooth.STILL)
        contradiction = 2 * abs(2 * now - 1) * abs(before - now) - 0.6
        still, agreed = (1 - min(1.0, max(0.0, float(v))) for v in (moved, contradiction))
        mixed[y, x] = now + most_past * still * agreed * (before - now)
    return mixed


def weigh(image: Image, alpha: ByteAlpha) -> Exact:
    """Colours times weight, and the weight, (h, w, 4)."""
    weight = np.clip((blur.RIM - alpha.astype(np.float64)) / (blur.RIM - blur.ROOM), 0, 1)[..., None]
    return np.concatenate([image * weight, weight], axis=2)

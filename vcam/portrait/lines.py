"""Fits, in each small window, a line of alpha over brightness: the guided filter's coefficients."""

import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.types import Alpha

VEIL = 0.22
"""Refined alpha up to this becomes 0, so that no veil of the room is left. More than SOLID leaves open at the
other end: a border that lies a little inside the person shows no rim of the old room."""
SOLID = 0.9
"""Refined alpha from this on becomes 1."""
NOISE = 5e-4
"""Brightness variance (of the range 0..1) below which a window holds no edge to follow."""
FLAT = 1e-4
"""Variance of alpha below which a window holds no border."""


@kernel
def fit_lines(
    grey: NDArray[np.uint8],
    alpha: Alpha,
    radius: int,
    column_sums: NDArray[np.float32],
    window_sums: NDArray[np.float32],
    lines: NDArray[np.float32],
) -> None:
    """Fit alpha = slope * brightness + offset around each pixel.

    The sums over each window move down row by row; outside, the picture's rim is repeated.
    """
    height = grey.shape[0]
    column_sums[:] = 0
    for y in range(-radius, radius + 1):
        row = min(max(y, 0), height - 1)
        _add_row(grey[row], alpha[row], np.float32(1), radius, column_sums)
    for y in range(height):
        if y > 0:
            entering, leaving = min(y + radius, height - 1), max(y - radius - 1, 0)
            _add_row(grey[entering], alpha[entering], np.float32(1), radius, column_sums)
            _add_row(grey[leaving], alpha[leaving], np.float32(-1), radius, column_sums)
        _sum_across(column_sums, radius, window_sums)
        _fit_row(window_sums, np.float32(1 / (2 * radius + 1) ** 2), alpha[y], lines[y])


@kernel
def _add_row(
    grey: NDArray[np.uint8],
    alpha: NDArray[np.float32],
    sign: np.float32,
    radius: int,
    column_sums: NDArray[np.float32],
) -> None:
    """Add g, p, g*g, g*p and p*p of one row to the sums of its columns."""
    width = grey.size
    end = radius + width
    sum_g, sum_p = column_sums[0, radius:end], column_sums[1, radius:end]
    sum_gg, sum_gp = column_sums[2, radius:end], column_sums[3, radius:end]
    sum_pp = column_sums[4, radius:end]
    # Three loops: with more arrays in one, the compiler gives up on vectors.
    for x in range(width):
        g = np.float32(grey[x]) * np.float32(1 / 255)
        sum_g[x] += sign * g
        sum_gg[x] += sign * (g * g)
    for x in range(width):
        p = alpha[x]
        sum_p[x] += sign * p
        sum_pp[x] += sign * (p * p)
    for x in range(width):
        sum_gp[x] += sign * (np.float32(grey[x]) * np.float32(1 / 255) * alpha[x])
    for i in range(5):
        column_sums[i, :radius] = column_sums[i, radius]
        column_sums[i, end:] = column_sums[i, end - 1]


@kernel
def _sum_across(column_sums: NDArray[np.float32], radius: int, window_sums: NDArray[np.float32]) -> None:
    width = window_sums.shape[1]
    for i in range(5):
        total = window_sums[i]
        total[:] = column_sums[i, :width]
        for shift in range(1, 2 * radius + 1):
            shifted = column_sums[i, shift : shift + width]
            for x in range(width):
                total[x] += shifted[x]


@kernel
def _fit_row(
    window_sums: NDArray[np.float32],
    share: np.float32,
    alpha: NDArray[np.float32],
    lines: NDArray[np.float32],
) -> None:
    """Turn sums into lines, for brightness in 0..255 and alpha in 0..255 without its veil.

    The line counts as far as it explains alpha (R squared); the rest stays the network's own
    alpha. Without that, a border between equally bright things would become a wide smear.
    """
    sum_g, sum_p, sum_gg = window_sums[0], window_sums[1], window_sums[2]
    sum_gp, sum_pp = window_sums[3], window_sums[4]
    gain = np.float32(255 / (SOLID - VEIL))
    slopes, offsets = lines[0], lines[1]
    for x in range(alpha.size):
        g, p = sum_g[x] * share, sum_p[x] * share
        covariance = sum_gp[x] * share - g * p
        slope = covariance / (sum_gg[x] * share - g * g + np.float32(NOISE))
        explained = slope * covariance / (sum_pp[x] * share - p * p + np.float32(FLAT))
        explained = explained if explained < np.float32(1) else np.float32(1)
        offset = explained * (p - slope * g) + (np.float32(1) - explained) * alpha[x]
        slopes[x] = explained * slope * gain * np.float32(1 / 255)
        offsets[x] = (offset - np.float32(VEIL)) * gain + np.float32(0.5)

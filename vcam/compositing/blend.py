"""Lays people over a background, one row of bytes after the other."""

import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.sampling import source_positions
from vcam.types import ByteAlpha, Image


class Blender:
    """Blends pictures of one size; its buffers are reused."""

    def __init__(self, width: int, height: int) -> None:
        self._shape = (height, width, 3)
        self._row_alpha = np.empty(3 * width, np.uint8)
        self._stretch: tuple[int, NDArray[np.int32], NDArray[np.uint16]] = (0, *_stretch_rows(height, 1))

    def blend(self, image: Image, alpha: ByteAlpha, background: Image, out: Image) -> None:
        """Fill `out` with (image * alpha + background * (255 - alpha)) / 255, rounded to the nearest.

        Where alpha is 255 it is the image exactly, where it is 0 the background exactly.

        Args:
            image: (H, W, 3) uint8.
            alpha: (H, W) uint8.
            background: (h, W, 3) uint8. With fewer rows than H they are spread over the height,
                and what lies between them is interpolated; that saves writing a full picture.
            out: (H, W, 3) uint8, C-contiguous.
        """
        height, width, _ = self._shape
        if image.shape != self._shape or out.shape != self._shape or alpha.shape != self._shape[:2]:
            raise ValueError(f"blends {width}x{height}, not {image.shape} by {alpha.shape} to {out.shape}")
        if background.ndim != 3 or background.shape[1:] != self._shape[1:] or len(background) > height:
            raise ValueError(f"a background for {width}x{height} cannot have the shape {background.shape}")
        if out.dtype != np.uint8 or not (out.flags.c_contiguous and out.flags.writeable):
            raise ValueError("the blended picture goes to a writable, C-contiguous array of uint8")
        over, alpha, under = flat(image), np.require(alpha, np.uint8, ["C", "W"]), flat(background)
        if len(under) == height:
            blend_rows(over, alpha, under, self._row_alpha, flat(out))
            return
        if self._stretch[0] != len(under):
            self._stretch = (len(under), *_stretch_rows(height, len(under)))
        _, above, share_below = self._stretch
        blend_stretched_rows(over, alpha, under, above, share_below, self._row_alpha, flat(out))


def flat(image: Image) -> NDArray[np.uint8]:
    """View a picture as (H, 3 * W): an inner loop over three channels would cost six times as much."""
    return np.require(image, np.uint8, ["C", "W"]).reshape(len(image), -1)


def _stretch_rows(height: int, source_height: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
    """Tell for each row which source row lies above it, and the share of the next one in 256ths."""
    above, share = source_positions(height, source_height)
    return above, np.round(share * 256).astype(np.uint16)


@kernel
def blend_rows(
    over: NDArray[np.uint8],
    alpha: ByteAlpha,
    under: NDArray[np.uint8],
    row_alpha: NDArray[np.uint8],
    out: NDArray[np.uint8],
) -> None:
    """Blend (H, 3 * W) rows; `row_alpha`, (3 * W,), is scratch."""
    height, width = alpha.shape
    for y in range(height):
        _expand_alpha(alpha[y], row_alpha)
        for i in range(3 * width):
            out[y, i] = _mix(over[y, i], row_alpha[i], under[y, i])


@kernel
def blend_stretched_rows(
    over: NDArray[np.uint8],
    alpha: ByteAlpha,
    under: NDArray[np.uint8],
    above: NDArray[np.int32],
    share_below: NDArray[np.uint16],
    row_alpha: NDArray[np.uint8],
    out: NDArray[np.uint8],
) -> None:
    """Blend (H, 3 * W) rows over a background of fewer rows, interpolated on the way."""
    height, width = alpha.shape
    for y in range(height):
        _expand_alpha(alpha[y], row_alpha)
        upper, lower = under[above[y]], under[min(above[y] + 1, len(under) - 1)]
        lower_share = share_below[y]
        upper_share = np.uint16(256 - lower_share)
        for i in range(3 * width):
            below = np.uint16(np.uint16(lower[i]) * lower_share)
            between = np.uint16(np.uint16(np.uint16(upper[i]) * upper_share + below + 128) >> 8)
            out[y, i] = _mix(over[y, i], row_alpha[i], np.uint8(between))


@kernel
def _expand_alpha(alpha: NDArray[np.uint8], row_alpha: NDArray[np.uint8]) -> None:
    for x in range(alpha.size):
        a = alpha[x]
        row_alpha[3 * x] = a
        row_alpha[3 * x + 1] = a
        row_alpha[3 * x + 2] = a


@kernel
def _mix(over: np.uint8, alpha: np.uint8, under: np.uint8) -> np.uint8:
    """Mix two bytes. The casts keep the sums at 16 bits, which doubles what fits a vector."""
    mixed = np.uint16(np.uint16(over) * np.uint16(alpha) + np.uint16(under) * np.uint16(255 - alpha) + 127)
    # (v + 1 + v / 256) / 256 equals v / 255, rounded down, for every v up to 65534.
    return np.uint8(np.uint16(mixed + 1 + (mixed >> 8)) >> 8)

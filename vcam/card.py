"""The card: the calm picture that is shown whenever the room must not be.

It is drawn, not loaded, and quickly: it is the first thing that viewers see after a start.
"""

import functools
import math
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.types import Image, Size

_TOP_BGR = (74, 50, 38)
_BOTTOM_BGR = (54, 30, 30)
_GLOW_BGR = (128, 92, 62)
_INK_BGR = (240, 232, 226)
_SOFT_INK_BGR = (190, 172, 160)

_RING_RADII = (0.155, 0.205, 0.265)
_RING_GREYS = (52, 31, 18)


@functools.lru_cache(maxsize=8)
def draw_card(size: Size, title: str, reason: str) -> Image:
    """Draw the card.

    Args:
        size: the picture's size.
        title: the large words, such as "Back in a moment".
        reason: the small ones, such as "The camera is starting"; may be empty.

    Returns:
        image: (H, W, 3) uint8 BGR, read-only: the same words give the same array again.
    """
    image = _without_words(size).copy()
    _, y, unit = _measures(size)
    widest = size.width * 0.86
    _line(image, title, y + unit * 0.385, unit * 0.062, 600, _INK_BGR, widest)
    _line(image, reason, y + unit * 0.462, unit * 0.033, 400, _SOFT_INK_BGR, widest)
    image.flags.writeable = False
    return image


@functools.lru_cache(maxsize=2)
def _without_words(size: Size) -> Image:
    """Draw all that takes long; the words change while pictures are due."""
    image = _gradient(size)
    _draw_symbol(image, *_measures(size))
    return image


def _measures(size: Size) -> tuple[float, float, float]:
    """Give the symbol's middle, and the unit of all lengths: the height, or what fits a narrow picture."""
    return size.width / 2, size.height * 0.385, min(size.height, size.width * 9 / 16)


def _gradient(size: Size) -> Image:
    """A quiet wall of colour with a glow behind the camera, dithered so that no bands are seen."""
    # It is smooth, so it is computed small and enlarged.
    rows = np.linspace(0, 1, 90, dtype=np.float32)[:, None, None]
    across = np.linspace(-1, 1, 160, dtype=np.float32)[None, :, None] * (size.width / size.height)
    glow = 0.62 * np.exp(-1.1 * ((across / 0.9) ** 2 + ((rows - 0.385) / 0.5) ** 2))
    top, bottom, light = (np.array(colour, np.float32) for colour in (_TOP_BGR, _BOTTOM_BGR, _GLOW_BGR))
    wall = top + (bottom - top) * rows
    small = (wall + glow * (light - wall)).astype(np.float32)
    smooth = cv2.resize(small, (size.width, size.height), interpolation=cv2.INTER_LINEAR)
    # A pattern of thresholds from -1/2 to 1/2, spread so evenly that nobody sees it.
    grid_y, grid_x = np.mgrid[:64, :64].astype(np.float32)
    pattern = (52.9829189 * ((0.06711056 * grid_x + 0.00583715 * grid_y) % 1)) % 1 - 0.5
    tile = cv2.merge([pattern] * 3)
    for y in range(0, size.height, 64):
        for x in range(0, size.width, 64):
            patch = smooth[y : y + 64, x : x + 64]
            patch += tile[: patch.shape[0], : patch.shape[1]]
    return cast("Image", cv2.convertScaleAbs(smooth))


def _draw_symbol(image: Image, x: float, y: float, unit: float) -> None:
    """Draw a webcam with a closed eye, in gentle rings."""
    # Drawn as a mask of four times the size: OpenCV's own smoothing leaves thick lines ragged.
    reach = min(int(unit * 0.28), int(x), int(y))
    if reach < 1:
        return
    side = 8 * reach
    mask = np.zeros((side, side), np.uint8)
    pen = _Pen(mask, 4 * unit)
    for radius, grey in zip(_RING_RADII, _RING_GREYS, strict=True):
        pen.arc((0, 0), (radius, radius), (0, 360), 0.0032, grey)
    pen.arc((0, -0.022), (0.062, 0.062), (0, 360), 0.0095)
    pen.arc((0, -0.030), (0.034, 0.026), (15, 165), 0.0085)
    for degrees in (45, 90, 135):
        turn = math.radians(degrees)
        lash = np.array([math.cos(turn), math.sin(turn)])
        root = np.array([0, -0.030]) + lash * (0.034, 0.026)
        pen.line(tuple(root), tuple(root + 0.015 * lash), 0.0075)
    pen.line((0, 0.040), (0, 0.068), 0.0095)
    pen.arc((0, 0.104), (0.052, 0.036), (205, 335), 0.0095)
    window = image[int(y) - reach : int(y) + reach, int(x) - reach : int(x) + reach]
    small = cv2.resize(mask, (2 * reach, 2 * reach), interpolation=cv2.INTER_AREA)
    share = (small.astype(np.float32) / 255)[..., None]
    window[:] = np.rint(window + share * (np.array(_INK_BGR, np.float32) - window))


class _Pen:
    """Draws on a square mask; lengths are in shares of the card's unit, from the mask's middle."""

    def __init__(self, mask: NDArray[np.uint8], scale: float) -> None:
        self._mask = mask
        self._scale = scale

    def arc(
        self,
        center: tuple[float, float],
        radii: tuple[float, float],
        degrees: tuple[float, float],
        width: float,
        grey: int = 255,
    ) -> None:
        axes = (round(radii[0] * self._scale), round(radii[1] * self._scale))
        cv2.ellipse(self._mask, self._point(center), axes, 0, *degrees, grey, self._thickness(width))

    def line(self, begin: tuple[float, float], end: tuple[float, float], width: float) -> None:
        cv2.line(self._mask, self._point(begin), self._point(end), 255, self._thickness(width))

    def _point(self, xy: tuple[float, float]) -> tuple[int, int]:
        middle = self._mask.shape[0] / 2
        return round(middle + xy[0] * self._scale), round(middle + xy[1] * self._scale)

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self._scale))


def _line(
    image: Image, text: str, y: float, height: float, weight: int, ink: tuple[int, int, int], widest: float
) -> None:
    """Write one centred line, smaller if it would be wider than it may."""
    if not text:
        return
    face = _font()
    pixels = max(8, round(height))
    # The text is measured at one size only; its width follows the size.
    x, _, width, _ = cv2.getTextSize((image.shape[1], image.shape[0]), text, (0, 0), face, pixels, weight)
    if width > widest:
        pixels = max(6, int(pixels * widest / width))
        x, _, width, _ = cv2.getTextSize((image.shape[1], image.shape[0]), text, (0, 0), face, pixels, weight)
    origin = (round((image.shape[1] - width) / 2) - x, round(y))
    cv2.putText(image, text, origin, ink, face, pixels, weight)


@functools.cache
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")

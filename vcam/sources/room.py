"""A room that is drawn, for people to stand in when there is no camera."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.types import Image, Size

_SHIFT = 4


def draw_room(size: Size) -> Image:
    """Draw a living room as a webcam would see it: a little soft, with a window and a shelf.

    Returns:
        image: (H, W, 3) uint8 BGR; the same for the same size.
    """
    brush = _Brush(_wall(size))
    _window(brush)
    _picture_frame(brush)
    _shelf(brush)
    _plant(brush)
    _lamp(brush)
    # Out of focus, as a room behind a person is.
    return cast("Image", cv2.GaussianBlur(brush.image, (0, 0), max(0.5, size.height / 500)))


class _Brush:
    """Draws in shares of the picture's width and height, so that a room looks the same at each size."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self._height, self._width = image.shape[:2]

    def shape(self, points: list[tuple[float, float]], bgr: tuple[int, int, int]) -> None:
        """Fill the shape with these corners."""
        corners = np.array([self._point(x, y) for x, y in points], np.int32)
        cv2.fillPoly(self.image, [corners], bgr, cv2.LINE_AA, _SHIFT)

    def box(self, x0: float, y0: float, x1: float, y1: float, bgr: tuple[int, int, int]) -> None:
        """Fill a box."""
        self.shape([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], bgr)

    def oval(
        self, x: float, y: float, rx: float, ry: float, bgr: tuple[int, int, int], degrees: float = 0
    ) -> None:
        """Fill an oval; both radii are in shares of the height."""
        axes = (round(rx * self._height * 16), round(ry * self._height * 16))
        cv2.ellipse(self.image, self._point(x, y), axes, degrees, 0, 360, bgr, -1, cv2.LINE_AA, _SHIFT)

    def shine(self, x: float, y: float, radius: float, bgr: tuple[int, int, int], strength: float) -> None:
        """Let light fall on what is drawn so far."""
        rows = np.arange(self._height, dtype=np.float32)[:, None] / self._height - y
        columns = (np.arange(self._width, dtype=np.float32)[None, :] / self._width - x) * (
            self._width / self._height
        )
        light = np.exp(-(rows**2 + columns**2) / radius**2)[..., None] * strength
        self.image[:] = self.image + light * (np.array(bgr, np.float32) - self.image)

    def _point(self, x: float, y: float) -> tuple[int, int]:
        return round(x * self._width * 16), round(y * self._height * 16)


def _wall(size: Size) -> Image:
    """A warm wall, lighter towards the window, with the grain of paint."""
    rows = np.linspace(0, 1, size.height, dtype=np.float32)[:, None, None]
    columns = np.linspace(0, 1, size.width, dtype=np.float32)[None, :, None]
    near, far = np.array([202, 216, 226], np.float32), np.array([150, 166, 180], np.float32)
    wall: NDArray[np.float32] = near + (far - near) * (0.75 * columns + 0.25 * rows)
    grain = np.random.default_rng(3).normal(0, 1.2, (size.height, size.width, 1)).astype(np.float32)
    return cast("Image", np.clip(wall + grain, 0, 255).astype(np.uint8))


def _window(brush: _Brush) -> None:
    brush.box(0.045, 0.075, 0.335, 0.735, (236, 240, 242))
    steps = 24
    for step in range(steps):
        y0, y1 = 0.10 + 0.36 * step / steps, 0.10 + 0.36 * (step + 1) / steps
        brush.box(0.06, y0, 0.32, y1, (246 - step, 222 + step // 2, 178 + 2 * step))
    far_hills = [(0.06, 0.46), (0.13, 0.37), (0.20, 0.44), (0.27, 0.38), (0.32, 0.43)]
    brush.shape([*far_hills, (0.32, 0.62), (0.06, 0.62)], (172, 168, 130))
    near_hills = [(0.06, 0.55), (0.15, 0.50), (0.24, 0.54), (0.32, 0.50)]
    brush.shape([*near_hills, (0.32, 0.71), (0.06, 0.71)], (104, 146, 104))
    brush.box(0.185, 0.10, 0.195, 0.71, (236, 240, 242))
    brush.box(0.06, 0.40, 0.32, 0.415, (236, 240, 242))
    brush.box(0.03, 0.735, 0.35, 0.765, (222, 228, 232))
    for left, right in ((0.0, 0.075), (0.305, 0.375)):
        for fold in range(6):
            x0 = left + (right - left) * fold / 6
            shade = (0, 14, 26, 20, 8, 16)[fold]
            brush.box(x0, 0.0, x0 + (right - left) / 6 + 0.001, 0.93, (142 - shade, 120 - shade, 96 - shade))


def _picture_frame(brush: _Brush) -> None:
    brush.box(0.445, 0.12, 0.585, 0.36, (62, 84, 108))
    brush.box(0.453, 0.134, 0.577, 0.346, (224, 232, 236))
    brush.box(0.475, 0.17, 0.555, 0.31, (168, 150, 116))
    brush.oval(0.53, 0.205, 0.022, 0.022, (126, 190, 236))
    hills = [(0.475, 0.27), (0.50, 0.24), (0.52, 0.265), (0.555, 0.235)]
    brush.shape([(0.475, 0.31), *hills, (0.555, 0.31)], (104, 106, 74))


def _shelf(brush: _Brush) -> None:
    wood, shade = (92, 126, 158), (66, 94, 122)
    spines = [
        (70, 62, 142),
        (118, 96, 54),
        (72, 122, 92),
        (52, 88, 176),
        (110, 78, 92),
        (64, 144, 190),
        (120, 128, 134),
    ]
    choice = np.random.default_rng(11)
    for y in (0.26, 0.50, 0.74):
        brush.box(0.675, y, 0.965, y + 0.022, wood)
        brush.box(0.675, y + 0.022, 0.965, y + 0.03, shade)
        x = 0.685
        while x < (0.955 if y > 0.3 else 0.84):
            width, height = choice.uniform(0.011, 0.021), choice.uniform(0.125, 0.185)
            if choice.random() < 0.85:
                brush.box(x, y - height, x + width - 0.0015, y, spines[int(choice.integers(len(spines)))])
            x += width


def _plant(brush: _Brush) -> None:
    brush.shape([(0.875, 0.19), (0.935, 0.19), (0.927, 0.26), (0.883, 0.26)], (84, 112, 186))
    for degrees, length, bgr in (
        (-120, 0.085, (62, 118, 70)), (-60, 0.085, (70, 132, 78)), (-150, 0.075, (58, 108, 62)),
        (-30, 0.075, (64, 124, 72)), (-95, 0.095, (82, 148, 92)),
    ):  # fmt: skip
        turn = np.deg2rad(degrees)
        x, y = 0.905 + np.cos(turn) * length * 0.5, 0.185 + np.sin(turn) * length * 0.75
        brush.oval(float(x), float(y), length, 0.021, bgr, degrees)


def _lamp(brush: _Brush) -> None:
    brush.box(0.6255, 0.44, 0.6305, 1.0, (70, 78, 84))
    brush.shape([(0.603, 0.30), (0.653, 0.30), (0.672, 0.45), (0.584, 0.45)], (186, 222, 244))
    brush.shine(0.628, 0.40, 0.30, (206, 236, 255), 0.45)
    brush.shine(0.19, 0.38, 0.55, (255, 250, 244), 0.22)

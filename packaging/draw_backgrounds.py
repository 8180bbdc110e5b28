"""Draws the backgrounds in assets/backgrounds: `python packaging/draw_backgrounds.py`.

They are made by this script alone, from a fixed seed, so that their licence is ours.
"""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1920, 1080
FOLDER = Path(__file__).parent.parent / "assets" / "backgrounds"

Canvas = NDArray[np.float32]
"""(H, W, 3) float32, BGR in 0..1."""


def gradient(top: str, bottom: str, lean: float = 0.25) -> Canvas:
    """Blend two colours (#RRGGBB) from top to bottom, leaning to one side."""
    y = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    x = np.linspace(-0.5, 0.5, WIDTH, dtype=np.float32)[None]
    share = np.clip(y + lean * x, 0, 1)[..., None]
    return np.asarray((1 - share) * bgr(top) + share * bgr(bottom), np.float32)


def bgr(colour: str) -> Canvas:
    """Read #RRGGBB."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return np.array([blue, green, red], np.float32)


def glow(canvas: Canvas, x: float, y: float, radius: float, colour: str, strength: float) -> None:
    """Add a soft round light to `canvas` in place."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None] - y * HEIGHT
    columns = np.arange(WIDTH, dtype=np.float32)[None] - x * WIDTH
    falloff = np.exp(-(rows**2 + columns**2) / (2 * (radius * HEIGHT) ** 2))[..., None]
    canvas += strength * falloff * bgr(colour)


def disc(canvas: Canvas, x: float, y: float, radius: float, colour: str, strength: float) -> None:
    """Add an out-of-focus lamp, brighter at its rim, to `canvas` in place."""
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    centre = (round(x * WIDTH), round(y * HEIGHT))
    cv2.circle(mask, centre, round(radius * HEIGHT), 0.75, -1, cv2.LINE_AA)
    cv2.circle(mask, centre, round(radius * HEIGHT), 1.0, 3, cv2.LINE_AA)
    canvas += strength * cv2.GaussianBlur(mask, (0, 0), 2.5)[..., None] * bgr(colour)


def evening_lights(rng: np.random.Generator) -> Canvas:
    """A city far below, out of focus."""
    canvas = gradient("#141a33", "#3a2238")
    glow(canvas, 0.5, 0.85, 0.35, "#d06a3a", 0.35)
    colours = ("#ffb45e", "#ff8a4c", "#ffd9a0", "#8fb8ff", "#ff6f7d")
    for _ in range(70):
        height = 1 - abs(float(rng.normal(0, 0.45)))
        disc(
            canvas,
            float(rng.uniform(0, 1)),
            0.1 + 0.9 * height,
            float(rng.uniform(0.012, 0.05)),
            colours[int(rng.integers(len(colours)))],
            float(rng.uniform(0.08, 0.4)),
        )
    return canvas


def soft_light(_rng: np.random.Generator) -> Canvas:
    """Morning light on a plain wall."""
    canvas = gradient("#b9c5cc", "#8d9fab")
    glow(canvas, 0.2, 0.15, 0.55, "#fff3d6", 0.2)
    glow(canvas, 0.9, 0.9, 0.5, "#54707f", 0.12)
    return canvas


def paper(rng: np.random.Generator) -> Canvas:
    """Warm paper with a little grain."""
    canvas = gradient("#ece4d6", "#d9cbb5")
    grain = cv2.GaussianBlur(rng.standard_normal((HEIGHT, WIDTH)).astype(np.float32), (0, 0), 1.2)
    return np.asarray(canvas + 0.02 * grain[..., None], np.float32)


def dawn(_rng: np.random.Generator) -> Canvas:
    """The sky before the sun rises."""
    canvas = gradient("#6f86b5", "#f0c3a2", lean=0.1)
    glow(canvas, 0.62, 0.95, 0.4, "#ffb27a", 0.25)
    glow(canvas, 0.15, 0.1, 0.5, "#3d5488", 0.12)
    return canvas


def deep_blue(_rng: np.random.Generator) -> Canvas:
    """A quiet wall of blue with a light upon it."""
    canvas = gradient("#20324f", "#15202f")
    glow(canvas, 0.5, 0.35, 0.42, "#5f86b8", 0.32)
    return canvas


def sage(_rng: np.random.Generator) -> Canvas:
    """A wall in the green of sage, lit from the left."""
    canvas = gradient("#b4c0a9", "#8d9c84", lean=0.5)
    glow(canvas, 0.12, 0.2, 0.5, "#f4f2dc", 0.2)
    return canvas


def studio(_rng: np.random.Generator) -> Canvas:
    """Grey paper with a lamp behind the person, as photographers use it."""
    canvas = gradient("#3c3e43", "#26272b", lean=0.0)
    glow(canvas, 0.5, 0.5, 0.38, "#b8bcc6", 0.42)
    return canvas


def linen(rng: np.random.Generator) -> Canvas:
    """Coarse cloth: threads across and down."""
    canvas = gradient("#d8d3c8", "#bdb5a6")
    for size in ((0.01, 2.5), (2.5, 0.01)):
        noise = rng.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
        threads = cv2.GaussianBlur(noise, (0, 0), sigmaX=size[0] * 4 + 0.6, sigmaY=size[1] * 4 + 0.6)
        canvas += 0.045 * threads[..., None] / max(1e-6, float(threads.std())) * 0.4
    return canvas


def warm_bokeh(rng: np.random.Generator) -> Canvas:
    """Lamps of a room far behind, out of focus."""
    canvas = gradient("#3b2a22", "#1f1714")
    glow(canvas, 0.75, 0.4, 0.4, "#d98b4a", 0.3)
    _scatter(canvas, rng, 34, ("#ffcf8a", "#ffb066", "#fff0cf", "#ff9a5a"), (0.03, 0.09), 0.35)
    return canvas


def forest_light(rng: np.random.Generator) -> Canvas:
    """Leaves against the sun, out of focus."""
    canvas = gradient("#7d9c5a", "#2c4a34")
    glow(canvas, 0.68, 0.2, 0.35, "#f6f3b0", 0.55)
    _scatter(canvas, rng, 60, ("#c9e08a", "#7fb069", "#eef4b8", "#4f8a57"), (0.025, 0.075), 0.24)
    return cv2.GaussianBlur(canvas, (0, 0), 3)


def calm_room(_rng: np.random.Generator) -> Canvas:
    """A wall with light from a window, a shelf-board, a plant and a lamp, out of focus."""
    canvas = gradient("#dcd6cc", "#c2b8aa", lean=0.4)
    floor = np.array([[0, 0.86], [1, 0.86], [1, 1], [0, 1]])
    _fill(canvas, floor, "#8f7a66")
    for left in (0.07, 0.17):
        light = np.array([[left, 0.12], [left + 0.085, 0.09], [left + 0.105, 0.55], [left + 0.02, 0.58]])
        _fill(canvas, light, "#fff6df", 0.55)
    _fill(canvas, np.array([[0.66, 0.36], [0.93, 0.36], [0.93, 0.385], [0.66, 0.385]]), "#7d6754")
    for place, (wide, tall, colour) in enumerate(
        (
            (0.022, 0.15, "#5f7f8c"),
            (0.018, 0.13, "#b7795a"),
            (0.026, 0.16, "#d8c9a8"),
            (0.02, 0.12, "#6d7a5f"),
        )
    ):
        left = 0.69 + 0.032 * place
        _fill(
            canvas,
            np.array([[left, 0.36 - tall], [left + wide, 0.36 - tall], [left + wide, 0.36], [left, 0.36]]),
            colour,
        )
    _fill(canvas, np.array([[0.855, 0.28], [0.905, 0.28], [0.897, 0.36], [0.863, 0.36]]), "#b5714f")
    for turn in np.linspace(-1.2, 1.2, 9):
        tip = np.array([0.88 + 0.075 * np.sin(turn), 0.28 - 0.2 * np.cos(turn)])
        side = 0.012 * np.array([np.cos(turn), np.sin(turn)])
        middle = (tip + np.array([0.88, 0.28])) / 2
        _fill(canvas, np.array([[0.88, 0.285], middle - side, tip, middle + side]), "#5c7a4d")
    glow(canvas, 0.2, 0.3, 0.5, "#fff3d6", 0.12)
    return cv2.GaussianBlur(canvas, (0, 0), 9)


def night_city(rng: np.random.Generator) -> Canvas:
    """Towers with lit windows under a dark sky, out of focus."""
    canvas = gradient("#0d1426", "#2a2440", lean=0.05)
    glow(canvas, 0.5, 0.95, 0.45, "#7a4a6a", 0.4)
    for depth, colour in enumerate(("#1c2138", "#141829", "#0c0f1c")):
        x = -0.02
        while x < 1.0:
            wide = float(rng.uniform(0.045, 0.1))
            top = float(rng.uniform(0.28, 0.6)) + 0.1 * depth
            _fill(canvas, np.array([[x, top], [x + wide, top], [x + wide, 1], [x, 1]]), colour)
            _light_windows(canvas, rng, (x, top, wide), 0.16 + 0.05 * depth)
            x += wide + float(rng.uniform(0.0, 0.03))
    return cv2.GaussianBlur(canvas, (0, 0), 5)


def shelves(rng: np.random.Generator) -> Canvas:
    """Shelves full of books, out of focus."""
    canvas = gradient("#5b4636", "#3a2c22", lean=0.2)
    colours = (
        "#8a3b34",
        "#2f4d66",
        "#c9b48a",
        "#4d5b45",
        "#7a5a7a",
        "#b5773f",
        "#2b2f3a",
        "#d8d2c2",
        "#5e7f86",
    )
    for row in range(5):
        floor = 0.2 * (row + 1) - 0.012
        x = 0.01
        while x < 0.98:
            wide, tall = float(rng.uniform(0.009, 0.026)), float(rng.uniform(0.105, 0.165))
            if rng.uniform() < 0.06:
                x += 0.05
                continue
            colour = colours[int(rng.integers(len(colours)))]
            book = np.array([[x, floor - tall], [x + wide, floor - tall], [x + wide, floor], [x, floor]])
            _fill(canvas, book, colour, float(rng.uniform(0.6, 0.9)))
            x += wide + 0.0012
        _fill(canvas, np.array([[0, floor], [1, floor], [1, floor + 0.018], [0, floor + 0.018]]), "#7b5d45")
    glow(canvas, 0.3, 0.1, 0.6, "#ffdca8", 0.18)
    return cv2.GaussianBlur(canvas, (0, 0), 8)


def _scatter(
    canvas: Canvas,
    rng: np.random.Generator,
    count: int,
    colours: tuple[str, ...],
    radii: tuple[float, float],
    strength: float,
) -> None:
    for _ in range(count):
        colour = colours[int(rng.integers(len(colours)))]
        x, y = float(rng.uniform(0, 1)), float(rng.uniform(0, 1))
        disc(canvas, x, y, float(rng.uniform(*radii)), colour, float(rng.uniform(0.2, 1)) * strength)


def _light_windows(
    canvas: Canvas, rng: np.random.Generator, tower: tuple[float, float, float], share: float
) -> None:
    left, top, wide = tower
    for y in np.arange(top + 0.02, 0.99, 0.024):
        for x in np.arange(left + 0.006, left + wide - 0.008, 0.0105):
            if rng.uniform() < share:
                colour = ("#ffd08a", "#ffe6bd", "#9fc0ff")[int(rng.integers(3))]
                pane = np.array([[x, y], [x + 0.0055, y], [x + 0.0055, y + 0.012], [x, y + 0.012]])
                _fill(canvas, pane, colour, float(rng.uniform(0.5, 1)))


def _fill(canvas: Canvas, corners: NDArray[np.float64], colour: str, share: float = 1.0) -> None:
    """Paint a shape, given in shares of width and height, over `canvas` in place."""
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    points = np.rint(corners * (WIDTH, HEIGHT)).astype(np.int32)
    low = np.clip(points.min(0) - 2, 0, None)
    high = points.max(0) + 3
    cv2.fillPoly(mask, [points], share, cv2.LINE_AA)
    part = np.s_[low[1] : high[1], low[0] : high[0]]
    canvas[part] += mask[part][..., None] * (bgr(colour) - canvas[part])


BACKGROUNDS: dict[str, Callable[[np.random.Generator], Canvas]] = {
    "evening-lights": evening_lights,
    "soft-light": soft_light,
    "paper": paper,
    "dawn": dawn,
    "deep-blue": deep_blue,
    "sage": sage,
    "studio": studio,
    "linen": linen,
    "warm-bokeh": warm_bokeh,
    "forest-light": forest_light,
    "calm-room": calm_room,
    "night-city": night_city,
    "shelves": shelves,
}


def main() -> None:
    """Draw all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in BACKGROUNDS.items():
        canvas = draw(np.random.default_rng(7))
        # A level of noise hides the steps that eight bits would show in a slow gradient.
        dither = np.random.default_rng(1).uniform(-0.5, 0.5, canvas.shape).astype(np.float32)
        picture = np.clip(canvas * 255 + dither, 0, 255).astype(np.uint8)
        path = FOLDER / f"{name}.jpg"
        cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 88])
        print(path.name, path.stat().st_size // 1024, "KiB")


if __name__ == "__main__":
    main()

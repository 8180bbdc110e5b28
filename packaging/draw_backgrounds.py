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


BACKGROUNDS: dict[str, Callable[[np.random.Generator], Canvas]] = {
    "evening-lights": evening_lights,
    "soft-light": soft_light,
    "paper": paper,
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

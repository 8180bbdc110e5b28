"""What a webcam, a lamp and a codec do to a picture; the label stays as it is."""

import cv2
import numpy as np

from vcam.types import Image

Rng = np.random.Generator


def degrade(image: Image, rng: Rng) -> Image:
    """Change light, colour, focus and noise of `image` at random, further than PortraitNet's recipe."""
    if rng.random() < 0.85:
        image = recolour(image, rng, strength=1.0)
    if rng.random() < 0.2:
        image = _light_from_aside(image, rng)
    if rng.random() < 0.04:
        image = _grey(image)
    if rng.random() < 0.25:
        image = _defocus(image, rng)
    if rng.random() < 0.3:
        image = _add_noise(image, rng)
    if rng.random() < 0.2:
        image = _compress(image, rng)
    return np.asarray(image, np.uint8)


def shoot(image: Image, rng: Rng) -> Image:
    """Change light, colour, noise and compression only as far as webcams in rooms do, to judge with."""
    image = recolour(image, rng, strength=0.35)
    if rng.random() < 0.3:
        image = _defocus_a_little(image)
    noise = rng.standard_normal(image.shape, np.float32) * np.float32(rng.uniform(1, 4))
    image = np.asarray((image + noise).clip(0, 255), np.uint8)
    return _compress(image, rng)


def _defocus_a_little(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (3, 3), 0), np.uint8)


def recolour(image: Image, rng: Rng, strength: float) -> Image:
    """Change brightness, contrast, gamma, white balance and saturation in one table look-up."""

    def spread(low: float, high: float) -> float:
        return float(1 + strength * (rng.uniform(low, high) - 1))

    saturation = spread(0.4, 1.6)
    if abs(saturation - 1) > 0.05:
        mixed = cv2.addWeighted(image, saturation, _grey(image), 1 - saturation, 0)
        image = np.asarray(mixed, np.uint8)
    levels = np.arange(256, dtype=np.float32)[:, None] / 255
    gain = spread(0.55, 1.45) * np.array([spread(0.85, 1.15) for _ in range(3)], np.float32)
    curve = levels ** spread(0.6, 1.6)
    contrasted = (curve * gain - 0.45) * spread(0.6, 1.4) + 0.45
    table = np.clip(contrasted * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table.reshape(1, 256, 3)), np.uint8)


def _light_from_aside(image: Image, rng: Rng) -> Image:
    """Let the light change from one side of the picture to the other, as a window or a screen does."""
    height, width = image.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None]
    angle = rng.uniform(0, 2 * np.pi)
    colour = rng.uniform(-0.45, 0.45) * rng.uniform(0.6, 1, 3)
    slope = across * np.float32(np.cos(angle)) + down * np.float32(np.sin(angle))
    return np.asarray((image * (1 + slope * colour.astype(np.float32))).clip(0, 255), np.uint8)


def _grey(image: Image) -> Image:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _defocus(image: Image, rng: Rng) -> Image:
    kernel = int(rng.choice([3, 5]))
    kind = rng.random()
    if kind < 0.35:
        return np.asarray(cv2.GaussianBlur(image, (kernel, kernel), 0), np.uint8)
    if kind < 0.55:
        return np.asarray(cv2.medianBlur(image, kernel), np.uint8)
    if kind < 0.75:
        return np.asarray(cv2.blur(image, (kernel, kernel)), np.uint8)
    streak = (int(rng.integers(3, 12)), 1)
    return np.asarray(cv2.blur(image, streak if rng.random() < 0.7 else streak[::-1]), np.uint8)


def _add_noise(image: Image, rng: Rng) -> Image:
    """Add sensor noise, drawn anew for each picture."""
    sigma = float(rng.uniform(1, 12))
    noise = (rng.standard_normal(image.shape, np.float32) * sigma).astype(np.int16)
    return np.asarray(cv2.add(image.astype(np.int16), noise).clip(0, 255).astype(np.uint8))


def _compress(image: Image, rng: Rng) -> Image:
    quality = int(rng.integers(25, 90))
    _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

"""What calls are full of and photographs are not: headsets, chairs, and a hand that comes near the lens."""

import math
from dataclasses import replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.training.data.pools import Portrait
from vcam.training.data.texture import Rng
from vcam.types import ByteAlpha

FloatArray: TypeAlias = NDArray[np.float64]

HEAD_SLACK = 0.15
"""How far below the person's highest point a head's circle may begin, in radii."""
SMALLEST_HEAD_PX = 6.0


def wear_headset(person: Portrait, rng: Rng) -> Portrait:
    """Put headphones, now and then with a microphone, on the head; they are part of the person.

    A person whose head is too small to be found is given back as it was.
    """
    head = find_head(person.alpha)
    if head is None:
        return person
    (x, y), radius = head
    colour = _plastic(rng)
    image, alpha = person.image.copy(), person.alpha.copy()
    reach = radius * float(rng.uniform(0.95, 1.1))
    band = max(2, round(radius * float(rng.uniform(0.1, 0.25))))
    cup = (round(radius * float(rng.uniform(0.15, 0.3))), round(radius * float(rng.uniform(0.3, 0.45))))
    cheek = (round(x + reach), round(y + 0.15 * radius))
    mouth = (round(x + 0.35 * radius), round(y + 0.75 * radius))
    has_microphone = rng.random() < 0.4
    for canvas, paint in ((image, colour), (alpha, (255, 255, 255))):
        around = (round(x), round(y)), (round(reach), round(reach))
        cv2.ellipse(canvas, *around, 0, 180, 360, paint, band, cv2.LINE_AA)
        for side in (-1, 1):
            ear = (round(x + side * reach), round(y + 0.15 * radius))
            cv2.ellipse(canvas, ear, cup, 0, 0, 360, paint, -1, cv2.LINE_AA)
        if has_microphone:
            cv2.line(canvas, cheek, mouth, paint, max(1, band // 2), cv2.LINE_AA)
    return replace(person, image=image, alpha=alpha)


def find_head(alpha: ByteAlpha) -> tuple[tuple[float, float], float] | None:
    """Give the centre (x, y) and the radius, in pixels, of the widest circle at the person's top."""
    inside = (alpha > 127).astype(np.uint8)
    _, top, width, _ = cv2.boundingRect(inside)
    if width == 0:
        return None
    # The picture's edge is no edge of the person, but nothing beyond it is known.
    radii = cv2.distanceTransform(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 3)
    radii = radii[1:-1, 1:-1]
    rows = np.arange(len(radii), dtype=np.float32)[:, None]
    at_top = rows - radii <= top + HEAD_SLACK * radii
    radius = float((radii * at_top).max())
    if radius < SMALLEST_HEAD_PX:
        return None
    y, x = np.unravel_index(int((radii * at_top).argmax()), radii.shape)
    return (float(x), float(y)), radius


def sit_down(sample: Portrait, rng: Rng) -> Portrait:
    """Draw the back of a chair behind the people, half of the time in the colour of their clothes."""
    height, width = sample.alpha.shape
    left, top, wide, tall = cv2.boundingRect((sample.alpha > 127).astype(np.uint8))
    if wide == 0:
        return sample
    back = np.zeros((height, width), np.uint8)
    middle = left + wide * float(rng.uniform(0.35, 0.65))
    upper = top + tall * float(rng.uniform(0.1, 0.55))
    reach, corner = wide * float(rng.uniform(0.35, 0.7)), max(1, round(wide * float(rng.uniform(0.03, 0.2))))
    lean = float(rng.normal(0, 4))
    cv2.fillConvexPoly(
        back, cv2.boxPoints(((middle, upper + tall), (2 * reach, 2 * tall), lean)).astype(np.int32), 255
    )
    rounded = np.asarray(cv2.blur(back, (2 * corner + 1, 2 * corner + 1)) > 160, np.float32)
    seen = (cv2.blur(rounded, (3, 3)) * (1 - sample.alpha.astype(np.float32) / 255))[..., None]
    down = np.linspace(1.2, 0.8, height, dtype=np.float32)[:, None, None]
    colour = _clothes_colour(sample, rng) if rng.random() < 0.5 else np.array(_plastic(rng), np.float32)
    shown = np.minimum(colour * down, np.float32(255))
    return replace(sample, image=np.asarray(sample.image + seen * (shown - sample.image), np.uint8))


def _clothes_colour(sample: Portrait, rng: Rng) -> NDArray[np.float32]:
    """Give nearly the colour of one of the person's lower pixels, (3,)."""
    rows, columns = np.nonzero(sample.alpha > 127)
    at = len(rows) - 1 - int(rng.integers(max(1, len(rows) // 3)))
    colour = sample.image[rows[at], columns[at]] + rng.normal(0, 12, 3)
    return np.asarray(np.clip(colour, 0, 255), np.float32)


def reach_in(person: Portrait, shape: tuple[int, int], rng: Rng) -> Portrait | None:
    """Draw a moving hand of somebody's skin near the lens, entering a frame of `shape` (height, width).

    Returns:
        The picture and its alpha, or None where no head tells what skin looks like.
    """
    head = find_head(person.alpha)
    if head is None:
        return None
    mask = np.zeros(shape, np.uint8)
    _draw_hand(mask, rng)
    skin = _skin(person, head, shape, rng)
    # Round: darker towards the outline, as light from the front makes it.
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    shade = 0.65 + 0.35 * np.minimum(1, depth / max(2.0, 0.06 * shape[0]))[..., None]
    return _move(Portrait(np.clip(skin * shade, 0, 255).astype(np.uint8), mask), rng)


def _skin(
    person: Portrait, head: tuple[tuple[float, float], float], shape: tuple[int, int], rng: Rng
) -> NDArray[np.float32]:
    """The middle of the face, so much enlarged that only its colours and shadows are left: (H, W, 3)."""
    (x, y), radius = head
    reach = max(2.0, 0.4 * radius)
    top, left = max(0, int(y)), max(0, int(x - reach))
    patch = person.image[top : int(y + reach) + 1, left : int(x + reach) + 1]
    small = cv2.GaussianBlur(cv2.resize(patch, (32, 32), interpolation=cv2.INTER_AREA), (0, 0), 3)
    skin = cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC).astype(np.float32)
    return skin + rng.normal(0, 3, (*shape, 1)).astype(np.float32)


def _draw_hand(mask: ByteAlpha, rng: Rng) -> None:
    """Draw forearm, palm and fingers into a mask of zeros; the forearm comes from below, more or less."""
    height, width = mask.shape
    palm = float(rng.uniform(0.07, 0.16)) * height
    at = np.array([rng.uniform(0.1, 0.9) * width, rng.uniform(0.55, 0.95) * height])
    lean = float(rng.normal(0, 0.5))
    along = np.array([math.sin(lean), -math.cos(lean)])
    _stroke(mask, at, at - along * 2 * height, 1.5 * palm)
    cv2.circle(mask, _pixel(at), round(palm), 255, -1)
    spread, bent = float(rng.uniform(0.1, 0.4)), float(rng.uniform(0.5, 1.0))
    for finger in range(5):
        is_thumb = finger == 0
        angle = lean + (-1.0 if is_thumb else (finger - 2.5) * spread)
        towards = np.array([math.sin(angle), -math.cos(angle)])
        base = at + 0.8 * palm * towards
        length = palm * (1.1 if is_thumb else 2.0) * bent * float(rng.uniform(0.8, 1.1))
        _stroke(mask, base, base + towards * length, 0.45 * palm)


def _stroke(mask: ByteAlpha, start: FloatArray, end: FloatArray, width_px: float) -> None:
    cv2.line(mask, _pixel(start), _pixel(end), 255, max(1, round(width_px)), cv2.LINE_8)


def _pixel(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _move(near: Portrait, rng: Rng) -> Portrait:
    """Blur along a line, as a hand does that waves while the picture is taken."""
    length = int(rng.integers(1, max(2, near.alpha.shape[0] // 10)))
    angle = float(rng.uniform(0, math.pi))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    dx, dy = round(length * math.cos(angle)), round(length * math.sin(angle))
    cv2.line(kernel, (length - dx, length - dy), (length + dx, length + dy), 1.0, 1)
    kernel /= kernel.sum()
    image = cv2.filter2D(near.image, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    alpha = cv2.filter2D(near.alpha, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    return Portrait(np.asarray(image, np.uint8), np.asarray(alpha, np.uint8))


def _plastic(rng: Rng) -> tuple[float, float, float]:
    """Mostly black or white, now and then coloured."""
    if rng.random() < 0.8:
        grey = float(rng.choice([rng.uniform(10, 60), rng.uniform(180, 240)]))
        return grey, grey, grey
    blue, green, red = rng.uniform(0, 255, 3)
    return float(blue), float(green), float(red)

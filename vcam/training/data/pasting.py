"""Puts people and things over each other; what is hidden is hidden in the labels, too."""

from dataclasses import replace

import cv2
import numpy as np

from vcam.training.data.pools import UNSURE, Portrait
from vcam.training.data.props import reach_in
from vcam.training.data.stances import Stance
from vcam.training.data.texture import Rng, recolour
from vcam.training.data.warp import Placement, mirrored, place
from vcam.types import ByteAlpha, Image

SEAM_PX = 5
"""A seam is two pixels on both sides of the border of who is in front."""


def paste(scene: Portrait, person: Portrait, stance: Stance, rng: Rng, light: float = 0.5) -> Portrait:
    """Paste one person, in a light that differs by as much as `light`; most are cut by the lower edge."""
    height, across = stance
    frame_height, frame_width = scene.alpha.shape
    left, top, width, tall = cv2.boundingRect((person.alpha > 127).astype(np.uint8))
    if width == 0:
        return scene
    scale = height * frame_height / tall
    stands_cut = rng.random() < 0.8
    bottom = float(rng.uniform(1.0, 1.35)) if stands_cut else float(rng.uniform(0.75, 1.1))
    degrees, flip = float(rng.normal(0, 5)), bool(rng.random() < 0.5)
    where = Placement(
        scale=scale,
        degrees=degrees,
        flip=flip,
        anchor_xy=(mirrored(left + width / 2, person.alpha.shape[1], flip), top + tall),
        target_xy=(frame_width * across, frame_height * bottom),
    )
    lit = replace(person, image=recolour(person.image, rng, light), alpha=_soften(person.alpha, rng))
    placed = place(lit, where, scene.alpha.shape, cv2.BORDER_CONSTANT)
    # Outside of the source picture the alpha is zero, so its grey border never shows.
    mixed = _overlay(scene.image, placed.image, placed.alpha)
    seams = _seams_behind(scene, placed.alpha, border=255)
    heads = (*scene.heads, placed.heads[0] if placed.heads else None)
    who = np.where(placed.alpha > 127, np.uint8(len(heads)), _who(scene))
    return Portrait(mixed, np.maximum(scene.alpha, placed.alpha), seams, heads, who)


def reach_before(scene: Portrait, person: Portrait, rng: Rng) -> Portrait:
    """Let a hand or an arm come between the lens and all the rest; it is part of a person too."""
    near = reach_in(Portrait(person.image, _soften(person.alpha, rng)), scene.alpha.shape, rng)
    if near is None:
        return scene
    # It may be the hand of whoever it is seen before.
    seams = _seams_behind(scene, near.alpha, border=UNSURE)
    return Portrait(
        _overlay(scene.image, near.image, near.alpha),
        np.maximum(scene.alpha, near.alpha),
        seams,
        scene.heads,
        np.where(near.alpha > 127, np.uint8(0), _who(scene)),
    )


def clutter(room: Image, other: Image, rng: Rng) -> Image:
    """Paste pieces of another room, so that a pasted edge alone does not mean a person."""
    mask = np.zeros(room.shape[:2], np.uint8)
    for _ in range(int(rng.integers(1, 4))):
        _draw_thing(mask, (rng.uniform(0, 1), rng.uniform(0, 1)), rng)
    return _overlay(room, recolour(other, rng, strength=0.7), _soften(mask, rng))


def stand_before(scene: Portrait, room: Image, rng: Rng) -> Portrait:
    """Put a thing between camera and people, low or at a side: a monitor, a microphone, a chair's back."""
    mask = np.zeros(scene.alpha.shape, np.uint8)
    low, aside = (rng.uniform(0, 1), rng.uniform(0.8, 1.1)), (rng.choice([0.0, 1.0]), rng.uniform(0.3, 1))
    _draw_thing(mask, low if rng.random() < 0.6 else aside, rng)
    cover = _soften(mask, rng)
    hidden = (scene.alpha.astype(np.uint16) * (255 - cover) + 127) // 255
    image = _overlay(scene.image, recolour(room, rng, strength=0.7), cover)
    seams = None if scene.seams is None else np.where(cover > 127, np.uint8(0), scene.seams)
    return replace(scene, image=image, alpha=hidden.astype(np.uint8), seams=seams)


def _draw_thing(mask: ByteAlpha, place_xy: tuple[float, float], rng: Rng) -> None:
    """Draw an ellipse or a rectangle around a place, which is given in frame widths and heights."""
    height, width = mask.shape
    centre = (int(width * place_xy[0]), int(height * place_xy[1]))
    axes = (int(width * rng.uniform(0.04, 0.2)), int(height * rng.uniform(0.06, 0.35)))
    if rng.random() < 0.5:
        cv2.ellipse(mask, centre, axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    else:
        corners = cv2.boxPoints((centre, (2 * axes[0], 2 * axes[1]), float(rng.normal(0, 15))))
        cv2.fillConvexPoly(mask, corners.astype(np.int32), 255)


def _who(scene: Portrait) -> ByteAlpha:
    """Give whose each pixel is; of a picture of one person all of the alpha."""
    return (scene.alpha > 127).astype(np.uint8) if scene.who is None else scene.who


def _seams_behind(scene: Portrait, alpha: ByteAlpha, border: int) -> ByteAlpha:
    """Keep the seams that are still seen, and mark with `border` where `alpha` ends on a person."""
    front = (alpha > 127).astype(np.uint8)
    rim = cv2.morphologyEx(front, cv2.MORPH_GRADIENT, np.ones((SEAM_PX, SEAM_PX), np.uint8))
    left = np.zeros_like(alpha) if scene.seams is None else np.where(front > 0, np.uint8(0), scene.seams)
    return np.where((rim > 0) & (scene.alpha > 127), np.uint8(border), left)


def _overlay(below: Image, above: Image, alpha: ByteAlpha) -> Image:
    """Mix two pictures of one size; `alpha` is the share of the upper one."""
    cover = cv2.merge([alpha] * 3).astype(np.uint16)
    return np.asarray((above * cover + below * (255 - cover) + 127) // 255, np.uint8)


def _soften(alpha: ByteAlpha, rng: Rng) -> ByteAlpha:
    """Pull the edge in by a pixel, so that no rim of the old background comes along, and feather it."""
    shrunk = cv2.erode(alpha, np.ones((3, 3), np.uint8))
    sigma = float(rng.uniform(0.4, 1.4))
    return np.asarray(cv2.GaussianBlur(shrunk, (0, 0), sigma), np.uint8)

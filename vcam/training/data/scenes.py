"""Makes training samples: photographs reframed, and people pasted into rooms."""

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np

from vcam.training.data.bare import draw_bare_room
from vcam.training.data.clothes import print_clothes
from vcam.training.data.pools import UNSURE, Pools, Portrait
from vcam.training.data.props import reach_in, sit_down, wear_headset
from vcam.training.data.texture import Rng, degrade, recolour
from vcam.training.data.warp import Placement, place
from vcam.types import ByteAlpha, Image

PERSON_HEIGHTS = (0.25, 1.6)
"""Smallest and largest pasted person, in frame heights."""
HEADSETS = 0.2
"""How many portraits and pasted people wear headphones."""
PRINTS = 0.2
"""How many of them wear another pattern than the photograph shows."""
CHAIRS = 0.12
"""Behind how many a chair's back is drawn."""
HANDS = 0.06
"""Into how many pictures a hand or an arm reaches, near the lens."""
BARE_ROOMS, BARE_EMPTY_ROOMS = 0.12, 0.6
"""How many rooms are a bare wall, a covered lens, cloth or a test pattern: before people, and without any."""
BARE_CLUTTER = 0.3
"""How much of the clutter is drawn in the same way, such as a flag on the wall."""
CALM_STRENGTH = 0.3
"""How far the light of a calm picture may change."""
WHOLE_BODIES = 0.3
"""How many of the fashion pictures' people are shown with their legs."""
PEOPLE_COUNTS = (0.36, 0.42, 0.14, 0.08)
"""How often one to four people are pasted into a scene."""
CLOSE = 0.7
"""How often several people in a scene stand together, some before others."""
CLOSE_HEIGHTS = (0.5, 1.5)
"""Smallest and largest of them, more or less, in frame heights."""
SEAM_PX = 5
"""A seam is two pixels on both sides of the border of who is in front."""


Stance: TypeAlias = tuple[float, float]
"""How high a pasted person is, in frame heights, and where its middle stands, in frame widths."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How often each kind of sample is drawn; the rest are empty rooms."""

    portrait: float = 0.35
    fashion: float = 0.06
    pseudo: float = 0.17
    scene: float = 0.36


class SceneMaker:
    """Draws samples of any frame shape; the same generator state gives the same sample."""

    def __init__(self, pools: Pools, mix: Mix | None = None) -> None:
        self._pools = pools
        self._mix = mix or Mix()

    def draw(self, rng: Rng, shape: tuple[int, int]) -> Portrait:
        """Draw one augmented picture of `shape` (height, width) with its label."""
        return self.draw_pair(rng, shape)[0]

    def draw_pair(self, rng: Rng, shape: tuple[int, int], calm: float = 0.0) -> tuple[Portrait, Image]:
        """Draw what `draw` draws, and the same picture before light, focus and noise changed it.

        Args:
            calm: how often, in [0, 1], the picture is seen as it was taken, or nearly so.
        """
        is_calm = rng.random() < calm
        sample = self._draw_plain(rng, shape, is_calm)
        if rng.random() < CHAIRS:
            sample = sit_down(sample, rng)
        if sample.alpha.any() and rng.random() < HANDS:
            sample = _reach_before(sample, self._draw_person(rng), rng)
        if rng.random() < 0.12:
            sample = _stand_before(sample, self._draw_room(rng, shape), rng)
        shown = recolour(sample.image, rng, CALM_STRENGTH) if is_calm else degrade(sample.image, rng)
        return replace(sample, image=shown), sample.image

    def _draw_plain(self, rng: Rng, shape: tuple[int, int], is_calm: bool) -> Portrait:
        mix, choice = self._mix, rng.random()
        look = reframe_calmly if is_calm else reframe
        if choice < mix.portrait:
            return look(_dress(_pick(self._pools.portraits, rng), rng), rng, shape)
        choice -= mix.portrait
        if choice < mix.pseudo:
            seen = self._pools.pseudo or self._pools.portraits
            return _of_anybody(look(_dress(_pick(seen, rng), rng), rng, shape))
        choice -= mix.pseudo
        if choice < mix.fashion:
            return look(_upper_body(_print(_pick(self._pools.fashion, rng), rng), rng), rng, shape)
        choice -= mix.fashion
        count = _people_count(rng) if choice < mix.scene else 0
        if rng.random() < (BARE_ROOMS if count else BARE_EMPTY_ROOMS):
            return self._populate(draw_bare_room(rng, shape), count, rng)
        room = self._draw_room(rng, shape)
        if rng.random() < 0.5:
            other = draw_bare_room(rng, shape) if rng.random() < BARE_CLUTTER else self._draw_room(rng, shape)
            room = _clutter(room, other, rng)
        return self._populate(room, count, rng)

    def _draw_room(self, rng: Rng, shape: tuple[int, int]) -> Image:
        return _crop_room(self._pools.rooms[int(rng.integers(len(self._pools.rooms)))], rng, shape)

    def _populate(self, room: Image, count: int, rng: Rng) -> Portrait:
        """Paste `count` people, the farthest first."""
        nobody = np.zeros(room.shape[:2], np.uint8)
        scene = Portrait(room, nobody, who=nobody)
        is_close = count > 1 and rng.random() < CLOSE
        stances = _stand_together(count, rng) if is_close else _stand_anywhere(count, rng)
        for height, across in sorted(stances):
            scene = _paste(scene, self._draw_person(rng), height, across, rng)
        return scene

    def _draw_person(self, rng: Rng) -> Portrait:
        kind = rng.random()
        if kind < 0.4:
            return _print(_pick(self._pools.cutouts, rng), rng)
        if kind < 0.75:
            return _dress(_pick(self._pools.portraits, rng), rng)
        return _upper_body(_print(_pick(self._pools.fashion, rng), rng), rng)


def reframe(portrait: Portrait, rng: Rng, shape: tuple[int, int]) -> Portrait:
    """Look at a photograph through a frame of another shape, nearer, farther, turned, shifted."""
    height, width = portrait.image.shape[:2]
    cover = max(shape[0] / height, shape[1] / width)
    inside = min(shape[0] / height, shape[1] / width)
    scale = (
        cover * float(rng.uniform(0.9, 1.5)) if rng.random() < 0.6 else inside * float(rng.uniform(0.6, 1.4))
    )
    degrees = float(rng.uniform(-30, 30)) if rng.random() < 0.35 else float(rng.normal(0, 4))
    return _look_at(portrait, rng, shape, scale, degrees, aside=0.2)


def reframe_calmly(portrait: Portrait, rng: Rng, shape: tuple[int, int]) -> Portrait:
    """Look at nearly all of a photograph, or at what of it fills a frame of another shape."""
    height, width = portrait.image.shape[:2]
    sides = (shape[0] / height, shape[1] / width)
    scale = (max(sides) if rng.random() < 0.5 else min(sides)) * float(rng.uniform(0.95, 1.15))
    return _look_at(portrait, rng, shape, scale, float(rng.normal(0, 2)), aside=0.06)


def _look_at(
    portrait: Portrait, rng: Rng, shape: tuple[int, int], scale: float, degrees: float, aside: float
) -> Portrait:
    """Look at a photograph, mirrored or not, past its middle by at most `aside` of its sides."""
    height, width = portrait.image.shape[:2]
    jitter = rng.uniform(-aside, aside, 2)
    where = Placement(
        scale=scale,
        degrees=degrees,
        flip=bool(rng.random() < 0.5),
        anchor_xy=(width * (0.5 + jitter[0]), height * (0.5 + jitter[1])),
        target_xy=(shape[1] / 2, shape[0] / 2),
    )
    border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    return place(portrait, where, shape, border)


def _stand_anywhere(count: int, rng: Rng) -> list[Stance]:
    return [(_height(PERSON_HEIGHTS, rng), float(rng.uniform(-0.05, 1.05))) for _ in range(count)]


def _stand_together(count: int, rng: Rng) -> list[Stance]:
    """Place people of like size so near to each other that shoulders, now and then heads, overlap."""
    usual, middle = _height(CLOSE_HEIGHTS, rng), float(rng.uniform(0.15, 0.85))
    return [
        (usual * math.exp(rng.uniform(-0.25, 0.25)), middle + 0.35 * usual * float(rng.uniform(-1, 1)))
        for _ in range(count)
    ]


def _height(limits: tuple[float, float], rng: Rng) -> float:
    """Draw a height between the two; halves and doubles are as likely everywhere."""
    return math.exp(rng.uniform(math.log(limits[0]), math.log(limits[1])))


def _paste(scene: Portrait, person: Portrait, height: float, across: float, rng: Rng) -> Portrait:
    """Paste one person, in a stance of `height` and `across`; most are cut by the lower edge."""
    frame_height, frame_width = scene.alpha.shape
    left, top, width, tall = cv2.boundingRect((person.alpha > 127).astype(np.uint8))
    if width == 0:
        return scene
    scale = height * frame_height / tall
    stands_cut = rng.random() < 0.8
    bottom = float(rng.uniform(1.0, 1.35)) if stands_cut else float(rng.uniform(0.75, 1.1))
    where = Placement(
        scale=scale,
        degrees=float(rng.normal(0, 5)),
        flip=bool(rng.random() < 0.5),
        anchor_xy=(left + width / 2, top + tall),
        target_xy=(frame_width * across, frame_height * bottom),
    )
    lit = replace(person, image=recolour(person.image, rng, strength=0.5), alpha=_soften(person.alpha, rng))
    placed = place(lit, where, scene.alpha.shape, cv2.BORDER_CONSTANT)
    # Outside of the source picture the alpha is zero, so its grey border never shows.
    mixed = _overlay(scene.image, placed.image, placed.alpha)
    seams = _seams_behind(scene, placed.alpha, border=255)
    heads = (*scene.heads, placed.heads[0] if placed.heads else None)
    who = np.where(placed.alpha > 127, np.uint8(len(heads)), _who(scene))
    return Portrait(mixed, np.maximum(scene.alpha, placed.alpha), seams, heads, who)


def _who(scene: Portrait) -> ByteAlpha:
    """Give whose each pixel is; of a picture of one person all of the alpha."""
    return (scene.alpha > 127).astype(np.uint8) if scene.who is None else scene.who


def _seams_behind(scene: Portrait, alpha: ByteAlpha, border: int) -> ByteAlpha:
    """Keep the seams that are still seen, and mark with `border` where `alpha` ends on a person."""
    front = (alpha > 127).astype(np.uint8)
    rim = cv2.morphologyEx(front, cv2.MORPH_GRADIENT, np.ones((SEAM_PX, SEAM_PX), np.uint8))
    left = np.zeros_like(alpha) if scene.seams is None else np.where(front > 0, np.uint8(0), scene.seams)
    return np.where((rim > 0) & (scene.alpha > 127), np.uint8(border), left)


def _of_anybody(sample: Portrait) -> Portrait:
    """Say of a picture which teachers have labelled that its people may stand before each other."""
    return replace(sample, seams=np.full_like(sample.alpha, UNSURE))


def _dress(person: Portrait, rng: Rng) -> Portrait:
    person = _print(person, rng)
    return wear_headset(person, rng) if rng.random() < HEADSETS else person


def _print(person: Portrait, rng: Rng) -> Portrait:
    return print_clothes(person, rng) if rng.random() < PRINTS else person


def _reach_before(scene: Portrait, person: Portrait, rng: Rng) -> Portrait:
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


def _clutter(room: Image, other: Image, rng: Rng) -> Image:
    """Paste pieces of another room, so that a pasted edge alone does not mean a person."""
    mask = np.zeros(room.shape[:2], np.uint8)
    for _ in range(int(rng.integers(1, 4))):
        _draw_thing(mask, (rng.uniform(0, 1), rng.uniform(0, 1)), rng)
    return _overlay(room, recolour(other, rng, strength=0.7), _soften(mask, rng))


def _stand_before(scene: Portrait, room: Image, rng: Rng) -> Portrait:
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


def _overlay(below: Image, above: Image, alpha: ByteAlpha) -> Image:
    """Mix two pictures of one size; `alpha` is the share of the upper one."""
    cover = cv2.merge([alpha] * 3).astype(np.uint16)
    return np.asarray((above * cover + below * (255 - cover) + 127) // 255, np.uint8)


def _soften(alpha: ByteAlpha, rng: Rng) -> ByteAlpha:
    """Pull the edge in by a pixel, so that no rim of the old background comes along, and feather it."""
    shrunk = cv2.erode(alpha, np.ones((3, 3), np.uint8))
    sigma = float(rng.uniform(0.4, 1.4))
    return np.asarray(cv2.GaussianBlur(shrunk, (0, 0), sigma), np.uint8)


def _upper_body(person: Portrait, rng: Rng) -> Portrait:
    """Cut a whole body at the hip, more or less, as a desk does; now and then keep all of it."""
    if rng.random() < WHOLE_BODIES:
        return person
    _, top, _, tall = cv2.boundingRect((person.alpha > 127).astype(np.uint8))
    cut = min(person.alpha.shape[0], top + int(max(tall, 24) * rng.uniform(0.3, 0.7)))
    return replace(
        person,
        image=np.ascontiguousarray(person.image[: max(cut, 16)]),
        alpha=np.ascontiguousarray(person.alpha[: max(cut, 16)]),
    )


def _crop_room(room: Image, rng: Rng, shape: tuple[int, int]) -> Image:
    """A window of the frame's shape, at random zoom and place."""
    height, width = room.shape[:2]
    scale = max(shape[0] / height, shape[1] / width) * float(rng.uniform(1, 2))
    view_width, view_height = shape[1] / scale, shape[0] / scale
    left = rng.uniform(0, width - view_width)
    top = rng.uniform(0, height - view_height)
    patch = room[int(top) : int(top + view_height) + 1, int(left) : int(left + view_width) + 1]
    inner = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = np.asarray(cv2.resize(patch, (shape[1], shape[0]), interpolation=inner), np.uint8)
    return resized[:, ::-1].copy() if rng.random() < 0.5 else resized


def _people_count(rng: Rng) -> int:
    return int(rng.choice([1, 2, 3, 4], p=PEOPLE_COUNTS))


def _pick(pool: tuple[Portrait, ...], rng: Rng) -> Portrait:
    return pool[int(rng.integers(len(pool)))]

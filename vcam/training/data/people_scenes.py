"""Makes scenes of several people whose every pixel has a known owner; `people_clips` moves them.

People are cut out of labelled portraits and pasted into rooms, the farthest first, so that
the nearer ones hide parts of them. What is known of each is what a detector could see: the
box around the visible part, and the face's box while enough of it is visible.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.training.data.pools import Portrait
from vcam.training.data.texture import Rng, recolour, shoot
from vcam.training.data.warp import Placement, mirrored, place
from vcam.types import Box, ByteAlpha, Image, Labels, Size

Head: TypeAlias = tuple[float, float, float, float]
Plot: TypeAlias = Literal["overlap", "behind", "twins"]

SIDE_CONTACT = 0.5
"""People cut by the photograph's sides along more than this share of its height look sawn off."""
LEAST_VISIBLE = 0.02
"""Everybody in a still scene fills at least this share of the frame."""
LEAST_SHOWN = 0.4
"""In a still scene nobody is covered so far that less than this share of them is visible."""
LIGHT_STRENGTH = 0.2
"""People in one room stand in nearly the same light."""
FACE_VISIBLE = 0.5
"""A face of which less than this share is visible is not detected."""


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A person to paste.

    Attributes:
        portrait: the photograph and which of its pixels are the person.
        head: the face's box in the photograph's pixels, or None where no face was found.
    """

    portrait: Portrait
    head: Head | None


@dataclass(frozen=True, slots=True)
class Role:
    """What one actor does in a scene; shares are of the frame's width or height.

    Attributes:
        actor: index into the actors.
        height: the person's height.
        x: where the person's middle is.
        bottom: where the person's lower end is.
        flip: whether the photograph is mirrored.
        degrees: how far it is turned.
        light: seed of the light that falls on the person.
    """

    actor: int
    height: float
    x: float
    bottom: float
    flip: bool
    degrees: float
    light: int


@dataclass(frozen=True, slots=True, eq=False)
class PeopleScene:
    """A picture of people, and who is where.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        labels: (H, W) int32; 0 is background, k is the k-th person from the back.
        alpha: (H, W) uint8; 255 is person, whoever it is.
        boxes: each visible person's box with `track_id` k and score 1, the farthest first.
        shown: of each person inside of the frame, the share that nobody covers.
    """

    image: Image
    labels: Labels
    alpha: ByteAlpha
    boxes: tuple[Box, ...]
    shown: tuple[float, ...]


def cast(portraits: Sequence[Portrait], find_head: Callable[[Image], Head | None]) -> tuple[Actor, ...]:
    """Choose the portraits that can stand freely in a room.

    Args:
        portraits: whole photographs with one person each.
        find_head: gives the face's box in a photograph, or None.
    """
    return tuple(Actor(p, find_head(p.image)) for p in portraits if _stands_free(p.alpha))


class PeopleSceneMaker:
    """Draws scenes; the same generator state gives the same scene."""

    def __init__(self, actors: Sequence[Actor], rooms: Sequence[Image], size: Size) -> None:
        if not actors or not rooms:
            raise ValueError(f"need people and rooms, not {len(actors)} and {len(rooms)}")
        self._actors = actors
        self._rooms = rooms
        self._size = size

    def draw(self, rng: Rng, count: int, plot: Plot = "overlap") -> PeopleScene:
        """Draw one still scene of `count` people, each of them visible.

        Raises:
            ValueError: so many people cannot all be visible.
        """
        for _ in range(100):
            scene = self.show(
                self.cast_roles(rng, count, plot), self.draw_room(rng), int(rng.integers(2**32))
            )
            visible = np.bincount(scene.labels.ravel(), minlength=count + 1)[1:]
            if visible.min() >= LEAST_VISIBLE * scene.labels.size and min(scene.shown) >= LEAST_SHOWN:
                return scene
        raise ValueError(f"{count} people find no place in a frame of {self._size}")

    def cast_roles(self, rng: Rng, count: int, plot: Plot) -> tuple[Role, ...]:
        """Give everybody a place beside the last one; the order of depth is random."""
        indices = rng.choice(len(self._actors), count, replace=len(self._actors) < count)
        if plot == "twins":
            indices[:] = indices[0]
        tallest = 1.1 - 0.1 * min(count, 4)
        heights = rng.uniform(0.6, 1.0, count) * tallest
        if plot == "behind":
            heights = np.sort(heights) * np.linspace(0.8, 1.05, count)
        widths = np.array([self._width_of(int(i), float(h)) for i, h in zip(indices, heights, strict=True)])
        closeness = rng.uniform(0.45, 0.95, count) if plot != "behind" else rng.uniform(0.3, 0.5, count)
        gaps = closeness[1:] * (widths[1:] + widths[:-1]) / 2
        middles = np.concatenate([[0.0], np.cumsum(gaps)])
        middles += 0.5 - middles.mean() + rng.uniform(-0.08, 0.08)
        order = rng.permutation(count) if plot != "behind" else np.arange(count)
        return tuple(
            self._role(rng, int(indices[k]), float(heights[k]), float(middles[k]), plot) for k in order
        )

    def _role(self, rng: Rng, actor: int, height: float, middle: float, plot: Plot) -> Role:
        return Role(
            actor=actor,
            height=height,
            x=middle,
            bottom=float(rng.uniform(1.0, 1.0 + 0.3 * height))
            - (0.1 if plot == "behind" and height < 0.7 else 0.0),
            flip=bool(rng.random() < 0.5),
            degrees=float(rng.normal(0, 4)),
            light=int(rng.integers(2**32)),
        )

    def _width_of(self, actor: int, height: float) -> float:
        """The person's width in frame widths, if the person is `height` frame heights tall."""
        _, _, wide, tall = _extent(self._actors[actor].portrait.alpha)
        return height * self._size.height * wide / max(tall, 1) / self._size.width

    def draw_room(self, rng: Rng) -> Image:
        """Choose a part of a room, as large as the frame."""
        room = self._rooms[int(rng.integers(len(self._rooms)))]
        height, width = room.shape[:2]
        zoom = max(self._size.height / height, self._size.width / width) * float(rng.uniform(1, 1.5))
        view = int(self._size.width / zoom), int(self._size.height / zoom)
        left, top = int(rng.integers(width - view[0] + 1)), int(rng.integers(height - view[1] + 1))
        patch = room[top : top + view[1], left : left + view[0]]
        return np.asarray(cv2.resize(patch, (self._size.width, self._size.height)), np.uint8)

    def show(self, roles: Sequence[Role], room: Image, weather: int) -> PeopleScene:
        """Paste everybody into a room, the first one farthest; `weather` is the seed of light and noise."""
        picture = room.astype(np.float32)
        shares = np.zeros((len(roles) + 1, *room.shape[:2]), np.float32)
        shares[0] = 1
        heads: list[Head | None] = []
        areas: list[int] = []
        for k, role in enumerate(roles, start=1):
            placed, head = self._place(role)
            alpha = placed.alpha.astype(np.float32) / 255
            picture += alpha[..., None] * (placed.image - picture)
            shares *= 1 - alpha
            shares[k] = alpha
            heads.append(head)
            areas.append(int(np.count_nonzero(placed.alpha > 127)))
        labels = np.where(shares[0] < 0.5, 1 + shares[1:].argmax(0), 0).astype(np.int32)
        image = shoot(np.rint(picture).astype(np.uint8), np.random.default_rng(weather))
        alpha_bytes = np.rint((1 - shares[0]) * 255).astype(np.uint8)
        visible = np.bincount(labels.ravel(), minlength=len(roles) + 1)[1:]
        shown = tuple(float(seen / max(area, 1)) for seen, area in zip(visible, areas, strict=True))
        return PeopleScene(image, labels, alpha_bytes, boxes_of(labels, heads), shown)

    def _place(self, role: Role) -> tuple[Portrait, Head | None]:
        actor = self._actors[role.actor]
        left, top, wide, tall = _extent(actor.portrait.alpha)
        where = Placement(
            scale=role.height * self._size.height / max(tall, 1),
            degrees=role.degrees,
            flip=role.flip,
            anchor_xy=(mirrored(left + wide / 2, actor.portrait.image.shape[1], role.flip), top + tall),
            target_xy=(self._size.width * role.x, self._size.height * role.bottom),
        )
        lit = recolour(actor.portrait.image, np.random.default_rng(role.light), strength=LIGHT_STRENGTH)
        shrunk = cv2.erode(actor.portrait.alpha, np.ones((3, 3), np.uint8))
        soft = np.asarray(cv2.GaussianBlur(shrunk, (0, 0), 0.8), np.uint8)
        shape = (self._size.height, self._size.width)
        placed = place(Portrait(lit, soft), where, shape, cv2.BORDER_CONSTANT)
        return placed, _move_head(actor.head, where.matrix(lit.shape[1]))


def boxes_of(labels: Labels, heads: Sequence[Head | None]) -> tuple[Box, ...]:
    """Give the box around each person's visible part; who is not visible has none."""
    boxes = []
    for k, head in enumerate(heads, start=1):
        mine = (labels == k).astype(np.uint8)
        x, y, width, height = cv2.boundingRect(mine)
        if width == 0:
            continue
        seen = head if head is not None and _share_inside(mine, head) >= FACE_VISIBLE else None
        boxes.append(Box(x, y, x + width, y + height, 1.0, k, seen))
    return tuple(boxes)


def jitter_boxes(boxes: Sequence[Box], share: float, rng: Rng, size: Size) -> tuple[Box, ...]:
    """Move each side of each box at random, as a detector would; `share` is one sigma in box sizes."""
    return tuple(_jitter(box, share, rng, size) for box in boxes)


def _jitter(box: Box, share: float, rng: Rng, size: Size) -> Box:
    dx0, dx1 = rng.normal(0, share * (box.x1 - box.x0), 2)
    dy0, dy1 = rng.normal(0, share * (box.y1 - box.y0), 2)
    return replace(
        box,
        x0=float(np.clip(box.x0 + dx0, 0, size.width - 1)),
        y0=float(np.clip(box.y0 + dy0, 0, size.height - 1)),
        x1=float(np.clip(box.x1 + dx1, 1, size.width)),
        y1=float(np.clip(box.y1 + dy1, 1, size.height)),
    )


def _stands_free(alpha: ByteAlpha) -> bool:
    mask = alpha > 127
    return bool(mask.any() and mask[:, 2].mean() + mask[:, -3].mean() <= SIDE_CONTACT)


def _extent(alpha: ByteAlpha) -> tuple[int, int, int, int]:
    left, top, width, height = cv2.boundingRect((alpha > 127).astype(np.uint8))
    return int(left), int(top), int(width), int(height)


def _move_head(head: Head | None, matrix: NDArray[np.float64]) -> Head | None:
    """Give the upright box around the moved corners of a head's box."""
    if head is None:
        return None
    corners = np.array([[head[i], head[j], 1.0] for i in (0, 2) for j in (1, 3)]) @ matrix.T
    (x0, y0), (x1, y1) = corners.min(0), corners.max(0)
    return float(x0), float(y0), float(x1), float(y1)


def _share_inside(mine: NDArray[np.uint8], head: Head) -> float:
    height, width = mine.shape
    x0, y0, x1, y1 = (round(value) for value in head)
    area = max((x1 - x0) * (y1 - y0), 1)
    return float(mine[max(y0, 0) : min(max(y1, 0), height), max(x0, 0) : min(max(x1, 0), width)].sum() / area)

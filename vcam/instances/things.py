"""Things that the user lets belong to a person: a chair, a guitar, a headset.

A thing is the patch of like colours around a click. From frame to frame it is looked for where it was
and where its person's movement would have carried it, in its own colours, and never in what is a
person. When that finds too little or too much, the thing is left out until it is found again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.types import Alpha, ByteAlpha, Image, Labels, Size

TOLERANCE = 26
"""How far each channel of a thing's colours may be from the one that was clicked on, in levels."""
LARGEST = 0.05
"""Of all pixels, for all things together: what is larger is the room rather than a thing in it."""
SMALLEST_PX = 4
GROWN = 1.4
SHRUNK = 0.4
"""A patch that has grown or shrunk to more than these shares of its first area is not the thing alone."""
LOST_FRAMES = 90
"""A thing that is not found for so long is forgotten, unless it is covered or its person away meanwhile."""
UNCOVERED = 0.8
"""A thing is not covered if at least this share of its place is free of people."""
OWN_COLOUR = 0.004
"""A colour is the thing's if at least this share of its pixels has it."""
COLOURS = 12**3
_PARTS = np.array([[(level // 22 * 144, level // 22 * 12, level // 22) for level in range(256)]], np.uint16)
"""What each channel's level adds to a colour's number."""
_NEAR = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
Mask = NDArray[np.uint8]
"""(h, w) uint8, 0 or 255."""
Spot = tuple[float, float]


@dataclass(slots=True, eq=False)
class _Thing:
    track_id: int
    mask: Mask
    colours: Mask  # (COLOURS,), 255 where one is the thing's own
    first_area: int
    lost: int = 0
    middle: Spot | None = field(default=None)

    def stretch(self, size: Size) -> None:
        height, width = self.mask.shape
        across, down = size.width / width, size.height / height
        resized = cv2.resize(self.mask, (size.width, size.height), interpolation=cv2.INTER_NEAREST)
        self.mask = np.asarray(resized, np.uint8)
        self.first_area = round(self.first_area * across * down)
        if self.middle is not None:
            self.middle = self.middle[0] * across, self.middle[1] * down

    def mirror(self) -> None:
        self.mask = np.asarray(cv2.flip(self.mask, 1), np.uint8)
        if self.middle is not None:
            self.middle = self.mask.shape[1] - self.middle[0], self.middle[1]


class Colours:
    """Numbers the colours of pictures of one size, in 12 levels of each channel, without a new array."""

    def __init__(self, size: Size) -> None:
        self._parts = np.zeros(size.shape, np.uint16)
        self._numbers = np.zeros(size.shape[:2], np.uint16)
        self._found = np.zeros(size.shape[:2], np.uint8)

    def number(self, image: Image) -> None:
        """Look at the next picture, (h, w, 3) uint8 BGR."""
        cv2.LUT(image, _PARTS, dst=self._parts)
        np.add(self._parts[..., 0], self._parts[..., 1], out=self._numbers)
        np.add(self._numbers, self._parts[..., 2], out=self._numbers)

    def of(self, mask: Mask) -> Mask:
        """Give the colours that are frequent in a mask, (COLOURS,) uint8, as 255."""
        counts = np.bincount(self._numbers[mask > 0], minlength=COLOURS)
        return np.where(counts >= OWN_COLOUR * counts.sum(), np.uint8(255), np.uint8(0))

    def find(self, colours: Mask) -> Mask:
        """Give where such colours are; it is overwritten by the next call."""
        return np.take(colours, self._numbers, out=self._found, mode="clip")


class Things:
    """Follows things in small pictures of a `size`; it is empty where there are none."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._is_mirrored = False
        self._colours = Colours(size)
        self._things: list[_Thing] = []

    def __len__(self) -> int:
        return len(self._things)

    def fit(self, size: Size, is_mirrored: bool) -> None:
        """Go over to pictures of a size and a direction that show the same.

        Args:
            size: of the pictures.
            is_mirrored: whether left and right are swapped against what they were at the beginning.
        """
        for thing in self._things:
            if size != self.size:
                thing.stretch(size)
            if is_mirrored != self._is_mirrored:
                thing.mirror()
        if size != self.size:
            self._colours = Colours(size)
        self.size, self._is_mirrored = size, is_mirrored

    def click(self, image: Image, x: int, y: int, track_id: int) -> bool:
        """Let the thing at a point of a small picture belong to a person, or no more if it does.

        Args:
            image: (h, w, 3) uint8 BGR.
            x: column of the point.
            y: row of it.
            track_id: the person.

        Returns:
            Whether a thing was found there, or let go of.
        """
        kept = [thing for thing in self._things if not thing.mask[y, x]]
        if len(kept) < len(self._things):
            self._things = kept
            return True
        mask = _patch_around(image, x, y)
        area = cv2.countNonZero(mask)
        total = area + sum(thing.first_area for thing in self._things)
        if area < SMALLEST_PX or total > LARGEST * mask.size:
            return False
        self._colours.number(image)
        self._things.append(_Thing(track_id, mask, self._colours.of(mask), area))
        return True

    def follow(
        self, image: Image, labels: Labels, evidence: Alpha, middles: Mapping[int, Spot]
    ) -> list[tuple[int, Mask]]:
        """Find the things again in the next picture.

        Args:
            image: (h, w, 3) uint8 BGR.
            labels: (h, w) int32; only what is 0 can be a thing.
            evidence: (h, w) float32 in [0, 1]; above one half is a person, be it one whom nobody knows.
            middles: where the people are who are here, by track id, in small pixels.

        Returns:
            The person and the mask of each thing that was found and whose person is here.
        """
        free = ((labels == 0) & (evidence <= 0.5)).view(np.uint8) * np.uint8(255)
        found: list[tuple[int, Mask]] = []
        if self._things:
            self._colours.number(image)
        for thing in self._things:
            middle = middles.get(thing.track_id)
            is_found = self._find_again(thing, free, middle)
            if is_found and middle is not None:
                found.append((thing.track_id, _both(thing.mask, free)))
            elif not is_found and middle is not None and _is_uncovered(thing.mask, free):
                thing.lost += 1
            thing.middle = middle
        self._things = [thing for thing in self._things if thing.lost <= LOST_FRAMES]
        return found

    def _find_again(self, thing: _Thing, free: Mask, middle: Spot | None) -> bool:
        places = [thing.mask]
        if thing.middle is not None and middle is not None:
            moved = round(middle[0] - thing.middle[0]), round(middle[1] - thing.middle[1])
            if moved != (0, 0):
                places.append(_shift(thing.mask, *moved))
        own = _both(self._colours.find(thing.colours), free)
        patches = [_touching(_both(cv2.dilate(place, _NEAR), own)) for place in places]
        best = max(patches, key=cv2.countNonZero)
        area = cv2.countNonZero(best)
        if not SHRUNK * thing.first_area <= area <= GROWN * thing.first_area:
            return False
        thing.mask, thing.lost = best, 0
        return True


def lay(things: Sequence[tuple[int, Mask]], labels: Labels, alpha: ByteAlpha) -> None:
    """Give things to their people.

    Args:
        things: whose, and where in the small picture.
        labels: (h, w) int32, small; 0 becomes the person's id where a thing is.
        alpha: (H, W) uint8, the frame's, raised where a thing is.
    """
    across, down = alpha.shape[1] / labels.shape[1], alpha.shape[0] / labels.shape[0]
    for track_id, mask in things:
        labels[(mask > 0) & (labels == 0)] = track_id
        x, y, w, h = cv2.boundingRect(mask)
        # A rim, so that the enlarged edge ends softly inside of the part.
        x0, y0 = max(x - 1, 0), max(y - 1, 0)
        x1, y1 = min(x + w + 1, mask.shape[1]), min(y + h + 1, mask.shape[0])
        left, right, top, bottom = round(x0 * across), round(x1 * across), round(y0 * down), round(y1 * down)
        large = cv2.resize(mask[y0:y1, x0:x1], (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
        part = alpha[top:bottom, left:right]
        np.maximum(part, np.asarray(large, np.uint8), out=part)


def _patch_around(image: Image, x: int, y: int) -> Mask:
    """The connected pixels around a point that are coloured like it."""
    height, width = image.shape[:2]
    smooth = cv2.medianBlur(image, 3)
    mask = np.zeros((height + 2, width + 2), np.uint8)
    limits = (TOLERANCE,) * 3
    flags = 4 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
    cv2.floodFill(smooth, mask, (x, y), (0, 0, 0), limits, limits, flags)
    return np.ascontiguousarray(mask[1:-1, 1:-1])


def _is_uncovered(place: Mask, free: Mask) -> bool:
    return cv2.countNonZero(_both(place, free)) >= UNCOVERED * cv2.countNonZero(place)


def _both(a: NDArray[Any], b: Mask) -> Mask:
    return np.asarray(cv2.bitwise_and(a, b), np.uint8)


def _touching(mask: Mask) -> Mask:
    """Close small holes and keep the largest connected part."""
    closed = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _NEAR), np.uint8)
    x, y, w, h = cv2.boundingRect(closed)
    part = closed[y : y + h, x : x + w]
    if not part.size:
        return closed
    _, parts, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8, ltype=cv2.CV_32S)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    part[parts != largest] = 0
    return closed


def _shift(mask: Mask, dx: int, dy: int) -> Mask:
    height, width = mask.shape
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    return np.asarray(cv2.warpAffine(mask, matrix, (width, height), flags=cv2.INTER_NEAREST), np.uint8)

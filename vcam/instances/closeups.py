"""Looks at people from near: a network that sees one of them says which pixels are that person's own.

Who is meant it learns from the framing: the head is always at the same place and of about the same size.
Every second look at somebody is at the mirrored picture: the mean of two such looks is better than either.
"""

import logging
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import cv2
import numpy as np

from vcam.errors import AlphaError
from vcam.types import Alpha, Box, Image, Owned, Size

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 160, 128
"""Of a close-up, in pixels."""
PICTURE = Size(WIDTH, HEIGHT)
NEAREST_ACROSS, FARTHEST_ACROSS = 4.0, 7.0
"""How wide it is, at least and at most, in widths of the face: less where the frame ends soon below the head,
so that it shows more of what is there and less of what is not."""
HEAD_X, HEAD_Y = 0.5, 0.3
"""Where in it the face's middle lies."""
OUTSIDE = 128
"""The grey of what lies outside of the frame."""
MOST = 4
"""So many people, the nearest, are looked at in a frame."""
LOOKS = 1
"""So many of them anew in each frame, and whoever is in view for the first time. Two made no difference in
the test clips."""
MOST_HALVINGS = 3
"""So often what is seen is halved at most, before it is sampled."""
SMALLEST = 8
"""Pixels of a close-up's side within the frame below which there is nothing to be seen."""


class Framing(NamedTuple):
    """A close-up's place in a picture: its upper left corner, and how many pixels one of its own is wide."""

    x0: float
    y0: float
    scale: float


def frame_head(x: float, y: float, width: float, bottom: float) -> Framing:
    """Frame whoever has a face of that middle and width in a picture that is so high, all in its pixels."""
    face = max(width, 1.0) / WIDTH
    to_bottom = (bottom - y) / ((1 - HEAD_Y) * HEIGHT)
    scale = min(max(to_bottom, NEAREST_ACROSS * face), FARTHEST_ACROSS * face)
    return Framing(x - HEAD_X * WIDTH * scale, y - HEAD_Y * HEIGHT * scale, scale)


class Network(Protocol):
    """The close-up network; see `vcam.portrait.session.Session`."""

    def infer(self, small: Image, out: Alpha) -> Alpha:
        """Give alpha, (HEIGHT, WIDTH) float32, for a picture of (HEIGHT, WIDTH, 3) uint8 BGR.

        Raises:
            AlphaError: it failed on this picture.
        """

    def warm_up(self) -> None:
        """Do everything slow now."""


class Closeups:
    """Close-ups of the people in frames of one size; the buffers are reused.

    Args:
        network: looks at them.
        size: of the frames.
        small_size: of the pictures in which people are told apart.
    """

    def __init__(self, network: Network, size: Size, small_size: Size) -> None:
        self._network = network
        self._size = size
        self._small = small_size
        self._picture, self._mirrored = (np.empty((HEIGHT, WIDTH, 3), np.uint8) for _ in range(2))
        self._halves = [
            np.empty((size.height >> k, size.width >> k, 3), np.uint8) for k in range(1, MOST_HALVINGS + 1)
        ]
        self._answer = np.empty((HEIGHT, WIDTH), np.float32)
        self._last_two = np.empty((MOST, 2, HEIGHT, WIDTH), np.float32)
        self._means = np.empty((MOST, HEIGHT, WIDTH), np.float32)
        self._own = np.zeros((MOST, small_size.height, small_size.width), np.float32)
        self.forget()

    def forget(self) -> None:
        """Begin anew, as with pictures that have nothing to do with each other."""
        self._seen: dict[int, _Seen] = {}
        self._turn = 0

    def look(self, image: Image, boxes: Sequence[Box], half: Image | None = None, also: int = 0) -> Owned:
        """Look at whoever's box overlaps another one's, the nearest first.

        Of more than `LOOKS` people these are looked at who were not for longest; of the others the
        answer of a frame before moves with the head.

        Args:
            image: (H, W, 3) uint8 BGR, the frame.
            boxes: where people are, each with a track id of its own; those without heads are not looked at.
            half: (H // 2, W // 2, 3) uint8 BGR, the frame at half its size, if somebody made that already.
            also: the track id of who is looked at alone, too, or 0.

        Returns:
            What is theirs, of the small size: 0 where a close-up does not reach, except below it. The
            array is the same for every frame.
        """
        crowded = [
            box
            for box in boxes
            if box.head and (box.track_id == also or any(_is_before(box, other) for other in boxes))
        ]
        nearest = sorted(crowded, key=lambda box: (box.track_id != also, -_face(box), box.track_id))[:MOST]
        places = [(box.track_id, place) for box in nearest if (place := self._place(box)) is not None]
        self._turn += 1
        self._seen = {key: self._seen[key] for key, _ in places if key in self._seen}
        stalest = sorted(places, key=lambda place: self._seen[place[0]].turn if place[0] in self._seen else 0)
        for number, (track_id, place) in enumerate(stalest):
            if number < LOOKS or track_id not in self._seen:
                self._see(image, half, track_id, place)
        known = [(self._seen[key].slot, key, place) for key, place in places if key in self._seen]
        bottoms = tuple(
            self._lay(self._means[slot], place, own)
            for own, (slot, _, place) in zip(self._own, known, strict=False)
        )
        seen_now = frozenset(key for key, seen in self._seen.items() if seen.turn == self._turn)
        return Owned(tuple(key for _, key, _ in known), self._own[: len(known)], seen_now, bottoms)

    def warm_up(self) -> None:
        """Do everything slow now."""
        self._network.warm_up()

    def _place(self, box: Box) -> "_Place | None":
        """Say what a close-up and the frame share; None if that is too little."""
        assert box.head is not None
        hx0, hy0, hx1, hy1 = box.head
        framing = frame_head((hx0 + hx1) / 2, (hy0 + hy1) / 2, hx1 - hx0, self._size.height)
        across = _overlap(framing.x0, framing.scale, WIDTH, self._size.width)
        down = _overlap(framing.y0, framing.scale, HEIGHT, self._size.height)
        return None if across is None or down is None else _Place(across, down)

    def _see(self, image: Image, half: Image | None, track_id: int, place: "_Place") -> None:
        """Look at somebody now; a network that breaks, or answers with no numbers, has not seen anybody."""
        known = self._seen.pop(track_id, None)
        taken = {seen.slot for seen in self._seen.values()}
        slot = known.slot if known else next(slot for slot in range(MOST) if slot not in taken)
        looks = known.looks if known else 0
        self._take(image, half, place)
        is_mirrored = looks % 2 == 1
        if is_mirrored:
            cv2.flip(self._picture, 1, dst=self._mirrored)
        try:
            self._network.infer(self._mirrored if is_mirrored else self._picture, self._answer)
        except AlphaError as error:
            log.debug("%s", error)
            return
        if np.isfinite(self._answer).all():
            self._remember(slot, is_mirrored, is_first=looks == 0)
            self._seen[track_id] = _Seen(slot, self._turn, looks + 1)

    def _remember(self, slot: int, is_mirrored: bool, is_first: bool) -> None:
        """Keep the network's answer beside the one before, and their mean."""
        plain, mirrored = self._last_two[slot]
        if is_mirrored:
            cv2.flip(self._answer, 1, dst=mirrored)
        else:
            np.copyto(plain, self._answer)
        if is_first:
            np.copyto(self._means[slot], plain)
        else:
            cv2.addWeighted(plain, 0.5, mirrored, 0.5, 0, dst=self._means[slot])

    def _take(self, image: Image, half: Image | None, place: "_Place") -> None:
        """Shrink what the close-up shows; what is much larger is averaged first, as sampling skips pixels."""
        self._picture.fill(OUTSIDE)
        part = self._picture[place.down.part, place.across.part]
        rows, columns = place.down.whole, place.across.whole
        seen = image[rows, columns]
        if half is not None and seen.shape[0] >= 2 * part.shape[0] and seen.shape[1] >= 2 * part.shape[1]:
            seen = half[_halve(rows), _halve(columns)]
        for room in self._halves:
            height, width = seen.shape[0] // 2, seen.shape[1] // 2
            if height < part.shape[0] or width < part.shape[1]:
                break
            # Of an even number of pixels each two by two are averaged, which OpenCV does ten times faster.
            even, halved = seen[: 2 * height, : 2 * width], room[:height, :width]
            cv2.resize(even, (width, height), dst=halved, interpolation=cv2.INTER_AREA)
            seen = halved
        cv2.resize(seen, (part.shape[1], part.shape[0]), dst=part, interpolation=cv2.INTER_LINEAR)

    def _lay(self, answer: Alpha, place: "_Place", own: Alpha) -> int:
        """Lay an answer into the small picture; what is below a close-up is whose its lower edge is.

        Returns:
            The first row below it.
        """
        own.fill(0)
        columns = _shrink(place.across.whole, self._small.width / self._size.width)
        rows = _shrink(place.down.whole, self._small.height / self._size.height)
        there = own[rows, columns]
        part = answer[place.down.part, place.across.part]
        cv2.resize(part, (there.shape[1], there.shape[0]), dst=there, interpolation=cv2.INTER_LINEAR)
        own[rows.stop :, columns] = own[rows.stop - 1, columns]
        return int(rows.stop)


class _Overlap(NamedTuple):
    """Along one axis, what close-up and frame share: in the frame's pixels, and in the close-up's."""

    whole: slice
    part: slice


class _Place(NamedTuple):
    """Where in the frame a close-up lies."""

    across: _Overlap
    down: _Overlap


class _Seen(NamedTuple):
    """Which answers are somebody's, since which turn, and how many looks there were."""

    slot: int
    turn: int
    looks: int


def _overlap(start: float, scale: float, length: int, limit: int) -> _Overlap | None:
    first, last = max(round(start), 0), min(round(start + scale * length), limit)
    low, high = round((first - start) / scale), round((last - start) / scale)
    low, high = max(low, 0), min(high, length)
    if last - first < 2 or high - low < SMALLEST:
        return None
    return _Overlap(slice(first, last), slice(low, high))


def _halve(span: slice) -> slice:
    return slice(span.start // 2, span.stop // 2)


def _shrink(span: slice, share: float) -> slice:
    first = int(span.start * share)
    return slice(first, max(round(span.stop * share), first + 1))


def _face(box: Box) -> float:
    return box.head[2] - box.head[0] if box.head else 0.0


def _is_before(box: Box, other: Box) -> bool:
    """Tell whether one of two people may hide a part of the other."""
    return other.track_id != box.track_id and box.meets(other)

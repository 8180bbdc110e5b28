"""People made by hand: boxes and clothes for the tracking tests."""

from collections.abc import Sequence

import numpy as np

from vcam.tracking.matching import Appearance
from vcam.tracking.track import Track
from vcam.tracking.tracker import Tracker
from vcam.types import Box

STEP_S = 0.125
STEP_FRAMES = 4


def person(x: float, y: float = 100, head: float = 60, score: float = 0.9) -> Box:
    """A person whose head is around (x, y)."""
    half = head / 2
    face = (x - half, y - half, x + half, y + half)
    return Box(x - 1.7 * head, y - head, x + 1.7 * head, y + 4 * head, score, 0, face)


def stranger(x: float, y: float = 100, head: float = 60, score: float = 0.3) -> Box:
    """The same person with the face turned away."""
    seen = person(x, y, head)
    return Box(seen.x0, seen.y0, seen.x1, seen.y1, score, 0, None)


def wearing(colour: int) -> Appearance:
    """Clothes of one colour; the head is not seen."""
    bins = np.full(8, 0.02, np.float32)
    bins[colour] += 0.84
    return np.stack([bins, np.zeros_like(bins)])


RED, BLUE, BLACK = (wearing(k) for k in range(3))
SIMILAR = RED.copy()
SIMILAR[0, :3] = 0.5, 0.36, 0.02
"""Clothes that pass for the same from one look to the next, but not after a pause."""
ALIKE = RED.copy()
ALIKE[0, :2] += -0.2, 0.2
"""Somebody else's clothes that pass for the same after a short absence."""


class Watcher:
    """A tracker and its clock."""

    def __init__(self) -> None:
        self.tracker = Tracker()
        self.step = 0

    def see(self, *people: tuple[Box, Appearance | None]) -> tuple[Track, ...]:
        """One detection."""
        boxes, clothes = [box for box, _ in people], [colours for _, colours in people]
        tracks = self.tracker.update(boxes, clothes, self.step * STEP_FRAMES, self.step * STEP_S)
        self.step += 1
        return tracks

    def see_often(self, times: int, *people: tuple[Box, Appearance | None]) -> tuple[Track, ...]:
        """The same detection again and again; gives the last answer."""
        tracks: tuple[Track, ...] = ()
        for _ in range(times):
            tracks = self.see(*people)
        return tracks


def id_at(tracks: Sequence[Track], x: float) -> int:
    """Who is nearest to x."""
    return min(tracks, key=lambda track: abs((track.box.x0 + track.box.x1) / 2 - x)).track_id

"""One person over time: where they are expected, and what is known of them."""

import math
from dataclasses import dataclass, replace

from vcam.tracking.matching import Appearance, mix
from vcam.types import Box

ENOUGH_EVIDENCE = 0.75
"""Two clear faces, three unknown parts or eight attached ones; a dim face that flickers never gets there."""
FACE_THRESHOLD = 0.4
"""A face counts by how much it is above this; what the detector is half sure of is often none."""
LEAST_EVIDENCE = 0.05
LOST_EVIDENCE = 0.1
"""What each missed detection takes away."""
DOUBTFUL_SCORE = 0.25
"""A head that scores less has no body below it; it is believed only once it has moved."""
HAS_MOVED = 0.25
"""In head or body widths: a poster stays nearer to where it was first seen."""
HEAD_GAIN = 0.7
BODY_GAIN = 0.5
PART_GAIN = 0.2
"""A box without a face is often a part of the person, or of two, so it moves the known box less."""
OTHER_SIZE = 1.4
"""A box without a face whose area differs by more than this from the known one is such a part."""
SPEED_GAIN = 0.4
SPEED_FADES_S = 0.5
"""Somebody unseen is expected to slow down: nobody walks out of sight and on for ever."""
HEAD_KEPT = 10
"""For how many detections without a face the head is still expected where it was."""
APPEARANCE_GAIN = 0.15
SHORTEST_STEP_S = 0.01

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A person as known at one moment.

    Attributes:
        track_id: the same person over time, >= 1, never reused in a run; 0 until confirmed.
        box: where the person is or, between detections, should be; it holds the `track_id` too.
        age_frames: frames since the person was first seen, counting both.
        seen_s: for how long the person was seen in all, in seconds.
        is_confirmed: whether there is enough evidence that this is a person at all.
        is_coasting: whether the last detection missed the person.
        appearance: what clothes and head look like, or None if they were never seen.
        resembles: the `track_id` of everybody gone who this may be, to be asked for, the likeliest first:
            of one whom somebody resembled, and of whom that one had resembled before.
        serial: >= 1; unlike the `track_id` it is there from the first detection on, and nobody else gets it.
        upon: the `track_id` of everybody on whose head this one's came up and has been seen ever since.
    """

    track_id: int
    box: Box
    age_frames: int
    seen_s: float
    is_confirmed: bool
    is_coasting: bool
    appearance: Appearance | None
    resembles: tuple[int, ...]
    serial: int
    upon: frozenset[int] = frozenset()


class Follower:
    """Follows one person with constant speed, smoothed.

    Attributes:
        beside: the ids of those who were seen at the same time before this one had an id.
        upon: see `Track`.

    Args:
        box: where the person was first seen.
        appearance: what the upper body looks like, if seen.
        frame_index: the frame of that box.
        time_s: its time.
        serial: see `Track`.
    """

    def __init__(
        self, box: Box, appearance: Appearance | None, frame_index: int, time_s: float, serial: int
    ) -> None:
        self._serial = serial
        self.track_id = 0
        self.resembles: tuple[int, ...] = ()
        self.missed = 0
        self.evidence = _evidence(box)
        self.appearance = appearance
        self.time_s = time_s
        self.seen_s = 0.0
        self.beside: set[int] = set()
        self.upon: frozenset[int] = frozenset()
        self._box = box
        self._speed: Spot = (0.0, 0.0)
        self._faceless = 0
        self._first_index = self._last_index = frame_index
        self._birthplace = _anchor(box)
        self._has_moved = False
        self._best_score = box.score

    @property
    def is_confirmed(self) -> bool:
        """Whether the person has an id."""
        return self.track_id > 0

    @property
    def is_believable(self) -> bool:
        """Whether there is enough evidence of a person; a head without a body must move, too."""
        is_doubtful = self._box.head is not None and self._best_score < DOUBTFUL_SCORE
        return self.evidence >= ENOUGH_EVIDENCE and (self._has_moved or not is_doubtful)

    @property
    def head(self) -> tuple[float, float, float, float] | None:
        """The face's box as last known; None if no face was seen lately."""
        return self._box.head

    def expected(self, time_s: float) -> Box:
        """Where the person should be at a time."""
        passed = max(0.0, time_s - self.time_s)
        share = SPEED_FADES_S * (1 - math.exp(-passed / SPEED_FADES_S))
        moved = _move(self._box, self._speed[0] * share, self._speed[1] * share)
        return replace(moved, track_id=self.track_id)

    def correct(self, seen: Box, appearance: Appearance | None, frame_index: int, time_s: float) -> None:
        """Take in a box that is this person's."""
        expected = self.expected(time_s)
        step_s = max(time_s - self.time_s, SHORTEST_STEP_S)
        if self.missed == 0:
            self.seen_s += max(time_s - self.time_s, 0.0)
        here, there = _pair_of_anchors(expected, seen)
        # A part's edge is not the person's: it tells where, not how fast.
        gain = 0.0 if _is_other_size(expected, seen) else SPEED_GAIN
        faded = math.exp(-step_s / SPEED_FADES_S)
        self._speed = (
            self._speed[0] * faded + gain * (there[0] - here[0]) / step_s,
            self._speed[1] * faded + gain * (there[1] - here[1]) / step_s,
        )
        self._box = self._blend(expected, seen)
        self._note_motion()
        self.missed, self.time_s, self._last_index = 0, time_s, frame_index
        self.evidence += _evidence(seen)
        self._best_score = max(self._best_score, seen.score)
        self.appearance = mix(self.appearance, appearance, APPEARANCE_GAIN)

    def miss(self, frame_index: int) -> None:
        """Note that a detection did not find the person."""
        self.missed += 1
        self.evidence -= LOST_EVIDENCE
        self._last_index = frame_index

    def stretch(self, across: float, down: float) -> None:
        """Go over to frames of another size, so many times as wide and as high, that show the same."""
        self._box = stretch_box(self._box, across, down)
        self._speed = self._speed[0] * across, self._speed[1] * down
        self._birthplace = self._birthplace[0] * across, self._birthplace[1] * down

    def mirror(self, width: float) -> None:
        """Go over to frames of that width in which left and right are swapped."""
        self._box = mirror_box(self._box, width)
        self._speed = -self._speed[0], self._speed[1]
        self._birthplace = width - self._birthplace[0], self._birthplace[1]

    def snapshot(self, time_s: float) -> Track:
        """Give what is known at a time."""
        return Track(
            self.track_id,
            self.expected(time_s),
            self._last_index - self._first_index + 1,
            self.seen_s,
            self.is_confirmed,
            self.missed > 0,
            self.appearance,
            self.resembles,
            self._serial,
            self.upon,
        )

    def _blend(self, expected: Box, seen: Box) -> Box:
        is_part = _is_other_size(expected, seen) or (seen.head is None and expected.head is not None)
        gain = PART_GAIN if is_part else BODY_GAIN
        if self.missed > 0 and seen.head is not None:
            gain = 1.0  # where the person was expected was a guess
        x0, y0, x1, y1 = (
            e + gain * (s - e)
            for e, s in zip(
                (expected.x0, expected.y0, expected.x1, expected.y1),
                (seen.x0, seen.y0, seen.x1, seen.y1),
                strict=True,
            )
        )
        return Box(x0, y0, x1, y1, seen.score, self.track_id, self._blend_head(expected, seen))

    def _blend_head(self, expected: Box, seen: Box) -> tuple[float, float, float, float] | None:
        if seen.head is None:
            self._faceless += 1
            return expected.head if self._faceless <= HEAD_KEPT else None
        self._faceless = 0
        if expected.head is None or self.missed > 0:
            return seen.head
        x0, y0, x1, y1 = (e + HEAD_GAIN * (s - e) for e, s in zip(expected.head, seen.head, strict=True))
        return x0, y0, x1, y1

    def _note_motion(self) -> None:
        x, y = _anchor(self._box)
        left, right = (self._box.head or (self._box.x0, 0.0, self._box.x1, 0.0))[::2]
        far = math.hypot(x - self._birthplace[0], y - self._birthplace[1])
        self._has_moved |= far > HAS_MOVED * (right - left)


def stretch_box(box: Box, across: float, down: float) -> Box:
    """Multiply a box's pixels."""
    head = box.head
    if head is not None:
        head = head[0] * across, head[1] * down, head[2] * across, head[3] * down
    return replace(box, x0=box.x0 * across, y0=box.y0 * down, x1=box.x1 * across, y1=box.y1 * down, head=head)


def mirror_box(box: Box, width: float) -> Box:
    """Swap left and right in a frame of that width."""
    head = box.head
    if head is not None:
        head = width - head[2], head[1], width - head[0], head[3]
    return replace(box, x0=width - box.x1, x1=width - box.x0, head=head)


def _evidence(box: Box) -> float:
    """How much one box speaks for a person."""
    if box.head is None or box.score == 0:
        return box.score
    return max(box.score - FACE_THRESHOLD, LEAST_EVIDENCE)


def _is_other_size(expected: Box, seen: Box) -> bool:
    """Tell whether a box without a face is of a size that this person cannot have."""
    ratio = max(_area(seen), 1.0) / max(_area(expected), 1.0)
    return seen.head is None and max(ratio, 1 / ratio) > OTHER_SIZE


def _area(box: Box) -> float:
    return max(box.x1 - box.x0, 0.0) * max(box.y1 - box.y0, 0.0)


def _anchor(box: Box) -> Spot:
    """The point that moves with a person: the head's middle, else the middle of the upper edge."""
    if box.head is None:
        return (box.x0 + box.x1) / 2, box.y0
    return (box.head[0] + box.head[2]) / 2, (box.head[1] + box.head[3]) / 2


def _pair_of_anchors(a: Box, b: Box) -> tuple[Spot, Spot]:
    """Anchors of the same kind."""
    if a.head is None or b.head is None:
        a, b = replace(a, head=None), replace(b, head=None)
    return _anchor(a), _anchor(b)


def _move(box: Box, dx: float, dy: float) -> Box:
    head = box.head
    if head is not None:
        head = head[0] + dx, head[1] + dy, head[2] + dx, head[3] + dy
    return replace(box, x0=box.x0 + dx, y0=box.y0 + dy, x1=box.x1 + dx, y1=box.y1 + dy, head=head)

"""Gives people ids that last: through crossing, missed detections and short absence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from vcam.tracking.identity import Absent, recognise
from vcam.tracking.matching import Appearance, difference, heads_meet, match, misplacement, pair_cost
from vcam.tracking.track import Follower, Track, mirror_box, stretch_box
from vcam.types import MOST_ID, UNBELIEVED, Box

COASTS = 10
"""For how many missed detections a person is still expected."""
TRIES = 3
"""For how many missed detections somebody unconfirmed is,"""
TRIES_WITH_FACE = 8
"""and somebody who showed a face: half hidden, one is seen only now and then."""
STRANGER_EXTRA = 0.1
"""A box goes to somebody unconfirmed only if nobody confirmed fits about as well."""
DIM_MISPLACED = 0.5
"""Of the reach: what is hardly seen is somebody known only so near to where they are expected."""
AT_ONCE_EVIDENCE = 0.1
"""In the very first detection nobody can be mistaken for somebody else: people are believed at once."""
MOST_ABSENT = 512
"""So many people are remembered; more could hold up a frame."""


class Tracker:
    """Follows everybody. One thread uses it.

    It is told of each detection with `update`, also of one without boxes; `at` tells where
    everybody should be in the frames between.
    """

    def __init__(self) -> None:
        self._followed: list[Follower] = []
        self._absent: dict[int, Absent] = {}
        self._last_id = self._last_serial = 0
        self._is_first = True

    @property
    def newest_id(self) -> int:
        """The greatest id that anybody ever had; 0 before the first one."""
        return self._last_id

    def update(
        self,
        boxes: Sequence[Box],
        appearances: Sequence[Appearance | None],
        frame_index: int,
        time_s: float,
    ) -> tuple[Track, ...]:
        """Take in what a detection found.

        Args:
            boxes: people with and without faces, in the frame's pixels.
            appearances: what each one's upper body looks like, where it can be seen.
            frame_index: the frame that was looked at.
            time_s: its time; never earlier than the last one's.

        Returns:
            Everybody followed, confirmed or not; those with an id by id.
        """
        if len(boxes) != len(appearances):
            raise ValueError(f"need one appearance for each box: {len(appearances)} for {len(boxes)}")
        taken = self._match(boxes, appearances, frame_index, time_s)
        self._let_go()
        known = frozenset(one.track_id for one in self._followed if one.is_confirmed)
        for box, appearance in (
            pair for k, pair in enumerate(zip(boxes, appearances, strict=True)) if k not in taken
        ):
            self._last_serial += 1
            newcomer = Follower(box, appearance, frame_index, time_s, self._last_serial)
            newcomer.upon = known
            self._followed.append(newcomer)
        self._note_who_is_beside()
        self._note_who_is_upon()
        for follower in list(self._followed):
            is_obvious = self._is_first and follower.evidence >= AT_ONCE_EVIDENCE
            if not follower.is_confirmed and (is_obvious or follower.is_believable):
                self._confirm(follower, time_s)
        self._is_first &= not boxes
        return self.at(time_s)

    def at(self, time_s: float) -> tuple[Track, ...]:
        """Give everybody followed, where they should be at a time not before the last detection's."""
        tracks = [follower.snapshot(time_s) for follower in self._followed]
        return tuple(sorted(tracks, key=lambda track: (not track.is_confirmed, track.track_id)))

    def join(self, track_id: int, earlier_id: int) -> bool:
        """Believe the user that a person is one who was here earlier.

        Args:
            track_id: a person who is followed now.
            earlier_id: somebody absent or not seen now, whose id the person gets back.

        Returns:
            Whether both were found.
        """
        follower, lost = self._find(track_id), self._find(earlier_id)
        if follower is None:
            return False
        if lost is not None and lost.missed > 0:
            self._followed.remove(lost)
        elif self._absent.pop(earlier_id, None) is None:
            return False
        follower.track_id, follower.resembles, follower.upon = earlier_id, (), frozenset()
        return True

    def set_apart(self, track_id: int) -> None:
        """Believe the user that a person is nobody who was here earlier."""
        follower = self._find(track_id)
        if follower is not None:
            follower.resembles, follower.upon = (), frozenset()
        if track_id in self._absent:
            self._absent[track_id] = replace(self._absent[track_id], resembles=(), upon=frozenset())

    def forget_places(self, was_watched: bool = True) -> None:
        """Treat everybody as absent; ids are still never reused.

        Args:
            was_watched: whether that is because of a cut to another picture, not of a pause without any.
        """
        for follower in self._followed:
            self._remember(follower, was_watched)
        self._followed.clear()

    def stretch(self, across: float, down: float) -> None:
        """Go over to frames of another size, so many times as wide and as high, that show the same."""
        for follower in self._followed:
            follower.stretch(across, down)
        self._absent = {
            key: replace(one, box=stretch_box(one.box, across, down)) for key, one in self._absent.items()
        }

    def mirror(self, width: float) -> None:
        """Go over to frames of that width in which left and right are swapped."""
        for follower in self._followed:
            follower.mirror(width)
        self._absent = {
            key: replace(one, box=mirror_box(one.box, width)) for key, one in self._absent.items()
        }

    def _find(self, track_id: int) -> Follower | None:
        """Give who is followed under an id; None if nobody is."""
        return next((one for one in self._followed if one.track_id == track_id > 0), None)

    def _match(
        self,
        boxes: Sequence[Box],
        appearances: Sequence[Appearance | None],
        frame_index: int,
        time_s: float,
    ) -> set[int]:
        """Correct those who were seen, count a miss for the others; give the boxes that are taken."""
        costs = np.ones((len(self._followed), len(boxes)))
        for row, follower in enumerate(self._followed):
            expected = follower.expected(time_s)
            extra = 0.0 if follower.is_confirmed else STRANGER_EXTRA
            for column, (box, appearance) in enumerate(zip(boxes, appearances, strict=True)):
                if follower.is_confirmed and box.score == UNBELIEVED:
                    continue
                unalike = difference(follower.appearance, appearance)
                costs[row, column] = pair_cost(misplacement(expected, box, follower.missed), unalike) + extra
        pairs = dict(match(costs))
        pairs |= self._match_dim(boxes, pairs, time_s)
        for row, follower in enumerate(self._followed):
            if row in pairs:
                column = pairs[row]
                follower.correct(boxes[column], appearances[column], frame_index, time_s)
            else:
                follower.miss(frame_index)
        return set(pairs.values())

    def _match_dim(
        self, boxes: Sequence[Box], pairs: Mapping[int, int], time_s: float
    ) -> list[tuple[int, int]]:
        """Give what is hardly seen to somebody known whom nothing clearer fits, and who is just there.

        In two rounds, as in ByteTrack (Zhang et al., ECCV 2022).
        """
        costs = np.ones((len(self._followed), len(boxes)))
        for row, follower in enumerate(self._followed):
            if row in pairs or not follower.is_confirmed:
                continue
            for column, box in enumerate(boxes):
                if box.score == UNBELIEVED and column not in pairs.values():
                    misplaced = misplacement(follower.expected(time_s), box, missed=0)
                    costs[row, column] = misplaced if misplaced < DIM_MISPLACED else 1.0
        return match(costs)

    def _note_who_is_beside(self) -> None:
        """Note who cannot be somebody unconfirmed: whoever is seen at the same time."""
        seen = [one for one in self._followed if one.missed == 0]
        here = {one.track_id for one in seen if one.is_confirmed}
        for follower in seen:
            if not follower.is_confirmed:
                follower.beside |= here

    def _note_who_is_upon(self) -> None:
        """Note whose head was seen off whose since it came up: only what never was may be the same head."""
        seen = [(one, one.expected(one.time_s)) for one in self._followed if one.missed == 0]
        for follower, box in seen:
            others = ((one, there) for one, there in seen if one is not follower and one.is_confirmed)
            follower.upon &= {one.track_id for one, there in others if heads_meet(there, box)}

    def _let_go(self) -> None:
        kept: list[Follower] = []
        for follower in self._followed:
            if follower.missed <= self._patience(follower):
                kept.append(follower)
            else:
                self._remember(follower)
        self._followed = kept

    def _patience(self, follower: Follower) -> int:
        if follower.is_confirmed:
            return COASTS
        return TRIES if follower.head is None else TRIES_WITH_FACE

    def _remember(self, follower: Follower, was_watched: bool = True) -> None:
        if not follower.is_confirmed:
            return
        self._absent[follower.track_id] = Absent(
            follower.track_id,
            follower.expected(follower.time_s),
            follower.appearance,
            follower.time_s,
            # Whoever was missed already may have left before the pause.
            was_watched or follower.missed > 0,
            follower.resembles,
            follower.upon,
        )
        if len(self._absent) > MOST_ABSENT:
            del self._absent[min(self._absent, key=lambda key: self._absent[key].time_s)]

    def _confirm(self, follower: Follower, time_s: float) -> None:
        """Give an id: that of somebody who is certainly back, else a new one as long as there are any."""
        coasting = {one.track_id: one for one in self._followed if one.is_confirmed and one.missed > 0}
        absent = [
            Absent(
                one.track_id,
                one.expected(time_s),
                one.appearance,
                one.time_s,
                resembles=one.resembles,
                upon=one.upon,
            )
            for one in coasting.values()
        ]
        absent += self._absent.values()
        absent = [one for one in absent if one.track_id not in follower.beside]
        found = recognise(follower.expected(time_s), follower.appearance, time_s, absent)
        if found.verdict == "certain":
            earlier = next(one for one in absent if one.track_id == found.track_id)
            follower.track_id, follower.resembles = earlier.track_id, earlier.resembles
            follower.upon &= earlier.upon
            self._absent.pop(found.track_id, None)
            if found.track_id in coasting:
                self._followed.remove(coasting[found.track_id])
            return
        if self._last_id == MOST_ID:
            return
        self._last_id += 1
        follower.track_id = self._last_id
        follower.resembles = _kin(found.track_id, absent) if found.track_id else ()


def _kin(track_id: int, absent: Sequence[Absent]) -> tuple[int, ...]:
    """Give somebody absent with all who resembled that one or were resembled: they may be one person."""
    own = [one.resembles for one in absent if one.track_id == track_id]
    later = [(one.track_id, *one.resembles) for one in absent if track_id in one.resembles]
    return tuple(dict.fromkeys((track_id, *chain.from_iterable((*own, *later)))))

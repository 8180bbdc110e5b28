"""Who may have been taken for one another while their heads met, until their looks tell them apart again."""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vcam.tracking.matching import HEADS_MEET, Appearance, clearest_difference, heads_meet
from vcam.tracking.track import Track

HEADS_COVER = 0.6
"""`HEADS_MEET` while both faces are seen."""
SEEN_TWICE_S = 1.0
"""A head that came up on another, never was off it and was seen for no longer may be that one, seen twice."""
TWINS = 0.2
"""Clothes and hair that differ less do not tell who is who after that."""
MEETING_S = 8.0
"""For so long after two heads met they count as having met."""
CHANGED = 0.5
"""As a share of how two differ: had they changed places, their looks would have moved as far or farther."""
LOOKS = 8
"""In so many detections in a row two must be told apart: clothes seen first, just beside the other, may be
the other's."""


class Rivals:
    """Watches who meets whom. One thread uses it at a time.

    Somebody who comes out from behind another has no clothes at first, and nothing tells the two apart. Once
    those are seen, and both go on to look as they did, they were not taken for one another.
    """

    def __init__(self) -> None:
        self._met: dict[frozenset[int], _Meeting] = {}
        self._alike: dict[frozenset[int], _Meeting] = {}

    def of(self, track_id: int) -> frozenset[int]:
        """Give whoever may be this person, this one among them; nobody if there is no doubt."""
        return frozenset().union(*(pair for pair in self._alike if track_id in pair))

    def note(self, known: Sequence[Track], time_s: float) -> None:
        """Take in where everybody is now.

        Of a head that may just have been seen twice there is doubt only once it is seen apart, or for long.
        """
        self._met = {pair: one for pair, one in self._met.items() if time_s - one.last_s <= MEETING_S}
        for one, other in itertools.combinations(known, 2):
            pair = frozenset((one.track_id, other.track_id))
            if _may_be_swapped(one, other):
                looks = {track.track_id: track.appearance for track in (one, other)}
                self._met[pair] = _Meeting(time_s, self._met[pair].looks if pair in self._met else looks)
                if pair in self._alike:
                    self._alike[pair] = self._alike[pair]._replace(apart=0)
            elif pair in self._alike and self._are_told_apart(pair, one, other):
                self._met.pop(pair, None)
                del self._alike[pair]
            if pair in self._met and not (_may_be_part_of(one, other) or _may_be_part_of(other, one)):
                self._alike.setdefault(pair, self._met[pair])

    def keep(self, track_id: int) -> None:
        """Forget all doubts but those about this person."""
        self._alike = {pair: one for pair, one in self._alike.items() if track_id in pair}

    def forget(self) -> None:
        """Forget everything: the user has said who is who."""
        self._met, self._alike = {}, {}

    def _are_told_apart(self, pair: frozenset[int], one: Track, other: Track) -> bool:
        """Count in how many detections in a row looks have told two apart; tell whether that is enough."""
        meeting = self._alike[pair]
        apart = meeting.apart + 1 if _look_apart(one, other, meeting.looks) else 0
        self._alike[pair] = meeting._replace(apart=apart)
        return apart >= LOOKS


class _Meeting(NamedTuple):
    """When two were last where they may have been swapped, and what both looked like at first.

    `apart` says in how many detections in a row they have looked apart since.
    """

    last_s: float
    looks: Mapping[int, Appearance | None]
    apart: int = 0


def _may_be_swapped(one: Track, other: Track) -> bool:
    """Tell whether two people stand head over head, in clothes that do not tell them apart.

    While both faces are seen, their places do, unless one is nearly where the other is.
    """
    unalike = clearest_difference(one.appearance, other.appearance)
    is_one_unseen = one.is_coasting or other.is_coasting
    return (unalike is None or unalike < TWINS) and heads_meet(
        one.box, other.box, HEADS_MEET if is_one_unseen else HEADS_COVER
    )


def _look_apart(one: Track, other: Track, before: Mapping[int, Appearance | None]) -> bool:
    """Tell whether two who are seen apart look different from one another, but not from what they did."""
    if one.is_coasting or other.is_coasting or heads_meet(one.box, other.box):
        return False
    apart = clearest_difference(one.appearance, other.appearance)
    changes = (clearest_difference(track.appearance, before[track.track_id]) for track in (one, other))
    known = [change for change in changes if change is not None]
    return apart is not None and apart >= TWINS and bool(known) and max(known) < CHANGED * apart


def _may_be_part_of(one: Track, other: Track) -> bool:
    """Tell whether the one may be the other's head, seen twice."""
    return other.track_id in one.upon and one.seen_s <= SEEN_TWICE_S

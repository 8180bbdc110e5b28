"""Who somebody is: one who was here before, and which of them is me."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from vcam.tracking.matching import Appearance, difference
from vcam.tracking.track import Track
from vcam.types import Box, Size

Verdict: TypeAlias = Literal["certain", "unsure", "new"]

SHORT_ABSENCE_S = 3.0
SHORT_ALIKE = 0.12
LONGER_ABSENCE_S = 15.0
LONGER_ALIKE = 0.06
"""After a longer absence only nearly equal clothes at the same place are certain."""
UNWATCHED_ABSENCE_S = 600.0
"""So long nearly equal clothes are certain of somebody who was not seen leaving, as the webcam was closed."""
CLEARLY_BETTER = 0.1
"""How much less alike the next candidate must be."""
MAYBE_ALIKE = 0.3
"""Clothes that differ more are somebody else's. On clips, one person differs from frame to frame by 0.01
(hardly ever by 0.1), two people by 0.5 (hardly ever by less than 0.2)."""
NEAR = 1.0
"""In body widths."""
MEASURED_S = 1.0
"""For how long people are usually looked at before one of them is taken for me."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Whether somebody was here before.

    Attributes:
        verdict: "certain" may be acted on; "unsure" must be asked; "new" is nobody known.
        track_id: who it is or may be; 0 if new.
    """

    verdict: Verdict
    track_id: int


@dataclass(frozen=True, slots=True, eq=False)
class Absent:
    """Somebody who is not seen now, as last known.

    Attributes:
        was_watched: whether frames came while that began.
        resembles: who this may have been; see `vcam.tracking.track.Track`.
        upon: on whose head this one always was; likewise.
    """

    track_id: int
    box: Box
    appearance: Appearance | None
    time_s: float
    was_watched: bool = True
    resembles: tuple[int, ...] = ()
    upon: frozenset[int] = frozenset()


NOBODY = Recognition("new", 0)


def recognise(
    box: Box, appearance: Appearance | None, time_s: float, absent: Sequence[Absent]
) -> Recognition:
    """Tell who among the absent has come back.

    Clothes are no proof: others wear black, too. So only a short absence at the same place is
    certain, or a longer one with nearly equal clothes; what is merely alike is asked for.

    Args:
        box: where the person is, in the frame's pixels.
        appearance: colours of the upper body, if seen.
        time_s: now.
        absent: everybody who left and is not here.
    """
    ranked = sorted(
        ((_unlikeness(appearance, one), _is_near(box, one.box), one) for one in absent),
        key=lambda entry: (entry[0] - CLEARLY_BETTER * entry[1], -entry[2].time_s),
    )
    if not ranked:
        return NOBODY
    unlike, near, best = ranked[0]
    away_s = time_s - best.time_s
    # Whom the best one resembled is no rival: both may be the same person.
    others = [entry for entry in ranked[1:] if entry[2].track_id not in best.resembles]
    rivals = [entry[0] for entry in others if entry[1] or not near]
    stands_out = all(other - unlike >= CLEARLY_BETTER for other in rivals)
    was_just_here = away_s <= SHORT_ABSENCE_S and unlike <= SHORT_ALIKE
    longest_s = LONGER_ABSENCE_S if best.was_watched else UNWATCHED_ABSENCE_S
    looks_the_same = away_s <= longest_s and unlike <= LONGER_ALIKE
    if near and stands_out and (was_just_here or looks_the_same):
        return Recognition("certain", best.track_id)
    if unlike <= MAYBE_ALIKE:
        return Recognition("unsure", best.track_id)
    return NOBODY


def _unlikeness(appearance: Appearance | None, one: Absent) -> float:
    known = difference(appearance, one.appearance)
    return MAYBE_ALIKE if known is None else known


def _is_near(a: Box, b: Box) -> bool:
    far = math.hypot(a.x0 + a.x1 - b.x0 - b.x1, a.y0 + a.y1 - b.y0 - b.y1) / 2
    return far <= NEAR * (a.x1 - a.x0 + b.x1 - b.x0) / 2


class Me:
    """Knows which person is the user: whoever was chosen, else the most prominent one at the start.

    Once somebody is me it stays so until the user says otherwise. Nobody else takes the place while
    I am away, because "only me" would then show a stranger; who comes back and is certain has the
    same `track_id`, and who is not is asked for.

    Args:
        size: the frame's size.
        measured_s: for how long people are looked at before one of them is taken for me.
    """

    def __init__(self, size: Size, measured_s: float = MEASURED_S) -> None:
        self._size = size
        self._measured_s = measured_s
        self._track_id = 0

    @property
    def track_id(self) -> int:
        """Who is me; 0 while nobody is."""
        return self._track_id

    def choose(self, track_id: int) -> None:
        """Take the user's word for it; 0 forgets who was me, and the most prominent person is taken anew."""
        self._track_id = track_id

    def resize(self, size: Size) -> None:
        """Go over to frames of another size."""
        self._size = size

    def update(self, tracks: Iterable[Track]) -> int:
        """Look at who is here and tell who is me; 0 if nobody is.

        Nobody becomes me while somebody else has just gone behind: whose body is seen is not known then.
        """
        if self._track_id == 0:
            known = [track for track in tracks if track.is_confirmed]
            if known and max(track.seen_s for track in known) >= self._measured_s:
                best = max(known, key=self._prominence)
                if not any(other.is_coasting and other.box.meets(best.box) for other in known):
                    self._track_id = best.track_id
        return self._track_id

    def candidates(self, tracks: Iterable[Track]) -> tuple[int, ...]:
        """Give the `track_id` of each person who may be me but must be asked for."""
        if self._track_id == 0:
            return ()
        return tuple(track.track_id for track in tracks if self._track_id in track.resembles)

    def _prominence(self, track: Track) -> float:
        """Large, central and long present, each of about equal weight."""
        box = track.box
        area = max(box.x1 - box.x0, 0.0) * max(box.y1 - box.y0, 0.0)
        aside = abs((box.x0 + box.x1) / 2 / self._size.width - 0.5)
        large = math.sqrt(area / (self._size.width * self._size.height))
        return large * (1 - aside) * (track.seen_s + MEASURED_S) * (0.5 if track.is_coasting else 1.0)

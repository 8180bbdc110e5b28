"""Who is here now, and who of them is me: a tracker and the user's word, for as long as a run lasts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from vcam.tracking.identity import MEASURED_S, SHORT_ABSENCE_S, Me
from vcam.tracking.matching import Appearance, heads_meet
from vcam.tracking.rivals import Rivals
from vcam.tracking.track import Track
from vcam.tracking.tracker import Tracker
from vcam.types import UNBELIEVED, Box, Size

LATE_S = 1.0
LATE_FRAMES = 15
"""After both without a detection nobody knows any more who is where."""
STALE_S = 1.5
"""An answer about a frame that was so long ago when it came tells nothing of now."""
PAUSE_S = SHORT_ABSENCE_S
"""After so long without a frame, as while the webcam is closed, or without a detection, somebody else may sit
in the same place."""

BEHIND_S = 8.0
"""For so long somebody who went behind me may come out again beside me, before any face is seen."""
ASIDE = 0.3
"""In my box's widths: how far beside me that may be."""
CLEARLY_SEEN = 0.65
"""The least score of a face that need not be seen twice to be suspected behind whom it may have gone. What
bodies merely point at scores less: of one person who moves fast that is often none."""
HURRIES = 1.0
"""In box widths: so far somebody in a hurry goes from one detection to the next."""


class Following:
    """Follows everybody. One thread uses it at a time.

    When somebody in clothes like mine comes so close to my head that the two of us may have been taken
    for one another, nobody is me until the user says who is, or clothes seen later tell. Whoever goes out of
    sight where I am is suspected behind me for a while.

    Args:
        size: the frames' size.
        measured_s: for how long people are looked at before one of them is taken for me.
    """

    def __init__(self, size: Size, measured_s: float = MEASURED_S) -> None:
        self._size = size
        self._tracker = Tracker()
        self._me = Me(size, measured_s)
        self._rivals = Rivals()
        self._doubtful: frozenset[int] = frozenset()
        self._behind: dict[int, _Hidden] = {}
        self._stranger_behind = _Hidden(float("-inf"), frozenset())
        self._updated_at = 0
        self._updated_s = float("-inf")
        self._newest_at = 0
        self._newest_s = float("-inf")

    @property
    def me(self) -> int:
        """Who is me, here or not; 0 while nobody is known to be."""
        return 0 if self._doubtful else self._me.track_id

    @property
    def newest_id(self) -> int:
        """The greatest id that anybody ever had; 0 before the first one."""
        return self._tracker.newest_id

    def update(
        self,
        boxes: Sequence[Box],
        appearances: Sequence[Appearance | None],
        frame_index: int,
        time_s: float,
    ) -> None:
        """Take in what a detection found, in the newest frame or one before it; see `Tracker.update`."""
        self._note_time(frame_index, time_s)
        if time_s >= self._newest_s:
            self._newest_at, self._newest_s = frame_index, time_s
        self._updated_at, self._updated_s = frame_index, time_s
        if self._newest_s - time_s <= STALE_S:
            # Of a slow detector the answers are late, but there are some: what counts is when they came.
            self._updated_at, self._updated_s = self._newest_at, self._newest_s
        tracks = self._tracker.update(boxes, appearances, frame_index, time_s)
        known = [track for track in tracks if track.is_confirmed]
        self._rivals.note(known, time_s)
        me = self._me.update(tracks)
        if me:
            self._rivals.keep(me)
            self._doubtful = self._rivals.of(me)
        self._note_who_is_behind(known, time_s)
        self._note_strangers_behind(tracks, time_s)

    def at(self, frame_index: int, time_s: float) -> tuple[Track, ...]:
        """Give everybody known, by id; nobody if the last detection is too long ago."""
        self._note_time(frame_index, time_s)
        self._newest_at, self._newest_s = frame_index, time_s
        if self._is_late(LATE_S, frame_index, time_s):
            return ()
        return tuple(track for track in self._tracker.at(time_s) if track.is_confirmed)

    def suspects(self, time_s: float) -> tuple[Box, ...]:
        """Give the boxes of faces that were seen, but not yet often or clearly enough to be somebody.

        What is not seen, or hardly, just where somebody's face is seen is taken for that one's own.
        While somebody may be behind me, or behind somebody beside me, there is one more, without a face,
        around me: it has the `track_id` 0, and each other one a number >= 1 that lasts and is nobody else's.
        """
        tracks = self._tracker.at(time_s)
        seen = [track.box for track in tracks if track.is_confirmed and not track.is_coasting]
        strangers = (track for track in tracks if not track.is_confirmed and track.box.head is not None)
        faces = [
            replace(track.box, track_id=track.serial) for track in strangers if not _is_phantom(track, seen)
        ]
        mine = next((track.box for track in tracks if track.track_id == self.me > 0), None)
        if mine is not None:
            aside = ASIDE * (mine.x1 - mine.x0)
            around = replace(mine, x0=mine.x0 - aside, x1=mine.x1 + aside, track_id=0, head=None)
            near = {track.track_id for track in tracks if track.box.meets(around)}
            hidden = (*self._behind.values(), self._stranger_behind)
            if any(time_s - one.since_s <= BEHIND_S and one.before & near for one in hidden):
                faces.append(around)
        return tuple(faces)

    def in_sight(self, tracks: Sequence[Track]) -> tuple[Box, ...]:
        """Give the boxes of those who are not expected, unseen, just where somebody else's face is seen."""
        seen = [track.box for track in tracks if not track.is_coasting]
        return tuple(
            track.box
            for track in tracks
            if not (track.is_coasting and any(heads_meet(track.box, box) for box in seen))
        )

    def may_be_me(self, tracks: Sequence[Track]) -> frozenset[int]:
        """Give those who may be me but must be asked for."""
        here = {track.track_id for track in tracks}
        return frozenset(self._me.candidates(tracks)) | (self._doubtful & here)

    def choose_me(self, track_id: int) -> None:
        """Take the user's word for who is me.

        Who resembles the one who was me gets that one's id back, and with it name and effects; anybody else
        is none of those whom they resemble.
        0 forgets who was me, and the most prominent person is taken anew.
        """
        self._doubtful = frozenset()
        self._rivals.forget()
        resembles = {track.track_id: track.resembles for track in self._tracker.at(self._updated_s)}
        earlier = self._me.track_id
        if earlier and earlier in resembles.get(track_id, ()) and self._tracker.join(track_id, earlier):
            return
        self._tracker.set_apart(track_id)
        self._me.choose(track_id)

    def resize(self, size: Size) -> None:
        """Go over to frames of another size that show the same."""
        self._tracker.stretch(size.width / self._size.width, size.height / self._size.height)
        self._me.resize(size)
        self._size = size

    def mirror(self) -> None:
        """Go over to frames in which left and right are swapped."""
        self._tracker.mirror(self._size.width)

    def forget_places(self) -> None:
        """Treat everybody as absent, as after a cut."""
        self._tracker.forget_places()

    def _note_who_is_behind(self, known: Sequence[Track], time_s: float) -> None:
        """Remember whose face was seen last where somebody else is, and forget who is seen, or long gone.

        What never showed a face may be a raised hand.
        """
        self._behind = {key: one for key, one in self._behind.items() if time_s - one.since_s <= BEHIND_S}
        for track in known:
            before = frozenset(
                one.track_id for one in known if not one.is_coasting and track.box.meets(one.box)
            )
            if not track.is_coasting:
                self._behind.pop(track.track_id, None)
            elif track.box.head and before:
                earlier = self._behind.get(track.track_id, _Hidden(time_s, before))
                self._behind[track.track_id] = _Hidden(earlier.since_s, earlier.before | before)

    def _note_strangers_behind(self, tracks: Sequence[Track], time_s: float) -> None:
        """Remember that a face of nobody known was seen clearly beside somebody, and is not seen any more.

        Whoever runs through the picture is seen once or twice, and is nobody known by then.
        """
        seen = [track for track in tracks if track.is_confirmed and not track.is_coasting]
        for track in tracks:
            is_gone = track.is_coasting and not track.is_confirmed and track.box.head is not None
            if is_gone and track.box.score >= CLEARLY_SEEN:
                reach = HURRIES * (track.box.x1 - track.box.x0)
                x0, x1 = track.box.x0 - reach, track.box.x1 + reach
                before = frozenset(one.track_id for one in seen if x0 < one.box.x1 and one.box.x0 < x1)
                if before:
                    is_recent = time_s - self._stranger_behind.since_s <= BEHIND_S
                    earlier = self._stranger_behind.before if is_recent else frozenset()
                    self._stranger_behind = _Hidden(time_s, before | earlier)

    def _note_time(self, frame_index: int, time_s: float) -> None:
        """Treat everybody as absent if no frame came for a while, or no detection."""
        if time_s - self._newest_s > PAUSE_S:
            self._tracker.forget_places(was_watched=False)
        elif self._is_late(PAUSE_S, frame_index, time_s):
            self._tracker.forget_places()

    def _is_late(self, longest_s: float, frame_index: int, time_s: float) -> bool:
        """Tell whether the last detection is longer ago; in a slow video that may be the frame before."""
        frames = frame_index - self._updated_at
        return time_s - self._updated_s > longest_s and not 0 <= frames <= LATE_FRAMES


class _Hidden(NamedTuple):
    """Since when somebody is out of sight, and who was in sight there."""

    since_s: float
    before: frozenset[int]


def _is_phantom(stranger: Track, seen: Sequence[Box]) -> bool:
    is_vague = stranger.is_coasting or stranger.box.score == UNBELIEVED
    return is_vague and any(heads_meet(stranger.box, box) for box in seen)

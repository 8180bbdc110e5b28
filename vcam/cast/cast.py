"""Who is there, and what is wanted of them: one object for all threads."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vcam.cast.looks import Looks
from vcam.cast.names import Names
from vcam.cast.person import Person
from vcam.casting import Casting, Click
from vcam.errors import UsageError
from vcam.settings.effects import HIDDEN, normal_person, parse_effect
from vcam.settings.model import PeopleSettings
from vcam.types import Box, Size

if TYPE_CHECKING:
    from vcam.instances.things import Things
    from vcam.tracking.following import Following
    from vcam.tracking.matching import Appearance
    from vcam.tracking.track import Track

MEASURED_S = 1.0
"""For how long people are looked at before one of them is taken for me."""
LONGEST_ID = 12
"""Digits: nobody's number has so many."""
ASKED_S = 5.0
"""People are told apart for this long after somebody asked who is there."""
GONE_S = 1.0
"""Older news of who is there is no news."""
BRIEFLY_S = 0.7
"""Who was seen for no longer and is not seen now is not listed: more often it is somebody who came out from
behind another and was not known again at once."""


class Cast:
    """Holds what the user wants of people. Safe to use from any thread.

    Attributes:
        things: what belongs to people, as whoever tells them apart keeps it; for that thread alone.
        is_mirrored: whether left and right are swapped against the first frames.

    Args:
        size: the frames' size.
        people: what the settings want.
        clock: seconds, monotonic.
        measured_s: for how long people are looked at before one of them is taken for me.
    """

    def __init__(
        self,
        size: Size,
        people: PeopleSettings,
        clock: Callable[[], float] = time.monotonic,
        measured_s: float = MEASURED_S,
    ) -> None:
        self._lock = threading.RLock()
        self._size = size
        self._names = Names()
        self._looks = Looks(people, self._names)
        self._clock = clock
        self._measured_s = measured_s
        self._following: Following | None = None
        self._clicks: list[Click] = []
        self._is_elsewhere = False
        self.things: Things | None = None
        self.is_mirrored = False
        self._people: tuple[Person, ...] = ()
        self._people_s = float("-inf")
        self._asked_s = float("-inf")

    @property
    def is_wanted(self) -> bool:
        """Whether people must be told apart now."""
        with self._lock:
            was_asked = self._clock() - self._asked_s < ASKED_S
            has_things = self.things and not self._is_elsewhere
            return bool(was_asked or self._looks.tell_people_apart or self._clicks or has_things)

    @property
    def conceals(self) -> bool:
        """Whether somebody is not to be made out, so that whoever is nobody known is hidden."""
        with self._lock:
            return self._looks.of_rest() == HIDDEN

    def use(self, people: PeopleSettings) -> None:
        """Want from the next frame on what other settings want; what was wanted of one person stays."""
        with self._lock:
            self._looks.settings = people

    @property
    def known(self) -> tuple[Person, ...]:
        """Who is there, by id, as far as people are told apart anyway; not who was only seen for a moment."""
        with self._lock:
            return self._people if self._clock() - self._people_s < GONE_S else ()

    def people(self) -> tuple[Person, ...]:
        """Tell who is there, by id; it is known a moment after the first question, while more follow."""
        with self._lock:
            self._asked_s = self._clock()
            return self.known

    def set_effect(self, track_id: int, text: str | None) -> None:
        """Give a person an effect of their own from the next frame on, or with None what the settings say.

        Raises:
            UsageError: there never was such a person, or there is no such effect.
        """
        with self._lock:
            self._require_known(track_id)
            self._looks.give(track_id, text)

    def choose_me(self, track_id: int) -> None:
        """Take the user's word for who is me; 0 lets the most prominent person be it.

        Raises:
            UsageError: there never was such a person.
        """
        with self._lock:
            if track_id != 0:
                self._require_known(track_id)
            if self._following is not None:
                self._following.choose_me(track_id)

    def name_person(self, track_id: int, name: str) -> None:
        """Call a person by a name in this run; an empty one takes it away.

        Raises:
            UsageError: there never was such a person, or the name cannot be told from others.
        """
        with self._lock:
            self._require_known(track_id)
            self._names.give(track_id, name)

    def keep(self, x: int, y: int, track_id: int) -> None:
        """Let a thing in the picture belong to a person, or no more if it already does.

        Args:
            x: a column of the frame within the thing.
            y: a row of it.
            track_id: whose it is.

        Raises:
            UsageError: there never was such a person, or the point is not in the picture.
        """
        with self._lock:
            self._require_known(track_id)
            if not (0 <= x < self._size.width and 0 <= y < self._size.height):
                raise UsageError(f"({x}, {y}) is not in the picture of {self._size}; click inside of it.")
            self._clicks.append(Click(x, y, track_id))

    def take_clicks(self) -> tuple[Click, ...]:
        """Give the clicks that nobody has taken yet; `things` of another camera's picture are gone then.

        For the thread alone whose the things are.
        """
        with self._lock:
            if self._is_elsewhere:
                self.things, self._is_elsewhere = None, False
            clicks, self._clicks = tuple(self._clicks), []
            return clicks

    def find_person(self, text: str) -> int:
        """Give the track id of whom a person calls by a number, a name or "me".

        Raises:
            UsageError: that is nobody.
        """
        with self._lock:
            folded = normal_person(text)
            if folded == "me":
                me = self._following.me if self._following is not None else 0
                if me == 0:
                    raise UsageError("Nobody is known to be you yet; choose who you are first.")
                return me
            if folded.isascii() and folded.isdecimal():
                # Of absurdly many digits it is nobody's either, and no number that Python reads.
                track_id = int(folded[:LONGEST_ID])
                self._require_known(track_id)
                return track_id
            named = self._names.find(text)
            if named is None:
                raise UsageError(f"Nobody is called {text!r}; {self._who_is_here()}.")
            return named

    def resize(self, size: Size) -> None:
        """Go over to frames of another size that show the same."""
        with self._lock:
            if self._following is not None:
                self._following.resize(size)
            across, down = size.width / self._size.width, size.height / self._size.height
            self._clicks = [
                replace(click, x=int(click.x * across), y=int(click.y * down)) for click in self._clicks
            ]
            self._size = size

    def mirror(self) -> None:
        """Go over to frames in which left and right are swapped.

        Everybody is absent at first: a frame that is under way already is still the other way round.
        """
        with self._lock:
            if self._following is not None:
                self._following.mirror()
            self._clicks = [replace(click, x=self._size.width - 1 - click.x) for click in self._clicks]
            self.is_mirrored = not self.is_mirrored
            self._forget_where_people_are()

    def forget_places(self) -> None:
        """Treat everybody as absent and let go of things, as after a change of camera."""
        with self._lock:
            self._forget_where_people_are()
            self._clicks, self._is_elsewhere = [], True

    def _forget_where_people_are(self) -> None:
        if self._following is not None:
            self._following.forget_places()
        self._people = ()

    def update(
        self,
        boxes: Sequence[Box],
        appearances: Sequence["Appearance | None"],
        frame_index: int,
        time_s: float,
    ) -> None:
        """Take in what a detection found; see `Tracker.update`."""
        with self._lock:
            self._follow().update(boxes, appearances, frame_index, time_s)

    def at(self, frame_index: int, time_s: float) -> tuple[tuple[Box, ...], Casting]:
        """Tell who should be in sight where in a frame, and how everybody is to be shown."""
        with self._lock:
            following = self._follow()
            tracks = following.at(frame_index, time_s)
            me = following.me if any(track.track_id == following.me for track in tracks) else 0
            asked = following.may_be_me(tracks)
            texts = {track.track_id: self._looks.of(track, following.me, asked) for track in tracks}
            told = (track for track in tracks if not (track.is_coasting and track.seen_s <= BRIEFLY_S))
            self._people = tuple(self._describe(track, me, texts[track.track_id], asked) for track in told)
            self._people_s = self._clock()
            looks = {key: parse_effect(text) for key, text in texts.items()}
            casting = Casting(self._looks.settings.only_me, me, looks, self._looks.of_rest())
            return following.in_sight(tracks), casting

    def suspects(self, time_s: float) -> tuple[Box, ...]:
        """Tell where somebody may be whom nobody believes yet; see `Following.suspects`."""
        with self._lock:
            return self._follow().suspects(time_s)

    def _follow(self) -> "Following":
        if self._following is None:
            # Not at the top: it loads numba, and the card is to be shown before that.
            from vcam.tracking.following import Following

            self._following = Following(self._size, self._measured_s)
        return self._following

    def _describe(self, track: "Track", me: int, effect: str, asked: frozenset[int]) -> Person:
        track_id = track.track_id
        is_hidden = self._looks.settings.only_me and track_id != me
        return Person(
            track_id,
            self._names.of(track_id),
            track.box,
            is_me=track_id == me,
            effect="hide" if is_hidden else effect,
            may_be_me=track_id in asked,
        )

    def _require_known(self, track_id: int) -> None:
        newest = self._following.newest_id if self._following is not None else 0
        if not 1 <= track_id <= newest:
            raise UsageError(f"There is no person {track_id}; {self._who_is_here()}.")

    def _who_is_here(self) -> str:
        here = [f"{one.track_id} ({one.name})" if one.name else str(one.track_id) for one in self._people]
        return f"here are {', '.join(here)}" if here else "nobody is known to be here"

"""Who plays in the picture: what the user wants of people, and who is there to want it of.

It outlives pipelines, so that ids, names and effects survive a change of settings.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vcam.casting import CONCEALING, Casting, Click, Effect
from vcam.errors import UsageError
from vcam.settings.effects import HIDDEN, SHOWN, normal_person, parse_effect
from vcam.settings.model import PeopleSettings
from vcam.types import Box, Size

if TYPE_CHECKING:
    from vcam.instances.things import Things
    from vcam.tracking.following import Following
    from vcam.tracking.matching import Appearance
    from vcam.tracking.track import Track

MEASURED_S = 1.0
"""For how long people are looked at before one of them is taken for me."""
ASKED_S = 5.0
"""People are told apart for this long after somebody asked who is there."""
GONE_S = 1.0
"""Older news of who is there is no news."""
BRIEFLY_S = 0.7
"""Who was seen for no longer and is not seen now is not listed: more often it is somebody who came out from
behind another and was not known again at once."""
LONGEST_NAME = 40
TAKEN_NAMES = frozenset({"me", "others"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the picture, as a window or a command shows them.

    Attributes:
        track_id: the same person over time, >= 1, never reused in a run.
        name: what the user calls them in this run; empty if nothing.
        box: where they are, in the frame's pixels.
        is_me: whether this is the user.
        effect: the effect in force, as it is written; "show" for none, "hide" also because of only-me.
        may_be_me: whether this may be the user come back, who must be asked: see `Live.choose_me`.
    """

    track_id: int
    name: str
    box: Box
    is_me: bool
    effect: str
    may_be_me: bool


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
        self._settings = people
        self._clock = clock
        self._measured_s = measured_s
        self._following: Following | None = None
        self._effects: dict[int, str] = {}
        self._names: dict[int, str] = {}
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
            has_effects = self._settings.only_me or self._settings.effects or self._effects
            return bool(was_asked or has_effects or self._clicks or (self.things and not self._is_elsewhere))

    @property
    def conceals(self) -> bool:
        """Whether somebody is not to be made out, so that whoever is nobody known is hidden."""
        with self._lock:
            return self._effect_of_rest() == HIDDEN

    def use(self, people: PeopleSettings) -> None:
        """Want from the next frame on what other settings want; what was wanted of one person stays."""
        with self._lock:
            self._settings = people

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
            if text is None:
                self._effects.pop(track_id, None)
            else:
                parse_effect(text)
                self._effects[track_id] = text.strip().lower()

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
            name = " ".join(name.split())
            if not name:
                self._names.pop(track_id, None)
                return
            folded = normal_person(name)
            others = {normal_person(known) for key, known in self._names.items() if key != track_id}
            if len(name) > LONGEST_NAME or "=" in name or folded.isdecimal() or folded in TAKEN_NAMES:
                raise UsageError(
                    f"Nobody can be called {name!r}; give a name of at most {LONGEST_NAME} characters "
                    "that is no number, not me or others, and without =."
                )
            if folded in others:
                raise UsageError(f"Somebody else is called {name!r} already; give another name.")
            self._names[track_id] = name

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
                self._require_known(int(folded))
                return int(folded)
            for track_id, name in self._names.items():
                if normal_person(name) == folded:
                    return track_id
            raise UsageError(f"Nobody is called {text!r}; {self._who_is_here()}.")

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
            texts = {track.track_id: self._effect_of(track, following.me, asked) for track in tracks}
            told = (track for track in tracks if not (track.is_coasting and track.seen_s <= BRIEFLY_S))
            self._people = tuple(self._describe(track, me, texts[track.track_id], asked) for track in told)
            self._people_s = self._clock()
            looks = {key: parse_effect(text) for key, text in texts.items()}
            casting = Casting(self._settings.only_me, me, looks, self._effect_of_rest())
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
        is_hidden = self._settings.only_me and track_id != me
        return Person(
            track_id,
            self._names.get(track_id, ""),
            track.box,
            is_me=track_id == me,
            effect="hide" if is_hidden else effect,
            may_be_me=track_id in asked,
        )

    def _effect_of(self, track: "Track", me: int, asked: frozenset[int]) -> str:
        """The effect of somebody: their own, else what conceals whom they may be, else that of all such."""
        own = self._own_effect(track.track_id)
        if own is not None:
            return own
        said = self._settings.effects
        maybe = [next(filter(None, map(self._own_effect, track.resembles)), None)]
        if me == 0 or track.track_id in asked:
            maybe.append(said.get("me"))
        group = said.get("me" if track.track_id == me else "others")
        concealing = [text for text in (*maybe, group) if text and parse_effect(text).kind in CONCEALING]
        # Of what conceals, what conceals most: the others are not to be made out, but seen.
        hidden = (text for text in concealing if parse_effect(text) == HIDDEN)
        return next(hidden, None) or next(iter(concealing), group or "show")

    def _own_effect(self, track_id: int) -> str | None:
        return self._effects.get(track_id) or self._named_effect(track_id)

    def _named_effect(self, track_id: int) -> str | None:
        said = self._settings.effects
        return said.get(str(track_id)) or said.get(normal_person(self._names.get(track_id, "")))

    def _effect_of_rest(self) -> Effect:
        """What is nobody's may be anybody's: it is hidden as soon as anybody is not to be made out."""
        wanted = (*self._effects.values(), *self._settings.effects.values())
        conceals = any(parse_effect(text).kind in CONCEALING for text in wanted)
        return HIDDEN if conceals or self._settings.only_me else SHOWN

    def _require_known(self, track_id: int) -> None:
        newest = self._following.newest_id if self._following is not None else 0
        if not 1 <= track_id <= newest:
            raise UsageError(f"There is no person {track_id}; {self._who_is_here()}.")

    def _who_is_here(self) -> str:
        here = [f"{one.track_id} ({one.name})" if one.name else str(one.track_id) for one in self._people]
        return f"here are {', '.join(here)}" if here else "nobody is known to be here"

"""What the user wants of people while the camera runs."""

import threading
from abc import ABC, abstractmethod

from vcam.cast import Cast, Person


class PeopleWishes(ABC):
    """The part of a live run that people are spoken of with. Safe to use from any thread.

    Args:
        cast: holds what is wanted of people, and who is there.
        lock: of the whole run, held while it changes.
    """

    def __init__(self, cast: Cast, lock: "threading.RLock") -> None:
        self._cast = cast
        self._lock = lock

    @abstractmethod
    def _require(self) -> None:
        """Let the guard demand what the settings and the effects of single people demand."""

    @abstractmethod
    def _separate_if_wanted(self) -> None:
        """Go over to a pipeline that tells people apart, if that is needed and this one does not."""

    def people(self) -> tuple[Person, ...]:
        """Tell who is in the picture, by track id.

        People are told apart only while that is needed. The first answer may be empty; who asks
        again within 5 seconds, as a window does, gets everybody a moment later.
        """
        found = self._cast.people()
        self._separate_if_wanted()
        return found

    def set_effect(self, track_id: int, text: str | None) -> None:
        """Show a person with an effect such as "blur" or "tint:#ff8800" from the next frame on.

        With None it is again what the settings say.

        Raises:
            UsageError: there never was such a person, or there is no such effect.
        """
        with self._lock:
            self._cast.set_effect(track_id, text)
            self._require()
            self._separate_if_wanted()

    def choose_me(self, track_id: int) -> None:
        """Say who is me; 0 lets the most prominent person be it.

        Raises:
            UsageError: there never was such a person.
        """
        self._cast.choose_me(track_id)

    def name_person(self, track_id: int, name: str) -> None:
        """Call a person by a name in this run; an empty one takes it away.

        Raises:
            UsageError: there never was such a person, or the name cannot be told from others.
        """
        self._cast.name_person(track_id, name)

    def keep(self, x: int, y: int, track_id: int) -> None:
        """Let the thing at a point of the frame belong to a person, or no more if it already does.

        Raises:
            UsageError: there never was such a person, or the point is not in the picture.
        """
        self._cast.keep(x, y, track_id)
        self._separate_if_wanted()

    def find_person(self, text: str) -> int:
        """Give the track id of a number, a name, or "me".

        Raises:
            UsageError: that is nobody; the message says who is here.
        """
        return self._cast.find_person(text)

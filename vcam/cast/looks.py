"""How each person is to be shown, by what the settings say and what the user said in this run."""

from typing import TYPE_CHECKING

from vcam.cast.names import Names
from vcam.casting import CONCEALING, Effect
from vcam.settings.effects import HIDDEN, SHOWN, normal_person, parse_effect
from vcam.settings.model import PeopleSettings

if TYPE_CHECKING:
    from vcam.tracking.track import Track


class Looks:
    """Knows whom which effect is for. One thread uses it at a time.

    Attributes:
        settings: what the settings want of people; may be set anew.

    Args:
        settings: see above.
        names: what people are called, as settings may speak of them so.
    """

    def __init__(self, settings: PeopleSettings, names: Names) -> None:
        self.settings = settings
        self._names = names
        self._own: dict[int, str] = {}

    @property
    def tell_people_apart(self) -> bool:
        """Whether anything is wanted of one person and not of another."""
        return bool(self.settings.only_me or self.settings.effects or self._own)

    def give(self, track_id: int, text: str | None) -> None:
        """Give a person an effect of their own, or with None what the settings say.

        Raises:
            UsageError: there is no such effect.
        """
        if text is None:
            self._own.pop(track_id, None)
        else:
            parse_effect(text)
            self._own[track_id] = text.strip().lower()

    def of(self, track: "Track", me: int, asked: frozenset[int]) -> str:
        """Give somebody's effect: their own, else what conceals whom they may be, else that of all such.

        Args:
            track: who.
            me: who is the user, here or not; 0 while nobody is known to be.
            asked: who may be the user.
        """
        own = self._own_effect(track.track_id)
        if own is not None:
            return own
        said = self.settings.effects
        maybe = [next(filter(None, map(self._own_effect, track.resembles)), None)]
        if me == 0 or track.track_id in asked:
            maybe.append(said.get("me"))
        group = said.get("me" if track.track_id == me else "others")
        concealing = [text for text in (*maybe, group) if text and parse_effect(text).kind in CONCEALING]
        # Of what conceals, what conceals most: the others are not to be made out, but seen.
        hidden = (text for text in concealing if parse_effect(text) == HIDDEN)
        return next(hidden, None) or next(iter(concealing), group or "show")

    def of_rest(self) -> Effect:
        """What is nobody's may be anybody's: it is hidden as soon as anybody is not to be made out."""
        wanted = (*self._own.values(), *self.settings.effects.values())
        conceals = any(parse_effect(text).kind in CONCEALING for text in wanted)
        return HIDDEN if conceals or self.settings.only_me else SHOWN

    def _own_effect(self, track_id: int) -> str | None:
        return self._own.get(track_id) or self._named_effect(track_id)

    def _named_effect(self, track_id: int) -> str | None:
        said = self.settings.effects
        return said.get(str(track_id)) or said.get(normal_person(self._names.of(track_id)))

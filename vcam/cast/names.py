"""What the user calls people in this run."""

from vcam.errors import UsageError
from vcam.settings.effects import normal_person

LONGEST_NAME = 40
TAKEN_NAMES = frozenset({"me", "others"})


class Names:
    """Knows people's names, by track id. One thread uses it at a time."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    def of(self, track_id: int) -> str:
        """Give somebody's name; empty if they have none."""
        return self._names.get(track_id, "")

    def give(self, track_id: int, name: str) -> None:
        """Call a person by a name; an empty one takes it away.

        Raises:
            UsageError: the name cannot be told from others.
        """
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

    def find(self, name: str) -> int | None:
        """Give the track id of whoever is called so, however it is written; None if nobody is."""
        folded = normal_person(name)
        return next((key for key, known in self._names.items() if normal_person(known) == folded), None)

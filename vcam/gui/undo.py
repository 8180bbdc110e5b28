"""What can be taken back."""

from collections import deque
from collections.abc import Callable, Mapping

from vcam.gui.saved import concerns_look
from vcam.settings.fields import differences, with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import is_look

ONE_WISH_S = 1.5
"""Changes of the same setting that follow one another so quickly are undone together."""
MOST = 50


class Undos:
    """Remembers how things were before each of the last changes."""

    def __init__(self) -> None:
        self._kept: deque[tuple[float, dict[str, object]]] = deque(maxlen=MOST)

    def __bool__(self) -> bool:
        return bool(self._kept)

    def remember(self, wanted: Mapping[str, object], before: Mapping[str, object], now_s: float) -> None:
        """Note a change.

        Args:
            wanted: what is changed, under dotted names.
            before: all values as they were.
            now_s: when, in seconds of a monotonic clock.
        """
        if self._kept:
            changed_s, newest = self._kept[-1]
            if _are_one_wish(newest, wanted) and now_s - changed_s < ONE_WISH_S:
                self._kept[-1] = (now_s, newest)
                return
        self._kept.append((now_s, {key: before[key] for key in wanted}))

    def correct(self, corrected: Callable[[Mapping[str, object]], Mapping[str, object]]) -> None:
        """Let no change bring back what there is no more.

        Args:
            corrected: gives those of some values that are others now, under dotted names.
        """
        for _, values in self._kept:
            values.update(corrected(values))

    def settle(self, wished: Settings, held: Settings) -> None:
        """Forget what can be taken back no more, as the settings that hold are not those wished for.

        If all but the profile is as it was before the newest change, that was refused. Else, where others
        have changed how one looks, what was before is not to be had: it may be a room that is hidden now.

        Args:
            wished: the settings that were wished for.
            held: those that hold.
        """
        newest = self._kept[-1][1] if self._kept else {}
        if differences(with_values(wished, newest), held).keys() <= {"profile"}:
            self.pop()
        elif any(map(is_look, differences(wished, held))):
            self._forget_looks()

    def pop(self) -> dict[str, object] | None:
        """Give what the newest change replaced, and forget that change; None if there is none."""
        return self._kept.pop()[1] if self._kept else None

    def _forget_looks(self) -> None:
        """Forget each change of how one looks, and of the profile, whose name another look must not get."""
        kept = [each for each in self._kept if not any(map(concerns_look, each[1]))]
        self._kept = deque(kept, maxlen=MOST)


def _are_one_wish(newest: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Tell whether the same settings change again; a drag's first change may also have left a profile.

    A kind of background is always chosen anew: taken back with the choice before, it could open the room.
    """
    if "background.kind" in wanted:
        return False
    return newest.keys() - wanted.keys() <= {"profile"} and wanted.keys() <= newest.keys()

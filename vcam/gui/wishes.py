"""Changes of settings on their way to the camera and to the settings file."""

import threading
from collections.abc import Callable, Mapping

from vcam.settings.fields import values_of
from vcam.settings.model import Settings


class Wishes:
    """Holds changes until they are saved, of each setting the newest. Safe to use from any thread.

    Attributes:
        count: how many changes there have been.

    Args:
        save: saves settings under their dotted names.
    """

    def __init__(self, save: Callable[[Mapping[str, object]], None]) -> None:
        self.count = 0
        self._save = save
        self._waiting: dict[str, object] = {}
        self._acting: dict[str, object] = {}
        self._lock = threading.Lock()
        self._saving = threading.Lock()  # another one: a slow disk must not keep the window from wishing

    def __bool__(self) -> bool:
        with self._lock:
            return bool(self._waiting)

    def add(self, values: Mapping[str, object]) -> bool:
        """Wish for values that are allowed; tell whether `carry_out` must be called for them."""
        with self._lock:
            is_first = not self._waiting
            self._waiting.update(values)
            self.count += 1
        return is_first

    def carry_out(self, change: Callable[[Mapping[str, object]], Settings]) -> None:
        """Carry out what waits, then save it; always called from the same thread.

        Args:
            change: carries it out and gives all settings; what it refuses is forgotten.

        Raises:
            VcamError: it is refused or cannot be saved.
        """
        with self._lock:
            wanted = self._acting = self._waiting
            self._waiting = {}
        try:
            values = values_of(change(wanted))
            with self._saving:
                if self._acting:  # else `end` has saved it meanwhile
                    self._acting = {}
                    self._save({key: values[key] for key in wanted})
        finally:
            self._acting = {}

    def end(self) -> None:
        """Save now what is not saved yet, although it may never be carried out.

        Raises:
            VcamError: it cannot be saved.
        """
        with self._saving:
            with self._lock:
                unsaved = {**self._acting, **self._waiting}
                self._acting, self._waiting = {}, {}
            if unsaved:
                self._save(unsaved)

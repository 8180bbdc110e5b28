"""Looks as the user wants to look in the program that reads the virtual camera, such as Zoom or Discord."""

import logging
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol

from vcam.errors import VcamError
from vcam.readers import Readers
from vcam.settings.fields import differences
from vcam.settings.model import Settings
from vcam.settings.profiles import SAVED_GROUPS, load_profile

log = logging.getLogger(__name__)

LOOK = ("profile", *SAVED_GROUPS)


class Wearer(Protocol):
    """The part of `vcam.app.Live` that is needed."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    def change(self, values: Mapping[str, object]) -> Settings:
        """Change settings by their dotted names; give all of them."""


class ProfileByProgram:
    """Lays a profile over the settings while a program reads that the settings name, and takes it away then.

    Nothing of it is saved. What the user changes meanwhile stays, also while the program stops its video and
    starts it again: that profile is not laid over the user's choice before another one has been worn.

    Args:
        live: the running camera.
    """

    def __init__(self, live: Wearer) -> None:
        self._live = live
        self._changed = threading.Condition()
        self._programs: tuple[str, ...] = ()
        self._has_news = self._ends = False
        self._last: str | None = None
        self._before: Settings | None = None
        self._worn: Settings | None = None
        self._thread = threading.Thread(target=self._run, name="vcam-by-program", daemon=True)

    def __enter__(self) -> "ProfileByProgram":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._ends = True
            self._changed.notify()
        self._thread.join()

    def note(self, readers: Readers | None) -> None:
        """Note who reads; returns at once, for whoever tells it must not wait."""
        with self._changed:
            self._programs = () if readers is None else readers.programs
            self._has_news = True
            self._changed.notify()

    def dress(self, programs: tuple[str, ...]) -> None:
        """Look as is fit for these programs."""
        settings = self._live.settings
        name = choose(settings.programs.profiles, programs)
        if name is None:
            self._undress(settings)
        elif name == settings.profile:
            self._last = name
        elif name != self._last:
            self._wear(name, settings)

    def _wear(self, name: str, settings: Settings) -> None:
        before = self._without_worn(settings)
        try:
            loaded = load_profile(name, before)
        except VcamError as error:
            log.warning("%s", error)
            return
        for problem in loaded.problems:
            log.warning("%s", problem)
        log.info("a program reads for which you look as %s", name)
        self._last, self._before, self._worn = name, before, _readable(loaded.settings, before)
        self._live.change(differences(settings, self._worn))

    def _undress(self, settings: Settings) -> None:
        if self._worn is None:
            return
        before = self._without_worn(settings)
        if all(getattr(settings, group) == getattr(self._worn, group) for group in LOOK):
            self._last = None
        self._before = self._worn = None
        self._live.change(differences(settings, before))

    def _without_worn(self, settings: Settings) -> Settings:
        """Give how the user would look without the profile that is worn: what was changed meanwhile stays."""
        if self._before is None or self._worn is None:
            return settings
        unchanged = [group for group in LOOK if getattr(settings, group) == getattr(self._worn, group)]
        return settings.model_copy(update={group: getattr(self._before, group) for group in unchanged})

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._has_news or self._ends)
                if self._ends:
                    return
                programs, self._has_news = self._programs, False
            try:
                self.dress(programs)
            except VcamError as error:
                log.warning("%s", error)
            except Exception:
                log.exception("no profile was chosen for %s", ", ".join(programs))


def _readable(worn: Settings, base: Settings) -> Settings:
    """Leave the virtual camera as it is: the program would lose a new one, and so its profile."""
    if worn.output != base.output:
        log.warning("the output.* of the profile %s is left out while a program reads", worn.profile)
    return worn.model_copy(update={"output": base.output, "programs": base.programs})


def choose(profiles: Mapping[str, str], programs: tuple[str, ...]) -> str | None:
    """Give the profile of the first program in the table that reads, or None.

    A program's name need not be whole: the system cuts names after 15 letters, and "zoom" also means
    "ZoomLauncher".
    """
    reading = [program.casefold() for program in programs]
    for wanted, name in profiles.items():
        if any(wanted.casefold() in program for program in reading):
            return name
    return None

"""Looks as the user wants to look in the program that reads the virtual camera, such as Zoom or Discord."""

import logging
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol

from vcam.errors import VcamError
from vcam.readers import Readers
from vcam.settings.fields import differences, table_names
from vcam.settings.model import Settings
from vcam.settings.profiles import load_profile

log = logging.getLogger(__name__)

NEVER_LAID = ("output", "programs")
"""The virtual camera stays as it is: the program would lose a new one, and so its profile."""


class Wearer(Protocol):
    """The part of `vcam.app.Live` that is needed."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    def change(self, values: Mapping[str, object]) -> Settings:
        """Change settings by their dotted names; give all of them."""


class ProfileByProgram:
    """Lays a profile over the settings while a program reads that the settings name, and takes it away then.

    Nothing of it is saved. What the user changes meanwhile stays, group by group, also when the program stops
    its video and starts it again; who chooses another profile meanwhile keeps that.

    Args:
        live: the running camera.
    """

    def __init__(self, live: Wearer) -> None:
        self._live = live
        self._changed = threading.Condition()
        self._programs: tuple[str, ...] = ()
        self._has_news = self._ends = False
        self._name: str | None = None
        self._before: Settings | None = None
        self._worn: Settings | None = None
        self._users: dict[str, frozenset[str]] = {}
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
        if name == self._name:
            return
        if name is None:
            self._take_off(settings)
        else:
            self._wear(name, settings)

    def _wear(self, name: str, settings: Settings) -> None:
        before = self._without_worn(settings)
        worn = settings if name == settings.profile else self._lay(name, before)
        if worn is None:
            return
        log.info("a program reads for which you look as %s", name)
        self._note_changes(settings)
        self._live.change(differences(settings, worn))
        self._name, self._before, self._worn = name, before, worn

    def _take_off(self, settings: Settings) -> None:
        before = self._without_worn(settings)
        self._note_changes(settings)
        self._live.change(differences(settings, before))
        self._name = self._before = self._worn = None

    def _lay(self, name: str, base: Settings) -> Settings | None:
        """Lay a profile over settings, but for what the user changed when it was worn before."""
        try:
            loaded = load_profile(name, base)
        except VcamError as error:
            log.warning("%s", error)
            return None
        for problem in loaded.problems:
            log.warning("%s", problem)
        if loaded.settings.output != base.output:
            log.warning("the output.* of the profile %s is left out while a program reads", name)
        users = self._users.get(name, frozenset())
        kept = {group: getattr(base, group) for group in (*NEVER_LAID, *users)}
        return loaded.settings.model_copy(update={**kept, **({"profile": ""} if users else {})})

    def _note_changes(self, settings: Settings) -> None:
        """Note what the user has changed while a profile was worn."""
        if self._name is not None:
            self._users[self._name] = self._users.get(self._name, frozenset()) | self._changed_groups(
                settings
            )

    def _changed_groups(self, settings: Settings) -> frozenset[str]:
        if self._worn is None:
            return frozenset()
        groups = (group for group in table_names() if group not in NEVER_LAID)
        return frozenset(group for group in groups if getattr(settings, group) != getattr(self._worn, group))

    def _without_worn(self, settings: Settings) -> Settings:
        """Give how the user would look without the profile that is worn."""
        if self._before is None or self._worn is None or settings.profile not in ("", self._worn.profile):
            return settings
        changed = self._changed_groups(settings)
        kept = {group: getattr(settings, group) for group in (*NEVER_LAID, *changed)}
        return self._before.model_copy(update={**kept, **({"profile": ""} if changed else {})})

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

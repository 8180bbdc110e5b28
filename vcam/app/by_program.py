"""Looks as the user wants to look in the program that reads the virtual camera, such as Zoom or Discord."""

import logging
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol

from vcam.errors import VcamError
from vcam.readers import Readers
from vcam.settings.fields import differences, values_of, with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import load_profile, without_lost_profile

log = logging.getLogger(__name__)

NEVER_LAID = ("output", "programs")
"""The virtual camera stays as it is: the program would lose a new one, and so its profile."""
NO_LOOK = (*NEVER_LAID, "background", "profile", "version")
LONGEST_NAME = 15
"""Letters of a program's name; the system cuts the rest off."""
LINGER_S = 2.0
"""So long a profile stays on when nobody reads any more: programs come back, virtual cameras are opened anew,
and what lies beneath the profile may be the room."""


class Wearer(Protocol):
    """The part of `vcam.app.Live` that is needed."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    def check(self, values: Mapping[str, object]) -> None:
        """Make sure that what values name can be shown, or raise VcamError."""

    def change(self, values: Mapping[str, object]) -> Settings:
        """Change settings by their dotted names; give all of them."""

    def dressed(self) -> None:
        """Note that the look may have become the one for who reads."""


class ProfileByProgram:
    """Lays a profile over the settings while a program reads that the settings name, and takes it away then.

    Nothing of it is saved. What the user changes meanwhile stays, setting by setting, also when the program
    stops its video and starts it again, until the user changes it outside; who chooses another profile
    meanwhile keeps that.

    Args:
        live: the running camera.
    """

    def __init__(self, live: Wearer) -> None:
        self._live = live
        self._changed = threading.Condition()
        self._programs: tuple[str, ...] = ()
        self._has_news = self._ends = self._is_busy = False
        self._name: str | None = None
        self._before: Settings | None = None
        self._worn: Settings | None = None
        self._users: dict[str, dict[str, object]] = {}
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
        """Note who reads, or that the table has changed; returns at once, as who tells it must not wait."""
        with self._changed:
            self._programs = () if readers is None else readers.programs
            self._has_news = True
            self._changed.notify()

    def is_dressed(self) -> bool:
        """Tell whether the look is the one for whoever reads; until it is, they should see nothing."""
        with self._changed:
            if not self._programs:
                return True
            return not self._is_busy and self._wanted(self._programs) == self._name

    def dress(self, programs: tuple[str, ...]) -> None:
        """Look as is fit for these programs."""
        settings, name = self._live.settings, self._wanted(programs)
        if name == self._name:
            return
        if name is None:
            self._take_off(settings)
        else:
            self._wear(name, settings)

    def _wanted(self, programs: tuple[str, ...]) -> str | None:
        return choose(self._live.settings.programs.profiles, programs)

    def _wear(self, name: str, settings: Settings) -> None:
        before = self._without_worn(settings)
        self._note_changes(settings)
        log.info("a program reads for which you look as %s", name)
        try:
            worn = settings if name == settings.profile else self._lay(name, before)
            self._live.check(differences(settings, worn))
            self._live.change(differences(settings, worn))
        except VcamError as error:
            log.warning("%s", error)
            worn = self._go_back(settings, without_lost_profile(before))
        self._name, self._before, self._worn = name, before, worn

    def _take_off(self, settings: Settings) -> None:
        before = self._without_worn(settings)
        self._note_changes(settings)
        self._go_back(settings, before)
        self._name = self._before = self._worn = None

    def _go_back(self, settings: Settings, before: Settings) -> Settings:
        """Look as before, though the camera of then may be gone; give what is in force then."""
        changed = differences(settings, before)
        try:
            return self._live.change(changed)
        except VcamError as error:
            log.warning("%s", error)
            left = {key: value for key, value in changed.items() if not key.startswith("camera.")}
            return self._live.change(left)

    def _lay(self, name: str, base: Settings) -> Settings:
        """Lay a profile over settings, but for what the user changed when it was worn before.

        Raises:
            VcamError: there is no such profile, or it cannot be read.
        """
        loaded = load_profile(name, base)
        for problem in loaded.problems:
            log.warning("%s", problem)
        if loaded.settings.output != base.output:
            log.warning("the output.* of the profile %s is left out while a program reads", name)
        now, remembered = _parts(base), self._users.get(name, {})
        # What was changed again since, outside, is no longer what the user wants with this program.
        users = {part: value for part, value in remembered.items() if now[part] == value}
        self._users[name] = users
        laid = loaded.settings.model_copy(update={group: getattr(base, group) for group in NEVER_LAID})
        return _with_parts(laid, users)

    def _note_changes(self, settings: Settings) -> None:
        """Note what the user has changed while a profile was worn."""
        if self._name is not None:
            self._users.setdefault(self._name, {}).update(self._changed_parts(settings))

    def _changed_parts(self, settings: Settings) -> dict[str, object]:
        if self._worn is None:
            return {}
        worn = _parts(self._worn)
        return {part: value for part, value in _parts(settings).items() if value != worn[part]}

    def _without_worn(self, settings: Settings) -> Settings:
        """Give how the user would look without the profile that is worn."""
        if self._before is None or self._worn is None or settings.profile not in ("", self._worn.profile):
            return settings
        kept = {group: getattr(settings, group) for group in NEVER_LAID}
        return _with_parts(self._before.model_copy(update=kept), self._changed_parts(settings))

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._is_called)
                self._has_news = False
                if not self._programs:
                    self._changed.wait_for(self._is_called, LINGER_S)
                if self._ends:
                    return
                if self._has_news:
                    continue
                programs, self._is_busy = self._programs, True
            try:
                self.dress(programs)
            except VcamError as error:
                log.warning("%s", error)
            except Exception:
                log.exception("no profile was chosen for %s", ", ".join(programs))
            finally:
                with self._changed:
                    self._is_busy = False
            self._live.dressed()

    def _is_called(self) -> bool:
        return self._has_news or self._ends


def _parts(settings: Settings) -> dict[str, object]:
    """Give what a look consists of: each setting, but the background whole, as its kind needs its file."""
    single = {
        key: value for key, value in values_of(settings).items() if key.partition(".")[0] not in NO_LOOK
    }
    return {**single, "background": settings.background}


def _with_parts(settings: Settings, parts: Mapping[str, object]) -> Settings:
    """Replace parts of a look; what is then worn is no more the profile that it was."""
    if not parts:
        return settings
    background = parts.get("background", settings.background)
    single = {key: value for key, value in parts.items() if key != "background"}
    return with_values(settings.model_copy(update={"background": background, "profile": ""}), single)


def choose(profiles: Mapping[str, str], programs: tuple[str, ...]) -> str | None:
    """Give the profile of the first program in the table that reads, or None.

    A program's name need not be whole: "zoom" also means "ZoomLauncher", and the system cuts names.
    """
    for wanted, name in profiles.items():
        if any(_means(wanted.casefold(), program.casefold()) for program in programs):
            return name
    return None


def _means(wanted: str, program: str) -> bool:
    return wanted in program or (len(program) == LONGEST_NAME and wanted.startswith(program))

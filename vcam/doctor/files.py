"""vcam's own files: settings and profiles that say what they should, folders that can be written."""

import os
from pathlib import Path

from vcam.doctor.finding import Remedy, Verdict, hint, ok, warning
from vcam.doctor.system import System
from vcam.settings.fields import with_values
from vcam.settings.file import NotTomlError, kept_aside, parse, read_text
from vcam.settings.model import Settings
from vcam.settings.problems import Settled, settle

SHOWN_PROBLEMS = 3


def settings_of(system: System) -> Settings:
    """Give the user's settings as far as they are good. Unlike at a start, no file is moved."""
    try:
        settled = _settled(_settings_file(system))
    except (OSError, NotTomlError):
        return Settings()
    return with_values(Settings(), settled.values)


def check_settings(system: System) -> Verdict | None:
    """Read the settings file and change nothing."""
    path = _settings_file(system)
    kept = kept_aside(path)
    if kept is not None:
        return warning(
            f"The settings file {path} is missing since it was kept as {kept.name}, for it was broken; vcam"
            " runs with its defaults.",
            Remedy("Correct and rename it in an editor, or begin anew.", ("vcam settings reset",)),
        )
    wrong = _what_is_wrong(path)
    if not wrong:
        return ok("The settings are good.")
    return warning(
        f"The settings file {path} is not as it should be: {wrong}.",
        Remedy(
            "Correct it in an editor, or go back to the defaults; the present file is kept.",
            ("vcam settings reset",),
        ),
    )


def check_profiles(system: System) -> Verdict | None:
    """Read every profile."""
    folder = system.config_dir / "profiles"
    files = sorted(folder.glob("*.toml"))
    chosen = settings_of(system).profile
    if chosen and chosen not in [file.stem for file in files]:
        return warning(
            f"The settings use the profile {chosen!r}, which does not exist.",
            Remedy("Use none, or make it.", ('vcam settings set profile ""',)),
        )
    for file in files:
        wrong = _what_is_wrong(file)
        if wrong:
            return warning(
                f"The profile {file} is not as it should be: {wrong}.", Remedy("Correct it in an editor.")
            )
    return ok("The profiles are good.") if files else None


def check_folders(system: System) -> Verdict | None:
    """Vcam writes settings, a log, and loops that it has compiled."""
    uses = {
        system.config_dir: "settings cannot be kept",
        system.cache_dir: "every start is slow",
        system.log_dir: "there is no log",
    }
    closed = {folder: loss for folder, loss in uses.items() if not _can_write(system, folder)}
    if not closed:
        return ok("vcam's folders can be written.")
    losses = "; ".join(f"{folder} cannot be written, so {loss}" for folder, loss in closed.items())
    make = hint if system.config_dir not in closed else warning
    return make(f"{losses}.", Remedy("Give these folders to your user, or free space on the disk."))


def _settings_file(system: System) -> Path:
    return system.config_dir / "settings.toml"


def _settled(path: Path) -> Settled:
    return settle(parse(read_text(path) or ""))


def _what_is_wrong(path: Path) -> str:
    """Say what is wrong with a file of settings; empty if nothing is."""
    try:
        problems = _settled(path).problems
    except OSError as error:
        return f"it cannot be read ({error.strerror or error})"
    except NotTomlError as error:
        return f"it is not TOML ({error})"
    told = [f"{problem.name} {problem.wrong}" for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        told.append(f"and {len(problems) - SHOWN_PROBLEMS} more")
    return "; ".join(told)


def _can_write(system: System, folder: Path) -> bool:
    """Whether a folder can be written, or made where it does not exist yet."""
    nearest = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    return nearest.is_dir() and system.may(nearest, os.W_OK | os.X_OK)

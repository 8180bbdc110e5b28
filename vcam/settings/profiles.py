"""Profiles: named parts of the settings that are laid over the rest, such as "office" or "party"."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vcam.errors import UsageError, VcamError
from vcam.paths import profiles_dir
from vcam.settings.fields import keys_under, values_of, with_values
from vcam.settings.file import Loaded, NotTomlError, parse, read_text, renamed_aside, store
from vcam.settings.model import PROFILE_NAME, Settings
from vcam.settings.problems import Settled, settle

SAVED_GROUPS = ("portrait", "background", "people", "framing", "safety")
"""What `save_profile` writes: how you look, not which devices you use. A file may name any setting."""


def is_look(key: str) -> bool:
    """Tell whether a setting, by its dotted name, belongs to how one looks."""
    return key.partition(".")[0] in SAVED_GROUPS


def list_profiles(folder: Path | None = None) -> tuple[str, ...]:
    """Give the names of all profiles, sorted.

    Raises:
        VcamError: the folder cannot be read.
    """
    folder = profiles_dir() if folder is None else folder
    try:
        names = sorted(path.stem for path in folder.glob("*.toml") if path.is_file())
    except OSError as error:
        raise VcamError(f"{folder} cannot be read ({error.strerror}); check the folder.") from error
    return tuple(name for name in names if PROFILE_NAME.fullmatch(name))


def load_profile(name: str, base: Settings, folder: Path | None = None) -> Loaded:
    """Lay a profile over other settings.

    A bad value in it is reported and becomes the default, not what `base` says: the
    profile may be what hides the room.

    Raises:
        UsageError: there is no such profile, or it cannot be read.
    """
    settled = _settled(name, folder, is_in_use=name == base.profile)
    return Loaded(with_values(base, {**settled.values, "profile": name}), settled.problems)


def without_lost_profile(settings: Settings) -> Settings:
    """Give the look beneath a lost profile, without the room, which the profile may have hidden."""
    room = {} if settings.background.kind != "none" else {"background.kind": "blur"}
    return with_values(settings, {**room, "profile": ""})


def profile_values(name: str, folder: Path | None = None) -> Mapping[str, object]:
    """Give what a profile sets, by dotted names.

    Raises:
        UsageError: there is no such profile, or it cannot be read.
    """
    return _settled(name, folder).values


def save_profile(name: str, settings: Settings, folder: Path | None = None) -> Path:
    """Keep how you look under a name, and give the file.

    Raises:
        UsageError: the name will not do.
        VcamError: the file cannot be written.
    """
    path = _path_of(name, folder)
    values = values_of(settings)
    store(path, {key: values[key] for group in SAVED_GROUPS for key in keys_under(group)}, assumed={})
    return path


def delete_profile(name: str, folder: Path | None = None) -> None:
    """Make a profile none: its file is kept beside the others under another name.

    Raises:
        UsageError: there is no such profile.
        VcamError: it cannot be renamed.
    """
    renamed_aside(_existing(name, folder), "removed")


def keep_aside(name: str, folder: Path | None = None) -> Path:
    """Rename a profile's file, as another profile takes its name; give what it is called now.

    Raises:
        UsageError: there is no such profile.
        VcamError: it cannot be renamed.
    """
    return renamed_aside(_existing(name, folder), "old")


def without_profile(name: str, values: Mapping[str, Any]) -> dict[str, object]:
    """Give those of some settings that name a profile, as they are without it."""
    programs = values.get("programs.profiles", {})
    left = {program: profile for program, profile in programs.items() if profile != name}
    changed: dict[str, object] = {} if left == programs else {"programs.profiles": left}
    return {**changed, "profile": ""} if values.get("profile") == name else changed


def _settled(name: str, folder: Path | None, is_in_use: bool = False) -> Settled:
    path = _existing(name, folder, is_in_use)
    try:
        text = read_text(path)
        return settle(parse(text or ""))
    except (OSError, NotTomlError) as error:
        raise UsageError(f"The profile {name!r} cannot be read: {error}; correct {path}.") from error


def _existing(name: str, folder: Path | None, is_in_use: bool = False) -> Path:
    path = _path_of(name, folder)
    try:
        is_there = path.is_file()
    except OSError as error:  # before Python 3.14 a folder that may not be entered
        raise UsageError(
            f"The profile {name!r} cannot be read ({error.strerror}); check {path.parent}."
        ) from error
    if not is_there:
        names = list_profiles(folder)
        known = f"there are {', '.join(names)}" if names else "`vcam profiles save` makes one"
        without = ', and `vcam settings set profile ""` does without' if is_in_use else ""
        raise UsageError(f"There is no profile {name!r}; {known}{without}.")
    return path


def _path_of(name: str, folder: Path | None) -> Path:
    if PROFILE_NAME.fullmatch(name) is None:
        raise UsageError(
            f"A profile cannot be called {name!r}; use up to 40 letters, digits, spaces and dashes."
        )
    return (profiles_dir() if folder is None else folder) / f"{name}.toml"

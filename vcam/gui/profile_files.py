"""Profiles that leave this computer or come to it, as files."""

from pathlib import Path

from vcam.errors import UsageError
from vcam.gui.words import tr
from vcam.paths import profiles_dir
from vcam.settings import document
from vcam.settings.fields import all_settings, with_values
from vcam.settings.file import NotTomlError, parse, read_text, store, write_in_one_step
from vcam.settings.model import PROFILE_NAME, Settings
from vcam.settings.problems import Problem, settle
from vcam.settings.profiles import is_look, list_profiles, profile_values

LARGEST_BYTES = 1_000_000


def export_profile(name: str, path: Path) -> None:
    """Write what a profile sets, and nothing else, into a file.

    Raises:
        VcamError: it cannot be read or written.
    """
    write_in_one_step(path, document.fresh(profile_values(name)).encode())


def import_profile(path: Path, base: Settings, folder: Path | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Take a file in as a profile that is called like the file; only how one looks is taken.

    Args:
        path: the file.
        base: what the values are tried on.
        folder: of the profiles; without it, the user's.

    Returns:
        The profile's name, and what was wrong in the file.

    Raises:
        UsageError: the file is no profile.
        VcamError: it cannot be kept.
    """
    if PROFILE_NAME.fullmatch(path.stem) is None:
        raise UsageError(tr("A profile cannot be called {0!r}; rename the file.").format(path.stem))
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(tr("{0} is too large for a profile; choose another file.").format(path.name))
        settled = settle(parse(read_text(path) or ""))
    except (OSError, NotTomlError) as error:
        raise UsageError(tr("{0} cannot be read as a profile: {1}.").format(path.name, error)) from error
    looks = {key: value for key, value in settled.values.items() if is_look(key)}
    if not looks:
        raise UsageError(tr("{0} holds no settings of how you look; choose another file.").format(path.name))
    with_values(base, looks)
    name = _free(path.stem, folder)
    known = {key: looks[key] for key in all_settings() if key in looks}
    store((profiles_dir() if folder is None else folder) / f"{name}.toml", known, assumed={})
    return name, settled.problems


def _free(wanted: str, folder: Path | None) -> str:
    """Give a name that no profile has, so that an import overwrites nothing."""
    taken = set(list_profiles(folder))
    names = [wanted, *(f"{wanted[:36]}-{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)

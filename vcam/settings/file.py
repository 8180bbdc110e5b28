"""The settings file: read as far as it is good, written in one step, never losing what the user wrote."""

import os
import time
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vcam.errors import VcamError
from vcam.paths import settings_file
from vcam.settings.fields import all_settings, values_of, with_values
from vcam.settings.model import Settings
from vcam.settings.problems import RENAMES, SHOWS_LESS, Problem, Settled, but_less, settle

ANEW = "or run `vcam settings reset`"
"""The way out for who does not want the broken file back."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and all that was wrong where they came from."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


class NotTomlError(ValueError):
    """The file's content is not TOML; the message says where."""


def load(path: Path | None = None) -> Loaded:
    """Read the settings; whatever is wrong is reported and replaced by its default, or by what shows less.

    A file that is not TOML at all is kept aside under another name. It may have said that others are
    hidden, so nobody but the user is shown, and that is reported, until there is a new file.
    """
    path = settings_file() if path is None else path
    try:
        text = read_text(path)
        if text is None:
            return _without_file(path)
        settled = settle(parse(text))
    except OSError as error:
        reason = error.strerror or str(error)
        return _cautious(path, f"cannot be read ({reason})", "it must be a file that you may read")
    except NotTomlError as error:
        return _cautious(path, f"is not TOML ({error})", _set_aside_in_words(path))
    return Loaded(with_values(Settings(), settled.values), settled.problems)


def save(settings: Settings, path: Path | None = None, touched: Collection[str] = ()) -> None:
    """Write the settings.

    In a file that exists only the values that changed are replaced: comments, unknown
    names and even values that are not allowed stay as the user wrote them. A new file holds all values:
    after a file that was not TOML these are the ones in force, also those that show less than the defaults.

    Args:
        settings: what the file shall say.
        path: the file; without it, the user's.
        touched: names of settings to write even if that seems to change nothing.

    Raises:
        VcamError: the file cannot be written.
    """
    path = settings_file() if path is None else path
    defaults = {key: setting.default for key, setting in all_settings().items()}
    store(path, values_of(settings), defaults, touched)


def reset(path: Path | None = None) -> Path | None:
    """Go back to the defaults; the old file, if there was one, is kept under the name that is returned."""
    path = settings_file() if path is None else path
    kept = renamed_aside(path, "old") if os.path.lexists(path) else None
    save(Settings(), path)
    return kept


def store(
    path: Path, values: Mapping[str, object], assumed: Mapping[str, object], touched: Collection[str] = ()
) -> None:
    """Write values into a file, new or not.

    Args:
        path: the file.
        values: settings under their dotted names.
        assumed: what the file means where it does not name a setting.
        touched: settings to write in any case.

    Raises:
        VcamError: the file cannot be written.
    """
    from vcam.settings import document

    old = _text_to_edit(path)
    if old is None:
        write_in_one_step(path, document.fresh(values).encode())
        return
    settled = settle(parse(old))
    changes = _changes(settled, values, assumed, touched)
    if not changes:
        return
    text = _edited(old, changes)
    if text is None or _overwrites(settled, changes):
        _copied_aside(path, "old")
    write_in_one_step(path, (document.fresh(values) if text is None else text).encode())


def read_text(path: Path) -> str | None:
    """Give a file's text, or None if there is no such file.

    Raises:
        OSError: it cannot be read, or is a folder, a device or a pipe.
        NotTomlError: it is no text.
    """
    if not path.exists():
        return None
    if not path.is_file():
        raise OSError("it is not a file")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTomlError(f"byte {error.start} is not UTF-8") from error


def parse(text: str) -> dict[str, Any]:
    """Read TOML.

    Raises:
        NotTomlError: it is none.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also a number with thousands of digits
        raise NotTomlError(str(error)) from error
    except RecursionError as error:
        raise NotTomlError("it is nested too deeply") from error


def write_in_one_step(path: Path, content: bytes) -> None:
    """Write a neighbour and rename it, so that a reader finds the old file or the new one, whole.

    Raises:
        VcamError: the folder or the disk does not allow it.
    """
    import shutil
    import tempfile

    try:
        target = Path(os.path.realpath(path))  # a link to a file elsewhere stays a link
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, neighbour = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, neighbour)
            os.replace(neighbour, target)
        except OSError:
            os.unlink(neighbour)
            raise
    except OSError as error:
        raise VcamError(
            f"{path} cannot be written ({error.strerror}); make its folder writable or free some space."
        ) from error


def kept_aside(path: Path) -> Path | None:
    """Give the newest broken form of a file that is missing since it was moved aside; None if it was not."""
    if os.path.lexists(path):
        return None
    return max(path.parent.glob(f"{path.name}.broken-*"), default=None)


def _without_file(path: Path) -> Loaded:
    kept = kept_aside(path)
    if kept is None:
        return Loaded(Settings())
    return _cautious(path, f"is missing since it was kept as {kept.name}", f"correct and rename it, {ANEW}")


def _cautious(path: Path, wrong: str, allowed: str) -> Loaded:
    problem = Problem(str(path), wrong, allowed, f"the defaults are used{but_less()}")
    return Loaded(with_values(Settings(), SHOWS_LESS), (problem,))


def _text_to_edit(path: Path) -> str | None:
    try:
        text = read_text(path)
        if text is not None:
            parse(text)
        return text
    except NotTomlError:
        renamed_aside(path, "broken")
        return None
    except OSError as error:
        raise VcamError(
            f"{path} cannot be read ({error.strerror or error}), so it is not overwritten; move it away."
        ) from error


def _changes(
    settled: Settled, values: Mapping[str, object], assumed: Mapping[str, object], touched: Collection[str]
) -> dict[str, object]:
    """Give the values that must be written; see `store`."""
    before = {**assumed, **settled.values}
    changes = {key: value for key, value in values.items() if key in touched or before.get(key) != value}
    # A group that is no table is written over as a whole, and with it goes what it was taken to mean.
    replaced = {key.rpartition(".")[0] for key in changes} & settled.bad
    beside = {key: value for key, value in values.items() if key.rpartition(".")[0] in replaced}
    return {**changes, **{key: value for key, value in beside.items() if assumed.get(key) != value}}


def _edited(old: str, changes: Mapping[str, object]) -> str | None:
    """Change a text, or give None where the library does not get through its structure."""
    from tomlkit.exceptions import TOMLKitError

    from vcam.settings import document

    try:
        text = document.edited(old, changes)
        return text if _says(parse(text), parse(old), changes) else None
    except (TOMLKitError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # tomlkit fails in many ways on what tomllib reads; the old file is then kept aside


def _says(new: dict[str, Any], old: dict[str, Any], changes: Mapping[str, object]) -> bool:
    """Whether a file has the changes and, besides them, exactly what it had."""
    values = settle(new).values
    # Compared as text, because a NaN that somebody wrote is not equal to itself.
    return all(values.get(key) == value for key, value in changes.items()) and (
        repr(_without(new, changes)) == repr(_without(old, changes))
    )


def _without(tree: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Take the settings away, and the groups that are empty then or were no groups."""
    gone = {*keys, *(old for old, new in RENAMES.items() if new in keys)}
    groups = {key.rpartition(".")[0] for key in gone}
    rest: dict[str, Any] = {}
    for name, value in tree.items():
        kept = value
        if name in groups:
            entries = value.items() if isinstance(value, dict) else ()
            kept = {entry: inner for entry, inner in entries if f"{name}.{entry}" not in gone}
        if name not in gone and not (name in groups and not kept):
            rest[name] = kept
    return dict(sorted(rest.items()))


def _concerns(name: str, changes: Mapping[str, object]) -> bool:
    return any(key == name or key.startswith(f"{name}.") or name.startswith(f"{key}.") for key in changes)


def _overwrites(settled: Settled, changes: Mapping[str, object]) -> bool:
    return any(_concerns(name, changes) for name in settled.bad)


def _set_aside_in_words(path: Path) -> str:
    try:
        return f"it was kept as {renamed_aside(path, 'broken').name}: correct and rename it, {ANEW}"
    except VcamError:
        return "it was left where it is: correct it there"


def renamed_aside(path: Path, why: str) -> Path:
    """Rename a file, so that nothing is written over it; give what it is called now.

    Raises:
        VcamError: it cannot be renamed.
    """
    aside = _free_name(path, why)
    try:
        os.rename(path, aside)
    except OSError as error:
        raise VcamError(f"{path} cannot be kept aside ({error.strerror}); free its folder.") from error
    return aside


def _copied_aside(path: Path, why: str) -> None:
    write_in_one_step(_free_name(path, why), path.read_bytes())


def _free_name(path: Path, why: str) -> Path:
    stem = f"{path.name}.{why}-{time.strftime('%Y%m%d-%H%M%S')}"
    names = (path.with_name(stem if n == 0 else f"{stem}-{n}") for n in range(1000))
    return next(name for name in names if not os.path.lexists(name))

"""The settings as the user keeps them: read at the start, then saved one by one."""

from collections.abc import Mapping
from pathlib import Path

from vcam.errors import VcamError
from vcam.gui.words import tr
from vcam.settings.fields import values_of, with_values
from vcam.settings.file import load, save
from vcam.settings.model import Settings
from vcam.settings.profiles import is_look, load_profile, without_lost_profile


def concerns_look(key: str) -> bool:
    """Tell whether a setting, by its dotted name, is of how one looks, or names the profile that says it."""
    return is_look(key) or key == "profile"


def read(file: Path) -> tuple[Settings, tuple[str, ...]]:
    """Read the settings and lay the profile over them that they name, as `vcam run` does.

    Returns:
        The settings to begin with, and a sentence for each thing that was wrong.
    """
    loaded = load(file)
    settings, problems = loaded.settings, [str(problem) for problem in loaded.problems]
    if not settings.profile:
        return settings, tuple(problems)
    try:
        profiled = load_profile(settings.profile, settings)
    except VcamError as error:
        settings, sentences = _without_profile(settings)
        return settings, (*problems, str(error), *sentences)
    return profiled.settings, (*problems, *map(str, profiled.problems))


def store(values: Mapping[str, object], shown: Settings, file: Path) -> None:
    """Save some settings; all others stay as they were saved.

    Args:
        values: what was changed, under dotted names.
        shown: all settings as the window shows them.
        file: the settings file.

    Raises:
        VcamError: the file cannot be written; or it was broken, and was written anew.
    """
    loaded = load(file)
    if any(problem.name == str(file) for problem in loaded.problems):  # no line of it could be read
        save(with_values(shown, values), file)
        sentence = tr("{0} was broken; it was kept beside the new file, which says all that is in force.")
        raise VcamError(sentence.format(file))
    saved = _with_look_that_is_left(loaded.settings, values, shown)
    save(with_values(saved, values), file, touched=tuple(values))


def _without_profile(settings: Settings) -> tuple[Settings, tuple[str, ...]]:
    left = without_lost_profile(settings)
    is_hidden = left.background != settings.background
    return left, (tr("The room is blurred until you choose a background."),) if is_hidden else ()


def _with_look_that_is_left(saved: Settings, values: Mapping[str, object], shown: Settings) -> Settings:
    """Take over all of a look once its profile is left.

    The file says how one looks beneath the profile, which may be to show the room. And a profile that
    the file goes on naming would be laid over the change at the next start. What is shown may be the look for
    the program that reads just now, which is not the user's own.
    """
    if not saved.profile or not any(map(concerns_look, values)):
        return saved
    try:
        own = load_profile(saved.profile, saved).settings
    except VcamError:
        own = shown
    looks = {key: value for key, value in values_of(own).items() if is_look(key)}
    return with_values(saved, {**looks, "profile": ""})

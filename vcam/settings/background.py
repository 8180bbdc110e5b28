"""Backgrounds as a person writes them: `blur:0.8`, `#3a5a78`, or the name of a file."""

from pathlib import Path
from typing import Literal

from vcam.errors import UsageError
from vcam.settings.colours import read_colour
from vcam.settings.model import BackgroundSettings
from vcam.suffixes import PICTURE_SUFFIXES

VIDEO_SUFFIXES = frozenset({".mp4", ".m4v", ".mkv", ".webm", ".mov", ".avi", ".gif"})
BACKGROUND_FORMS = "none, blur, blur:0.8, a picture or video file, '#RRGGBB' (in quotes) or chroma"


def parse_background(text: str, base: BackgroundSettings | None = None) -> BackgroundSettings:
    """Read a background as it is given on the command line.

    Args:
        text: none, blur, blur:STRENGTH, a file, #RRGGBB or chroma.
        base: what the text leaves open, such as the strength of a plain blur, is taken from here.

    Raises:
        UsageError: the text is none of these, or the file cannot be used.
    """
    base = BackgroundSettings() if base is None else base
    word, _, strength = text.partition(":")
    if text in ("none", "blur", "chroma"):
        return base.model_copy(update={"kind": text})
    if word == "blur":
        return base.model_copy(update={"kind": "blur", "blur_strength": _parse_strength(strength)})
    if text.startswith("#"):
        try:
            return base.model_copy(update={"kind": "colour", "colour": read_colour(text)})
        except ValueError:
            raise UsageError(f"{text!r} is no colour; write it like #3a5a78.") from None
    path = _absolute(text)
    return base.model_copy(update={"kind": _kind_of_file(path, text), "file": str(path)})


def require_background_file(background: BackgroundSettings) -> None:
    """Make sure that a background which needs a file has one that can be read.

    Raises:
        UsageError: it has none.
    """
    if background.kind not in ("picture", "video"):
        return
    if not background.file:
        raise UsageError(f"The background is a {background.kind}, but no file is named; set background.file.")
    _require_readable(_absolute(background.file))


def _parse_strength(text: str) -> float:
    try:
        strength = float(text)
    except ValueError:
        strength = -1.0
    if not 0 <= strength <= 1:
        raise UsageError(
            f"A blur cannot have the strength {text!r}; give a number from 0 to 1, like blur:0.8."
        )
    return strength


def _kind_of_file(path: Path, text: str) -> Literal["picture", "video"]:
    suffix = path.suffix.lower()
    if suffix not in PICTURE_SUFFIXES | VIDEO_SUFFIXES:
        raise UsageError(f"{text!r} is no background; give {BACKGROUND_FORMS}.")
    _require_readable(path)
    return "picture" if suffix in PICTURE_SUFFIXES else "video"


def _require_readable(path: Path) -> None:
    try:
        if not path.is_file():
            raise UsageError(f"There is no background file {str(path)!r}; check the name.")
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise UsageError(f"The background file {str(path)!r} cannot be read: {error}.") from error


def _absolute(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # ~somebody who has no home
        raise UsageError(f"The background file {text!r} cannot be found: {error}.") from error

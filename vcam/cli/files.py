"""Files as they are named on a command line: seen from where it is typed, not from where vcam was started."""

import os.path
from pathlib import Path

from vcam.suffixes import PICTURE_SUFFIXES, VIDEO_SUFFIXES

FILE_KEYS = frozenset({"background.file", "camera.source", "output.sink"})
"""Settings that may name a file."""
KEPT = ("#", "~", "blur:")
"""How a colour, a file that is found from anywhere, and a blur begin."""


def from_here(text: str) -> str:
    """Make a file's name mean the same wherever vcam runs; leave all else that may stand there as it is.

    Names and buses of cameras hold dots too, so a file is what ends as pictures and videos do, or is there.
    Without an ending it is none: a file that happens to be called "demo" changes no command.
    """
    path = Path(text)
    ends_like_one = path.suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES
    # os.path, because pathlib raises where a text is too long for a file's name.
    is_file = ends_like_one or (path.suffix != "" and os.path.isfile(text))
    return str(path.absolute()) if is_file and not text.startswith(KEPT) else text


def setting_from_here(key: str, text: str) -> str:
    """Give a setting's value as it is meant here.

    Args:
        key: the setting's dotted name, which may be wrong.
        text: the value, as typed.
    """
    return from_here(text) if key in FILE_KEYS else text

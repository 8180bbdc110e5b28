"""Files as they are named on a command line: seen from where it is typed, not from where vcam was started."""

from pathlib import Path

from vcam.suffixes import names_file

FILE_KEYS = frozenset({"background.file", "camera.source", "output.sink"})
"""Settings that may name a file."""
KEPT = ("#", "~", "blur:")
"""How a colour, a file that is found from anywhere, and a blur begin."""


def from_here(text: str) -> str:
    """Make a file's name mean the same wherever vcam runs; leave all else that may stand there as it is.

    Names and buses of cameras hold dots too.
    """
    return str(Path(text).absolute()) if names_file(text) and not text.startswith(KEPT) else text


def setting_from_here(key: str, text: str) -> str:
    """Give a setting's value as it is meant here.

    Args:
        key: the setting's dotted name, which may be wrong.
        text: the value, as typed.
    """
    return from_here(text) if key in FILE_KEYS else text

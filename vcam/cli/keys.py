"""The short way for keys and buttons: `vcam ctl off` and its like, without a parser.

Whoever presses a key to hide does not wait until typer is imported.
"""

import sys
from collections.abc import Sequence

from vcam.control.client import ask
from vcam.control.messages import VERBS
from vcam.errors import VcamError
from vcam.paths import runtime_dir

KEYS = frozenset({"on", "off", "card", "panic", "raise", "quit"})
"""Verbs that take nothing and tell nothing."""
assert all(not VERBS[verb].takes for verb in KEYS)


def is_key(words: Sequence[str]) -> bool:
    """Whether these words, after `vcam`, are all that a key sends."""
    return len(words) == 2 and words[0] == "ctl" and words[1] in KEYS


def press(verb: str) -> int:
    """Ask the running vcam; give the exit code.

    Args:
        verb: one of `KEYS`.
    """
    try:
        ask(runtime_dir(), verb)
    except VcamError as error:
        print(error, file=sys.stderr)
        return 1
    return 0

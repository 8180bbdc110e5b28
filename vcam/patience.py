"""Waits for what may never come, as an answer of a server that hangs."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


_hanging: dict[str, threading.Thread] = {}
"""Whom nobody waits for any more, by what they were asked for."""


def within(what: str, patience_s: float, ask: Callable[[], T], refusal: Exception) -> T:
    """Give what `ask` gives, or raises, if that comes soon enough.

    It is asked in a thread of its own, which is left to itself when patience ends, and keeps no program from
    ending. While it hangs nobody asks for the same again.

    Args:
        what: names what is asked for, in the whole program.
        patience_s: how long to wait, in seconds.
        ask: what may hang; safe to call from any thread.
        refusal: what is raised if no answer came.
    """
    answers: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(ask())
        except BaseException as error:  # whatever it is, it is raised where somebody asked
            errors.append(error)

    earlier = _hanging.get(what)
    if earlier is not None and earlier.is_alive():
        raise refusal
    thread = threading.Thread(target=run, name="vcam-asking", daemon=True)
    thread.start()
    thread.join(patience_s)
    if errors:
        raise errors[0]
    if not answers:
        _hanging[what] = thread
        raise refusal
    _hanging.pop(what, None)
    return answers[0]

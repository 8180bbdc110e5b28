"""Somebody in the picture, as others are told of them."""

from dataclasses import dataclass

from vcam.types import Box


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the picture, as a window or a command shows them.

    Attributes:
        track_id: the same person over time, >= 1, never reused in a run.
        name: what the user calls them in this run; empty if nothing.
        box: where they are, in the frame's pixels.
        is_me: whether this is the user.
        effect: the effect in force, as it is written; "show" for none, "hide" also because of only-me.
        may_be_me: whether this may be the user come back, who must be asked: see `Live.choose_me`.
    """

    track_id: int
    name: str
    box: Box
    is_me: bool
    effect: str
    may_be_me: bool

"""Who is shown, and how. It knows no picture, so that settings may speak of it before numpy is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

EffectKind: TypeAlias = Literal[
    "show",
    "hide",
    "blur",
    "pixelate",
    "silhouette",
    "grey",
    "tint",
    "outline",
    "spotlight",
    "cartoon",
]
CONCEALING: frozenset[EffectKind] = frozenset({"hide", "blur", "pixelate", "silhouette"})
"""Effects that are wanted so that somebody is not made out."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How a person is shown.

    Attributes:
        kind: which effect; "show" is none.
        strength: 0..1; looked at by blur and pixelate.
        bgr: blue, green and red, each 0..255; looked at by tint, outline and silhouette.
    """

    kind: EffectKind
    strength: float = 0.5
    bgr: tuple[int, int, int] = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Casting:
    """Who is shown in one picture, and how: all of it from one moment, so that nothing contradicts.

    Attributes:
        only_me: whether nobody but `me` may be seen.
        me: the track id of the user; 0 while nobody is known to be.
        looks: the effect of each person known, by track id; who is missing has `rest`.
        rest: the effect of pixels of nobody known.
    """

    only_me: bool
    me: int
    looks: Mapping[int, Effect]
    rest: Effect


@dataclass(frozen=True, slots=True)
class Click:
    """A point of the frame where somebody clicked on a thing, and whose it is."""

    x: int
    y: int
    track_id: int

"""Effects for people as a person writes them: `blur:0.8`, `tint:#ff8800`, and whom they are for."""

from functools import cache
from typing import get_args

from vcam.casting import Effect, EffectKind
from vcam.errors import UsageError
from vcam.settings.colours import read_colour, to_bgr

EFFECT_FORMS = (
    "show, hide, blur, blur:0.8, pixelate, pixelate:0.8, silhouette, silhouette:#RRGGBB, grey, "
    "tint:#RRGGBB, outline, outline:#RRGGBB, spotlight or cartoon"
)
PERSON_FORMS = "a number, a name, me or others"
SHOWN = Effect("show")
HIDDEN = Effect("hide")

WITH_STRENGTH = frozenset({"blur", "pixelate"})
WITH_COLOUR = frozenset({"tint", "outline", "silhouette"})
DARK = (40, 32, 28)
"""A silhouette without a colour of its own, as blue, green and red."""


@cache
def parse_effect(text: str) -> Effect:
    """Read an effect as it is given on the command line.

    Args:
        text: one of `EFFECT_FORMS`.

    Raises:
        UsageError: it is none of these.
    """
    word, colon, argument = text.strip().lower().partition(":")
    kind = next((kind for kind in get_args(EffectKind) if kind == word), None)
    if kind is None:
        raise UsageError(f"{text!r} is no effect; give {EFFECT_FORMS}.")
    if kind in WITH_STRENGTH:
        return Effect(kind, strength=_read_strength(kind, argument) if colon else 0.5)
    if kind in WITH_COLOUR and (colon or kind == "tint"):
        return Effect(kind, bgr=_read_colour(kind, argument))
    if colon:
        raise UsageError(f"The effect {kind} takes nothing after it; leave out {argument!r}.")
    return Effect(kind, bgr=DARK) if kind == "silhouette" else Effect(kind)


def parse_person_effect(text: str) -> tuple[str, str]:
    """Read PERSON=EFFECT into whom it is for and the effect, both checked.

    Raises:
        UsageError: it is not of this form, or the effect is none.
    """
    person, equals, effect = (part.strip() for part in text.partition("="))
    if not (person and equals and effect):
        raise UsageError(
            f"{text!r} is no effect for a person; write PERSON=EFFECT, such as 2=blur or others=hide."
        )
    parse_effect(effect)
    return normal_person(person), effect


def normal_person(text: str) -> str:
    """Bring what a person is called into the one form that is compared; a number loses its zeros."""
    folded = text.strip().casefold()
    return (folded.lstrip("0") or "0") if folded.isascii() and folded.isdecimal() else folded


def _read_strength(kind: str, text: str) -> float:
    try:
        strength = float(text)
    except ValueError:
        strength = -1.0
    if not 0 <= strength <= 1:
        raise UsageError(
            f"The effect {kind} cannot be as strong as {text!r}; give a number from 0 to 1, like {kind}:0.8."
        )
    return strength


def _read_colour(kind: str, text: str) -> tuple[int, int, int]:
    try:
        return to_bgr(read_colour(text))
    except ValueError:
        raise UsageError(
            f"The effect {kind} cannot have the colour {text!r}; write it like {kind}:#ff8800."
        ) from None

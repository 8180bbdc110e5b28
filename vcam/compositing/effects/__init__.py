"""What is done to one person's pixels. Nothing here looks at, or writes to, pixels of the room.

Each effect has a file with `paint(person, effect, desk)`, which changes the person's colours on
the desk before people are laid over the background. `hide` and `spotlight` act when they are.
"""

from collections.abc import Callable, Mapping

from vcam.casting import Effect, EffectKind
from vcam.compositing.effects import blur, cartoon, grey, outline, pixelate, silhouette, tint
from vcam.compositing.effects.desk import Cutout, Desk

PAINTERS: Mapping[EffectKind, Callable[[Cutout, Effect, Desk], None]] = {
    "blur": blur.paint,
    "pixelate": pixelate.paint,
    "silhouette": silhouette.paint,
    "grey": grey.paint,
    "tint": tint.paint,
    "outline": outline.paint,
    "cartoon": cartoon.paint,
}
"""The effects that change colours."""

__all__ = ["PAINTERS", "Cutout", "Desk"]

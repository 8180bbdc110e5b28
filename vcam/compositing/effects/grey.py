"""Shows a person in shades of grey."""

from vcam.casting import Effect
from vcam.compositing.effects.desk import Cutout, Desk
from vcam.compositing.effects.tint import colour_brightness

WHITE = (255, 255, 255)
ALL = 256


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Keep the person's brightness alone."""
    colour_brightness(
        person.frame, person.alpha, person.labels, person.track_id, person.span, WHITE, ALL, person.painted
    )

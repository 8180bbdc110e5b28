"""Blurs a person beyond recognition, in that person's own colours."""

from vcam.casting import Effect
from vcam.compositing.effects.cells import average, spread
from vcam.compositing.effects.desk import Cutout, Desk

FINEST = 0.01
"""Side of the cells that are blurred, as a share of the frame's height, at the least strength."""
COARSEST = 0.06
BLURS = 2


def paint(person: Cutout, effect: Effect, desk: Desk) -> None:
    """Blur with about two cells' standard deviation."""
    cell = round(desk.size.height * (FINEST + effect.strength * (COARSEST - FINEST)))
    spread(average(person, cell, desk, BLURS), person)

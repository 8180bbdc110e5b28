"""Who plays in the picture: what the user wants of people, and who is there to want it of.

It outlives pipelines, so that ids, names and effects survive a change of settings.
"""

from vcam.cast.cast import ASKED_S, Cast
from vcam.cast.person import Person

__all__ = ["ASKED_S", "Cast", "Person"]

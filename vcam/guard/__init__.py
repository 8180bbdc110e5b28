"""The guard: the last thing before a sink, and the only way to one.

A picture passes only with proof that it was composed, as the settings in force demand, from
a fresh and valid alpha of the very frame it shows. In place of any other the card goes out,
or the whole frame blurred beyond recognition.
"""

from vcam.guard.examine import LONGEST_AGE_S, MAX_AGE_S, Objection, is_fresh
from vcam.guard.guard import WHOLE, Cleared, Guard, Receipt, enlarge

__all__ = [
    "LONGEST_AGE_S",
    "MAX_AGE_S",
    "WHOLE",
    "Cleared",
    "Guard",
    "Objection",
    "Receipt",
    "enlarge",
    "is_fresh",
]

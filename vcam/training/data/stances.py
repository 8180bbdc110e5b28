"""Where pasted people stand in a frame."""

import math
from typing import TypeAlias

from vcam.training.data.texture import Rng

PERSON_HEIGHTS = (0.25, 1.6)
"""Smallest and largest pasted person, in frame heights."""
CLOSE = 0.7
"""How often several people in a scene stand together, some before others."""
CLOSE_HEIGHTS = (0.5, 1.5)
"""Smallest and largest of them, more or less, in frame heights."""

BEHIND_HEIGHTS = (0.6, 0.95)
"""How high, at least and at most, whoever stands behind another one is seen, beside that one."""

Stance: TypeAlias = tuple[float, float]
"""How high a pasted person is, in frame heights, and where its middle stands, in frame widths."""


def draw_stances(count: int, rng: Rng) -> list[Stance]:
    """Let `count` people stand anywhere or together; the farthest comes first."""
    is_close = count > 1 and rng.random() < CLOSE
    return sorted(_stand_together(count, rng) if is_close else _stand_anywhere(count, rng))


def stand_behind(count: int, rng: Rng) -> list[Stance]:
    """Let each of `count` people stand half behind the next and look past it; the farthest comes first."""
    height, middle = _height(CLOSE_HEIGHTS, rng), float(rng.uniform(0.2, 0.8))
    stances = [(height, middle)]
    for _ in range(count - 1):
        middle += float(rng.choice([-1, 1]) * rng.uniform(0.12, 0.3)) * height
        height *= float(rng.uniform(*BEHIND_HEIGHTS))
        stances.append((height, middle))
    return stances[::-1]


def _stand_anywhere(count: int, rng: Rng) -> list[Stance]:
    return [(_height(PERSON_HEIGHTS, rng), float(rng.uniform(-0.05, 1.05))) for _ in range(count)]


def _stand_together(count: int, rng: Rng) -> list[Stance]:
    """Place people of like size so near to each other that shoulders, now and then heads, overlap."""
    usual, middle = _height(CLOSE_HEIGHTS, rng), float(rng.uniform(0.15, 0.85))
    return [
        (usual * math.exp(rng.uniform(-0.25, 0.25)), middle + 0.35 * usual * float(rng.uniform(-1, 1)))
        for _ in range(count)
    ]


def _height(limits: tuple[float, float], rng: Rng) -> float:
    """Draw a height between the two; halves and doubles are as likely everywhere."""
    return math.exp(rng.uniform(math.log(limits[0]), math.log(limits[1])))

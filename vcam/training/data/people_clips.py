"""Makes clips of people who move as people do before a webcam, with a known owner of each pixel."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from vcam.training.data.people_scenes import PeopleScene, PeopleSceneMaker, Plot, Role
from vcam.training.data.texture import Rng

Action: TypeAlias = Literal["cross", "aside", "twins", "behind", "enter", "return"]
ACTIONS: tuple[Action, ...] = ("cross", "aside", "twins", "behind", "enter", "return")
"""Two walk past each other; sit side by side and lean together; the same in the same clothes; one
half behind the other; somebody walks in behind; somebody leaves and comes back."""

OUTSIDE = 0.35
"""So far beyond the frame's edge, in frame widths, nobody of usual size is visible."""
SWAY = 0.008
LEAN = 0.05
"""How far people lean to each other, in frame widths."""
SWAY_FRAMES = 40
DESK = 1.02
"""Photographs end at the chest: in motion nobody's lower end may come into view."""
ENTERS_AFTER = 0.45
"""The share of a clip before somebody walks in."""


def play(maker: PeopleSceneMaker, rng: Rng, count: int, action: Action, frames: int) -> Iterator[PeopleScene]:
    """Draw a clip of `count` people, at least two; somebody may be hidden or not yet in view.

    Person 1 is the farthest. Who walks in ("enter") is person 1; who leaves ("return") is person 1, too.
    """
    if count < 2 or frames < 2:
        raise ValueError(f"{count} people in {frames} frames do nothing together")
    plots: dict[Action, Plot] = {"twins": "twins", "behind": "behind", "enter": "behind", "return": "behind"}
    cast = maker.cast_roles(rng, count, plots.get(action, "overlap"))
    roles = tuple(replace(role, bottom=max(role.bottom, DESK)) for role in cast)
    room, weather = maker.draw_room(rng), int(rng.integers(2**32))
    phases = rng.uniform(0, 2 * math.pi, count)
    goes_right = bool(rng.random() < 0.5)
    for index in range(frames):
        moved = _act(roles, action, index / (frames - 1), goes_right)
        swaying = [
            _sway(role, float(phase) + 2 * math.pi * index / SWAY_FRAMES)
            for role, phase in zip(moved, phases, strict=True)
        ]
        yield maker.show(swaying, room, weather)


def _act(roles: Sequence[Role], action: Action, share: float, goes_right: bool) -> tuple[Role, ...]:
    """Put everybody where they are after a share of the clip."""
    first, *others = roles
    start, end = (-OUTSIDE, 1 + OUTSIDE) if goes_right else (1 + OUTSIDE, -OUTSIDE)
    if action == "cross":
        return tuple(_between(role, share if k % 2 else 1 - share) for k, role in enumerate(roles))
    if action == "enter":
        passed = max(share - ENTERS_AFTER, 0) / (1 - ENTERS_AFTER)
        return replace(first, x=start + (end - start) * 0.8 * passed), *others
    if action == "return":
        # There and back once, from its own place to the outside.
        away = math.sin(math.pi * min(max(share - 0.2, 0) / 0.6, 1))
        return replace(first, x=first.x + (end - first.x) * away), *others
    if action in ("aside", "twins"):
        lean = LEAN * (1 - math.cos(2 * math.pi * share)) / 2
        middle = sum(role.x for role in roles) / len(roles)
        return tuple(replace(role, x=role.x + math.copysign(lean, middle - role.x)) for role in roles)
    return tuple(roles)


def _between(role: Role, share: float) -> Role:
    return replace(role, x=0.15 + 0.7 * share)


def _sway(role: Role, phase: float) -> Role:
    """Breathe, shift and tilt a little."""
    return replace(
        role,
        x=role.x + SWAY * math.sin(phase),
        bottom=role.bottom + SWAY / 2 * math.sin(2 * phase),
        height=role.height * (1 + SWAY * math.sin(phase + 1)),
        degrees=role.degrees + 2 * math.sin(phase + 2),
    )

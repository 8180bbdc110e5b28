"""How a network is trained: all that decides the outcome, beside the data."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from vcam.training.networks.catalogue import find_network

WARM_UP = 0.02
"""The part of the steps in which the rate rises."""
AGAIN_RATE = 0.5
"""Of the network's highest rate, where a training starts from another one's weights."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the outcome of a training, beside the data.

    Without a `peak_rate`, it is the one that suits the network; see also `recipe_for`. With
    `start`, the weights of that checkpoint are the first ones.
    """

    network: str
    pictures: int
    batch: int
    peak_rate: float | None = None
    small_share: float = 0.615
    seed: int = 2026
    start: Path | None = None

    @property
    def steps(self) -> int:
        return self.pictures // self.batch

    def rate(self, step: int) -> float:
        """One cycle: a short linear rise, then a cosine down to a hundredth."""
        peak = find_network(self.network).peak_rate if self.peak_rate is None else self.peak_rate
        warm = max(1, int(self.steps * WARM_UP))
        if step < warm:
            return peak * (step + 1) / warm
        progress = min(1.0, (step - warm) / max(1, self.steps - warm))
        return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))


def recipe_for(
    network: str,
    pictures: int | None = None,
    batch: int | None = None,
    seed: int = 2026,
    start: Path | None = None,
) -> Recipe:
    """Give the network's own recipe, with what is named replaced.

    From a `start` on it is gentler, and all pictures are of the full size.

    Raises:
        UsageError: no network has this name.
    """
    own = find_network(network)
    recipe = Recipe(network, pictures or own.pictures, batch or own.batch, seed=seed, start=start)
    if start is None:
        return recipe
    return replace(recipe, peak_rate=own.peak_rate * AGAIN_RATE, small_share=0.0)

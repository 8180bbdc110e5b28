"""Lets a training start from the weights of an earlier one, be it of a smaller network."""

import math
from collections.abc import Collection, Iterator
from itertools import pairwise

import torch
from torch import Tensor, nn

from vcam.errors import VcamError

DEAD = 1e-3
"""A convolution's channel whose weights are shorter has died, as a strong decay lets it."""
FAINT = 0.1
"""How loudly a channel speaks that was drawn anew: loud enough to be heard, too faint to spoil the answer."""


@torch.no_grad()
def start_from_weights(network: nn.Module, weights: dict[str, Tensor]) -> None:
    """Lay learned weights into a network of their size, or into one that is wider or has more blocks.

    A larger one then answers as the smaller did (after Chen et al., Net2Net, ICLR 2016): what the old
    channels read from the new ones is weighed by zero, and blocks that the smaller one lacks are left
    as they were made, which has to be as blocks that change nothing. Channels that have died are drawn anew.

    Args:
        network: gets the weights.
        weights: a state of the same network, or of a narrower or shallower one.

    Raises:
        VcamError: they belong to another network, or to a larger one.
    """
    state = network.state_dict()
    if not all(key in state and _fits(each, state[key]) for key, each in weights.items()):
        raise VcamError("The weights belong to a larger network or to another one; name another best.pt.")
    silent = [one for one in network.modules() if isinstance(one, nn.BatchNorm2d) and not one.weight.any()]
    for key, each in weights.items():
        _lay(each, state[key])
    _revive(network, silent)


def _fits(small: Tensor, large: Tensor) -> bool:
    return small.ndim == large.ndim and all(
        own <= whole for own, whole in zip(small.shape, large.shape, strict=True)
    )


def _lay(small: Tensor, large: Tensor) -> None:
    """Copy into the first channels, to which the others then add nothing."""
    if small.ndim > 1:
        large[: len(small)] = 0
    large[tuple(slice(side) for side in small.shape)] = small


def _revive(network: nn.Module, silent: Collection[nn.BatchNorm2d]) -> None:
    """Draw anew what convolutions have lost; where a block begins by changing nothing, that stays so."""
    for convolution, norm in _pairs(network):
        dead = convolution.weight.flatten(1).norm(dim=1) < DEAD
        drawn = nn.init.kaiming_uniform_(torch.empty_like(convolution.weight), a=math.sqrt(5))
        convolution.weight[dead] = drawn[dead]
        norm.weight[dead] = 0.0 if norm in silent else FAINT
        norm.bias[dead] = 0.0
        if norm.running_mean is not None and norm.running_var is not None:
            norm.running_mean[dead], norm.running_var[dead] = 0.0, 1.0


def _pairs(network: nn.Module) -> Iterator[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Give each convolution with the norm that follows it."""
    for module in network.modules():
        for one, other in pairwise(module.children()):
            if not (isinstance(one, nn.Conv2d) and isinstance(other, nn.BatchNorm2d)):
                continue
            if len(one.weight) == other.num_features:
                yield one, other

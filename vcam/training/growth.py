"""Lets a training start from the weights of a smaller network."""

import torch
from torch import Tensor, nn

from vcam.errors import VcamError


@torch.no_grad()
def start_from_weights(network: nn.Module, weights: dict[str, Tensor]) -> None:
    """Lay learned weights into a network of their size, or into one that is wider or has more blocks.

    A larger one then answers as the smaller did (after Chen et al., Net2Net, ICLR 2016): what the old
    channels read from the new ones is weighed by zero, and blocks that the smaller one lacks are left
    as they were made, which has to be as blocks that change nothing.

    Args:
        network: gets the weights.
        weights: a state of the same network, or of a narrower or shallower one.

    Raises:
        VcamError: they belong to another network, or to a larger one.
    """
    state = network.state_dict()
    if not all(key in state and _fits(each, state[key]) for key, each in weights.items()):
        raise VcamError("The weights belong to a larger network or to another one; name another best.pt.")
    for key, each in weights.items():
        _lay(each, state[key])


def _fits(small: Tensor, large: Tensor) -> bool:
    return small.ndim == large.ndim and all(
        own <= whole for own, whole in zip(small.shape, large.shape, strict=True)
    )


def _lay(small: Tensor, large: Tensor) -> None:
    """Copy into the first channels, to which the others then add nothing."""
    if small.ndim > 1:
        large[: len(small)] = 0
    large[tuple(slice(side) for side in small.shape)] = small

"""The networks by name, and the one form in which all of them are trained and shipped."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from vcam.errors import UsageError
from vcam.training.networks.sinet import SINet

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "sinet": lambda: SINet(kind="relu"),
    "sinet-prelu": lambda: SINet(kind="prelu"),
}

SIZE_MULTIPLE = 32
"""Every network takes heights and widths that are multiples of this."""


def make_network(name: str) -> nn.Module:
    """Build an untrained network.

    Raises:
        UsageError: no network has this name.
    """
    if name not in NETWORKS:
        raise UsageError(f"There is no network {name!r} to train; choose one of {', '.join(NETWORKS)}.")
    return NETWORKS[name]()


def normalise(image: Tensor) -> Tensor:
    """Turn (N, 3, H, W) BGR of 0..255, any dtype, into float32 of about -2..2."""
    return (image.float() - 127.5) / 64


class Shipped(nn.Module):
    """A network as the program runs it: a frame of bytes in, alpha out.

    Input: (1, H, W, 3) uint8 BGR. Output: (1, H, W) float32, the probability of person.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, frame: Tensor) -> Tensor:
        logits = self.network(normalise(frame.permute(0, 3, 1, 2)))
        return torch.sigmoid(logits[:, 1] - logits[:, 0])

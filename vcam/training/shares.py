"""Learns from parts of a batch side by side: the operators of small networks are too short to be parted."""

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import torch
from torch import Tensor, nn

Loss = Callable[[nn.Module, Tensor, Tensor], Tensor]
"""Of a network, its pictures and their labels."""
SMALLEST = 16
"""Pictures; what fewer of them have in common says too little to normalise by."""


class Shares:
    """A network and copies of it that have the very same weights; each looks at its own part of a batch.

    On two cores, two copies whose operators keep to one thread each take four fifths of the time that one
    copy takes whose every operator waits for both. Each copy normalises by its own part of the batch; what it
    normalises by once it is trained comes from the first one's.
    """

    def __init__(self, network: nn.Module, loss: Loss, batch: int, cores: int) -> None:
        count = max(1, min(cores, batch // SMALLEST))
        self._networks = [network, *(_share(network) for _ in range(count - 1))]
        self._parameters = [list(one.parameters()) for one in self._networks]
        self._loss = loss
        each = partial(torch.set_num_threads, max(1, cores // count))
        self._threads = ThreadPoolExecutor(count, initializer=each)

    def learn(self, images: Tensor, labels: Tensor) -> float:
        """Set the gradients of the network's parameters to the mean over the parts; give the mean loss.

        Args:
            images: (N, 3, H, W), or (2N, 3, H, W), of which the second half belongs to the same labels.
            labels: (N, planes, H, W).
        """
        parts = len(self._networks)
        for network in self._networks:
            network.train()
        passes = images.view(-1, len(labels), *images.shape[1:])
        pictures = [part.flatten(0, 1) for part in passes.tensor_split(parts, dim=1)]
        truths = labels.tensor_split(parts)
        weights = [len(truth) / len(labels) for truth in truths]
        losses = self._threads.map(self._look, self._networks, pictures, truths, weights)
        loss = sum(losses)
        total, *others = map(_gradients, self._parameters)
        for gradients in others:
            torch._foreach_add_(total, gradients)
        return loss

    def _look(self, network: nn.Module, images: Tensor, labels: Tensor, weight: float) -> float:
        network.zero_grad()
        loss = self._loss(network, images, labels) * weight
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.item()


def _gradients(parameters: list[nn.Parameter]) -> list[Tensor]:
    return [each.grad for each in parameters if each.grad is not None]


def _share(network: nn.Module) -> nn.Module:
    """Copy a network but for its weights, which stay the same in memory."""
    own = copy.deepcopy(network)
    for mine, other in zip(own.parameters(), network.parameters(), strict=True):
        mine.data = other.data
    return own

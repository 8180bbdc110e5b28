"""Counts what a network consists of, and writes it down as models/manifest.toml has it."""

import hashlib
import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vcam.instances.closeups import HEIGHT, WIDTH
from vcam.portrait.prepare import fit_network_size
from vcam.training.networks.catalogue import find_network, make_network

NOMINAL_FRAME = (1280, 720)


def count_parameters(network: nn.Module) -> int:
    """Count the trained numbers."""
    return sum(parameter.numel() for parameter in network.parameters())


@torch.no_grad()
def count_macs(network: nn.Module, height: int, width: int) -> int:
    """Count the multiply-adds of all convolutions for one picture; everything else counts as nothing."""
    total = 0

    def add(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        if isinstance(module, nn.ConvTranspose2d):
            total += (
                inputs[0][0].numel() * module.out_channels // module.groups * math.prod(module.kernel_size)
            )
        elif isinstance(module, nn.Conv2d):
            total += output[0].numel() * module.in_channels // module.groups * math.prod(module.kernel_size)

    hooks: list[Any] = [module.register_forward_hook(add) for module in network.modules()]
    was_training = network.training
    network.eval()(torch.zeros(1, 3, height, width))
    network.train(was_training)
    for hook in hooks:
        hook.remove()
    return total


def manifest_lines(name: str, file: Path, precision: str) -> list[str]:
    """Describe a network's file, but for its terms and scores, as lines of the manifest."""
    own = find_network(name)
    fitted = fit_network_size(NOMINAL_FRAME, own.budget_px, own.size_multiple)
    width, height = (WIDTH, HEIGHT) if own.closeups else fitted
    network = make_network(name)
    return [
        f'name = "{name}"',
        *file_lines(file, precision),
        f"budget_px = {own.budget_px}",
        f"size_multiple = {own.size_multiple}",
        f'nominal_size = "{width}x{height}"',
        f"parameters = {count_parameters(network)}",
        f"macs = {count_macs(network, height, width)}",
    ]


def file_lines(file: Path, precision: str) -> list[str]:
    """Describe a file alone as lines of the manifest."""
    checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    return [f'precision = "{precision}"', f'file = "{file.name}"', f'sha256 = "{checksum}"']

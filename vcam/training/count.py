"""Counts what a network consists of, and writes it down as models/manifest.toml has it."""

import hashlib
import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vcam.training.validate import BUDGET_PX

NOMINAL_WIDTH, NOMINAL_HEIGHT = 288, 160


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


def manifest_lines(network: nn.Module, file: Path, precision: str) -> list[str]:
    """Describe a network's file, but for its name, terms and scores, as lines of the manifest."""
    return [
        *file_lines(file, precision),
        f"budget_px = {BUDGET_PX}",
        f'nominal_size = "{NOMINAL_WIDTH}x{NOMINAL_HEIGHT}"',
        f"parameters = {count_parameters(network)}",
        f"macs = {count_macs(network, NOMINAL_HEIGHT, NOMINAL_WIDTH)}",
    ]


def file_lines(file: Path, precision: str) -> list[str]:
    """Describe a file alone as lines of the manifest."""
    checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    return [f'precision = "{precision}"', f'file = "{file.name}"', f'sha256 = "{checksum}"']

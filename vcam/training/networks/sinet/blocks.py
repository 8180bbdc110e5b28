"""The parts that SINet is made of; names follow the paper's figures 3 and 4.

All tensors are (N, C, H, W) float32. `Activation` is either ReLU (fast everywhere) or one
learned slope per channel (PReLU, as published).
"""

from typing import Literal, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

from vcam.training.networks.striding import StridedDepthwise

Activation: TypeAlias = Literal["relu", "prelu"]

BN_EPSILON = 1e-3


def activation(kind: Activation, channels: int) -> nn.Module:
    """Make the non-linearity that follows a layer of `channels` channels."""
    return nn.ReLU() if kind == "relu" else nn.PReLU(channels)


def batch_norm(channels: int) -> nn.BatchNorm2d:
    """Make a batch normalisation with the published epsilon of 1e-3."""
    return nn.BatchNorm2d(channels, eps=BN_EPSILON)


def resize(x: Tensor, scale: int, align_corners: bool) -> Tensor:
    """Enlarge `x` bilinearly by a whole factor."""
    return functional.interpolate(x, scale_factor=scale, mode="bilinear", align_corners=align_corners)


def conv_bn_act(inputs: int, outputs: int, kernel: int, stride: int, kind: Activation) -> nn.Sequential:
    """Convolution, batch normalisation, activation (the paper's CBR)."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        batch_norm(outputs),
        activation(kind, outputs),
    )


def bn_act(channels: int, kind: Activation) -> nn.Sequential:
    """Batch normalisation and activation (the paper's BR)."""
    return nn.Sequential(batch_norm(channels), activation(kind, channels))


class SqueezeExcite(nn.Module):
    """Scale each channel by a gate computed from the whole picture.

    The gate is the activation itself, not a sigmoid, as in the authors' code.
    """

    def __init__(self, channels: int, reduction: int, kind: Activation) -> None:
        super().__init__()
        hidden = channels // reduction
        layers: list[nn.Module] = [nn.Linear(channels, hidden), activation(kind, hidden)]
        if reduction > 1:
            layers += [nn.Linear(hidden, channels), activation(kind, channels)]
        self.dense = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        gate: Tensor = self.dense(x.mean((2, 3)))
        return x * gate[:, :, None, None]


class DepthwiseSqueeze(nn.Module):
    """Halve the size: depth-wise 3x3 of stride 2, squeeze-excite, point-wise (DSConv+SE).

    Args:
        reduction: of the squeeze-excite; None leaves it out, as EOAM does.
    """

    def __init__(self, inputs: int, outputs: int, reduction: int | None, kind: Activation) -> None:
        super().__init__()
        excite = [] if reduction is None else [SqueezeExcite(inputs, reduction, kind)]
        self.conv = nn.Sequential(
            StridedDepthwise(inputs),
            *excite,
            nn.Conv2d(inputs, outputs, 1, bias=False),
        )
        self.out = bn_act(outputs, kind)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.out(self.conv(x))
        return result


class SpatialSqueezeBlock(nn.Module):
    """S2-block: look at the picture at 1/pool of its size with a depth-wise kernel."""

    def __init__(self, channels: int, kernel: int, pool: int, kind: Activation, align_corners: bool) -> None:
        super().__init__()
        self.pool = pool
        self.align_corners = align_corners
        self.conv = nn.Sequential(
            nn.Conv2d(channels, channels, kernel, 1, kernel // 2, groups=channels, bias=False),
            batch_norm(channels),
            activation(kind, channels),
            nn.Conv2d(channels, channels, 1, bias=False),
        )
        self.bn = batch_norm(channels)

    def forward(self, x: Tensor) -> Tensor:
        if self.pool == 1:
            result: Tensor = self.bn(self.conv(x))
            return result
        small = self.conv(functional.avg_pool2d(x, self.pool))
        result = self.bn(resize(small, self.pool, self.align_corners))
        return result


Branch: TypeAlias = tuple[int, int]
"""Kernel size and pooling factor of one S2-block."""


class SpatialSqueezeModule(nn.Module):
    """S2-module: two S2-blocks side by side over the same shuffled channels.

    The input is added to the result where both have the same number of channels and
    `add` is set.

    Args:
        serial: the second block reads what the first one gives, and nothing is shuffled, as
            EOAM's authors have it.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        branches: tuple[Branch, Branch],
        kind: Activation,
        align_corners: bool,
        add: bool = True,
        serial: bool = False,
    ) -> None:
        super().__init__()
        half = outputs // 2
        self.add = add
        self.serial = serial
        self.reduce = nn.Conv2d(inputs, half, 1, groups=2, bias=False)
        self.first = SpatialSqueezeBlock(half, *branches[0], kind, align_corners)
        self.second = SpatialSqueezeBlock(half, *branches[1], kind, align_corners)
        self.out = bn_act(outputs, kind)

    def forward(self, x: Tensor) -> Tensor:
        reduced = self.reduce(x)
        if self.serial:
            first = self.first(reduced)
            second = self.second(first)
        else:
            # functional.channel_shuffle, which has no ONNX operator.
            mixed = reduced.unflatten(1, (2, -1)).transpose(1, 2).flatten(1, 2)
            first, second = self.first(mixed), self.second(mixed)
        both = torch.cat([first, second], 1)
        result: Tensor = self.out(both + x if self.add else both)
        return result

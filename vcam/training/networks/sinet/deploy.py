"""SINet as it is shipped: the same function with fewer operators.

Every step is exact up to rounding. Batch normalisations go into the convolutions before
them, also across a bilinear enlargement, whose weights sum to one. The channel shuffle
goes into the order of the weights that read it. Of two classes only the difference of
their logits is computed.
"""

import copy
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from vcam.training.networks.sinet.blocks import (
    DepthwiseSqueeze,
    SpatialSqueezeBlock,
    SpatialSqueezeModule,
    resize,
)
from vcam.training.networks.sinet.network import SINet


class SimpleSINet(nn.Module):
    """A trained two-class SINet for export; it takes over none of the given network's tensors.

    Input: (N, 3, H, W) float32, H and W multiples of 32.
    Output: (N, H, W) float32, the person's logit minus the background's.
    """

    def __init__(self, network: SINet) -> None:
        super().__init__()
        network = copy.deepcopy(network).eval()
        if network.smooth.out_channels != 2:
            raise ValueError("only a SINet of two classes has one difference of logits")
        self.align_corners = network.align_corners
        encoder = network.encoder
        encoder.classify, _ = fold(encoder.classify, network.normalise_quarter)
        _simplify_blocks(encoder)
        self.encoder = encoder
        self.detail = network.detail
        _fold_neighbours(self.detail)
        self.normalise = network.normalise_half
        self.smooth = nn.Conv2d(2, 1, 3, padding=1, bias=False)
        self.smooth.weight.data = network.smooth.weight.data.diff(dim=0)

    def forward(self, image: Tensor) -> Tensor:
        features, coarse = self.encoder(image)
        sure = self._double(coarse)
        # One minus the larger of two softmax values.
        doubt = torch.sigmoid(-(sure[:, 1:] - sure[:, :1]).abs())
        half = self._double(self.normalise(self.detail(features) * doubt + sure))
        score: Tensor = self.smooth(self._double(half))
        return score[:, 0]

    def _double(self, x: Tensor) -> Tensor:
        return resize(x, 2, self.align_corners)


class _Unshuffled(nn.Module):
    """An S2-module whose branches read the reduced channels in the order in which they come."""

    def __init__(self, module: SpatialSqueezeModule) -> None:
        super().__init__()
        self.add = module.add
        self.reduce = module.reduce
        self.branches = nn.ModuleList([module.first, module.second])
        self.out = module.out
        half = module.reduce.out_channels
        order = functional.channel_shuffle(torch.arange(half).reshape(1, half, 1, 1), 2).flatten()
        for branch in (module.first, module.second):
            _reorder(branch, order.argsort())

    def forward(self, x: Tensor) -> Tensor:
        reduced = self.reduce(x)
        both = torch.cat([branch(reduced) for branch in self.branches], 1)
        result: Tensor = self.out(both + x if self.add else both)
        return result


def fold(conv: nn.Module, norm: nn.Module) -> tuple[nn.Conv2d, nn.Identity]:
    """Fold a normalisation into the convolution before it; nothing is left in its place."""
    return fuse_conv_bn_eval(cast("nn.Conv2d", conv), cast("nn.BatchNorm2d", norm)), nn.Identity()


def _simplify_blocks(encoder: nn.Module) -> None:
    for module in encoder.modules():
        if isinstance(module, DepthwiseSqueeze):
            module.conv[-1], module.out[0] = fold(module.conv[-1], module.out[0])
        elif isinstance(module, SpatialSqueezeBlock):
            module.conv[-1], module.bn = fold(module.conv[-1], module.bn)  # type: ignore[assignment]
        if isinstance(module, nn.Sequential):
            _fold_neighbours(module)
    for level in [module for module in encoder.modules() if isinstance(module, nn.Sequential)]:
        for place, module in enumerate(level):
            if isinstance(module, SpatialSqueezeModule):
                level[place] = _Unshuffled(module)


def _fold_neighbours(layers: nn.Sequential) -> None:
    for place in range(len(layers) - 1):
        first, second = layers[place], layers[place + 1]
        if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
            layers[place], layers[place + 1] = fold(first, second)


def _reorder(branch: SpatialSqueezeBlock, order: Tensor) -> None:
    """Let a branch, whose normalisations are folded already, read at place k what was at `order[k]`."""
    depthwise, _, act, pointwise = branch.conv
    tensors = [depthwise.weight, depthwise.bias]
    tensors += [act.weight] if isinstance(act, nn.PReLU) else []
    for tensor in cast("list[Tensor]", tensors):
        tensor.data = tensor.data[order].contiguous()
    weight = cast("Tensor", pointwise.weight)
    weight.data = weight.data[:, order].contiguous()

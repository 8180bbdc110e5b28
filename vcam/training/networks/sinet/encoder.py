"""SINet's encoder: from the picture to class scores at 1/8 of its size."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from vcam.training.networks.sinet.blocks import (
    Activation,
    Branch,
    DepthwiseSqueeze,
    SpatialSqueezeModule,
    bn_act,
    conv_bn_act,
)

QUARTER: tuple[tuple[Branch, Branch], ...] = (((3, 1), (5, 1)), ((3, 1), (3, 1)))
EIGHTH: tuple[tuple[Branch, Branch], ...] = (
    ((3, 1), (5, 1)),
    ((3, 1), (3, 1)),
    ((5, 1), (3, 2)),
    ((5, 2), (3, 4)),
    ((3, 1), (3, 1)),
    ((5, 1), (5, 1)),
    ((3, 2), (3, 4)),
    ((3, 1), (5, 2)),
)


class Encoded(NamedTuple):
    """What the decoder needs of a picture of (H, W)."""

    quarter: Tensor  # (N, 48, H/4, W/4)
    logits: Tensor  # (N, classes, H/8, W/8)


class Encoder(nn.Module):
    """Rows 1 to 16 of the network's table; H and W must be multiples of 32."""

    def __init__(self, classes: int, kind: Activation, align_corners: bool) -> None:
        super().__init__()
        self.stem = conv_bn_act(3, 12, 3, 2, kind)
        self.squeeze_quarter = DepthwiseSqueeze(12, 16, 1, kind)
        self.quarter = _level(16, 48, QUARTER, kind, align_corners)
        self.join_quarter = bn_act(64, kind)
        self.squeeze_eighth = DepthwiseSqueeze(64, 48, 2, kind)
        self.eighth = _level(48, 96, EIGHTH, kind, align_corners)
        self.join_eighth = bn_act(144, kind)
        self.classify = nn.Conv2d(144, classes, 1, bias=False)

    def forward(self, image: Tensor) -> Encoded:
        shallow = self.squeeze_quarter(self.stem(image))
        quarter = self.quarter(shallow)
        entry = self.squeeze_eighth(self.join_quarter(torch.cat([shallow, quarter], 1)))
        deep = self.join_eighth(torch.cat([entry, self.eighth(entry)], 1))
        return Encoded(quarter, self.classify(deep))


def _level(
    inputs: int,
    outputs: int,
    branches: tuple[tuple[Branch, Branch], ...],
    kind: Activation,
    align_corners: bool,
) -> nn.Sequential:
    """Chain S2-modules; the first of a level widens and therefore adds nothing."""
    first, *rest = branches
    modules = [SpatialSqueezeModule(inputs, outputs, first, kind, align_corners, add=False)]
    modules += [SpatialSqueezeModule(outputs, outputs, pair, kind, align_corners) for pair in rest]
    return nn.Sequential(*modules)

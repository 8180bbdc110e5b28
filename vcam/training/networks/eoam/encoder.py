"""EOAM's encoder: SINet's blocks at half their width, and attention in place of most modules."""

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
from vcam.training.networks.sinet.encoder import Encoded

WIDENING: tuple[Branch, Branch] = ((3, 1), (5, 1))
DEEPENING: tuple[Branch, Branch] = ((3, 1), (3, 1))
WIDENING_FAR: tuple[Branch, Branch] = ((3, 1), (5, 4))
DEEPENING_FAR: tuple[Branch, Branch] = ((3, 2), (3, 4))
"""At 1/8 of the size, with the spatial squeeze that EOAM's authors left out of SINet's blocks."""


class EdgeAttention(nn.Module):
    """The independent edge branch: what the shallow features gate of themselves is added to the deep ones."""

    def __init__(self, shallow: int, deep: int) -> None:
        super().__init__()
        self.gate = nn.Conv2d(shallow, shallow, 3, padding=1, bias=False)
        self.widen = nn.Conv2d(shallow, deep, 3, padding=1, bias=False)

    def forward(self, shallow: Tensor, deep: Tensor) -> Tensor:
        attended = shallow * torch.sigmoid(self.gate(shallow))
        result: Tensor = deep + self.widen(attended)
        return result


class Encoder(nn.Module):
    """Rows 1 to 9 of the network's table; H and W must be multiples of 8, or of 32 with `far`.

    Args:
        modules: S2-modules at 1/8 of the size, 2 as released or 1.
        attention: whether the edge branch is there.
        serial: chain the two blocks of each S2-module.
        far: the S2-modules at 1/8 of the size look at it at 1/16 and 1/32 too.
    """

    def __init__(
        self,
        classes: int,
        kind: Activation,
        align_corners: bool,
        modules: int,
        attention: bool,
        serial: bool,
        far: bool,
    ) -> None:
        super().__init__()
        widening, deepening = (WIDENING_FAR, DEEPENING_FAR) if far else (WIDENING, DEEPENING)

        def squeeze_module(inputs: int, outputs: int, branches: tuple[Branch, Branch]) -> nn.Module:
            add = inputs == outputs
            return SpatialSqueezeModule(inputs, outputs, branches, kind, align_corners, add, serial)

        self.stem = conv_bn_act(3, 12, 3, 2, kind)
        self.squeeze_quarter = DepthwiseSqueeze(12, 8, None, kind)
        self.quarter = squeeze_module(8, 24, WIDENING)
        self.join_quarter = bn_act(32, kind)
        self.squeeze_eighth = DepthwiseSqueeze(32, 24, None, kind)
        self.widen = squeeze_module(24, 48, widening)
        self.attend = EdgeAttention(24, 48) if attention else None
        self.deepen = nn.Sequential(*(squeeze_module(48, 48, deepening) for _ in range(modules - 1)))
        self.join_eighth = bn_act(72, kind)
        self.classify = nn.Conv2d(72, classes, 1, bias=False)

    def forward(self, image: Tensor) -> Encoded:
        shallow = self.squeeze_quarter(self.stem(image))
        quarter = self.quarter(shallow)
        entry = self.squeeze_eighth(self.join_quarter(torch.cat([shallow, quarter], 1)))
        deep = self.widen(entry)
        if self.attend is not None:
            deep = self.attend(entry, deep)
        joined = self.join_eighth(torch.cat([entry, self.deepen(deep)], 1))
        return Encoded(quarter, self.classify(joined))

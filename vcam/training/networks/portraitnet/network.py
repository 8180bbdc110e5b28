"""PortraitNet as a whole: MobileNetV2, a decoder of D-Blocks, a head for the mask and one for the edge."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from vcam.training.networks.mobilenet import MobileNetV2
from vcam.training.networks.portraitnet.decoder import DECODER_CHANNELS, Decoder
from vcam.training.networks.portraitnet.upsampling import Upsampling


class PortraitLogits(NamedTuple):
    """What training supervises; the second channel is person, or edge."""

    mask: Tensor  # (N, 2, H, W)
    edge: Tensor  # (N, 2, H, W)


class PortraitNet(nn.Module):
    """Portrait segmentation with 2,080,904 parameters.

    Input: (N, 3, H, W) float32, H and W multiples of 32. Output: (N, 2, H, W) logits of
    background and person.

    Args:
        upsampling: "dense" as published; "depthwise" and "bilinear" are smaller.
        with_previous: read the mask of the frame before as a fourth channel, (N, 1, H, W) in
            [0, 1]; where there is none it is empty.
    """

    def __init__(self, upsampling: Upsampling = "dense", with_previous: bool = False) -> None:
        super().__init__()
        self.with_previous = with_previous
        self.encoder = MobileNetV2(inputs=4 if with_previous else 3, expand_first=True)
        self.decoder = Decoder(upsampling)
        self.mask = nn.Conv2d(DECODER_CHANNELS[-1], 2, 3, padding=1, bias=False)
        self.edge = nn.Conv2d(DECODER_CHANNELS[-1], 2, 3, padding=1, bias=False)
        self.apply(_start)

    def forward(self, image: Tensor, previous: Tensor | None = None) -> Tensor:
        logits: Tensor = self.mask(self._decode(image, previous))
        return logits

    def decode(self, image: Tensor, previous: Tensor | None = None) -> PortraitLogits:
        """Give the logits of the mask and of its edge."""
        features = self._decode(image, previous)
        return PortraitLogits(self.mask(features), self.edge(features))

    def _decode(self, image: Tensor, previous: Tensor | None) -> Tensor:
        if self.with_previous:
            before = torch.zeros_like(image[:, :1]) if previous is None else previous
            image = torch.cat([image, before], 1)
        features: Tensor = self.decoder(self.encoder(image))
        return features


def _start(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")

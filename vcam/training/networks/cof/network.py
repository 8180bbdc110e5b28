"""COF as a whole: encoder, four layers, two sweeps between them, and their fusion."""

from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional

from vcam.training.networks.cof.blocks import Rates, SpatialPyramid, enlarge, filter_bn_relu
from vcam.training.networks.cof.layer import Layer, Reading, enhance_boundaries, enhance_classes
from vcam.training.networks.mobilenet import TAP_CHANNELS, MobileNetV2


class Decoded(NamedTuple):
    """What training supervises: the answer, and the four layers' own, finest first."""

    logits: Tensor  # (N, classes, H, W)
    readings: list[Reading]  # at 1/4, 1/8, 1/16 and 1/32


class COF(nn.Module):
    """Portrait segmentation with 7,586,750 parameters; lite with 2,051,462.

    Input: (N, 3, H, W) float32, H and W multiples of 32. Output: (N, classes, H, W) logits of
    background and person.

    Args:
        width: channels of the layers; 256, or 64 for lite.
        boundary_width: channels of the boundary branches; 64, or 16 for lite.
        separable: use separable 3x3 convolutions but for the heads, as lite does.
        rates: of the pyramid; (6, 12, 18) once the deepest features have 25x19 pixels.
    """

    def __init__(
        self,
        width: int = 256,
        boundary_width: int = 64,
        separable: bool = False,
        classes: int = 2,
        rates: Rates = (1, 2, 3),
    ) -> None:
        super().__init__()
        self.encoder = MobileNetV2()
        pyramid = SpatialPyramid(TAP_CHANNELS[-1], width, rates, separable)
        self.layers = nn.ModuleList(
            Layer(depth, width, boundary_width, classes, separable, over)
            for depth, over in zip(TAP_CHANNELS, (None, None, None, pyramid), strict=True)
        )
        self.fuse = filter_bn_relu(width, width, separable)
        self.classify = nn.Conv2d(width, classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        return self.decode(image).logits

    def decode(self, image: Tensor) -> Decoded:
        """Give the logits and each layer's reading."""
        taps = self.encoder(image)
        readings = [layer.read(tap) for layer, tap in zip(self.layers, taps, strict=True)]  # type: ignore[operator]
        classes, boundaries = enhance_classes(readings), enhance_boundaries(readings)
        outs = [
            layer(tap, reading.features, semantic, boundary)
            for layer, tap, reading, semantic, boundary in zip(
                self.layers, taps, readings, classes, boundaries, strict=True
            )
        ]
        fused = outs[-1]
        for out in reversed(outs[:-1]):
            fused = out + enlarge(fused, out)
        logits = self.classify(self.fuse(fused))
        full = functional.interpolate(logits, scale_factor=4, mode="bilinear", align_corners=False)
        return Decoded(full, readings)

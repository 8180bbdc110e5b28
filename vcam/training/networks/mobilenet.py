"""MobileNetV2 up to its last inverted residual: the encoder that PortraitNet and COF share.

All tensors are (N, C, H, W) float32. ReLU stands in place of ReLU6, as in PortraitNet.
"""

from typing import NamedTuple

from torch import Tensor, nn

from vcam.training.networks.striding import STRIDE, StridedDepthwise

STEM_CHANNELS = 32


class Stage(NamedTuple):
    """A row of MobileNetV2's table: equal inverted residuals, the first of which has the stride."""

    expansion: int
    channels: int
    repeats: int
    stride: int


STAGES = (
    Stage(1, 16, 1, 1),
    Stage(6, 24, 2, 2),
    Stage(6, 32, 3, 2),
    Stage(6, 64, 4, 2),
    Stage(6, 96, 3, 1),
    Stage(6, 160, 3, 2),
    Stage(6, 320, 1, 1),
)

TAP_CHANNELS = (24, 32, 96, 320)
"""Channels of the four features in `Taps`."""


class Taps(NamedTuple):
    """The features of a picture of (H, W), finest first."""

    quarter: Tensor  # (N, 24, H/4, W/4)
    eighth: Tensor  # (N, 32, H/8, W/8)
    sixteenth: Tensor  # (N, 96, H/16, W/16)
    thirty_second: Tensor  # (N, 320, H/32, W/32)


def conv_bn(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    """Make a convolution without bias and the normalisation after it."""
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]


def filter_bn(channels: int, stride: int) -> list[nn.Module]:
    """Make a depth-wise 3x3 convolution without bias and the normalisation after it."""
    if stride == STRIDE:
        return [StridedDepthwise(channels), nn.BatchNorm2d(channels)]
    return conv_bn(channels, channels, 3, groups=channels)


class InvertedResidual(nn.Module):
    """Widen point-wise, filter depth-wise, narrow point-wise; add the input where it fits.

    Args:
        expand: whether there is a widening convolution.
    """

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int, expand: bool) -> None:
        super().__init__()
        wide = inputs * expansion
        widen = [*conv_bn(inputs, wide, 1), nn.ReLU()] if expand else []
        self.layers = nn.Sequential(
            *widen,
            *filter_bn(wide, stride),
            nn.ReLU(),
            *conv_bn(wide, outputs, 1),
        )
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.layers(x)
        return x + change if self.adds else change


class MobileNetV2(nn.Module):
    """Width 1.0 without the classifier: 1,811,712 parameters.

    Input: (N, inputs, H, W) float32, H and W multiples of 32. Output: `Taps`.

    Args:
        inputs: channels of the picture.
        expand_first: give the first block the widening convolution of 32 to 32 channels that
            PortraitNet's authors have and ImageNet's weights lack.
    """

    def __init__(self, inputs: int = 3, expand_first: bool = False) -> None:
        super().__init__()
        self.inputs = inputs
        self.stem = nn.Sequential(*conv_bn(inputs, STEM_CHANNELS, 3, 2), nn.ReLU())
        before = (STEM_CHANNELS, *(stage.channels for stage in STAGES[:-1]))
        made = [_stage(channels, stage, expand_first) for channels, stage in zip(before, STAGES, strict=True)]
        self.to_quarter = nn.Sequential(*made[:2])
        self.to_eighth = made[2]
        self.to_sixteenth = nn.Sequential(*made[3:5])
        self.to_thirty_second = nn.Sequential(*made[5:])

    def forward(self, image: Tensor) -> Taps:
        quarter = self.to_quarter(self.stem(image))
        eighth = self.to_eighth(quarter)
        sixteenth = self.to_sixteenth(eighth)
        return Taps(quarter, eighth, sixteenth, self.to_thirty_second(sixteenth))


def _stage(inputs: int, stage: Stage, expand_first: bool) -> nn.Sequential:
    expand = stage.expansion > 1 or expand_first
    first = InvertedResidual(inputs, stage.channels, stage.stride, stage.expansion, expand)
    rest = [
        InvertedResidual(stage.channels, stage.channels, 1, stage.expansion, expand)
        for _ in range(stage.repeats - 1)
    ]
    return nn.Sequential(first, *rest)

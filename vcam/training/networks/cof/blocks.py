"""What COF's parts are built of: 3x3 convolutions, dense or separable, and spatial pyramid pooling."""

from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

Rates: TypeAlias = tuple[int, int, int]


def conv_bn_relu(inputs: int, outputs: int, kernel: int) -> nn.Sequential:
    """Convolution, batch normalisation, ReLU."""
    return nn.Sequential(*_conv_bn(inputs, outputs, kernel, 1), nn.ReLU())


def filter_bn(inputs: int, outputs: int, separable: bool, rate: int = 1) -> nn.Sequential:
    """A 3x3 convolution and batch normalisation; separable if there is more than one channel to separate.

    Args:
        rate: spacing of the kernel's taps in pixels.
    """
    if not separable or inputs == 1:
        return nn.Sequential(*_conv_bn(inputs, outputs, 3, rate))
    return nn.Sequential(*_conv_bn(inputs, inputs, 3, rate, inputs), *_conv_bn(inputs, outputs, 1, 1))


def filter_bn_relu(inputs: int, outputs: int, separable: bool, rate: int = 1) -> nn.Sequential:
    """What `filter_bn` makes, and ReLU."""
    return filter_bn(inputs, outputs, separable, rate).append(nn.ReLU())


def enlarge(x: Tensor, like: Tensor) -> Tensor:
    """Resize `x` bilinearly to the height and width of `like`."""
    return functional.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)


class SpatialPyramid(nn.Module):
    """ASPP: look at the deepest features at four scales and as a whole.

    Args:
        rates: spacings of the three 3x3 kernels' taps; they must be less than the features' size.
    """

    def __init__(self, inputs: int, outputs: int, rates: Rates, separable: bool) -> None:
        super().__init__()
        self.point = conv_bn_relu(inputs, outputs, 1)
        self.wide = nn.ModuleList(filter_bn_relu(inputs, outputs, separable, rate) for rate in rates)
        self.whole = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(inputs, outputs, 1), nn.ReLU())
        self.join = conv_bn_relu((2 + len(rates)) * outputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        whole = self.whole(x).expand(-1, -1, *x.shape[2:])
        views = [self.point(x), *(look(x) for look in self.wide), whole]
        result: Tensor = self.join(torch.cat(views, 1))
        return result


def _conv_bn(inputs: int, outputs: int, kernel: int, rate: int, groups: int = 1) -> list[nn.Module]:
    padding = rate * (kernel // 2)
    conv = nn.Conv2d(inputs, outputs, kernel, 1, padding, rate, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(outputs)]

"""What VcamNet is made of."""

import torch
from torch import Tensor, nn
from torch.nn import functional


def conv(inner: int, outer: int, kernel: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    """A convolution that keeps the size, or divides it by its stride; batch norm; ReLU."""
    padding = dilation * (kernel // 2)
    return nn.Sequential(
        nn.Conv2d(inner, outer, kernel, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outer),
        nn.ReLU(inplace=True),
    )


def enlarge(features: Tensor) -> Tensor:
    """Double height and width."""
    return functional.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)


def interleave(quarters: Tensor) -> Tensor:
    """Lay four maps, (N, 4, H, W), of the pixels of each two by two, into one, (N, 2H, 2W).

    It is `pixel_shuffle` in two steps: columns, then rows. Onnxruntime takes half of the time for them.
    """
    count, _, height, width = quarters.shape
    rows = quarters.reshape(count, 2, 2, height, width).permute(0, 1, 3, 4, 2)
    rows = rows.reshape(count, 2, height, 2 * width)
    return rows.permute(0, 2, 1, 3).reshape(count, 2 * height, 2 * width)


def tidy(score: Tensor) -> Tensor:
    """Fill holes and slits of (N, H, W) scores that are narrower than three pixels.

    It is a closing by 3x3 (Serra 1982): each place of half the size scores its four pixels without looking at
    its neighbours', which leaves outlines ragged. An opening after it would take off threads, too; that wins
    a tenth as much and takes as long.
    """
    dilated = _highest(score[:, None], 3)
    return -_highest(-dilated, 3)[:, 0]


def _highest(score: Tensor, side: int) -> Tensor:
    return functional.max_pool2d(score, side, stride=1, padding=side // 2)


class Bottleneck(nn.Module):
    """Adds what a dense 3x3 convolution sees in fewer channels."""

    def __init__(self, channels: int, inner: int, dilation: int = 1) -> None:
        super().__init__()
        last = nn.BatchNorm2d(channels)
        # At first a block changes nothing, so that a deep network learns like a shallow one.
        nn.init.zeros_(last.weight)
        self.body = nn.Sequential(
            conv(channels, inner, 1),
            conv(inner, inner, 3, dilation=dilation),
            nn.Conv2d(inner, channels, 1, bias=False),
            last,
        )

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.body(x))


class Context(nn.Module):
    """Weighs the channels by the whole picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // 4, 1)
        self.weigh = nn.Conv2d(channels // 4, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        whole = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.weigh(functional.relu(self.squeeze(whole))))

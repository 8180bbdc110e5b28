"""Three ways of doubling a picture's size, and how a transposed convolution is shipped."""

from typing import Literal, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

Upsampling: TypeAlias = Literal["dense", "depthwise", "bilinear"]

BILINEAR_TAPS = (0.25, 0.75, 0.75, 0.25)


def make_upsampling(kind: Upsampling, channels: int) -> nn.Module:
    """Make a module that takes (N, C, H, W) to (N, C, 2H, 2W); the learned ones start out bilinear."""
    if kind == "bilinear":
        return nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
    groups = 1 if kind == "dense" else channels
    transposed = nn.ConvTranspose2d(channels, channels, 4, 2, 1, groups=groups, bias=False)
    _start_bilinear(transposed)
    return transposed


class ShuffledUpsampling(nn.Module):
    """A transposed convolution of kernel 4, stride 2, padding 1 as a convolution and a pixel shuffle.

    The result is the same. onnxruntime has no integer kernel for the former on a CPU.
    """

    def __init__(self, transposed: nn.ConvTranspose2d) -> None:
        super().__init__()
        if (transposed.kernel_size, transposed.stride, transposed.padding) != ((4, 4), (2, 2), (1, 1)):
            raise ValueError("only kernel 4, stride 2 and padding 1 become a pixel shuffle")
        channels, groups = transposed.out_channels, transposed.groups
        self.conv = nn.Conv2d(transposed.in_channels, 4 * channels, 2, padding=1, groups=groups, bias=False)
        self.conv.weight.data = _sub_pixel_kernels(transposed.weight.detach(), groups)

    def forward(self, x: Tensor) -> Tensor:
        return functional.pixel_shuffle(self.conv(x), 2)[..., 1:-1, 1:-1]


def without_transposed(module: nn.Module) -> nn.Module:
    """Replace, in place, every transposed convolution inside of `module`; gives `module` back."""
    for name, child in module.named_children():
        if isinstance(child, nn.ConvTranspose2d):
            setattr(module, name, ShuffledUpsampling(child))
        else:
            without_transposed(child)
    return module


def _sub_pixel_kernels(weight: Tensor, groups: int) -> Tensor:
    """Sort (in, out / groups, 4, 4) into (4 * out, in / groups, 2, 2), a kernel for each of four sub-pixels.

    Along an axis the first sub-pixel lies between two inputs, which reach it by taps 2 and 0;
    the second one is reached by taps 3 and 1.
    """
    taps = torch.tensor([[2, 0], [3, 1]])
    inputs, outputs = weight.shape[:2]
    grouped = weight.reshape(groups, inputs // groups, outputs, 4, 4)
    # g(roup), i(n), o(ut), y and x of the sub-pixel, v and u of the input.
    split = grouped[:, :, :, taps][..., taps]
    kernels = split.permute(0, 2, 3, 5, 1, 4, 6)
    return kernels.reshape(4 * groups * outputs, inputs // groups, 2, 2).contiguous()


@torch.no_grad()
def _start_bilinear(transposed: nn.ConvTranspose2d) -> None:
    """Let each channel be enlarged bilinearly and see no other."""
    taps = torch.tensor(BILINEAR_TAPS)
    transposed.weight.zero_()
    for channel in range(transposed.in_channels):
        own = channel if transposed.groups == 1 else 0
        transposed.weight[channel, own] = taps[:, None] * taps

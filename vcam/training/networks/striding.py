"""A depth-wise convolution of stride 2 that a processor learns faster."""

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 2


class StridedDepthwise(nn.Conv2d):
    """`nn.Conv2d(channels, channels, 3, 2, 1, groups=channels, bias=False)`, the same numbers.

    While it learns, it filters every pixel and keeps every other one: in bfloat16 the way back
    through a stride has no fast kernel on processors, and took 118 ms where this takes 26.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels, 3, STRIDE, 1, groups=channels, bias=False)

    def forward(self, input: Tensor) -> Tensor:  # the name is nn.Conv2d's
        if not self.training:
            return super().forward(input)
        whole = functional.conv2d(input, self.weight, padding=1, groups=self.groups)
        return whole[..., ::STRIDE, ::STRIDE].contiguous(memory_format=torch.channels_last)

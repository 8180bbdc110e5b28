"""The network that vcam runs unless told otherwise, made for onnxruntime on a CPU.

Dense 3x3 convolutions throughout: they reach three quarters of the processor's arithmetic,
depth-wise ones a tenth. Widths are multiples of 16, to which onnxruntime fills them up with
zeros anyway where vectors are of 512 bits. Bottlenecks, dilated at 1/16, buy depth where pixels
are few and int8 is fastest; a squeeze of the whole picture tells a near face from a far one.
The decoder adds skips of few channels, and one thin convolution at half size gives each pixel's
four quarters and the person's border. From the deepest features every place points at the head
of whoever is there (as in PersonLab, Papandreou et al. 2018, at its persons' joints), which
tells people apart.
"""

from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional

from vcam.training.networks.vcamnet.blocks import Bottleneck, Context, conv, enlarge, interleave, tidy

WIDTHS = (16, 32, 64, 128)
"""Channels at 1/2, 1/4, 1/8 and 1/16 of the picture's size."""
EIGHTH_INNER, EIGHTH_BLOCKS = 32, 2
SIXTEENTH_INNER, SIXTEENTH_DILATIONS = 64, (1, 2, 4, 1)
AGAIN_DILATIONS = (2, 1, 4, 1)
"""Of the blocks that look again once the channels are weighed by the whole picture."""
POINTING = 32
"""Channels of the convolution by which places point at heads."""
DECODER = (32, 16, 16)
"""Channels that are added up at 1/8, 1/4 and 1/2."""

SCORES = 4
"""Of a place at half size, one for each of its pixels; the border comes after them."""


class Answer(NamedTuple):
    """What the network says of pictures of (N, 3, H, W), all as logits.

    Attributes:
        score: (N, H, W), person; tidied, but in training.
        border: (N, H/2, W/2), the person's border.
        coarse: (N, H/8, W/8), person, only in training.
        heads: (N, 3, H/8, W/8), a head, and then no logits but the way to the person's head, x and y, in
            picture heights.
    """

    score: Tensor
    border: Tensor
    coarse: Tensor | None
    heads: Tensor


class VcamNet(nn.Module):
    """Takes heights and widths that are multiples of 16."""

    def __init__(self) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = WIDTHS
        self.to_half = conv(3, half, stride=2)
        self.to_quarter = conv(half, quarter, stride=2)
        self.to_eighth = nn.Sequential(
            conv(quarter, eighth, stride=2),
            *(Bottleneck(eighth, EIGHTH_INNER) for _ in range(EIGHTH_BLOCKS)),
        )
        self.to_sixteenth = nn.Sequential(
            conv(eighth, sixteenth, stride=2),
            *(Bottleneck(sixteenth, SIXTEENTH_INNER, dilation) for dilation in SIXTEENTH_DILATIONS),
            Context(sixteenth),
        )
        self.look_again = nn.Sequential(
            *(Bottleneck(sixteenth, SIXTEENTH_INNER, dilation) for dilation in AGAIN_DILATIONS)
        )
        self.point = nn.Sequential(conv(sixteenth, POINTING, 1), nn.Conv2d(POINTING, 12, 3, padding=1))
        at_eighth, at_quarter, at_half = DECODER
        self.deep = nn.Conv2d(sixteenth, at_eighth, 1)
        self.skips = nn.ModuleList(
            nn.Conv2d(own, added, 1) for own, added in zip((eighth, quarter, half), DECODER, strict=True)
        )
        self.merge_eighth = conv(at_eighth, at_quarter)
        self.merge_quarter = conv(at_quarter, at_half)
        self.coarse = nn.Conv2d(at_quarter, 1, 1)
        self.head = nn.Conv2d(at_half, SCORES + 1, 3, padding=1)

    def decode(self, image: Tensor) -> Answer:
        """Give everything it has to say, for training and export."""
        half = self.to_half(image)
        quarter = self.to_quarter(half)
        eighth = self.to_eighth(quarter)
        deepest = self.look_again(self.to_sixteenth(eighth))
        heads = functional.pixel_shuffle(self.point(deepest), 2)
        deep = self.deep(deepest)
        merged = self.merge_eighth(functional.relu(enlarge(deep) + self.skips[0](eighth)))
        coarse = self.coarse(merged)[:, 0] if self.training else None
        merged = self.merge_quarter(functional.relu(enlarge(merged) + self.skips[1](quarter)))
        logits = self.head(functional.relu(enlarge(merged) + self.skips[2](half)))
        score = interleave(logits[:, :SCORES])
        return Answer(score if self.training else tidy(score), logits[:, SCORES], coarse, heads)

    def forward(self, image: Tensor) -> Tensor:
        """Give the score, (N, H, W)."""
        return self.decode(image).score

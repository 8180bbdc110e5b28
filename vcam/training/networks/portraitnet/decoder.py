"""PortraitNet's decoder: D-Blocks, each followed by an up-sampling, between which features are added."""

from torch import Tensor, nn

from vcam.training.networks.mobilenet import TAP_CHANNELS, Taps, conv_bn
from vcam.training.networks.portraitnet.upsampling import Upsampling, make_upsampling

DECODER_CHANNELS = (96, 32, 24, 16, 8)


class DBlock(nn.Module):
    """Two depth-wise separable convolutions beside a point-wise short cut."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            *conv_bn(inputs, inputs, 3, groups=inputs),
            nn.ReLU(),
            *conv_bn(inputs, outputs, 1),
            nn.ReLU(),
            *conv_bn(outputs, outputs, 3, groups=outputs),
            nn.ReLU(),
            *conv_bn(outputs, outputs, 1),
        )
        self.shortcut = nn.Sequential(*conv_bn(inputs, outputs, 1))
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.relu(self.main(x) + self.shortcut(x))
        return result


class Decoder(nn.Module):
    """From the encoder's features to (N, 8, H, W)."""

    def __init__(self, upsampling: Upsampling) -> None:
        super().__init__()
        inputs = (TAP_CHANNELS[-1], *DECODER_CHANNELS[:-1])
        self.steps = nn.ModuleList(
            nn.Sequential(DBlock(wide, narrow), make_upsampling(upsampling, narrow))
            for wide, narrow in zip(inputs, DECODER_CHANNELS, strict=True)
        )

    def forward(self, taps: Taps) -> Tensor:
        to_sixteenth, to_eighth, to_quarter, to_half, to_full = self.steps
        sixteenth = to_sixteenth(taps.thirty_second)
        eighth = to_eighth(taps.sixteenth + sixteenth)
        quarter = to_quarter(taps.eighth + eighth)
        half = to_half(taps.quarter + quarter)
        full: Tensor = to_full(half)
        return full

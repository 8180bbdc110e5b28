"""SINet as a whole: encoder and information-blocking decoder."""

from torch import Tensor, nn

from vcam.training.networks.sinet.blocks import Activation, batch_norm, conv_bn_act, resize
from vcam.training.networks.sinet.encoder import Encoder


class SINet(nn.Module):
    """Portrait segmentation with 86,910 parameters (84,788 with ReLU).

    Input: (N, 3, H, W) float32, H and W multiples of 32.
    Output: (N, classes, H, W) logits, and with `coarse=True` also the encoder's own
    (N, classes, H/8, W/8), which training supervises.

    Args:
        classes: number of classes; 2 is background and person.
        kind: "prelu" as published, or "relu", which onnxruntime runs twice as fast.
        align_corners: True reads the authors' weights; False is what ONNX calls half_pixel.
    """

    def __init__(self, classes: int = 2, kind: Activation = "relu", align_corners: bool = False) -> None:
        super().__init__()
        self.align_corners = align_corners
        self.encoder = Encoder(classes, kind, align_corners)
        self.normalise_quarter = batch_norm(classes)
        self.detail = conv_bn_act(48, classes, 1, 1, kind)
        self.normalise_half = batch_norm(classes)
        self.smooth = nn.Conv2d(classes, classes, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        return self.decode(image)[0]

    def decode(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Give the full-size logits and the encoder's coarse ones."""
        features, coarse = self.encoder(image)
        sure = self.normalise_quarter(self._double(coarse))
        # Where the coarse answer is certain, detail is noise: let it through elsewhere only.
        doubt = 1 - sure.softmax(1).amax(1, keepdim=True)
        half = self.normalise_half(self._double(self.detail(features) * doubt + sure))
        return self.smooth(self._double(half)), coarse

    def _double(self, x: Tensor) -> Tensor:
        return resize(x, 2, self.align_corners)

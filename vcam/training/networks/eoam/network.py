"""EOAM as a whole: a small encoder, and detail let in where the confidence matrix doubts."""

from torch import Tensor, nn

from vcam.training.networks.eoam.encoder import Encoder
from vcam.training.networks.sinet.blocks import Activation, batch_norm, conv_bn_act, resize


class EOAM(nn.Module):
    """Portrait segmentation with 24,090 parameters (three classes, two modules, PReLU).

    Input: (N, 3, H, W) float32, H and W multiples of 32.
    Output: (N, classes, H, W) logits of background, person and, with three classes, edge.
    Who asks for a mask lets the first two decide also where the edge is likeliest.

    Args:
        classes: 3 as in the paper, or 2 as in the authors' code.
        kind: "prelu" as published, or "relu".
        modules: S2-modules at 1/8 of the size; 2 as released, 1 for the published 0.021 M parameters.
        attention: leave the edge branch out to see what it is worth.
        serial: chain the blocks of an S2-module as the authors' code does; if not, as in SINet.
        far: squeeze what the deeper S2-modules look at, as SINet's do and the authors' code does not: same
            weights, fewer operations, and each place sees 200 pixels around it in place of 70.
    """

    def __init__(
        self,
        classes: int = 3,
        kind: Activation = "prelu",
        modules: int = 2,
        attention: bool = True,
        serial: bool = False,
        far: bool = False,
        align_corners: bool = False,
    ) -> None:
        super().__init__()
        self.align_corners = align_corners
        self.encoder = Encoder(classes, kind, align_corners, modules, attention, serial, far)
        self.normalise_quarter = batch_norm(classes)
        self.detail = conv_bn_act(24, classes, 1, 1, kind)
        self.normalise_half = batch_norm(classes)
        self.smooth = nn.Conv2d(classes, classes, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        features, coarse = self.encoder(image)
        sure = self.normalise_quarter(self._double(coarse))
        confidence_matrix = 1 - sure.softmax(1).amax(1, keepdim=True)
        mixed = self.detail(features) * confidence_matrix + sure
        half = self.normalise_half(self._double(mixed))
        logits: Tensor = self.smooth(self._double(half))
        return logits

    def _double(self, x: Tensor) -> Tensor:
        return resize(x, 2, self.align_corners)

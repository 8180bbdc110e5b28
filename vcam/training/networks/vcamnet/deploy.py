"""VcamNet as onnxruntime runs it best: bytes in, alpha and border out."""

import copy

import torch
from torch import Tensor, nn

from vcam.training.networks.vcamnet.network import SCORES, VcamNet


class DeployedVcamNet(nn.Module):
    """Computes what `VcamNet` does on normalised pictures, without a pass over the picture to scale it.

    Input: (1, H, W, 3) uint8 BGR. Output: alpha, (1, H, W) float32, the probability of person;
    border, (1, H/2, W/2) float32, that of the person's border; and heads, (1, 3, H/8, W/8) float32,
    that of a head, and the way to the person's, x and y, in picture heights.

    Args:
        network: trained; it is copied.
        centre, scale: the network was trained on (byte - centre) / scale.
        alpha_alone: give alpha and nothing else.
        even: the score at which alpha is a half.
    """

    def __init__(
        self, network: VcamNet, centre: float, scale: float, alpha_alone: bool = False, even: float = 0.0
    ) -> None:
        super().__init__()
        self.alpha_alone = alpha_alone
        self.network = copy.deepcopy(network).eval()
        self.centre = centre
        first = self.network.to_half[0]
        assert isinstance(first, nn.Conv2d)
        first.weight.data /= scale
        assert self.network.head.bias is not None
        self.network.head.bias.data[:SCORES] -= even

    def forward(self, frame: Tensor) -> tuple[Tensor, ...]:
        answer = self.network.decode(frame.permute(0, 3, 1, 2).float() - self.centre)
        if self.alpha_alone:
            return (torch.sigmoid(answer.score),)
        is_head, way = answer.heads[:, :1], answer.heads[:, 1:]
        heads = torch.cat([torch.sigmoid(is_head), way], 1)
        return torch.sigmoid(answer.score), torch.sigmoid(answer.border), heads

"""One of COF's four layers: what it reads off a feature, and what it makes of its neighbours' answers."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from vcam.training.networks.cof.blocks import SpatialPyramid, conv_bn_relu, enlarge, filter_bn, filter_bn_relu


class Reading(NamedTuple):
    """A layer's own answers, before its neighbours are heard; training supervises both logits."""

    features: Tensor  # (N, width, h, w)
    classes: Tensor  # (N, classes, h, w) logits
    boundary: Tensor  # (N, 1, h, w) logit


class Layer(nn.Module):
    """A layer over an encoder's feature of `depth` channels.

    Args:
        separable: what filters wide features is separable; the heads and what reads them is not.
        pyramid: what takes the feature to `width` channels; None stands for a 1x1 convolution.
    """

    def __init__(
        self,
        depth: int,
        width: int,
        boundary_width: int,
        classes: int,
        separable: bool,
        pyramid: SpatialPyramid | None,
    ) -> None:
        super().__init__()
        self.project = pyramid or conv_bn_relu(depth, width, 1)
        self.classify = nn.Conv2d(width, classes, 3, padding=1)
        self.find_boundary = nn.Sequential(
            filter_bn_relu(width, boundary_width, separable), nn.Conv2d(boundary_width, 1, 3, padding=1)
        )
        self.widen_classes = filter_bn_relu(classes, width, separable=False)
        self.widen_boundary = nn.Sequential(
            filter_bn_relu(1, boundary_width, separable), filter_bn(boundary_width, width, separable)
        )
        self.narrow = nn.Sequential(nn.Conv2d(width, depth, 1, bias=False), nn.BatchNorm2d(depth))
        self.relu = nn.ReLU()
        self.out = filter_bn_relu(depth, width, separable)

    def read(self, tap: Tensor) -> Reading:
        """Give the layer's own view of the encoder's feature."""
        features = self.project(tap)
        return Reading(features, self.classify(features), self.find_boundary(features))

    def forward(self, tap: Tensor, features: Tensor, classes: Tensor, boundary: Tensor) -> Tensor:
        """Fuse classes and boundary (SBF) into (N, width, h, w), with both residuals."""
        semantic = self.widen_classes(classes)
        fused = semantic * torch.sigmoid(self.widen_boundary(boundary)) + semantic
        refined = self.relu(self.narrow(fused + features) + tap)
        result: Tensor = self.out(refined)
        return result


def enhance_classes(readings: list[Reading]) -> list[Tensor]:
    """CGCA, deep to shallow: which classes the deeper layer sees anywhere gates the shallower one's."""
    enhanced = [readings[-1].classes]
    for reading in reversed(readings[:-1]):
        gate = torch.sigmoid(enhanced[0].mean((2, 3), keepdim=True))
        enhanced.insert(0, reading.classes + reading.classes * gate)
    return enhanced


def enhance_boundaries(readings: list[Reading]) -> list[Tensor]:
    """CGBE, shallow to deep: a deeper layer adds what the finer one before it found."""
    enhanced = [readings[0].boundary]
    for reading in readings[1:]:
        enhanced.append(reading.boundary + enlarge(enhanced[-1], reading.boundary))
    return enhanced

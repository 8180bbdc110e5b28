"""What each network is punished for. Logits are (N, C, H, W), targets (N, H, W) in [0, 1]."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from vcam.training.losses.lovasz import lovasz_hinge
from vcam.training.losses.terms import (
    balanced_edge_loss,
    boundary_band,
    consistency_loss,
    focal_loss,
    heads_loss,
    overlap_loss,
    soft_cross_entropy,
)

FINE_BAND_PX = 15
COARSE_BAND_PX = 5
NEAR_BAND_HALF_PX = 5
EDGE_PX = 5
"""Edge as a class: two pixels on both sides of the border, twice dilated against twice eroded by 3x3."""
THIN_EDGE_PX = 3
"""Edge where a label's gradient is not zero: a pixel on both sides of the border."""

SURE = 0.75
"""From here on a seam is one, not somewhere where nobody knows."""

OVERLAP_EVERY_PX = 2
"""The Lovász hinge has to sort its pixels; a quarter of them tell it as much."""

EVEN = (1.0, 1.0)
EDGE_CLASS = 2


def sinet_loss(fine: Tensor, coarse: Tensor, target: Tensor, weights: tuple[float, float]) -> Tensor:
    """SINet's loss on the picture and, in place of its first training stage, on the encoder's own answer.

    Args:
        fine: (N, 2, H, W) logits; coarse: (N, 2, H/8, W/8) logits of the encoder.
        target: (N, H, W) float32, share of person in each pixel.
        weights: of background and person, see `class_weights`.
    """
    small = functional.avg_pool2d(target[:, None], 8)[:, 0]
    return _with_boundary(fine, target, weights, FINE_BAND_PX) + 0.4 * _with_boundary(
        coarse, small, weights, COARSE_BAND_PX
    )


def portraitnet_loss(mask: Tensor, edge: Tensor, target: Tensor) -> Tensor:
    """PortraitNet's loss: the mask of both pictures, the edge, and that texture changes no answer.

    Args:
        mask: (2N, 2, H, W) logits of N textured pictures and then of the same N without texture, or
            (N, 2, H, W) of the textured ones alone, which then count for both.
        edge: (2N, 2, H, W) or (N, 2, H, W) logits of the same; those of the textured ones count.
        target: (N, H, W) float32, share of person in each pixel.
    """
    textured = mask[: len(target)]
    with torch.no_grad():
        border = boundary_band(target, EDGE_PX)
    told = soft_cross_entropy(textured, target, EVEN)
    outline = 0.1 * focal_loss(edge[: len(target)], border)
    if len(mask) == len(target):
        return 2 * told + outline
    plain = mask[len(target) :]
    # The authors average the last term over classes too, and weigh it twice: the same.
    return told + soft_cross_entropy(plain, target, EVEN) + outline + consistency_loss(textured, plain)


def eoam_loss(logits: Tensor, target: Tensor) -> Tensor:
    """EOAM's loss for three classes: the classes, the person's IoU, and the band around the border.

    Args:
        logits: (N, 3, H, W) of background, person and edge.
        target: (N, H, W) float32, share of person in each pixel.
    """
    with torch.no_grad():
        person = target > 0.5
        classes = person.long().masked_fill(boundary_band(target, EDGE_PX), EDGE_CLASS)
        band = boundary_band(target, FINE_BAND_PX)
    everywhere = functional.cross_entropy(logits, classes, weight=logits.new_tensor([1.0, 1.0, 2.0]))
    thinned = (slice(None), slice(None, None, OVERLAP_EVERY_PX), slice(None, None, OVERLAP_EVERY_PX))
    overlap = lovasz_hinge((logits[:, 1] - logits[:, 0])[thinned], person[thinned])
    return everywhere + overlap + 0.5 * soft_cross_entropy(logits[:, :EDGE_CLASS], target, EVEN, band)


def cof_loss(
    logits: Tensor, classes: Sequence[Tensor], boundaries: Sequence[Tensor], target: Tensor
) -> Tensor:
    """COF's loss: the answer, and under deep supervision every layer's classes and boundary.

    Args:
        logits: (N, 2, H, W).
        classes: each layer's (N, 2, h, w) logits, of any size.
        boundaries: each layer's (N, 1, h, w) logits, of any size.
        target: (N, H, W) float32, share of person in each pixel.
    """
    with torch.no_grad():
        border = boundary_band(target, THIN_EDGE_PX)
    loss = soft_cross_entropy(logits, target, EVEN)
    for own in classes:
        loss = loss + 0.4 * soft_cross_entropy(_enlarge(own, target), target, EVEN)
    for own in boundaries:
        loss = loss + balanced_edge_loss(_enlarge(own, target)[:, 0], border)
    return loss


def vcam_loss(
    score: Tensor,
    border: Tensor,
    coarse: Tensor,
    heads: Tensor,
    target: Tensor,
    seams: Tensor,
    pointed: Tensor,
) -> Tensor:
    """Our own network's loss: each pixel, more near the border; each picture's overlap; all borders; heads.

    Args:
        score: (N, H, W) logits of person.
        border: (N, H/2, W/2) logits of a person's border.
        coarse: (N, H/8, W/8) logits of person, midway in the decoder.
        heads: (N, 3, H/8, W/8), see `heads_loss`.
        target: (N, H, W) float32, share of person in each pixel.
        seams: (N, H, W) float32, 1 where the border of one person lies on another, 0 where none
            does, between these where nobody knows.
        pointed: (N, 3, H, W) float32, see `heads_loss`.
    """
    with torch.no_grad():
        # At half the size, where bands cost a quarter.
        halved = functional.avg_pool2d(target[:, None], 2)[:, 0]
        outline = boundary_band(halved, THIN_EDGE_PX)
        between = functional.max_pool2d(seams[:, None], 2)[:, 0]
        edge = outline | (between > SURE)
        is_known = edge | (between < 1 - SURE) | (halved < 0.5)
        near = boundary_band(halved, NEAR_BAND_HALF_PX).float()[:, None]
        weight = 1 + 2 * functional.interpolate(near, scale_factor=2.0, mode="nearest")[:, 0]
        small = functional.avg_pool2d(target[:, None], 8)[:, 0]
    pixels = functional.binary_cross_entropy_with_logits(score, target, weight) / 1.5
    middle = functional.binary_cross_entropy_with_logits(coarse, small)
    outlines = balanced_edge_loss(border, edge, is_known)
    shape = 0.5 * overlap_loss(score, target) + 0.3 * outlines
    return pixels + shape + 0.3 * middle + 0.3 * heads_loss(heads, target, pointed)


def _enlarge(logits: Tensor, target: Tensor) -> Tensor:
    return functional.interpolate(logits, size=target.shape[1:], mode="bilinear", align_corners=False)


def _with_boundary(logits: Tensor, target: Tensor, weights: tuple[float, float], band_px: int) -> Tensor:
    with torch.no_grad():
        band = boundary_band(target, band_px)
    everywhere = soft_cross_entropy(logits, target, weights)
    return everywhere + 0.5 * soft_cross_entropy(logits, target, weights, band)

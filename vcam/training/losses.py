"""What the networks are punished for. Logits are (N, C, H, W), targets (N, H, W) in [0, 1]."""

import math

import torch
from torch import Tensor
from torch.nn import functional

FINE_BAND_PX = 15
COARSE_BAND_PX = 5


def class_weights(person_share: float) -> tuple[float, float]:
    """Weight of background and person, 1 / ln(1.10 + share), as in SINet."""
    return 1 / math.log(2.10 - person_share), 1 / math.log(1.10 + person_share)


def boundary_band(target: Tensor, width_px: int) -> Tensor:
    """Mark what lies within half of `width_px` of the person's edge: dilation minus erosion."""
    hard = (target > 0.5).float()[:, None]
    return (_dilate(hard, width_px) + _dilate(-hard, width_px))[:, 0] > 0


def _dilate(mask: Tensor, width_px: int) -> Tensor:
    """Dilate by a square, rows then columns: the whole square at once takes width/2 times longer."""
    rows = functional.max_pool2d(mask, (1, width_px), 1, (0, width_px // 2))
    return functional.max_pool2d(rows, (width_px, 1), 1, (width_px // 2, 0))


def soft_cross_entropy(
    logits: Tensor, target: Tensor, weights: tuple[float, float], where: Tensor | None = None
) -> Tensor:
    """Cross entropy of two classes against a soft person share, mean over the weights in `where`."""
    log_p = functional.log_softmax(logits, 1)
    background = (1 - target) * weights[0]
    person = target * weights[1]
    loss = -(background * log_p[:, 0] + person * log_p[:, 1])
    weight = background + person
    if where is not None:
        loss, weight = loss * where, weight * where
    return loss.sum() / weight.sum().clamp_min(1)


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


def _with_boundary(logits: Tensor, target: Tensor, weights: tuple[float, float], band_px: int) -> Tensor:
    with torch.no_grad():
        band = boundary_band(target, band_px)
    everywhere = soft_cross_entropy(logits, target, weights)
    return everywhere + 0.5 * soft_cross_entropy(logits, target, weights, band)

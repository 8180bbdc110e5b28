"""The terms of which losses are made. Logits are (N, C, H, W), targets (N, H, W) in [0, 1]."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from vcam.training.data.labels import decode_place

HEAD_WEIGHT = 5.0
"""Heads are few places."""
NEAR_ENOUGH = 0.03
"""In picture heights: within this, being nearer counts for less and less."""
MOST_EDGE_WEIGHT = 10.0


def class_weights(person_share: float) -> tuple[float, float]:
    """Weight of background and person, 1 / ln(1.10 + share), as in SINet."""
    return 1 / math.log(2.10 - person_share), 1 / math.log(1.10 + person_share)


def boundary_band(target: Tensor, width_px: int) -> Tensor:
    """Mark what lies within half of `width_px` of the person's edge: dilated person and dilated room."""
    person = target > 0.5
    return _dilate(person, width_px // 2) & _dilate(~person, width_px // 2)


def _dilate(mask: Tensor, reach_px: int) -> Tensor:
    """Dilate (N, H, W) bool by a square that reaches so far; a pooling takes ten times longer."""
    wide = mask
    for axis in (1, 2):
        reached = 0
        while reached < reach_px:
            # The three copies must leave no gap between them.
            step = min(2 * reached + 1, reach_px - reached)
            wide = _spread(wide, step, axis)
            reached += step
    return wide


def _spread(mask: Tensor, step: int, axis: int) -> Tensor:
    """Join the mask with itself, moved by `step` pixels both ways."""
    rest = mask.shape[axis] - step
    wide = mask.clone()
    if rest > 0:
        wide.narrow(axis, step, rest).logical_or_(mask.narrow(axis, 0, rest))
        wide.narrow(axis, 0, rest).logical_or_(mask.narrow(axis, step, rest))
    return wide


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


def overlap_loss(score: Tensor, target: Tensor) -> Tensor:
    """1 - IoU of soft masks, of each picture alone, so that a small person counts as much as a large one.

    Args:
        score: (N, H, W) logits.
        target: (N, H, W) share of person.
    """
    person = score.sigmoid()
    both = (person * target).sum((1, 2))
    either = (person + target).sum((1, 2)) - both
    # A two-hundredth of the picture more on both sides: where nobody is, a speck costs little.
    spare = 0.005 * target[0].numel()
    return (1 - (both + spare) / (either + spare)).mean()


def focal_loss(logits: Tensor, where: Tensor) -> Tensor:
    """Cross entropy of two classes, less of it the surer the answer is already right.

    Args:
        logits: (N, 2, H, W); the second class is what `where` marks.
        where: (N, H, W) bool.
    """
    log_p = functional.log_softmax(logits, 1).gather(1, where.long()[:, None])
    doubt = (1 - log_p.exp()).square().detach()
    return -(doubt * log_p).mean()


def consistency_loss(pupil: Tensor, teacher: Tensor) -> Tensor:
    """Mean over pixels of KL(teacher || pupil) between two (N, C, H, W) logits; only the pupil learns."""
    wanted = functional.log_softmax(teacher.detach(), 1)
    given = functional.log_softmax(pupil, 1)
    return functional.kl_div(given, wanted, reduction="none", log_target=True).sum(1).mean()


def balanced_edge_loss(logits: Tensor, edge: Tensor, where: Tensor | None = None) -> Tensor:
    """Binary cross entropy in which edge and the rest weigh the same, up to ten times per pixel.

    Args:
        logits: (N, H, W).
        edge: (N, H, W) bool.
        where: (N, H, W) bool, the pixels that count; None is all.
    """
    counted = torch.ones_like(logits) if where is None else where.float()
    total = counted.sum().clamp_min(1)
    share = (edge * counted).sum() / total
    weight = ((1 - share) / share).clamp(max=MOST_EDGE_WEIGHT)
    loss = functional.binary_cross_entropy_with_logits(
        logits, edge.float(), counted, reduction="sum", pos_weight=weight
    )
    return loss / total


def heads_loss(heads: Tensor, target: Tensor, pointed: Tensor) -> Tensor:
    """Judge where heads are said to be, and how far each place's way ends from its person's head.

    Args:
        heads: (N, 3, H/8, W/8), logits of a head, and the way there, x and y, in picture heights.
        target: (N, H, W) float32, share of person in each pixel.
        pointed: (N, 3, H, W) float32 in [0, 1], labels as `draw_heads` draws them, divided by 255.
    """
    height, width = target.shape[1:]
    with torch.no_grad():
        is_head = functional.max_pool2d(pointed[:, 0], 8)
        certain = ((is_head - 0.5).abs() > 0.25).float()
        # The pixel in the middle of each place.
        xs, ys = (pointed[:, plane, 4::8, 4::8] for plane in (1, 2))
        person = functional.avg_pool2d(target, 8)
        counted = ((xs > 0) & (person > 0.5)).float()
        down = (torch.arange(ys.shape[1], device=ys.device) * 8 + 4.5)[:, None]
        across = (torch.arange(xs.shape[2], device=xs.device) * 8 + 4.5)[None]
        way_x = (decode_place(xs) * width - across) / height
        way_y = (decode_place(ys) * height - down) / height
    found = functional.binary_cross_entropy_with_logits(
        heads[:, 0], (is_head > 0.75).float(), certain, pos_weight=heads.new_tensor(HEAD_WEIGHT)
    )
    missed = functional.smooth_l1_loss(
        heads[:, 1:], torch.stack([way_x, way_y], 1), reduction="none", beta=NEAR_ENOUGH
    ).sum(1)
    return found + 2 * (missed * counted).sum() / counted.sum().clamp_min(1)

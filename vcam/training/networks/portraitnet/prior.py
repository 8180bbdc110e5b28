"""The mask of the frame before, as PortraitNet sees it in training."""

import torch
from torch import Tensor
from torch.nn import functional

EMPTY_SHARE = 0.5
MOST_SHIFT = 0.05
"""Half of the picture's size is 1."""


def draw_previous(target: Tensor) -> Tensor:
    """Make what a frame before might have given: often nothing, else the truth moved and bent a little.

    Args:
        target: (N, H, W) float32 in [0, 1].

    Returns:
        (N, 1, H, W) float32 in [0, 1]; torch's global generator draws it.
    """
    count = len(target)
    still = torch.eye(2, 3, device=target.device).expand(count, 2, 3)
    moved = still + MOST_SHIFT * (2 * torch.rand(count, 2, 3, device=target.device) - 1)
    masks = target[:, None]
    grid = functional.affine_grid(moved, list(masks.shape), align_corners=False)
    known = torch.rand(count, 1, 1, 1, device=target.device) >= EMPTY_SHARE
    return functional.grid_sample(masks, grid, align_corners=False) * known

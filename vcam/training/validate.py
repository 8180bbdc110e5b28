"""The score by which a training chooses its best weights."""

import cv2
import numpy as np
import torch
from torch import nn

from vcam.evaluation.metrics import score_mask
from vcam.portrait.prepare import fit_network_size
from vcam.training.data.pools import Portrait
from vcam.training.networks.catalogue import Shipped


@torch.no_grad()
def held_out_score(
    network: nn.Module, pictures: tuple[Portrait, ...], budget_px: int, size_multiple: int
) -> float:
    """Mean over the pictures of the person's IoU and the boundary F at each picture's own size, in percent.

    Both halves count alike: the IoU of the few held-out pictures hangs on the two or three that
    no network gets right, and says little of how well edges lie.
    """
    device = next(network.parameters()).device
    was_training = network.training
    shipped = Shipped(network.eval())
    scores = []
    for picture in pictures:
        height, width = picture.alpha.shape
        size = fit_network_size((width, height), budget_px, size_multiple)
        small = cv2.resize(picture.image, size, interpolation=cv2.INTER_AREA)
        alpha = shipped(torch.from_numpy(small)[None].to(device))[0].cpu().numpy()
        mask = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
        truth = picture.alpha > 127
        judged = score_mask(mask, truth)
        scores.append((judged.iou + judged.boundary_f) / 2)
    network.train(was_training)
    return float(np.mean(scores) * 100)

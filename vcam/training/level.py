"""How sure a network must be of a person, so that its masks are neither too large nor too small."""

import logging
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from vcam.errors import VcamError
from vcam.evaluation.metrics import score_mask
from vcam.portrait.prepare import fit_network_size
from vcam.training.checkpoint import load_checkpoint, save_checkpoint
from vcam.training.data.pools import Portrait, load_labelled
from vcam.training.networks.catalogue import Shipped, find_network

log = logging.getLogger(__name__)

FOLDERS = (Path("eg1800", "val"), Path("eg1800", "train"), Path("ccp"))
"""Photographs with labels by hand."""
EVERY = 3
"""Of those that were trained on one in so many is looked at, which is plenty for one number."""
CANDIDATES = tuple(step / 50 for step in range(20, 35))
"""Probabilities; beyond, something else than their level is wrong with a network's answers."""


def level(checkpoint: Path, data: Path, out: Path) -> float:
    """Find the probability from which on a pixel should count as person, and keep it with the weights.

    Labels that teachers soften, and edges that are blurred in small pictures, shift a network's masks by a
    fraction of a pixel. `export` shifts the score so that this probability becomes a half.

    Args:
        checkpoint: a `best.pt`, or a `last.pt`, of which the averaged weights count.
        data: the data folder.
        out: the checkpoint to write.

    Returns:
        The probability.

    Raises:
        VcamError: the checkpoint or the data cannot be read, or no level suits the network.
    """
    name, network = load_checkpoint(checkpoint)
    own = find_network(name)
    if own.closeups:
        raise VcamError(f"{name} sees close-ups, of which there are no labels by hand; export it as it is.")
    val, *trained = (load_labelled(data / folder) for folder in FOLDERS)
    portraits = (*val, *(each for pool in trained for each in pool[::EVERY]))
    found = find_level(network, portraits, own.budget_px, own.size_multiple)
    save_checkpoint(name, network.state_dict(), out, found)
    return found


@torch.no_grad()
def find_level(
    network: nn.Module, portraits: Sequence[Portrait], budget_px: int, size_multiple: int
) -> float:
    """Give the candidate at which IoU and boundary F, which count alike, are best on average.

    Raises:
        VcamError: they are best at an end of the candidates, or alike at all.
    """
    shipped = Shipped(network.eval())
    scores = np.zeros(len(CANDIDATES))
    for portrait in portraits:
        height, width = portrait.alpha.shape
        small = cv2.resize(
            portrait.image,
            fit_network_size((width, height), budget_px, size_multiple),
            interpolation=cv2.INTER_AREA,
        )
        alpha = shipped(torch.from_numpy(small)[None])[0].numpy()
        alpha = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR)
        for place, candidate in enumerate(CANDIDATES):
            judged = score_mask(np.asarray(alpha > candidate), portrait.alpha > 127)
            scores[place] += (judged.iou + judged.boundary_f) / 2
    for candidate, score in zip(CANDIDATES, scores / len(portraits), strict=True):
        log.info("from %.2f on: %.2f", candidate, score * 100)
    best = int(scores.argmax())
    if not 0 < best < len(CANDIDATES) - 1:
        raise VcamError("At no level are the network's masks as large as the labels; train it further first.")
    return CANDIDATES[best]

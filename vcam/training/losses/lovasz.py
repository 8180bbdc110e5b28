"""The Lovász hinge (Yu and Blaschko 2015): a convex stand-in for the intersection over union."""

import torch
from torch import Tensor


def lovasz_hinge(scores: Tensor, person: Tensor) -> Tensor:
    """Punish what lowers the person's IoU over all pixels of a batch together.

    Args:
        scores: of any shape; above zero says person.
        person: of the same shape, bool.

    Returns:
        A scalar >= 0; 0 where every pixel is right by a margin of 1.
    """
    truth = person.flatten().to(scores.dtype)
    errors = 1 - scores.flatten() * (2 * truth - 1)
    errors, order = errors.sort(descending=True)
    return errors.relu() @ _jaccard_steps(truth[order])


def _jaccard_steps(truth: Tensor) -> Tensor:
    """How much the Jaccard loss grows with each pixel that is wrong too, (P,), pixels in order of error."""
    missed = truth.cumsum(0)
    invented = (1 - truth).cumsum(0)
    people = missed[-1]
    loss = 1 - (people - missed) / (people + invented)
    return torch.diff(loss, prepend=loss.new_zeros(1))

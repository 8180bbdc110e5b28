"""What the networks are punished for: terms, and their sum for each network."""

from vcam.training.losses.lovasz import lovasz_hinge
from vcam.training.losses.terms import (
    balanced_edge_loss,
    boundary_band,
    class_weights,
    consistency_loss,
    focal_loss,
    heads_loss,
    overlap_loss,
    soft_cross_entropy,
)
from vcam.training.losses.totals import cof_loss, eoam_loss, portraitnet_loss, sinet_loss, vcam_loss

__all__ = [
    "balanced_edge_loss",
    "boundary_band",
    "class_weights",
    "cof_loss",
    "consistency_loss",
    "eoam_loss",
    "focal_loss",
    "heads_loss",
    "lovasz_hinge",
    "overlap_loss",
    "portraitnet_loss",
    "sinet_loss",
    "soft_cross_entropy",
    "vcam_loss",
]

"""EOAM: edge-oriented attention on a cut-down SINet (Zhang, Wang, Yang, Chen; ICASSP 2023)."""

from vcam.training.networks.eoam.network import EOAM

__all__ = ["EOAM"]

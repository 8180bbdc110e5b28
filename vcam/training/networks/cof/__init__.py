"""COF, a nickname: portrait instance segmentation for mobile devices (Zhu et al., ICME 2019)."""

from vcam.training.networks.cof.network import COF

__all__ = ["COF"]

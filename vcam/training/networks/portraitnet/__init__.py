"""PortraitNet: real-time portrait segmentation (Zhang et al., Computers & Graphics 2019)."""

from vcam.training.networks.portraitnet.network import PortraitNet

__all__ = ["PortraitNet"]

"""SINet: extreme lightweight portrait segmentation (Park et al., WACV 2020, arXiv 1911.09099)."""

from vcam.training.networks.sinet.network import SINet

__all__ = ["SINet"]

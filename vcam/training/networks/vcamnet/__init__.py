"""Our own default network."""

from vcam.training.networks.vcamnet.network import Answer, VcamNet

__all__ = ["Answer", "VcamNet"]

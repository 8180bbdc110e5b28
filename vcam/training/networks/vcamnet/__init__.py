"""Our own default network."""

from vcam.training.networks.vcamnet.deploy import DeployedVcamNet
from vcam.training.networks.vcamnet.network import Answer, VcamNet

__all__ = ["Answer", "DeployedVcamNet", "VcamNet"]

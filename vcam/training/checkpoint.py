"""Trained weights as `vcam train` keeps them."""

import pickle
from pathlib import Path

import torch
from torch import nn

from vcam.errors import VcamError
from vcam.training.networks.catalogue import make_network


def load_checkpoint(checkpoint: Path) -> tuple[str, nn.Module]:
    """Read the name and the network of a `best.pt`, ready to run.

    Raises:
        VcamError: it is no checkpoint of `vcam train`.
    """
    try:
        saved = torch.load(checkpoint, weights_only=True)
        name: str = saved["network"]
        network = make_network(name)
        network.load_state_dict(saved["weights"])
    except OSError as error:
        raise VcamError(f"{checkpoint} cannot be read ({error.strerror}); name a best.pt.") from error
    except (KeyError, TypeError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise VcamError(f"{checkpoint} holds no trained network; name a best.pt of vcam train.") from error
    return name, network.eval()

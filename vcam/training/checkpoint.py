"""Trained weights as `vcam train` keeps them."""

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import torch
from torch import Tensor, nn

from vcam.errors import VcamError
from vcam.training.networks.catalogue import make_network

Weights: TypeAlias = dict[str, Tensor]

EVEN = 0.5
"""The level of a network that nobody has asked for another one."""
AVERAGED = "module."
"""How `last.pt` begins the names of averaged weights."""


def load_checkpoint(checkpoint: Path) -> tuple[str, nn.Module]:
    """Read the name and the network of a `best.pt`, or the averaged one of a `last.pt`, ready to run.

    Raises:
        VcamError: it is no checkpoint of `vcam train`, or of a network that has been changed since.
    """
    name, weights = read_weights(checkpoint)
    network = make_network(name)
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise VcamError(f"{checkpoint} holds no {name} of this size; name another best.pt.") from error
    return name, network.eval()


def read_weights(checkpoint: Path) -> tuple[str, Weights]:
    """Read the name and the weights of a `best.pt`, or the averaged ones of a `last.pt`.

    Raises:
        VcamError: it is no checkpoint of `vcam train`.
    """
    try:
        return _name_and_weights(torch.load(checkpoint, weights_only=True, map_location="cpu"))
    except OSError as error:
        raise VcamError(f"{checkpoint} cannot be read ({error.strerror}); name a best.pt.") from error
    except (KeyError, TypeError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise VcamError(f"{checkpoint} holds no trained network; name a best.pt of vcam train.") from error


def save_checkpoint(name: str, weights: Weights, out: Path, level: float = EVEN) -> None:
    """Write what `load_checkpoint` and `read_level` read."""
    torch.save({"network": name, "weights": weights, "level": level}, out)


def read_level(checkpoint: Path) -> float:
    """Read the probability from which on a pixel counts as person, as `vcam.training.level` has found it.

    A training that goes on from these weights, and a mean of them, know nothing of it.
    """
    saved = torch.load(checkpoint, weights_only=True, map_location="cpu")
    return float(saved.get("level", EVEN))


def average_checkpoints(checkpoints: Sequence[Path], out: Path) -> str:
    """Write the mean of several trainings' weights as a checkpoint; give the network's name.

    Weights that one training took from another may be averaged, and often do better than each of them
    on pictures of more kinds (model soups: Wortsman et al., ICML 2022).

    Args:
        checkpoints: at least one; of one network.
        out: the file to write.

    Raises:
        VcamError: one is no checkpoint of `vcam train`, or is another network's.
    """
    named = [load_checkpoint(checkpoint) for checkpoint in checkpoints]
    name = named[0][0]
    for checkpoint, (other, _) in zip(checkpoints, named, strict=True):
        if other != name:
            raise VcamError(f"{checkpoint} holds {other}; name checkpoints of {name} alone.")
    every: list[Weights] = [network.state_dict() for _, network in named]
    save_checkpoint(name, {key: _mean([one[key] for one in every]) for key in every[0]}, out)
    return name


def _name_and_weights(saved: dict[str, object]) -> tuple[str, Weights]:
    if "averaged" not in saved:
        return saved["network"], saved["weights"]  # type: ignore[return-value]  # make_network checks both
    averaged: Weights = saved["averaged"]  # type: ignore[assignment]
    own = {key.removeprefix(AVERAGED): each for key, each in averaged.items() if key.startswith(AVERAGED)}
    return saved["name"], own  # type: ignore[return-value]


def _mean(tensors: list[Tensor]) -> Tensor:
    """Give the mean; of what is counted, not learned, the first."""
    return torch.stack(tensors).mean(0) if tensors[0].is_floating_point() else tensors[0]

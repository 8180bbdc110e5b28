from pathlib import Path

import pytest
import torch

from vcam.errors import VcamError
from vcam.training import loop
from vcam.training.checkpoint import average_checkpoints, load_checkpoint
from vcam.training.loop import _Run
from vcam.training.networks.catalogue import make_network
from vcam.training.recipe import Recipe


def save(name: str, level: float, path: Path) -> Path:
    """A network all of whose learned numbers are `level`."""
    weights = make_network(name).state_dict()
    for each in weights.values():
        each.fill_(level)
    torch.save({"network": name, "weights": weights, "step": 1, "val_score": 1.0}, path)
    return path


def test_the_mean_of_checkpoints_is_a_checkpoint(tmp_path: Path) -> None:
    first, second = save("eoam", 1.0, tmp_path / "a.pt"), save("eoam", 4.0, tmp_path / "b.pt")
    assert average_checkpoints([first, second], tmp_path / "mean.pt") == "eoam"
    name, network = load_checkpoint(tmp_path / "mean.pt")
    assert name == "eoam"
    assert all(bool((each == 2.5).all()) for each in network.parameters())


def test_another_network_cannot_be_averaged(tmp_path: Path) -> None:
    first, second = save("eoam", 1.0, tmp_path / "a.pt"), save("sinet", 4.0, tmp_path / "b.pt")
    with pytest.raises(VcamError, match=r"b\.pt holds sinet; name checkpoints of eoam alone"):
        average_checkpoints([first, second], tmp_path / "mean.pt")
    assert not (tmp_path / "mean.pt").exists()


def test_the_averaged_weights_of_a_training_that_goes_on_are_a_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "held_out_score", lambda *_: 1.0)
    run = _Run(Recipe("eoam", 4, 2), tmp_path)
    with torch.no_grad():
        for each in run.averaged.module.parameters():
            each.fill_(3.0)
    run.keep(())
    name, network = load_checkpoint(tmp_path / "last.pt")
    assert name == "eoam"
    assert all(bool((each == 3).all()) for each in network.parameters())

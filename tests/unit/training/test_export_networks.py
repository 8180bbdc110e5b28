from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from vcam.portrait.manifest import describe_file
from vcam.portrait.session import Session
from vcam.training.export import export_network
from vcam.training.networks.catalogue import Shipped, make_network
from vcam.types import Size

SIZES = [Size(96, 64), Size(64, 128)]


def settle(network: nn.Module, head: str) -> nn.Module:
    """Give the normalisations statistics and the head small weights: surely 0 or 1 would hide mistakes."""
    torch.manual_seed(1)
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = 1.0
        network.train()(torch.randn(2, 3, 64, 64))
        network.get_submodule(head).weight.mul_(0.02)  # type: ignore[operator]
    return network.eval()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("portraitnet", "mask"),
        ("portraitnet-bilinear", "mask"),
        ("eoam", "smooth"),
        ("eoam-serial", "smooth"),
        ("cof-lite", "classify"),
    ],
)
def test_the_file_computes_what_the_network_does_at_every_size(name: str, head: str, tmp_path: Path) -> None:
    network = settle(make_network(name), head)
    path = tmp_path / "network.onnx"
    export_network(network, path)
    assert "ConvTranspose" not in {node.op_type for node in onnx.load(path).graph.node}
    for size in SIZES:
        picture = np.random.default_rng(3).integers(0, 256, size.shape, dtype=np.uint8)
        with torch.no_grad():
            wanted = Shipped(network)(torch.from_numpy(picture)[None])[0].numpy()
        session = Session(describe_file(path), tmp_path, size, 1, size)
        given = session.infer(picture, np.empty((size.height, size.width), np.float32))
        assert wanted.std() > 0.005
        np.testing.assert_allclose(given, wanted, atol=1e-4)

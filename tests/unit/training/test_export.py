from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from vcam.errors import VcamError
from vcam.portrait.manifest import describe_file
from vcam.portrait.session import Session
from vcam.training.count import manifest_lines
from vcam.training.export import CLOSEUPS, SEES, export, export_network
from vcam.training.networks.catalogue import Shipped, make_network
from vcam.training.networks.sinet import SINet
from vcam.training.networks.sinet.blocks import Activation
from vcam.types import Size

SIZES = [Size(288, 160), Size(192, 256), Size(224, 224)]


def lively_sinet(kind: Activation, align_corners: bool = False) -> SINet:
    """A network of random weights whose normalisations and slopes all matter."""
    torch.manual_seed(1)
    network = SINet(kind=kind, align_corners=align_corners)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.6, 1.6)
            nn.init.normal_(module.bias, 0, 0.4)
            assert module.running_mean is not None
            assert module.running_var is not None
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.3, 2)
        elif isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, -0.3, 1.4)
    network.smooth.weight.data *= 0.1  # else all of the picture is surely person
    return network.eval()


def save(network: SINet, path: Path) -> None:
    torch.save({"network": "sinet", "weights": network.state_dict(), "step": 1, "val_score": 0.0}, path)


@pytest.fixture(scope="module", params=["relu", "prelu"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[SINet, Path]:
    network = lively_sinet(request.param)
    path = tmp_path_factory.mktemp("exported") / "sinet.onnx"
    export_network(network, path)
    return network, path


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_file_computes_what_the_network_does_at_every_size(
    exported: tuple[SINet, Path], size: Size
) -> None:
    network, path = exported
    picture = np.random.default_rng(3).integers(0, 256, size.shape, dtype=np.uint8)
    with torch.no_grad():
        wanted = Shipped(network)(torch.from_numpy(picture)[None])[0].numpy()
    session = Session(describe_file(path), path.parent, size, 1, size)
    given = session.infer(picture, np.empty((size.height, size.width), np.float32))
    assert wanted.std() > 0.005
    np.testing.assert_allclose(given, wanted, atol=1e-4)


@pytest.mark.slow
def test_corners_that_are_aligned_stay_so(tmp_path: Path) -> None:
    network = lively_sinet("prelu", align_corners=True)
    export_network(network, tmp_path / "sinet.onnx")
    size = Size(96, 64)
    picture = np.random.default_rng(3).integers(0, 256, size.shape, dtype=np.uint8)
    with torch.no_grad():
        wanted = Shipped(network)(torch.from_numpy(picture)[None])[0].numpy()
    session = Session(describe_file(tmp_path / "sinet.onnx"), tmp_path, size, 1, size)
    np.testing.assert_allclose(session.infer(picture, np.empty((64, 96), np.float32)), wanted, atol=1e-4)


@pytest.mark.slow
def test_exporting_leaves_the_network_as_it_was(tmp_path: Path) -> None:
    network = lively_sinet("relu")
    before = {name: value.clone() for name, value in network.state_dict().items()}
    export_network(network, tmp_path / "sinet.onnx")
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


@pytest.mark.slow
def test_a_checkpoint_becomes_a_file_that_the_manifest_can_describe(tmp_path: Path) -> None:
    network = lively_sinet("relu")
    save(network, tmp_path / "best.pt")
    export(tmp_path / "best.pt", tmp_path / "sinet.onnx")
    lines = manifest_lines("sinet", tmp_path / "sinet.onnx", "fp32")
    assert 'file = "sinet.onnx"' in lines
    assert "parameters = 84788" in lines
    assert sorted(path.name for path in tmp_path.iterdir()) == ["best.pt", "sinet.onnx"]


@pytest.mark.slow
def test_a_network_of_closeups_gives_alpha_alone_and_says_what_it_sees(tmp_path: Path) -> None:
    torch.save({"network": "closeup", "weights": make_network("closeup").state_dict()}, tmp_path / "best.pt")
    assert export(tmp_path / "best.pt", tmp_path / "closeup.onnx") == "closeup"
    session = onnxruntime.InferenceSession(str(tmp_path / "closeup.onnx"))
    assert [answer.name for answer in session.get_outputs()] == ["alpha"]
    assert session.get_modelmeta().custom_metadata_map[SEES] == CLOSEUPS
    assert 'nominal_size = "160x128"' in manifest_lines("closeup", tmp_path / "closeup.onnx", "fp32")


def test_a_checkpoint_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "best.pt").write_bytes(b"no checkpoint")
    with pytest.raises(VcamError, match="holds no trained network"):
        export(tmp_path / "best.pt", tmp_path / "out.onnx")
    with pytest.raises(VcamError, match="cannot be read"):
        export(tmp_path / "none.pt", tmp_path / "out.onnx")


def test_a_checkpoint_of_another_network_is_one_sentence(tmp_path: Path) -> None:
    torch.save({"network": "sinet", "weights": nn.Linear(2, 2).state_dict()}, tmp_path / "best.pt")
    with pytest.raises(VcamError, match="holds no sinet of this size"):
        export(tmp_path / "best.pt", tmp_path / "out.onnx")

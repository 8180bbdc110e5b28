"""The tool chain from trained weights to int8, on weights that exist: those of SINet's authors."""

from pathlib import Path

import pytest
import torch
from torch import nn

from vcam.errors import VcamError
from vcam.evaluation.run import SessionPredictor, evaluate
from vcam.portrait.manifest import describe_file
from vcam.training import quantize as quantization
from vcam.training.export import export_network
from vcam.training.networks.catalogue import make_network
from vcam.training.peers import AUTHORS_DEVIATION, AUTHORS_MEAN, load_authors_sinet
from vcam.training.quantize import TOLERATED_LOSS, quantize

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PICTURES = {".jpg", ".png"}
USED = {"eg1800/train": 64, "eg1800/val": 24, "ccp": 8, "cutouts": 8, "rooms": 8}
"""How many of a folder's pictures are read; all of them take minutes."""


@pytest.fixture
def few(data: Path, tmp_path: Path) -> Path:
    """A data folder of few real pictures."""
    for name, count in USED.items():
        folder = tmp_path / "data" / name
        folder.mkdir(parents=True)
        stems = sorted({path.stem for path in (data / name).iterdir() if path.suffix in PICTURES})
        for stem in stems[:count]:
            for path in (data / name).glob(f"{stem}.*"):
                (folder / path.name).symlink_to(path)
    return tmp_path / "data"


def test_what_stays_all_in_float_is_no_int8_file(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quantization, "KEPT", {"/deepen/": (("/",),)})
    export_network(make_network("eoam").eval(), tmp_path / "eoam.onnx")
    with pytest.raises(VcamError, match=r"eoam\.onnx loses more than .* ship it in fp32 only"):
        quantize(tmp_path / "eoam.onnx", few, tmp_path / "eoam-int8.onnx", tmp_path / "cache")
    assert not (tmp_path / "eoam-int8.onnx").exists()


def test_int8_loses_no_more_than_is_tolerated(data: Path, few: Path, tmp_path: Path) -> None:
    network = load_authors_sinet(data / "pretrained" / "SINet.pth")
    # Their input is scaled otherwise: ours is 64 times smaller than a byte less 127.5.
    stem, norm = network.encoder.stem[0], network.encoder.stem[1]
    assert isinstance(stem, nn.Conv2d)
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.running_mean is not None
    scale = torch.from_numpy(64 / AUTHORS_DEVIATION / 255)[None, :, None, None]
    offset = torch.from_numpy((127.5 - AUTHORS_MEAN) / AUTHORS_DEVIATION / 255)[None, :, None, None]
    norm.running_mean -= (stem.weight.data * offset).sum((1, 2, 3))
    stem.weight.data *= scale
    export_network(network, tmp_path / "sinet.onnx")
    quantize(tmp_path / "sinet.onnx", few, tmp_path / "sinet-int8.onnx", tmp_path / "cache")
    scores = [
        evaluate(few / "eg1800" / "val", SessionPredictor(describe_file(path), tmp_path)).overall.iou_fg
        for path in (tmp_path / "sinet.onnx", tmp_path / "sinet-int8.onnx")
    ]
    assert scores[0] > 85
    assert scores[1] >= scores[0] - TOLERATED_LOSS
    assert b"QuantizeLinear" in (tmp_path / "sinet-int8.onnx").read_bytes()

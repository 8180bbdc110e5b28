"""What nobody hears is left out of a file, and the answer stays."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from vcam.training.shrink import BLOCK, shrink

WIDE = 40


class _Chain(nn.Module):
    """Three dense convolutions and one of groups, each read by the next alone."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, WIDE, 3, padding=1)
        self.second = nn.Conv2d(WIDE, WIDE, 3, padding=1)
        self.each = nn.Conv2d(WIDE, WIDE, 3, padding=1, groups=WIDE)
        self.last = nn.Conv2d(WIDE, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        answer: Tensor = self.last(self.each(self.second(self.first(x).relu()).relu()))
        return answer


def _file(network: nn.Module, path: Path) -> onnx.ModelProto:
    picture = torch.zeros(1, 3, 8, 8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter that vcam uses, too
        torch.onnx.export(network.eval(), (picture,), str(path), input_names=["x"], dynamo=False)
    return onnx.load(path)


def _answer(model: onnx.ModelProto) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(1).random((1, 3, 8, 8), np.float32)
    answer: NDArray[np.float32] = session.run(None, {"x": picture})[0]
    return answer


def _shapes(model: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
    return {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}


def test_channels_that_nothing_hears_are_left_out_and_the_answer_stays(tmp_path: Path) -> None:
    network = _Chain()
    with torch.no_grad():
        network.second.weight[:, 5:30] = 1e-20
    model = _file(network, tmp_path / "chain.onnx")
    before = _answer(model)
    assert shrink(model) == WIDE - BLOCK
    onnx.checker.check_model(model, full_check=True)
    assert _shapes(model)["first.weight"] == (BLOCK, 3, 3, 3)
    assert _shapes(model)["second.weight"] == (WIDE, BLOCK, 3, 3)
    np.testing.assert_allclose(_answer(model), before, atol=1e-6)


def test_a_network_that_hears_everything_stays_as_it_is(tmp_path: Path) -> None:
    model = _file(_Chain(), tmp_path / "chain.onnx")
    before = _shapes(model), _answer(model)
    assert shrink(model) == 0
    assert _shapes(model) == before[0]
    np.testing.assert_array_equal(_answer(model), before[1])


def test_what_several_read_and_what_looks_at_groups_keeps_its_channels(tmp_path: Path) -> None:
    network = _Chain()
    with torch.no_grad():
        network.each.weight[:30] = 0
        network.last.weight[:, :30] = 0
    model = _file(network, tmp_path / "chain.onnx")
    assert shrink(model) == 0


def test_a_weight_next_to_nothing_is_nothing(tmp_path: Path) -> None:
    network = _Chain()
    with torch.no_grad():
        network.first.weight[0] = 1e-39
    model = _file(network, tmp_path / "chain.onnx")
    shrink(model)
    tensor = next(each for each in model.graph.initializer if each.name == "first.weight")
    assert not numpy_helper.to_array(tensor)[0].any()
    assert numpy_helper.to_array(tensor)[1].all()

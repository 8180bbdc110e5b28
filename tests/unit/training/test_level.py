"""How sure a network must be of a person, so that its masks are as large as the labels."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import Tensor, nn

from vcam.errors import VcamError
from vcam.training.checkpoint import EVEN, average_checkpoints, read_level, save_checkpoint
from vcam.training.data.pools import Portrait
from vcam.training.export import Deployed, export, logit
from vcam.training.level import CANDIDATES, find_level, level
from vcam.training.networks.catalogue import CENTRE, SCALE, make_network, normalise, score_of
from vcam.training.networks.vcamnet import DeployedVcamNet, VcamNet

RADIUS = 30


class Ball(nn.Module):
    """Sees a ball whose edge is a ramp of probabilities, `RADIUS` wide where they are `at`."""

    def __init__(self, at: float) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(0.05))
        self.at = at

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.shape[2:]
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        away = ((rows - height / 2) ** 2 + (columns - width / 2) ** 2).sqrt()
        return ((RADIUS - away) * self.scale + logit(self.at))[None]


def ball() -> Portrait:
    rows, columns = np.mgrid[:96, :128]
    inside = np.hypot(rows - 48, columns - 64) < RADIUS
    return Portrait(np.zeros((96, 128, 3), np.uint8), inside.astype(np.uint8) * 255)


@pytest.mark.parametrize("at", [0.42, 0.5, 0.6, 0.66])
def test_the_level_is_where_the_masks_are_as_large_as_the_labels(at: float) -> None:
    assert find_level(Ball(at), [ball()], 96 * 128, 16) == pytest.approx(at, abs=0.021)


@pytest.mark.parametrize("at", [0.2, 0.9])
def test_a_network_that_no_level_suits_is_refused(at: float) -> None:
    with pytest.raises(VcamError, match="train it further"):
        find_level(Ball(at), [ball()], 96 * 128, 16)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["eoam", "vcam"])
def test_an_exported_file_has_its_checkpoints_level(name: str, tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = make_network(name).eval()
    frame = torch.randint(0, 256, (1, 96, 160, 3), dtype=torch.uint8)
    alphas = []
    for level_of in (EVEN, 0.6):
        save_checkpoint(name, network.state_dict(), tmp_path / "best.pt", level_of)
        export(tmp_path / "best.pt", tmp_path / "out.onnx")
        session = onnxruntime.InferenceSession(tmp_path / "out.onnx", providers=["CPUExecutionProvider"])
        alphas.append(np.asarray(session.run(["alpha"], {"frame": frame.numpy()})[0]).clip(1e-5, 1 - 1e-5))
    plain, level_alpha = (np.log(alpha / (1 - alpha)) for alpha in alphas)
    np.testing.assert_allclose(plain - level_alpha, logit(0.6), atol=2e-2)


@pytest.mark.parametrize("name", ["sinet", "portraitnet", "eoam", "cof-lite", "vcam"])
def test_what_had_the_level_is_a_half_in_the_exported_network(name: str) -> None:
    torch.manual_seed(3)
    network = make_network(name).eval()
    frame = torch.randint(0, 256, (1, 96, 160, 3), dtype=torch.uint8)
    score = score_of(network(normalise(frame.permute(0, 3, 1, 2))))
    if isinstance(network, VcamNet):
        alpha, border, heads = DeployedVcamNet(network, CENTRE, SCALE, even=logit(0.6)).eval()(frame)
        _, plain_border, plain_heads = DeployedVcamNet(network, CENTRE, SCALE).eval()(frame)
        torch.testing.assert_close(border, plain_border)
        torch.testing.assert_close(heads, plain_heads)
    else:
        alpha = Deployed(network, 0.6)(frame)
    torch.testing.assert_close(alpha, torch.sigmoid(score - logit(0.6)), rtol=0, atol=1e-2)


def test_the_level_is_kept_with_the_weights_but_not_with_a_mean_of_them(tmp_path: Path) -> None:
    one, mean = tmp_path / "one.pt", tmp_path / "mean.pt"
    save_checkpoint("eoam", make_network("eoam").state_dict(), one, 0.58)
    assert read_level(one) == 0.58
    average_checkpoints([one, one], mean)
    assert read_level(mean) == EVEN


def test_a_network_for_close_ups_has_none(tmp_path: Path) -> None:
    save_checkpoint("closeup", make_network("closeup").state_dict(), tmp_path / "near.pt")
    with pytest.raises(VcamError, match="sees close-ups"):
        level(tmp_path / "near.pt", tmp_path, tmp_path / "out.pt")


def test_a_half_is_among_the_candidates() -> None:
    assert EVEN in CANDIDATES

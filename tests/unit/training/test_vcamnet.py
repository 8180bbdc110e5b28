from pathlib import Path

import numpy as np
import pytest
import torch

from vcam.portrait.session import Session, describe
from vcam.training.count import count_macs, count_parameters
from vcam.training.export import export_network
from vcam.training.networks.catalogue import Shipped, find_network
from vcam.training.networks.vcamnet import VcamNet
from vcam.training.networks.vcamnet.blocks import interleave, tidy
from vcam.types import Size


@pytest.fixture
def network() -> VcamNet:
    """A network whose every layer matters, with statistics of its own."""
    torch.manual_seed(7)
    network = VcamNet()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.2, 0.2)
    with torch.no_grad():
        for _ in range(5):
            network(torch.randn(4, 3, 64, 96))
    return network.eval()


def test_it_is_as_small_as_the_manifest_says() -> None:
    network = VcamNet()
    assert count_parameters(network) == 585_602
    assert count_macs(network, 144, 256) == 133_511_168


@pytest.mark.parametrize(("height", "width"), [(144, 256), (16, 16), (80, 48)])
def test_it_answers_at_the_pictures_size_and_half_of_it(height: int, width: int) -> None:
    answer = VcamNet().decode(torch.zeros(2, 3, height, width))
    assert answer.score.shape == (2, height, width)
    assert answer.border.shape == (2, height // 2, width // 2)
    assert answer.coarse is not None
    assert answer.coarse.shape == (2, height // 8, width // 8)


def test_four_maps_lie_as_pixel_shuffle_lays_them() -> None:
    quarters = torch.rand(3, 4, 5, 7)
    assert torch.equal(interleave(quarters), torch.nn.functional.pixel_shuffle(quarters, 2)[:, 0])


def test_only_training_looks_at_the_coarse_answer(network: VcamNet) -> None:
    assert network.decode(torch.zeros(1, 3, 32, 32)).coarse is None


def test_a_fresh_networks_blocks_change_nothing() -> None:
    network = VcamNet().eval()
    features = torch.rand(1, 64, 8, 8)
    assert torch.equal(network.to_eighth[1](features), features)


def test_every_parameter_learns() -> None:
    torch.manual_seed(3)
    own = find_network("vcam")
    network = own.make().train()
    # The first step opens the blocks that begin as nothing; the second reaches what is in them.
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    for _ in range(2):
        optimiser.zero_grad()
        labels = (torch.rand(2, 5, 64, 64) > 0.5).float()
        own.loss(network, torch.randn(2, 3, 64, 64), labels).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    silent = [name for name, each in network.named_parameters() if each.grad is None or not each.grad.any()]
    assert not silent


@pytest.mark.slow
def test_the_file_answers_like_the_network(network: VcamNet, tmp_path: Path) -> None:
    path = tmp_path / "vcam.onnx"
    export_network(network, path, 256 * 144, 16)
    entry = describe(path)
    assert (entry.budget_px, entry.size_multiple) == (256 * 144, 16)
    session = Session(entry, tmp_path, Size(1280, 720), 1)
    assert session.size == (256, 144)
    small = np.random.default_rng(1).integers(0, 256, (144, 256, 3), np.uint8)
    alpha = session.infer(small, np.empty((144, 256), np.float32))
    with torch.no_grad():
        expected = Shipped(network)(torch.from_numpy(small)[None])[0].numpy()
    assert np.abs(alpha - expected).max() < 1e-4
    assert session.cues.border is not None
    assert session.cues.border.shape == (72, 128)
    assert 0 < session.cues.border.min() < session.cues.border.max() < 1


def test_tidying_fills_holes_and_slits_but_moves_no_straight_edge() -> None:
    score = torch.full((2, 12, 20), -3.0)
    score[:, 2:, 5:15] = 4.0
    plain = score.clone()
    score[0, 6:8, 8] = -1.0  # a hole
    score[1, 7:, 9:11] = -3.0  # a slit
    assert torch.equal(tidy(score), plain)


def test_tidying_keeps_what_is_three_pixels_wide() -> None:
    score = torch.full((1, 12, 20), -3.0)
    score[0, 4:7, 3:17] = 4.0
    score[0, 9:12, 0:3] = 1.0
    assert torch.equal(tidy(score), score)
    assert torch.equal(tidy(-score), -score)


def test_only_a_network_that_has_learned_is_tidied(network: VcamNet) -> None:
    picture = torch.randn(1, 3, 64, 96)
    with torch.no_grad():
        shipped = network.decode(picture).score
        network.training = True  # of the network alone: its parts stay as they are
        raw = network.decode(picture).score
    torch.testing.assert_close(shipped, tidy(raw))
    assert not torch.equal(shipped, raw)

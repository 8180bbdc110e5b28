from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from vcam.errors import VcamError
from vcam.training.count import count_macs, count_parameters
from vcam.training.networks import imagenet
from vcam.training.networks.imagenet import Folded, read_folded, start_from_imagenet
from vcam.training.networks.mobilenet import InvertedResidual, MobileNetV2

NO_FILE = Path("read_folded is replaced")


def test_the_encoder_has_the_size_of_mobilenet_without_its_classifier() -> None:
    assert count_parameters(MobileNetV2()) == 1_811_712
    assert count_macs(MobileNetV2(), 224, 224) == pytest.approx(279.4e6, rel=1e-3)


def test_portraitnets_further_convolution_costs_1088_parameters() -> None:
    assert count_parameters(MobileNetV2(expand_first=True)) == 1_811_712 + 1_088


@torch.no_grad()
def test_the_taps_are_halved_from_a_quarter_on() -> None:
    taps = MobileNetV2().eval()(torch.zeros(1, 3, 64, 96))
    assert [tuple(tap.shape[1:]) for tap in taps] == [(24, 16, 24), (32, 8, 12), (96, 4, 6), (320, 2, 3)]


def test_a_block_adds_its_input_only_where_nothing_changes_shape() -> None:
    assert InvertedResidual(8, 8, 1, 6, True).adds
    assert not InvertedResidual(8, 8, 2, 6, True).adds
    assert not InvertedResidual(8, 16, 1, 6, True).adds


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> list[Folded]:
    """Convolutions of MobileNetV2's shapes, in place of a file's."""
    torch.manual_seed(1)
    convolutions = [module for module in MobileNetV2().modules() if isinstance(module, nn.Conv2d)]
    folded = [
        Folded(nn.init.kaiming_normal_(torch.empty_like(conv.weight)), 0.2 * torch.randn(conv.out_channels))
        for conv in convolutions
    ]
    monkeypatch.setattr(imagenet, "read_folded", lambda file: folded)
    return folded


@torch.no_grad()
def run_folded(weights: list[Folded], theirs: Tensor) -> Tensor:
    """What the folded convolutions give for a picture of their value range, at 1/4."""
    stem, depthwise, narrow, widen, filtering, narrow_again, *_ = weights
    conv = nn.functional.conv2d
    x = conv(theirs, *stem, stride=2, padding=1).relu()
    x = conv(x, *depthwise, padding=1, groups=32).relu()
    x = conv(conv(x, *narrow), *widen).relu()
    return conv(conv(x, *filtering, stride=2, padding=1, groups=96).relu(), *narrow_again)


@pytest.mark.parametrize("expand_first", [False, True])
@torch.no_grad()
def test_a_started_encoder_computes_what_the_folded_convolutions_do(
    weights: list[Folded], expand_first: bool
) -> None:
    encoder = MobileNetV2(expand_first=expand_first)
    ours = torch.rand(2, 3, 64, 64) * 4 - 2
    start_from_imagenet(encoder, NO_FILE, ours)
    first = nn.Sequential(encoder.stem, encoder.to_quarter[0], encoder.to_quarter[1][0]).eval()  # type: ignore[index]
    theirs = ours.flip(1) * imagenet.SCALE + imagenet.SHIFT
    wanted = run_folded(weights, theirs)
    # At the very border, theirs continues a shade brighter than ours.
    inside = (..., slice(2, -2), slice(2, -2))
    torch.testing.assert_close(first(ours)[inside], wanted[inside], atol=1e-3, rtol=1e-3)


@torch.no_grad()
def test_a_started_encoder_computes_the_same_while_it_learns(weights: list[Folded]) -> None:
    encoder = MobileNetV2()
    pictures = torch.rand(2, 3, 64, 64)
    start_from_imagenet(encoder, NO_FILE, pictures)
    assert encoder.training
    learning, answering = encoder(pictures), encoder.eval()(pictures)
    for one, other in zip(learning[:3], answering[:3], strict=True):
        assert (one - other).norm() < 0.02 * other.norm()


@torch.no_grad()
def test_a_channel_that_the_weights_do_not_know_changes_nothing_at_first(weights: list[Folded]) -> None:
    encoder = MobileNetV2(inputs=4)
    pictures = torch.rand(1, 3, 32, 32)
    start_from_imagenet(encoder, NO_FILE, pictures)
    first = encoder.eval()(torch.cat([pictures, torch.zeros(1, 1, 32, 32)], 1))
    second = encoder(torch.cat([pictures, torch.ones(1, 1, 32, 32)], 1))
    assert torch.equal(first.quarter, second.quarter)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(VcamError, match="cannot be read"):
        read_folded(tmp_path / "none.tflite")

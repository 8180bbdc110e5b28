import pytest
import torch
from torch import nn

from vcam.training.count import count_macs, count_parameters
from vcam.training.networks.portraitnet import PortraitNet
from vcam.training.networks.portraitnet.prior import draw_previous
from vcam.training.networks.portraitnet.upsampling import (
    ShuffledUpsampling,
    Upsampling,
    make_upsampling,
    without_transposed,
)


@pytest.mark.parametrize(
    ("upsampling", "parameters"), [("dense", 2_080_904), ("depthwise", 1_905_544), ("bilinear", 1_902_728)]
)
def test_portraitnet_has_the_published_number_of_parameters(upsampling: Upsampling, parameters: int) -> None:
    assert count_parameters(PortraitNet(upsampling)) == parameters


def test_a_previous_mask_costs_one_more_channel_of_the_first_convolution() -> None:
    assert count_parameters(PortraitNet(with_previous=True)) == 2_080_904 + 288


def test_portraitnet_has_the_published_number_of_multiply_adds() -> None:
    assert count_macs(PortraitNet(), 224, 224) == pytest.approx(361.2e6, rel=1e-3)
    assert count_macs(PortraitNet("bilinear"), 224, 224) == pytest.approx(317.9e6, rel=1e-3)


@torch.no_grad()
def test_portraitnet_answers_with_mask_and_edge_of_the_pictures_size() -> None:
    mask, edge = PortraitNet().eval().decode(torch.zeros(1, 3, 64, 96))
    assert mask.shape == edge.shape == (1, 2, 64, 96)


@torch.no_grad()
def test_no_previous_mask_is_an_empty_one() -> None:
    network = PortraitNet("bilinear", with_previous=True).eval()
    picture = torch.rand(1, 3, 32, 32)
    assert torch.equal(network(picture), network(picture, torch.zeros(1, 1, 32, 32)))
    assert not torch.equal(network(picture), network(picture, torch.ones(1, 1, 32, 32)))


def some_transposed(inputs: int, outputs: int, groups: int) -> nn.ConvTranspose2d:
    return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, groups=groups, bias=False)


@pytest.mark.parametrize(("inputs", "outputs", "groups"), [(5, 3, 1), (6, 6, 6), (4, 8, 2)])
@torch.no_grad()
def test_a_transposed_convolution_is_a_convolution_and_a_pixel_shuffle(
    inputs: int, outputs: int, groups: int
) -> None:
    transposed = some_transposed(inputs, outputs, groups)
    features = torch.randn(2, inputs, 5, 7)
    torch.testing.assert_close(
        ShuffledUpsampling(transposed)(features), transposed(features), atol=1e-5, rtol=0
    )


def test_only_transposed_convolutions_of_that_form_are_rewritten() -> None:
    with pytest.raises(ValueError, match="kernel 4"):
        ShuffledUpsampling(nn.ConvTranspose2d(1, 1, 2, 2))


@torch.no_grad()
def test_the_whole_network_without_transposed_convolutions_answers_the_same() -> None:
    network = PortraitNet().eval()
    picture = torch.randn(1, 3, 64, 32)
    wanted = network(picture)
    rewritten = without_transposed(network)
    assert not any(isinstance(module, nn.ConvTranspose2d) for module in rewritten.modules())
    scale = wanted.abs().max()  # large, for nothing is trained
    torch.testing.assert_close(rewritten(picture) / scale, wanted / scale, atol=1e-5, rtol=0)


@pytest.mark.parametrize("kind", ["dense", "depthwise"])
@torch.no_grad()
def test_learned_upsampling_starts_out_bilinear(kind: Upsampling) -> None:
    features = torch.rand(1, 3, 6, 6)
    wanted = make_upsampling("bilinear", 3)(features)
    inside = (..., slice(1, -1), slice(1, -1))  # a transposed convolution sees zeros beyond the border
    torch.testing.assert_close(make_upsampling(kind, 3)(features)[inside], wanted[inside])


def test_a_previous_mask_is_empty_half_of_the_time_and_else_nearly_true() -> None:
    torch.manual_seed(1)
    target = torch.zeros(64, 32, 32)
    target[:, 8:24, 8:24] = 1
    previous = draw_previous(target)
    assert previous.shape == (64, 1, 32, 32)
    known = previous.flatten(1).amax(1) > 0
    assert 20 <= int(known.sum()) <= 44
    agreed = ((previous[known, 0] > 0.5) == (target[known] > 0.5)).float().mean((1, 2))
    assert 0.85 < float(agreed.min()) < 1

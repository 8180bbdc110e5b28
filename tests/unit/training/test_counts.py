import pytest
import torch
from torch import nn

from vcam.training.count import count_macs, count_parameters
from vcam.training.networks.sinet import SINet


def test_sinet_has_the_published_number_of_parameters() -> None:
    assert count_parameters(SINet(kind="prelu")) == 86_910


def test_sinet_with_relu_has_no_slopes_to_learn() -> None:
    assert count_parameters(SINet(kind="relu")) == 84_788


def test_sinet_has_the_published_number_of_multiply_adds() -> None:
    assert count_macs(SINet(kind="prelu"), 224, 224) == pytest.approx(63.87e6, rel=1e-3)


def test_a_strided_grouped_convolution_counts_per_output_pixel() -> None:
    conv = nn.Conv2d(3, 6, 3, stride=2, padding=1, groups=3)
    assert count_macs(conv, 8, 8) == 6 * 4 * 4 * 9


def test_a_transposed_convolution_counts_per_input_pixel() -> None:
    assert count_macs(nn.ConvTranspose2d(3, 5, 2, stride=2), 4, 4) == 3 * 4 * 4 * 5 * 4


@pytest.mark.parametrize("shape", [(160, 288), (224, 224), (96, 160)])
def test_sinet_answers_with_logits_of_the_pictures_size(shape: tuple[int, int]) -> None:
    fine, coarse = SINet().eval().decode(torch.zeros(1, 3, *shape))
    assert fine.shape == (1, 2, *shape)
    assert coarse.shape == (1, 2, shape[0] // 8, shape[1] // 8)

import pytest
import torch

from vcam.training.count import count_macs, count_parameters
from vcam.training.networks.cof import COF
from vcam.training.networks.cof.layer import Reading, enhance_boundaries, enhance_classes


@pytest.mark.parametrize(
    ("width", "boundary_width", "separable", "parameters", "macs"),
    [
        (256, 64, False, 7_586_750, 3.906e9),
        (256, 64, True, 3_113_798, 0.819e9),
        (64, 16, True, 2_051_462, 0.348e9),
    ],
    ids=["full", "separable", "lite"],
)
def test_cof_has_the_specified_size(
    width: int, boundary_width: int, separable: bool, parameters: int, macs: float
) -> None:
    network = COF(width, boundary_width, separable)
    assert count_parameters(network) == parameters
    # The specification gives three digits of the two smaller ones.
    assert count_macs(network, 224, 224) == pytest.approx(macs, rel=1.1e-3)


@torch.no_grad()
def test_cof_answers_at_the_pictures_size_and_every_layer_at_its_own() -> None:
    logits, readings = COF(16, 8, separable=True).eval().decode(torch.zeros(1, 3, 64, 96))
    assert logits.shape == (1, 2, 64, 96)
    assert [tuple(own.classes.shape) for own in readings] == [
        (1, 2, 16, 24),
        (1, 2, 8, 12),
        (1, 2, 4, 6),
        (1, 2, 2, 3),
    ]
    assert [own.boundary.shape[1:] for own in readings] == [(1, *own.classes.shape[2:]) for own in readings]


def reading(classes: float, boundary: float, side: int) -> Reading:
    return Reading(
        torch.zeros(1, 4, side, side),
        torch.full((1, 2, side, side), classes),
        torch.full((1, 1, side, side), boundary),
    )


def test_classes_flow_from_deep_to_shallow() -> None:
    shallow, deep = enhance_classes([reading(1.0, 0, 4), reading(0.0, 0, 2)])
    assert torch.equal(deep, torch.zeros(1, 2, 2, 2))
    assert torch.equal(shallow, torch.full((1, 2, 4, 4), 1.5))  # 1 + 1 * sigmoid(0)


def test_boundaries_flow_from_shallow_to_deep() -> None:
    shallow, middle, deep = enhance_boundaries([reading(0, 1.0, 8), reading(0, 2.0, 4), reading(0, 3.0, 2)])
    assert torch.equal(shallow, torch.full((1, 1, 8, 8), 1.0))
    assert torch.equal(middle, torch.full((1, 1, 4, 4), 3.0))
    assert torch.equal(deep, torch.full((1, 1, 2, 2), 6.0))

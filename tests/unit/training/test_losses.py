import math

import cv2
import numpy as np
import pytest
import torch

from vcam.training.losses import boundary_band, class_weights, sinet_loss, soft_cross_entropy


def step(columns: int, width: int = 9) -> torch.Tensor:
    """One picture of three rows whose first columns are person, (1, 3, width)."""
    target = torch.zeros(1, 3, width)
    target[..., :columns] = 1
    return target


def sure_logits(target: torch.Tensor, height: float = 20.0) -> torch.Tensor:
    """Logits that say what the target says."""
    return torch.stack([-height * (target - 0.5), height * (target - 0.5)], 1)


def test_the_band_lies_on_both_sides_of_the_edge() -> None:
    band = boundary_band(step(4), 5)
    assert band[0, 0].tolist() == [False, False, True, True, True, True, False, False, False]


def test_a_picture_without_an_edge_has_no_band() -> None:
    assert not boundary_band(step(0), 5).any()
    assert not boundary_band(step(9), 5).any()


@pytest.mark.parametrize("width_px", [3, 5, 15])
@pytest.mark.parametrize("shape", [(1, 6, 40), (3, 33, 20)])
def test_the_band_is_dilation_without_erosion(width_px: int, shape: tuple[int, int, int]) -> None:
    rough = torch.rand(shape, generator=torch.Generator().manual_seed(5))
    target = cv2.blur(rough.numpy().transpose(1, 2, 0), (5, 5)).reshape(shape[1], shape[2], -1)
    brush = np.ones((width_px, width_px), np.uint8)
    band = boundary_band(torch.from_numpy(target.transpose(2, 0, 1)), width_px).numpy()
    for plane, own in zip(target.transpose(2, 0, 1), band, strict=True):
        person = (plane > 0.5).astype(np.uint8)
        assert np.array_equal(own, cv2.dilate(person, brush) > cv2.erode(person, brush))


def test_the_rarer_class_weighs_more() -> None:
    background, person = class_weights(0.25)
    assert background == pytest.approx(1 / math.log(1.85))
    assert person == pytest.approx(1 / math.log(1.35))


def test_an_undecided_answer_costs_ln_2_whatever_the_weights() -> None:
    loss = soft_cross_entropy(torch.zeros(1, 2, 3, 9), step(4), (1.0, 3.0))
    assert loss.item() == pytest.approx(math.log(2))


def test_a_mistake_on_the_heavier_class_costs_more() -> None:
    target = step(1, width=2)
    misses_person = sure_logits(torch.zeros_like(target), 4)
    invents_person = sure_logits(torch.ones_like(target), 4)
    weights = (1.0, 3.0)
    assert soft_cross_entropy(misses_person, target, weights) > soft_cross_entropy(
        invents_person, target, weights
    )


def test_only_pixels_in_the_chosen_place_count() -> None:
    target = step(4)
    wrong_far_away = sure_logits(step(4) + (torch.arange(9) == 8))
    near = torch.zeros_like(target, dtype=torch.bool)
    near[..., 3:5] = True
    assert soft_cross_entropy(wrong_far_away, target, (1, 1), near) < 1e-3
    assert soft_cross_entropy(wrong_far_away, target, (1, 1)) > 1


def test_an_empty_place_costs_nothing() -> None:
    nowhere = torch.zeros(1, 3, 9, dtype=torch.bool)
    assert soft_cross_entropy(torch.zeros(1, 2, 3, 9), step(4), (1, 1), nowhere) == 0


def test_the_whole_loss_is_near_nothing_for_the_truth_and_large_for_its_opposite() -> None:
    target = torch.zeros(1, 32, 32)
    target[:, 8:, 8:24] = 1
    small = target[:, ::8, ::8]
    right = sinet_loss(sure_logits(target), sure_logits(small), target, (1, 1))
    wrong = sinet_loss(sure_logits(1 - target), sure_logits(1 - small), target, (1, 1))
    assert right < 0.01
    assert wrong > 10

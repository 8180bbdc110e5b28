import math

import pytest
import torch
from torch import Tensor

from vcam.training.losses import (
    balanced_edge_loss,
    cof_loss,
    consistency_loss,
    eoam_loss,
    focal_loss,
    lovasz_hinge,
    portraitnet_loss,
)

LN_2 = math.log(2)


def square(side: int = 24) -> Tensor:
    """One picture whose middle is person, (1, side, side)."""
    target = torch.zeros(1, side, side)
    target[:, 6:18, 6:18] = 1
    return target


def two_classes(person: Tensor, height: float = 20.0) -> Tensor:
    """Logits that surely say where `person` is 1."""
    return torch.stack([-height * (person - 0.5), height * (person - 0.5)], 1)


def test_the_focal_loss_of_an_undecided_pixel_is_a_quarter_of_its_cross_entropy() -> None:
    where = torch.tensor([[[True, False]]])
    assert focal_loss(torch.zeros(1, 2, 1, 2), where).item() == pytest.approx(LN_2 / 4)


def test_the_focal_loss_hardly_minds_what_is_right_already() -> None:
    logits = torch.tensor([0.0, math.log(9)]).reshape(1, 2, 1, 1)  # nine to one for what is true
    loss = focal_loss(logits, torch.ones(1, 1, 1, dtype=torch.bool))
    assert loss.item() == pytest.approx(-0.01 * math.log(0.9))


def test_the_focal_factor_teaches_nothing_by_itself() -> None:
    logits = torch.zeros(1, 2, 1, 1, requires_grad=True)
    focal_loss(logits, torch.ones(1, 1, 1, dtype=torch.bool)).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert logits.grad.flatten().tolist() == pytest.approx([0.125, -0.125])


def test_equal_answers_are_consistent() -> None:
    logits = torch.randn(2, 2, 3, 3, generator=torch.Generator().manual_seed(1))
    assert consistency_loss(logits, logits + 5).item() == pytest.approx(0, abs=1e-6)


def test_inconsistency_is_the_divergence_from_the_teacher() -> None:
    teacher = torch.tensor([0.0, math.log(3)]).reshape(1, 2, 1, 1)  # a quarter and three quarters
    pupil = torch.zeros(1, 2, 1, 1)
    wanted = 0.25 * math.log(0.25 / 0.5) + 0.75 * math.log(0.75 / 0.5)
    assert consistency_loss(pupil, teacher).item() == pytest.approx(wanted)


def test_only_the_pupil_learns_to_be_consistent() -> None:
    teacher = torch.ones(1, 2, 2, 2, requires_grad=True)
    pupil = torch.zeros(1, 2, 2, 2, requires_grad=True)
    consistency_loss(pupil, teacher * torch.tensor([1.0, 2.0]).reshape(1, 2, 1, 1)).backward()  # type: ignore[no-untyped-call]
    assert teacher.grad is None
    assert pupil.grad is not None
    assert pupil.grad.abs().sum() > 0


def test_edge_and_the_rest_weigh_the_same_together() -> None:
    edge = torch.tensor([[[True, False, False, False]]])
    # Undecided pixels cost ln 2 each; the one of edge counts for the other three.
    assert balanced_edge_loss(torch.zeros(1, 1, 4), edge).item() == pytest.approx((3 + 3) * LN_2 / 4)


def test_a_rare_edge_counts_ten_times_at_most() -> None:
    edge = torch.zeros(1, 1, 100, dtype=torch.bool)
    edge[..., 0] = True
    assert balanced_edge_loss(torch.zeros(1, 1, 100), edge).item() == pytest.approx((10 + 99) * LN_2 / 100)


def test_without_any_edge_the_rest_still_counts() -> None:
    nothing = torch.zeros(1, 1, 4, dtype=torch.bool)
    assert balanced_edge_loss(torch.zeros(1, 1, 4), nothing).item() == pytest.approx(LN_2)


def test_the_lovasz_hinge_weighs_a_miss_by_what_it_costs_of_the_iou() -> None:
    # Worst is the missed person, hinge 2: the IoU falls from 1 to 1/2; then a right pixel, hinge 0.5.
    scores, person = torch.tensor([-1.0, 0.5, -4.0]), torch.tensor([True, True, False])
    assert lovasz_hinge(scores, person).item() == pytest.approx(2 * 0.5 + 0.5 * 0.5)


def test_in_an_empty_room_the_lovasz_hinge_sees_the_worst_pixel() -> None:
    scores = torch.tensor([0.5, -0.5, -3.0])
    assert lovasz_hinge(scores, torch.zeros(3, dtype=torch.bool)).item() == pytest.approx(1.5)


def test_portraitnet_punishes_both_pictures_the_edge_and_their_difference() -> None:
    target = square()
    undecided = torch.zeros(2, 2, 24, 24)
    # Twice the cross entropy, a tenth of the focal loss; both pictures agree.
    loss = portraitnet_loss(undecided, undecided, target)
    assert loss.item() == pytest.approx(2 * LN_2 + 0.1 * LN_2 / 4)
    right = two_classes(target).repeat(2, 1, 1, 1)
    assert portraitnet_loss(right, undecided, target).item() == pytest.approx(0.1 * LN_2 / 4, abs=1e-4)
    # The plain picture is surely right, the textured one undecided: told once and drawn towards it once.
    torn = torch.cat([undecided[:1], right[:1]])
    assert portraitnet_loss(torn, undecided, target).item() == pytest.approx(
        LN_2 + 0.1 * LN_2 / 4 + LN_2, abs=1e-3
    )


def test_portraitnet_counts_textured_pictures_without_plain_ones_for_both() -> None:
    target = square()
    undecided = torch.zeros(1, 2, 24, 24)
    assert portraitnet_loss(undecided, undecided, target).item() == pytest.approx(2 * LN_2 + 0.1 * LN_2 / 4)


def test_portraitnet_does_not_look_at_the_plain_pictures_edge() -> None:
    target = square()
    mask = two_classes(target).repeat(2, 1, 1, 1)
    edge = torch.zeros(2, 2, 24, 24)
    edge[1] = 7 * torch.randn(2, 24, 24, generator=torch.Generator().manual_seed(1))
    assert portraitnet_loss(mask, edge, target).item() == pytest.approx(
        portraitnet_loss(mask, torch.zeros_like(edge), target).item()
    )


def test_eoam_wants_person_background_and_edge_where_they_are() -> None:
    target = square()
    right = torch.full((1, 3, 24, 24), -10.0)
    right[:, 0] = 10 - 20 * target
    right[:, 1] = 20 * target - 10
    # Two pixels on both sides of the square's border are edge; the first two classes stay as they are.
    right[:, 2] = 30.0
    right[:, 2, 8:16, 8:16] = -10
    right[:, 2, :4] = right[:, 2, 20:] = -10
    right[:, 2, :, :4] = right[:, 2, :, 20:] = -10
    assert eoam_loss(right, target) < 1e-3
    wrong = right.clone()
    wrong[:, 2] = -10
    assert eoam_loss(wrong, target) > 1


def test_an_undecided_eoam_pays_all_three_terms() -> None:
    loss = eoam_loss(torch.zeros(1, 3, 24, 24), square())
    assert loss.item() == pytest.approx(math.log(3) + 1 + 0.5 * LN_2)


def test_cof_supervises_every_layer() -> None:
    target = square()
    undecided = torch.zeros(1, 2, 24, 24)
    heads = [torch.zeros(1, 2, side, side) for side in (6, 3)]
    borders = [torch.zeros(1, 1, side, side) for side in (6, 3)]
    # The square's border of 12 pixels, a pixel wide on both sides: 14 * 14 - 10 * 10 of 24 * 24.
    edge = 96 / 576
    balanced = (edge * (1 - edge) / edge + 1 - edge) * LN_2
    loss = cof_loss(undecided, heads, borders, target)
    assert loss.item() == pytest.approx(LN_2 + 0.4 * 2 * LN_2 + 2 * balanced)

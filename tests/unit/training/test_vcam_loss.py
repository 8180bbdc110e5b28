import torch
from torch import Tensor

from vcam.training.losses import overlap_loss, vcam_loss


def square(side: int) -> Tensor:
    target = torch.zeros(1, 32, 32)
    target[:, :side, :side] = 1
    return target


def logits_of(target: Tensor) -> Tensor:
    return (target - 0.5) * 40


def test_a_perfect_mask_overlaps_wholly() -> None:
    assert overlap_loss(logits_of(square(10)), square(10)) < 1e-4


def test_half_a_person_is_half_a_loss_whatever_its_size() -> None:
    for side in (12, 24):
        half = square(side)
        half[:, : side // 2] = 0
        assert 0.4 < overlap_loss(logits_of(half), square(side)) < 0.5


def test_a_small_person_counts_as_much_as_a_large_one() -> None:
    target = torch.cat([square(8), square(30)])
    lost_small = torch.cat([square(0), square(30)])
    assert overlap_loss(logits_of(lost_small), target) > 0.4


def test_a_speck_in_an_empty_room_costs_little_and_a_ghost_much() -> None:
    speck, ghost = square(1), square(16)
    assert overlap_loss(logits_of(speck), square(0)) < 0.2
    assert overlap_loss(logits_of(ghost), square(0)) > 0.9


def test_a_better_answer_is_punished_less() -> None:
    target = square(16)
    border = torch.full((1, 16, 16), -20.0)
    border[:, 7:9, :9] = border[:, :9, 7:9] = 20.0
    coarse = torch.nn.functional.avg_pool2d(target[:, None], 8)[:, 0]
    alone = torch.zeros_like(target)
    good = vcam_loss(logits_of(target), border, logits_of(coarse), target, alone)
    for worse in (
        vcam_loss(logits_of(square(14)), border, logits_of(coarse), target, alone),
        vcam_loss(logits_of(target), -border, logits_of(coarse), target, alone),
        vcam_loss(logits_of(target), border, -logits_of(coarse), target, alone),
    ):
        assert worse > 1.2 * good


def test_a_seam_between_people_is_a_border_unless_nobody_knows() -> None:
    everybody = torch.ones(1, 32, 32)
    coarse = torch.ones(1, 4, 4)
    seams = torch.zeros(1, 32, 32)
    seams[:, :, 14:18] = 1
    border = torch.full((1, 16, 16), -20.0)
    border[:, :, 7:9] = 20.0

    def loss(border: Tensor, seams: Tensor) -> Tensor:
        return vcam_loss(logits_of(everybody), border, logits_of(coarse), everybody, seams)

    assert loss(border, seams) < 0.01
    assert loss(-border, seams) > 1
    assert loss(border, torch.zeros_like(seams)) > 0.1
    unsure = torch.full_like(seams, 128 / 255)
    assert torch.equal(loss(border, unsure), loss(-border, unsure))

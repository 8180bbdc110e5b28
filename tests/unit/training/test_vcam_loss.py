import numpy as np
import torch
from torch import Tensor

from vcam.training.data.heads import draw_heads
from vcam.training.data.pools import Head, Portrait
from vcam.training.losses import heads_loss, overlap_loss, vcam_loss

NO_HEADS, NOBODY_POINTS = torch.full((1, 3, 4, 4), -20.0), torch.zeros(1, 3, 32, 32)


def square(side: int) -> Tensor:
    target = torch.zeros(1, 32, 32)
    target[:, :side, :side] = 1
    return target


def judge(score: Tensor, border: Tensor, coarse: Tensor, target: Tensor, seams: Tensor) -> Tensor:
    return vcam_loss(score, border, coarse, NO_HEADS, target, seams, NOBODY_POINTS)


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
    good = judge(logits_of(target), border, logits_of(coarse), target, alone)
    for worse in (
        judge(logits_of(square(14)), border, logits_of(coarse), target, alone),
        judge(logits_of(target), -border, logits_of(coarse), target, alone),
        judge(logits_of(target), border, -logits_of(coarse), target, alone),
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
        return judge(logits_of(everybody), border, logits_of(coarse), everybody, seams)

    assert loss(border, seams) < 0.01
    assert loss(-border, seams) > 1
    assert loss(border, torch.zeros_like(seams)) > 0.1
    unsure = torch.full_like(seams, 128 / 255)
    assert torch.equal(loss(border, unsure), loss(-border, unsure))


def pointing_at(x: float, y: float, width: int, height: int) -> Tensor:
    """The ways to one head from the middles of all places, in picture heights; a head nowhere."""
    down = torch.arange(height // 8)[:, None] * 8 + 4.5
    across = torch.arange(width // 8)[None] * 8 + 4.5
    ways = torch.stack(
        [((x - across) / height).expand(height // 8, -1), (y - down).expand(-1, width // 8) / height]
    )
    return torch.cat([torch.full((1, *ways.shape[1:]), -20.0), ways])[None]


def labels_of(*heads: Head | None, width: int = 64, height: int = 32) -> tuple[Tensor, Tensor]:
    """Everything is person, of the last one of the heads; the target and the labels."""
    alpha = np.full((height, width), 255, np.uint8)
    who = np.full_like(alpha, len(heads))
    sample = Portrait(np.zeros((height, width, 3), np.uint8), alpha, None, heads, who)
    return torch.ones(1, height, width), torch.from_numpy(np.stack(draw_heads(sample)))[None].float() / 255


def test_who_points_at_the_head_is_punished_least() -> None:
    # Beside the picture, so that no head is to be seen in it.
    target, pointed = labels_of(Head(80, 20, 8))
    right, off, far = (heads_loss(pointing_at(80 + by, 20, 64, 32), target, pointed) for by in (0, 4, 30))
    assert right < 0.02
    assert 5 * right < off < far / 4


def test_whose_head_nobody_knows_may_point_anywhere() -> None:
    target, pointed = labels_of(Head(3, 3, 8), None)
    one, other = (heads_loss(pointing_at(x, 9, 64, 32), target, pointed) for x in (0, 60))
    assert torch.equal(one, other)


def test_a_head_is_found_where_it_is_seen() -> None:
    target, pointed = labels_of(Head(20, 12, 20))
    blind = pointing_at(20, 12, 64, 32)
    seeing = blind.clone()
    seeing[0, 0, 0:3, 1:4] = 20
    assert heads_loss(seeing, target, pointed) < heads_loss(blind, target, pointed) / 4

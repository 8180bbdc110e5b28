import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.support.metric_twins import slow_boundary_f, slow_boundary_iou, slow_iou
from vcam.evaluation.metrics import (
    Mask,
    PictureScore,
    boundary_f,
    boundary_iou,
    contour,
    score_mask,
    score_set,
)

MASKS = st.tuples(st.integers(1, 14), st.integers(1, 14)).flatmap(
    lambda shape: st.tuples(arrays(np.bool_, shape), arrays(np.bool_, shape))
)


def drawn(*rows: str) -> Mask:
    """A mask as rows of text, in which # is person."""
    return np.array([[letter == "#" for letter in row] for row in rows])


def scored(both: int, wrong: int, boundary: float = 1.0) -> PictureScore:
    return PictureScore(both, wrong, 0, 100 - both - wrong, boundary, boundary)


def test_iou_is_what_both_mark_of_what_either_marks() -> None:
    score = score_mask(drawn("##..", "##.."), drawn(".##.", ".##."))
    assert (score.both, score.only_truth, score.only_mask, score.neither) == (2, 2, 2, 2)
    assert score.iou == pytest.approx(2 / 6)


def test_finding_nobody_where_nobody_is_is_perfect() -> None:
    score = score_mask(drawn("...."), drawn("...."))
    assert (score.iou, score.boundary_iou, score.boundary_f) == (1, 1, 1)


def test_finding_somebody_where_nobody_is_is_worth_nothing() -> None:
    score = score_mask(drawn("....", ".##."), drawn("....", "...."))
    assert (score.iou, score.boundary_iou, score.boundary_f) == (0, 0, 0)


def test_ignored_pixels_count_nowhere() -> None:
    score = score_mask(drawn("##.#"), drawn("##.."), ignored=drawn("...#"))
    assert score.iou == 1
    assert score.neither == 1


def test_masks_of_two_sizes_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="one size"):
        score_mask(drawn("##"), drawn("###"))


def test_a_contour_lies_before_a_change_to_the_right_or_below() -> None:
    found = contour(drawn("....", ".##.", ".##.", "...."))
    assert np.array_equal(found, drawn("###.", "#.#.", "###.", "...."))


def test_the_pictures_edge_is_no_contour_but_part_of_the_rim() -> None:
    full, half = np.ones((40, 40), np.bool_), np.zeros((40, 40), np.bool_)
    half[:, :20] = True
    assert not contour(full).any()
    assert boundary_iou(full, half) < 0.5


def test_a_contour_two_pixels_off_agrees_in_a_large_picture_and_not_in_a_small_one() -> None:
    def step(side: int, column: int) -> Mask:
        mask = np.zeros((side, side), np.bool_)
        mask[:, :column] = True
        return mask

    assert boundary_f(step(160, 80), step(160, 82)) == 1  # 0.8 % of 226 are 2 pixels
    assert boundary_f(step(40, 20), step(40, 22)) == 0


@settings(max_examples=60, deadline=None)
@given(MASKS)
def test_the_metrics_equal_their_slow_twins(masks: tuple[Mask, Mask]) -> None:
    mask, truth = masks
    score = score_mask(mask, truth)
    assert score.iou == pytest.approx(slow_iou(mask, truth))
    assert score.boundary_iou == pytest.approx(slow_boundary_iou(mask, truth))
    assert score.boundary_f == pytest.approx(slow_boundary_f(mask, truth))


@settings(max_examples=60, deadline=None)
@given(MASKS)
def test_every_pixel_is_counted_once(masks: tuple[Mask, Mask]) -> None:
    score = score_mask(*masks)
    assert score.both + score.only_truth + score.only_mask + score.neither == masks[0].size


def test_a_set_has_the_mean_and_the_worst_tenth_of_its_pictures() -> None:
    overall = score_set([scored(both=value, wrong=10 - value) for value in range(11)])
    assert overall.n == 11
    assert overall.iou_fg == pytest.approx(50)
    assert overall.iou_fg_p10 == pytest.approx(10)


def test_the_two_class_miou_is_of_all_pixels_together() -> None:
    overall = score_set([scored(both=50, wrong=0), scored(both=0, wrong=50)])
    person, background = 50 / 100, 100 / 150
    assert overall.miou == pytest.approx(100 * (person + background) / 2)


def test_intervals_hold_the_score_and_are_the_same_each_time() -> None:
    scores = [scored(both=value, wrong=10 - value, boundary=value / 10) for value in range(11)]
    first = score_set(scores)
    for name in ("iou_fg", "iou_fg_p10", "miou", "boundary_f", "boundary_iou"):
        low, high = first.ci95[name]
        assert low < getattr(first, name) < high
    assert first.ci95 == score_set(scores).ci95


def test_a_set_of_equal_pictures_has_an_interval_without_width() -> None:
    assert score_set([scored(both=5, wrong=5)] * 4).ci95["iou_fg"] == pytest.approx((50, 50))


def test_a_set_without_pictures_has_no_score() -> None:
    with pytest.raises(ValueError, match="without pictures"):
        score_set([])

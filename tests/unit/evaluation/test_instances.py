"""Average precision on cases small enough to count by hand."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from tests.support.instance_twins import box
from vcam.evaluation.instances import (
    Found,
    divide_by_box_centre,
    divide_by_components,
    divide_by_watershed,
    score_instances,
)


def row(*numbers: int) -> NDArray[np.int32]:
    return np.array([numbers], np.int32)


def test_finding_everybody_exactly_is_a_hundred() -> None:
    truth = row(1, 1, 0, 2, 2)
    score = score_instances([Found(row(7, 7, 0, 3, 3), {7: 0.9, 3: 0.5}, truth)])
    assert score.ap == score.ap_all == 100
    assert (score.n_images, score.n_people) == (1, 2)


def test_a_half_overlapping_claim_is_right_only_at_low_thresholds() -> None:
    score = score_instances([Found(row(1, 1, 1, 0, 0), {1: 1.0}, row(1, 1, 1, 1, 1))])
    assert score.at[0.5] == score.at[0.6] == 100
    assert score.at[0.65] == score.at[0.95] == 0
    assert score.ap == pytest.approx(30)


def test_one_of_two_people_found_reaches_half_of_the_recalls() -> None:
    score = score_instances([Found(row(1, 1, 0, 0), {1: 1.0}, row(1, 1, 2, 2))])
    assert score.at[0.5] == pytest.approx(100 * 51 / 101)
    assert score.ap_all == pytest.approx(50)


def test_a_false_claim_costs_more_the_surer_it_is() -> None:
    truth = row(1, 1, 0, 0)
    sure = score_instances([Found(row(1, 1, 5, 5), {1: 0.5, 5: 0.9}, truth)])
    unsure = score_instances([Found(row(1, 1, 5, 5), {1: 0.9, 5: 0.5}, truth)])
    assert sure.ap == pytest.approx(50)
    assert unsure.ap == pytest.approx(100)


def test_a_second_claim_on_the_same_person_is_wrong() -> None:
    truth, labels = row(1, 1, 1, 1, 1), row(1, 1, 1, 2, 2)
    assert score_instances([Found(labels, {1: 0.9, 2: 0.5}, truth)]).at[0.5] == pytest.approx(100)
    assert score_instances([Found(labels, {1: 0.5, 2: 0.9}, truth)]).at[0.5] == pytest.approx(50)


def test_ignored_pixels_count_nowhere() -> None:
    score = score_instances([Found(row(1, 1, 1, 1), {1: 1.0}, row(1, 1, 255, 255))])
    assert score.ap == 100


def test_somebody_tiny_need_not_be_found_but_may_be() -> None:
    truth, labels = np.zeros((20, 20), np.int32), np.zeros((20, 20), np.int32)
    truth[:10], truth[19, 19] = 1, 2
    labels[:10] = 1
    without = score_instances([Found(labels, {1: 0.5}, truth)])
    labels[19, 19] = 2
    with_tiny = score_instances([Found(labels, {1: 0.5, 2: 0.9}, truth)])
    assert without.ap == with_tiny.ap == 100
    assert with_tiny.n_people == 1


def test_a_picture_without_claims_or_people_is_fine_beside_others() -> None:
    empty = Found(row(0, 0, 0), {}, row(0, 0, 0))
    wrong = Found(row(1, 1, 1), {1: 0.1}, row(0, 0, 0))
    right = Found(row(1, 1, 1), {1: 0.9}, row(1, 1, 1))
    assert score_instances([empty, wrong, right]).ap == 100


def test_a_set_without_people_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="nobody"):
        score_instances([Found(row(0), {}, row(0))])


def test_labels_of_another_size_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="one size"):
        score_instances([Found(row(0, 0), {}, row(0))])


def test_the_nearest_box_centre_takes_a_pixel() -> None:
    mask = np.array([[True, True, True, False, True, True]])
    labels = divide_by_box_centre(mask, [box(0, 0, 3, 1, 4), box(3, 0, 6, 1, 2)])
    assert_array_equal(labels, [[4, 4, 4, 0, 2, 2]])


def test_a_connected_piece_goes_to_one_box_as_a_whole() -> None:
    mask = np.array([[True, True, True, False, True, True]])
    labels = divide_by_components(mask, [box(0, 0, 1, 1, 4), box(1, 0, 6, 1, 2)])
    assert_array_equal(labels, [[2, 2, 2, 0, 2, 2]])


def test_two_discs_joined_by_a_bridge_are_parted_at_the_bridge() -> None:
    mask = np.zeros((9, 22), bool)
    mask[:, :9] = mask[:, 13:] = mask[4, 9:13] = True
    labels = divide_by_watershed(mask, [box(0, 0, 14, 9, 1), box(8, 0, 22, 9, 2)])
    assert (labels[:, :9] == 1).all()
    assert (labels[:, 13:] == 2).all()

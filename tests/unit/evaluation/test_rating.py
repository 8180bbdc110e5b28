"""How good a mask seems to be."""

import numpy as np
import pytest

from vcam.evaluation.rating import USUAL, rate
from vcam.types import Owned

LABELS = np.zeros((40, 80), np.int32)
LABELS[8:, 8:40], LABELS[8:, 40:72] = 1, 2
EVIDENCE = np.zeros((20, 40), np.float32)
EVIDENCE[4:, 4:36] = 1


def owned(border: int, sure: float = 1.0) -> Owned:
    shares = np.zeros((2, 20, 40), np.float32)
    shares[0, 4:, 4:border], shares[1, 4:, border:36] = sure, sure
    shares[0, 4:, border:36], shares[1, 4:, 4:border] = 1 - sure, 1 - sure
    return Owned((1, 2), shares)


def test_a_mask_on_which_all_agree_is_perfect() -> None:
    assert rate(LABELS, 1, EVIDENCE, owned(20)) == pytest.approx(1)
    assert rate(LABELS, 2, EVIDENCE, owned(20)) == pytest.approx(1)


def test_where_the_look_from_near_sees_the_border_elsewhere_both_are_worse() -> None:
    assert rate(LABELS, 1, EVIDENCE, owned(28)) < 0.8
    assert rate(LABELS, 2, EVIDENCE, owned(28)) < 0.8


def test_an_unsure_look_from_near_makes_it_worse() -> None:
    assert rate(LABELS, 1, EVIDENCE, owned(20, 0.7)) == pytest.approx(0.4)


def test_a_blurred_mask_is_worse() -> None:
    blurred = EVIDENCE.copy()
    blurred[:, 12:20] *= 0.6
    assert rate(LABELS, 1, blurred, owned(20)) == pytest.approx(0.5)


def test_who_was_not_looked_at_counts_as_usual() -> None:
    assert rate(LABELS, 1, EVIDENCE, None) == pytest.approx(USUAL**2)
    assert rate(LABELS, 3, EVIDENCE, None) == 0

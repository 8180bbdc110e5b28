import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcam.tracking.matching import NOT_MATCHED, UNALIKE, pair_cost

part = st.floats(0.05, 0.95)


@given(part, part)
def test_one_who_stays_and_one_who_goes_far_are_likelier_than_two_who_share_the_way(
    way: float, share: float
) -> None:
    stays_and_goes = pair_cost(0, 0.1) + pair_cost(way, 0.1)
    both_go = pair_cost(share * way, 0.1) + pair_cost((1 - share) * way, 0.1)
    assert stays_and_goes < both_go


@given(part, part)
def test_who_is_farther_off_or_less_alike_costs_more(way: float, unalike: float) -> None:
    assert pair_cost(way, UNALIKE * unalike) < pair_cost(1.0, UNALIKE * unalike)
    assert pair_cost(way, UNALIKE * unalike) < pair_cost(way, UNALIKE)


@pytest.mark.parametrize(("misplaced", "unalike"), [(1.01, 0.0), (0.0, UNALIKE + 0.01), (2.0, None)])
def test_who_is_too_far_off_or_too_unlike_is_somebody_else(misplaced: float, unalike: float | None) -> None:
    assert pair_cost(misplaced, unalike) >= NOT_MATCHED

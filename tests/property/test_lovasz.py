import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import loss_twins
from vcam.training.losses import lovasz_hinge

sixteenths = st.integers(-48, 48).map(lambda whole: whole / 16)
pixels = st.lists(st.tuples(sixteenths, st.booleans()), min_size=1, max_size=12)


@settings(deadline=None)
@given(pixels)
def test_the_lovasz_hinge_equals_its_slow_twin(pixels: list[tuple[float, bool]]) -> None:
    scores, person = [score for score, _ in pixels], [mine for _, mine in pixels]
    fast = lovasz_hinge(torch.tensor(scores, dtype=torch.float64), torch.tensor(person))
    assert fast.item() == pytest.approx(loss_twins.lovasz_hinge(scores, person), abs=1e-9)


@settings(deadline=None)
@given(pixels)
def test_hinges_of_0_and_2_cost_twice_what_the_iou_lacks(
    pixels: list[tuple[float, bool]],
) -> None:
    answer = torch.tensor([score > 0 for score, _ in pixels])
    person = torch.tensor([mine for _, mine in pixels])
    union = (answer | person).sum().item()
    iou = (answer & person).sum().item() / union if union else 1.0
    assert lovasz_hinge(2 * answer.double() - 1, person).item() == pytest.approx(2 * (1 - iou))

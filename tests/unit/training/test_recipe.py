import pytest
from torch import nn

from vcam.training.loop import WEIGHT_DECAY, parameter_groups
from vcam.training.networks.catalogue import make_network
from vcam.training.recipe import Recipe


def test_a_recipe_takes_as_many_steps_as_batches_fit_into_its_pictures() -> None:
    assert Recipe("sinet", pictures=1000, batch=16).steps == 62


def test_the_rate_rises_shortly_and_falls_to_a_hundredth() -> None:
    recipe = Recipe("sinet", pictures=16_000, batch=16, peak_rate=1.0)
    assert recipe.rate(0) == pytest.approx(1 / 20)
    assert recipe.rate(19) == pytest.approx(1)
    assert recipe.rate(510) == pytest.approx(0.505, abs=0.01)
    assert recipe.rate(recipe.steps) == pytest.approx(0.01)


def test_the_rate_never_rises_after_its_peak() -> None:
    recipe = Recipe("sinet", pictures=16_000, batch=16)
    rates = [recipe.rate(step) for step in range(20, recipe.steps)]
    assert rates == sorted(rates, reverse=True)


def test_depthwise_weights_do_not_decay_and_dense_ones_do() -> None:
    dense, depthwise = nn.Conv2d(4, 4, 1, bias=True), nn.Conv2d(4, 4, 3, groups=4, bias=False)
    groups = parameter_groups(nn.Sequential(dense, depthwise, nn.BatchNorm2d(4)))
    assert [group["weight_decay"] for group in groups] == [WEIGHT_DECAY, 0.0, 0.0]
    assert groups[0]["params"] == [dense.weight]
    assert groups[1]["params"] == [depthwise.weight]


def test_every_parameter_is_in_one_group() -> None:
    network = make_network("sinet-prelu")
    grouped = [id(tensor) for group in parameter_groups(network) for tensor in group["params"]]  # type: ignore[attr-defined]
    assert sorted(grouped) == sorted(id(tensor) for tensor in network.parameters())

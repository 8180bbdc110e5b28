"""The parts of a batch, looked at side by side, teach what the whole batch does."""

import pytest
import torch
from torch import Tensor, nn
from torch.testing import assert_close

from vcam.training.shares import SMALLEST, Shares

SIZE = 8


def make_network() -> nn.Module:
    """Layers that look at each picture alone."""
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 1, 1))


def judge(network: nn.Module, images: Tensor, labels: Tensor) -> Tensor:
    wanted = labels.repeat(len(images) // len(labels), 1, 1, 1)
    return nn.functional.mse_loss(network(images), wanted)


def make_batch(count: int, passes: int = 1) -> tuple[Tensor, Tensor]:
    torch.manual_seed(count)
    return torch.randn(passes * count, 3, SIZE, SIZE), torch.randn(count, 1, SIZE, SIZE)


@pytest.mark.parametrize("passes", [1, 2])
@pytest.mark.parametrize("batch", [2 * SMALLEST, 2 * SMALLEST + 1, 3 * SMALLEST - 1])
def test_two_shares_learn_what_one_does(batch: int, passes: int) -> None:
    alone, parted = make_network(), make_network()
    images, labels = make_batch(batch, passes)
    whole = Shares(alone, judge, batch, cores=1).learn(images, labels)
    assert Shares(parted, judge, batch, cores=2).learn(images, labels) == pytest.approx(whole)
    for own, other in zip(parted.parameters(), alone.parameters(), strict=True):
        assert own.grad is not None
        assert_close(own.grad, other.grad)


def test_shares_learn_on_with_the_same_weights() -> None:
    networks = make_network(), make_network()
    losses: list[list[float]] = []
    for cores, network in enumerate(networks, 1):
        shares = Shares(network, judge, 2 * SMALLEST, cores)
        optimiser = torch.optim.AdamW(network.parameters(), lr=0.1)
        losses.append([])
        for _ in range(3):
            losses[-1].append(shares.learn(*make_batch(2 * SMALLEST)))
            optimiser.step()
        for copy in shares._networks:
            for own, other in zip(copy.parameters(), network.parameters(), strict=True):
                assert own.data_ptr() == other.data_ptr()
    assert losses[1] == pytest.approx(losses[0], rel=1e-4)
    assert losses[0][2] < losses[0][0]


class Watched:
    """A loss that notes which pictures and labels came together; each is known by its value."""

    def __init__(self) -> None:
        self.seen: list[tuple[list[float], list[float]]] = []

    def __call__(self, network: nn.Module, images: Tensor, labels: Tensor) -> Tensor:
        self.seen.append((images[:, 0, 0, 0].tolist(), labels[:, 0, 0, 0].tolist()))
        return judge(network, images, labels)


@pytest.mark.parametrize("passes", [1, 2])
def test_pictures_stay_with_their_labels(passes: int) -> None:
    watched, batch = Watched(), 2 * SMALLEST + 1
    labels = torch.arange(batch).float()[:, None, None, None].expand(-1, 1, SIZE, SIZE)
    images = torch.cat([labels + 100 * number for number in range(passes)]).repeat(1, 3, 1, 1)
    Shares(make_network(), watched, batch, cores=2).learn(images, labels)
    for pictures, own in watched.seen:
        assert pictures == [number + 100 * k for k in range(passes) for number in own]
    assert sorted(len(own) for _, own in watched.seen) == [SMALLEST, SMALLEST + 1]
    assert sorted(number for _, own in watched.seen for number in own) == list(range(batch))


@pytest.mark.parametrize(
    ("batch", "cores", "shares"),
    [(2 * SMALLEST - 1, 2, 1), (1, 2, 1), (2 * SMALLEST, 8, 2), (4 * SMALLEST, 2, 2), (4 * SMALLEST, 1, 1)],
)
def test_there_are_as_many_shares_as_cores_but_none_is_small(batch: int, cores: int, shares: int) -> None:
    watched = Watched()
    Shares(make_network(), watched, batch, cores).learn(*make_batch(batch))
    assert [len(own) for _, own in watched.seen] == [batch // shares] * shares

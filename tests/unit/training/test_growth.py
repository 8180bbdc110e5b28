import pytest
import torch
from torch import Tensor, nn

from vcam.errors import VcamError
from vcam.training.growth import start_from_weights
from vcam.training.networks.vcamnet.blocks import Bottleneck, conv


def network_of(width: int, inner: int, blocks: int) -> nn.Sequential:
    """A small one, untrained."""
    return nn.Sequential(
        conv(3, width, stride=2),
        nn.Conv2d(width, 8, 3, padding=1),
        nn.Sequential(*(Bottleneck(8, inner, dilation) for dilation in range(1, blocks + 1))),
    )


def learned(network: nn.Module) -> nn.Module:
    """Make every layer matter."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.2, 0.2)
            nn.init.uniform_(module.running_mean, -0.2, 0.2)  # type: ignore[arg-type]  # it has some
    return network.eval()


def answer(network: nn.Module, picture: Tensor) -> Tensor:
    with torch.no_grad():
        told: Tensor = network.eval()(picture)
    return told


@pytest.mark.parametrize(
    ("width", "inner", "blocks"), [(4, 5, 2), (7, 5, 2), (4, 9, 2), (4, 5, 4), (7, 9, 4)]
)
def test_a_larger_network_begins_by_answering_as_the_smaller_one(width: int, inner: int, blocks: int) -> None:
    torch.manual_seed(5)
    small, large = learned(network_of(4, 5, 2)), network_of(width, inner, blocks)
    start_from_weights(large, small.state_dict())
    picture = torch.randn(2, 3, 16, 16)
    torch.testing.assert_close(answer(large, picture), answer(small, picture))


def test_the_new_part_learns() -> None:
    torch.manual_seed(5)
    large = network_of(7, 9, 4)
    start_from_weights(large, learned(network_of(4, 5, 2)).state_dict())
    optimiser = torch.optim.SGD(large.train().parameters(), 0.1)
    # The first step opens what begins as nothing; the second reaches what is behind it.
    for _ in range(2):
        optimiser.zero_grad()
        large(torch.randn(2, 3, 16, 16)).square().mean().backward()
        optimiser.step()
    silent = [name for name, each in large.named_parameters() if each.grad is None or not each.grad.any()]
    assert not silent


@pytest.mark.parametrize("larger", [network_of(7, 5, 2), network_of(4, 5, 3)])
def test_a_larger_networks_weights_are_refused(larger: nn.Module) -> None:
    network = network_of(4, 5, 2)
    before = {key: each.clone() for key, each in network.state_dict().items()}
    with pytest.raises(VcamError, match="belong to a larger network or to another one"):
        start_from_weights(network, larger.state_dict())
    assert all(torch.equal(each, before[key]) for key, each in network.state_dict().items())


def test_channels_that_have_died_are_drawn_anew_and_change_nothing_much() -> None:
    torch.manual_seed(5)
    worn = learned(network_of(6, 5, 2))
    first, block = worn[0], worn[2][0].body  # type: ignore[index]
    for convolution, norm in ((first[0], first[1]), (block[2], block[3])):
        convolution.weight.data[:2] *= 1e-9
        norm.weight.data[:2], norm.bias.data[:2] = 0.2, -0.1
        norm.running_mean[:2], norm.running_var[:2] = 0.0, 0.0
    # Nobody listens to what is silent.
    worn[1].weight.data[:, :2] = 0  # type: ignore[index]
    network = network_of(6, 5, 2)
    start_from_weights(network, worn.state_dict())
    convolutions = [one for one in network.modules() if isinstance(one, nn.Conv2d)]
    rows = [one.weight.detach().flatten(1).norm(dim=1) for one in convolutions]
    assert min(float(row.min()) for row in rows) > 0.05
    picture = torch.randn(2, 3, 16, 16)
    assert (answer(network, picture) - answer(worn, picture)).abs().max() < 0.2

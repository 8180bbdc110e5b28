import pytest
import torch

from vcam.training.count import count_macs, count_parameters
from vcam.training.networks.catalogue import Shipped
from vcam.training.networks.eoam import EOAM


@pytest.mark.parametrize(
    ("network", "parameters", "macs"),
    [
        (EOAM(classes=2), 23_942, 25.59e6),
        (EOAM(classes=2, serial=True), 23_942, 25.59e6),
        (EOAM(classes=3), 24_090, 27.98e6),
        (EOAM(classes=2, modules=1), 21_398, 23.90e6),
        (EOAM(classes=2, attention=False), 8_390, 13.40e6),
    ],
    ids=["released", "serial", "three classes", "strict", "no attention"],
)
def test_eoam_has_the_specified_size(network: EOAM, parameters: int, macs: float) -> None:
    assert count_parameters(network) == parameters
    assert count_macs(network, 224, 224) == pytest.approx(macs, rel=1e-3)


def test_looking_far_costs_no_weights_and_fewer_operations() -> None:
    far = EOAM(far=True)
    assert count_parameters(far) == count_parameters(EOAM())
    assert count_macs(far, 224, 224) < count_macs(EOAM(), 224, 224)


def reach(network: EOAM) -> int:
    """How many columns of the input change one place of the coarse answer, at most."""
    network.train(False)
    image = torch.randn(1, 3, 64, 512, requires_grad=True)
    network.encoder(image)[1][0, 1, 4, 32].backward()
    assert image.grad is not None
    columns = image.grad.abs().sum((0, 1, 2)).nonzero()[:, 0]
    return int(columns[-1] - columns[0])


def test_who_looks_far_sees_most_of_a_person() -> None:
    assert reach(EOAM()) < 100
    assert reach(EOAM(far=True)) > 170


def test_with_relu_the_slopes_are_saved() -> None:
    assert count_parameters(EOAM(classes=2, kind="relu")) == 23_552


@torch.no_grad()
def test_eoam_answers_with_logits_of_the_pictures_size() -> None:
    assert EOAM().eval()(torch.zeros(1, 3, 64, 96)).shape == (1, 3, 64, 96)


@torch.no_grad()
def test_the_serial_variant_is_another_function_of_the_same_weights() -> None:
    parallel, serial = EOAM().eval(), EOAM(serial=True).eval()
    serial.load_state_dict(parallel.state_dict())
    picture = torch.randn(1, 3, 32, 32)
    assert not torch.allclose(parallel(picture), serial(picture))


class Says(torch.nn.Module):
    """A network that gives each pixel the same three logits."""

    def __init__(self, *logits: float) -> None:
        super().__init__()
        self.logits = torch.tensor(logits)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.logits.reshape(1, -1, 1, 1).expand(1, -1, *image.shape[2:])


def test_where_the_edge_is_likeliest_person_and_background_decide() -> None:
    frame = torch.zeros(1, 2, 2, 3, dtype=torch.uint8)
    assert (Shipped(Says(0.0, 1.0, 9.0))(frame) > 0.5).all()
    assert (Shipped(Says(1.0, 0.0, 9.0))(frame) < 0.5).all()

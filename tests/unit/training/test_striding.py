import torch
from torch import Tensor, nn

from vcam.training.networks.striding import StridedDepthwise


def gradients(conv: nn.Module, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What comes out, and how it depends on the picture and on the weights."""
    picture = picture.clone().requires_grad_()
    result: Tensor = conv(picture)
    weights = torch.arange(result.numel(), dtype=torch.float32).reshape(result.shape).cos()
    by_picture, by_weight = torch.autograd.grad((result * weights).sum(), [picture, *conv.parameters()])
    return result.detach(), by_picture, by_weight


def test_a_strided_filter_learns_as_the_plain_one_does() -> None:
    torch.manual_seed(3)
    plain = nn.Conv2d(5, 5, 3, 2, 1, groups=5, bias=False)
    quick = StridedDepthwise(5)
    quick.load_state_dict(plain.state_dict())
    for height, width in ((8, 6), (7, 9)):
        picture = torch.randn(2, 5, height, width)
        for wanted, given in zip(gradients(plain, picture), gradients(quick, picture), strict=True):
            torch.testing.assert_close(given, wanted)


@torch.no_grad()
def test_a_strided_filter_answers_as_it_learns() -> None:
    quick = StridedDepthwise(4)
    picture = torch.randn(1, 4, 6, 10)
    learning = quick(picture)
    torch.testing.assert_close(quick.eval()(picture), learning)

"""The networks by name: how each is made and learns, and the one form in which all of them are shipped."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from vcam.errors import UsageError
from vcam.instances.closeups import HEIGHT, WIDTH
from vcam.training.data.batches import COMPACT_FRAMES, FRAMES, Frames
from vcam.training.data.labels import HEAD, HEAD_Y, PERSON, SEAM
from vcam.training.data.scenes import Mix
from vcam.training.losses import class_weights, cof_loss, eoam_loss, portraitnet_loss, sinet_loss, vcam_loss
from vcam.training.networks.cof import COF
from vcam.training.networks.eoam import EOAM
from vcam.training.networks.mobilenet import MobileNetV2
from vcam.training.networks.portraitnet import PortraitNet
from vcam.training.networks.portraitnet.prior import draw_previous
from vcam.training.networks.sinet import SINet
from vcam.training.networks.vcamnet import VcamNet

PERSON_SHARE = 0.4
"""How much of the training pictures is person, roughly; it sets SINet's class weights."""

SIZE_MULTIPLE = 32
"""Nearly every network takes heights and widths that are multiples of this."""

VCAM_BUDGET_PX = 256 * 160
"""For a frame of 16:9 that makes 256x144, for one of 4:3 240x176: nearly as wide, so with edges as fine."""
EOAM_BUDGET_PX = 192 * 192
EOAM_FRAMES: Frames = (
    ((128, 224), 0.32),
    ((224, 160), 0.48),
    ((192, 192), 0.08),
    ((160, 224), 0.12),
)
"""A network that sees so little of its surroundings sees more of a person in a smaller picture."""
EVERYWHERE = Mix(emptied=0.4)
"""The usual mix, but many places are not rooms: people are seen, and nobody is seen, outdoors too."""
EOAM_MIX = Mix(portrait=0.58, fashion=0.12, pseudo=0.14, scene=0.12, emptied=0.4)
"""So small a network cannot learn everything: what it is for, one person before a webcam, goes first."""
PORTRAITNET_PLAIN_EVERY = 4
"""The consistency loss costs a second pass; every fourth step sees it, which nearly halves a training."""

CENTRE, SCALE = 127.5, 64.0
"""What is taken off a byte, and by what the rest is divided, before a network sees it."""

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class Trainable(Generic[Net]):
    """A network and all about its training that differs from the others'.

    Attributes:
        make: builds it, untrained.
        loss: of the network on `normalise`d pictures and their labels, (N, 5, H, W) float32 in
            [0, 1]: the planes of `Batches`. The pictures are (N, 3, H, W), or (2N, 3, H, W):
            first the textured ones, then the same N without texture. The network may answer in
            bfloat16; the loss is counted in float32.
        plain_every: how often pictures without texture follow, in batches; 0 is never.
        encoder: its part that starts from ImageNet's weights, if one does.
        peak_rate: highest learning rate.
        frames: the pictures' sizes in the second part of a training.
        mix: how often what its training sees; None is as most do.
        budget_px: about how many pixels its input has in the program.
        size_multiple: heights and widths that it takes are multiples of this.
        pictures: how many its training sees, unless somebody wants otherwise.
        batch: how many of them a step looks at.
        start_from: whose weights a training may start from, beside its own.
        closeups: whether it sees close-ups of one person each, whose alpha alone it is to find.
        may_be_brief: numbers of 16 bits make its training faster, where the machine has them.
    """

    make: Callable[[], Net]
    loss: Callable[[Net, Tensor, Tensor], Tensor]
    plain_every: int = 0
    encoder: Callable[[Net], MobileNetV2] | None = None
    peak_rate: float = 2e-3
    frames: Frames = FRAMES
    mix: Mix | None = None
    budget_px: int = 256 * 192
    size_multiple: int = SIZE_MULTIPLE
    pictures: int = 208_000
    batch: int = 16
    start_from: str | None = None
    closeups: bool = False
    may_be_brief: bool = True


def _judge_sinet(network: SINet, pictures: Tensor, labels: Tensor) -> Tensor:
    fine, coarse = network.decode(pictures)
    return sinet_loss(fine.float(), coarse.float(), labels[:, PERSON], class_weights(PERSON_SHARE))


def _judge_portraitnet(network: PortraitNet, pictures: Tensor, labels: Tensor) -> Tensor:
    target = labels[:, PERSON]
    passes = len(pictures) // len(target)
    previous = draw_previous(target).repeat(passes, 1, 1, 1) if network.with_previous else None
    mask, edge = network.decode(pictures, previous)
    return portraitnet_loss(mask.float(), edge.float(), target)


def _judge_eoam(network: EOAM, pictures: Tensor, labels: Tensor) -> Tensor:
    return eoam_loss(network(pictures).float(), labels[:, PERSON])


def _judge_vcam(network: VcamNet, pictures: Tensor, labels: Tensor) -> Tensor:
    score, border, coarse, heads = network.decode(pictures)
    assert coarse is not None
    given = (score.float(), border.float(), coarse.float(), heads.float())
    return vcam_loss(*given, labels[:, PERSON], labels[:, SEAM], labels[:, HEAD : HEAD_Y + 1])


def _judge_cof(network: COF, pictures: Tensor, labels: Tensor) -> Tensor:
    logits, readings = network.decode(pictures)
    classes = [own.classes.float() for own in readings]
    boundaries = [own.boundary.float() for own in readings]
    return cof_loss(logits.float(), classes, boundaries, labels[:, PERSON])


def _sinet(make: Callable[[], SINet]) -> Trainable[SINet]:
    return Trainable(make, _judge_sinet)


def _portraitnet(make: Callable[[], PortraitNet]) -> Trainable[PortraitNet]:
    return Trainable(
        make,
        _judge_portraitnet,
        mix=EVERYWHERE,
        plain_every=PORTRAITNET_PLAIN_EVERY,
        encoder=lambda network: network.encoder,
        peak_rate=1e-3,
    )


def _eoam(make: Callable[[], EOAM]) -> Trainable[EOAM]:
    return Trainable(
        make,
        _judge_eoam,
        peak_rate=4e-3,
        frames=EOAM_FRAMES,
        mix=EOAM_MIX,
        budget_px=EOAM_BUDGET_PX,
        pictures=640_000,
        batch=32,
        may_be_brief=False,
    )


def _cof(make: Callable[[], COF]) -> Trainable[COF]:
    return Trainable(make, _judge_cof, encoder=lambda network: network.encoder, peak_rate=1e-3)


def _vcam() -> Trainable[VcamNet]:
    return Trainable(
        VcamNet,
        _judge_vcam,
        peak_rate=3e-3,
        mix=EVERYWHERE,
        frames=COMPACT_FRAMES,
        budget_px=VCAM_BUDGET_PX,
        size_multiple=16,
        pictures=800_000,
        batch=32,
    )


def _closeup() -> Trainable[VcamNet]:
    return replace(_vcam(), budget_px=WIDTH * HEIGHT, pictures=400_000, start_from="vcam", closeups=True)


NETWORKS: dict[str, Trainable[Any]] = {
    "vcam": _vcam(),
    "sinet": _sinet(lambda: SINet(kind="relu")),
    "sinet-prelu": _sinet(lambda: SINet(kind="prelu")),
    "portraitnet": _portraitnet(PortraitNet),
    "portraitnet-depthwise": _portraitnet(lambda: PortraitNet("depthwise")),
    "portraitnet-bilinear": _portraitnet(lambda: PortraitNet("bilinear")),
    "portraitnet-video": _portraitnet(lambda: PortraitNet(with_previous=True)),
    "eoam": _eoam(lambda: EOAM(far=True)),
    "eoam-released": _eoam(EOAM),
    "eoam-serial": _eoam(lambda: EOAM(serial=True)),
    "eoam-strict": _eoam(lambda: EOAM(modules=1)),
    "cof": _cof(COF),
    "cof-lite": _cof(lambda: COF(width=64, boundary_width=16, separable=True)),
    "closeup": _closeup(),
}


def find_network(name: str) -> Trainable[Any]:
    """Give the network's entry.

    Raises:
        UsageError: no network has this name.
    """
    if name not in NETWORKS:
        raise UsageError(f"There is no network {name!r} to train; choose one of {', '.join(NETWORKS)}.")
    return NETWORKS[name]


def make_network(name: str) -> nn.Module:
    """Build an untrained network.

    Raises:
        UsageError: no network has this name.
    """
    network: nn.Module = find_network(name).make()
    return network


def normalise(image: Tensor) -> Tensor:
    """Turn (N, 3, H, W) BGR of 0..255, any dtype, into float32 of about -2..2."""
    return (image.float() - CENTRE) / SCALE


class Shipped(nn.Module):
    """A network as the program runs it: a frame of bytes in, alpha out.

    Input: (1, H, W, 3) uint8 BGR. Output: (1, H, W) float32, the probability of person, not
    background: a third class, the edge, is left to these two.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, frame: Tensor) -> Tensor:
        return torch.sigmoid(score_of(self.network(normalise(frame.permute(0, 3, 1, 2)))))


def score_of(answer: Tensor) -> Tensor:
    """Give the logit of person against background, (N, H, W), of a network's answer: that, or classes."""
    return answer if answer.ndim == 3 else answer[:, 1] - answer[:, 0]

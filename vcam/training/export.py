"""Writes a trained network as the ONNX file that the program runs."""

import copy
import logging
import math
import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from vcam.training.checkpoint import EVEN, load_checkpoint, read_level
from vcam.training.networks.catalogue import (
    CENTRE,
    SCALE,
    SIZE_MULTIPLE,
    find_network,
    normalise,
    score_of,
)
from vcam.training.networks.portraitnet.upsampling import without_transposed
from vcam.training.networks.sinet import SINet
from vcam.training.networks.sinet.deploy import SimpleSINet
from vcam.training.networks.vcamnet import DeployedVcamNet, VcamNet
from vcam.training.shrink import shrink

log = logging.getLogger(__name__)

OPSET = 17
SEES, CLOSEUPS = "sees", "closeups"
"""What the file of a network says that is made for close-ups, not for whole frames."""


class Deployed(nn.Module):
    """What `Shipped` computes, written for onnxruntime.

    Input: (1, H, W, 3) uint8 BGR. Output: (1, H, W) float32, the probability of person, in which `level`
    has become a half.
    """

    def __init__(self, network: nn.Module, level: float = EVEN) -> None:
        super().__init__()
        self.even = logit(level)
        simple = SimpleSINet(network) if isinstance(network, SINet) else _Score(network)
        self.network = without_transposed(_plain_prelu(simple))
        self.eval()

    def forward(self, frame: Tensor) -> Tensor:
        score = self.network(normalise(frame.permute(0, 3, 1, 2)))
        # A subtraction, because additions become bytes in the int8 file.
        return torch.sigmoid(score - self.even if self.even else score)


class _Score(nn.Module):
    """A network's logit of person, (N, H, W)."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = copy.deepcopy(network)

    def forward(self, image: Tensor) -> Tensor:
        return score_of(self.network(image))


class _PlainPReLU(nn.Module):
    """PReLU without its operator, whose kernel in onnxruntime takes half of SINet's time."""

    def __init__(self, slope: Tensor) -> None:
        super().__init__()
        self.register_buffer("slope", slope.detach().clone())

    def forward(self, x: Tensor) -> Tensor:
        slope = self.get_buffer("slope").reshape(-1, *(1,) * (x.ndim - 2))
        return x.relu() * (1 - slope) + x * slope


def export(checkpoint: Path, out: Path) -> str:
    """Write the network of a `best.pt` as ONNX of any height and width that it takes; give its name.

    Raises:
        VcamError: the checkpoint cannot be read.
    """
    name, network = load_checkpoint(checkpoint)
    own = find_network(name)
    level = read_level(checkpoint)
    export_network(network, out, own.budget_px, own.size_multiple, alpha_alone=own.closeups, level=level)
    return name


def export_network(
    network: nn.Module,
    out: Path,
    budget_px: int = 256 * 192,
    size_multiple: int = SIZE_MULTIPLE,
    alpha_alone: bool = False,
    level: float = EVEN,
) -> None:
    """Write a trained network; `out` is replaced in one step.

    Args:
        network: takes (N, 3, H, W), gives the logit of person or of two classes and more.
        out: the ONNX file.
        budget_px: about how many pixels its input shall have; the file says so.
        size_multiple: what heights and widths must be multiples of; likewise.
        alpha_alone: leave out what it says beside alpha, as of a network that sees close-ups; the file
            says that it does.
        level: the probability from which on a pixel counts as person; the file's alpha is a half there.
    """
    deployed, answers = _deploy(network.eval(), alpha_alone, level)
    whole = {1: "height", 2: "width"}
    axes = {
        "frame": whole,
        "alpha": whole,
        "border": {1: "half_height", 2: "half_width"},
        "heads": {2: "eighth_height", 3: "eighth_width"},
    }
    neighbour = out.with_suffix(".new")
    with warnings.catch_warnings():
        # The other exporter needs a further library and gives a graph of fixed size.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            deployed,
            (torch.zeros(1, 160, 288, 3, dtype=torch.uint8),),
            str(neighbour),
            input_names=["frame"],
            output_names=answers,
            dynamic_axes={name: axes[name] for name in ("frame", *answers)},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(neighbour)
    if left_out := shrink(model):
        log.info("left out %d channels that nothing hears", left_out)
    said = {"budget_px": str(budget_px), "size_multiple": str(size_multiple)}
    onnx.helper.set_model_props(model, {**said, SEES: CLOSEUPS} if alpha_alone else said)
    onnx.save(model, neighbour)
    onnx.checker.check_model(str(neighbour), full_check=True)
    neighbour.replace(out)
    log.info("wrote %s, %d bytes", out, out.stat().st_size)


def _deploy(network: nn.Module, alpha_alone: bool, level: float) -> tuple[nn.Module, list[str]]:
    """Give the network as it is written, and what it answers."""
    if isinstance(network, VcamNet):
        deployed = DeployedVcamNet(network, CENTRE, SCALE, alpha_alone, logit(level)).eval()
        return deployed, ["alpha"] if alpha_alone else ["alpha", "border", "heads"]
    return Deployed(network, level), ["alpha"]


def logit(probability: float) -> float:
    """Give the score that stands for a probability in (0, 1)."""
    return math.log(probability / (1 - probability))


def _plain_prelu(module: nn.Module) -> nn.Module:
    for name, child in module.named_children():
        if isinstance(child, nn.PReLU):
            setattr(module, name, _PlainPReLU(child.weight))
        else:
            _plain_prelu(child)
    return module

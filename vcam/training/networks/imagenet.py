"""Starts a MobileNetV2 from weights that know ImageNet, read from a TensorFlow Lite file.

That file holds 8-bit weights of one scale per channel, and its batch normalisations are
folded into the convolutions. Ours get them back from what they see on real pictures:
each then passes its input on, plus the folded bias, both with its stored statistics and
with a batch's own. Weight 1 and statistics 0 and 1 would do so in the first case only, and
training would begin with all channels' scales lost.
"""

from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from ai_edge_litert.interpreter import Interpreter
from torch import Tensor, nn

from vcam.errors import VcamError
from vcam.training.networks.mobilenet import InvertedResidual, MobileNetV2

FILE_NAME = "tf2_mobilenet_v2_1.0_224_ptq.tflite"

SCALE = 64 / 127.5
SHIFT = 0.5 / 127.5
"""Theirs is (RGB - 127) / 127.5, ours (BGR - 127.5) / 64: our x is their SCALE * x + SHIFT."""


class Folded(NamedTuple):
    """A convolution with its normalisation folded in."""

    weight: Tensor  # (outputs, inputs per group, k, k) float32
    bias: Tensor  # (outputs,) float32


def read_folded(file: Path) -> list[Folded]:
    """Read the convolutions of a TensorFlow Lite file in the order in which they run.

    Raises:
        VcamError: there is no such file, or it is none.
    """
    try:
        interpreter = Interpreter(str(file), num_threads=1)
        interpreter.allocate_tensors()
    except (ValueError, OSError, RuntimeError) as error:
        raise VcamError(
            f"The encoder's first weights cannot be read from {file}; name a --data folder that has them."
        ) from error
    kernels, biases = [], []
    for tensor in interpreter.get_tensor_details():
        scales = tensor["quantization_parameters"]["scales"]
        if len(scales) > 1 and tensor["dtype"] == np.int8:
            kernels.append(_read_kernel(interpreter, tensor))
        elif len(scales) > 1 and tensor["dtype"] == np.int32:
            biases.append(torch.from_numpy(interpreter.get_tensor(tensor["index"]) * scales).float())
    return [Folded(weight, bias) for weight, bias in zip(kernels, biases, strict=True)]


def _read_kernel(interpreter: Interpreter, tensor: dict[str, Any]) -> Tensor:
    """Read (outputs, k, k, inputs), or (1, k, k, channels) of a depth-wise one, as PyTorch has them."""
    quantization = tensor["quantization_parameters"]
    kernel = interpreter.get_tensor(tensor["index"]).astype(np.float32)
    if quantization["quantized_dimension"] == 3:
        kernel = kernel.transpose(3, 1, 2, 0)
    scaled = kernel * quantization["scales"].reshape(-1, 1, 1, 1)
    return torch.from_numpy(np.ascontiguousarray(scaled.transpose(0, 3, 1, 2)))


@torch.no_grad()
def start_from_imagenet(encoder: MobileNetV2, file: Path, pictures: Tensor) -> None:
    """Load ImageNet's weights into `encoder`, which afterwards is in training mode.

    Args:
        file: the TensorFlow Lite file.
        pictures: (N, 3, H, W) float32 as `normalise` gives them; the more, the better the
            normalisations' statistics. An encoder with more input channels sees zeros there.
    """
    extra = _extra_convolution(encoder)
    folded = iter(read_folded(file))
    hooks = []
    for conv, norm in _pairs(encoder):
        if conv is extra:
            # What comes in is positive already, so that an identity changes nothing.
            nn.init.dirac_(conv.weight)
            bias = torch.zeros(conv.out_channels)
        else:
            weight, bias = next(folded)
            if conv is encoder.stem[0]:
                weight, bias = _as_our_input(weight, bias, conv.in_channels)
            conv.weight.copy_(weight)
        hooks.append(norm.register_forward_pre_hook(_pass_on(bias)))
    missing = encoder.inputs - pictures.shape[1]
    encoder.eval()(nn.functional.pad(pictures, (0, 0, 0, 0, 0, missing)))
    for hook in hooks:
        hook.remove()
    encoder.train()


def _pairs(encoder: MobileNetV2) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    leaves = [module for module in encoder.modules() if isinstance(module, nn.Conv2d | nn.BatchNorm2d)]
    return [
        (conv, norm)
        for conv, norm in pairwise(leaves)
        if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
    ]


def _extra_convolution(encoder: MobileNetV2) -> nn.Module | None:
    """Find the first block's widening convolution, which ImageNet's network lacks."""
    block = next(module for module in encoder.modules() if isinstance(module, InvertedResidual))
    first = block.layers[0]
    return first if isinstance(first, nn.Conv2d) and first.kernel_size == (1, 1) else None


def _as_our_input(weight: Tensor, bias: Tensor, inputs: int) -> tuple[Tensor, Tensor]:
    """Let the first convolution read `normalise`'s pictures, and nothing from channels beyond the third."""
    ours = weight.new_zeros(len(weight), inputs, *weight.shape[2:])
    ours[:, :3] = weight.flip(1) * SCALE
    return ours, bias + SHIFT * weight.sum((1, 2, 3))


def _pass_on(bias: Tensor) -> Any:
    """Make a hook that sets a normalisation, when first used, to add `bias` to what it sees."""

    def fit(norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        variance, mean = torch.var_mean(inputs[0], (0, 2, 3), correction=0)
        norm.running_mean.copy_(mean)  # type: ignore[union-attr]
        norm.running_var.copy_(variance)  # type: ignore[union-attr]
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.copy_(bias + mean)

    return fit

"""ImageNet's weights in our encoder, on real photographs."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from ai_edge_litert.interpreter import Interpreter
from torch import Tensor, nn
from torch.nn import functional

from vcam.training.data.pools import read_image
from vcam.training.networks.catalogue import normalise
from vcam.training.networks.imagenet import FILE_NAME, read_folded, start_from_imagenet
from vcam.training.networks.mobilenet import MobileNetV2

pytestmark = pytest.mark.slow

PICTURES = 8


@torch.no_grad()
def test_the_encoder_sees_in_photographs_what_the_file_sees(data: Path) -> None:
    file = data / "pretrained" / FILE_NAME
    photographs = [
        cv2.resize(read_image(path), (224, 224), interpolation=cv2.INTER_AREA)
        for path in sorted((data / "rooms").glob("*.jpg"))[:PICTURES]
    ]
    pictures = normalise(torch.from_numpy(np.stack(photographs)).permute(0, 3, 1, 2))
    encoder = MobileNetV2()
    start_from_imagenet(encoder, file, pictures)
    as_theirs(encoder)
    *_, last, classifier = read_folded(file)
    features = (
        functional.conv2d(encoder(pictures).thirty_second, *last).clamp(0, 6).mean((2, 3), keepdim=True)
    )
    ours = functional.conv2d(features, *classifier).flatten(1)
    theirs = ask(Interpreter(str(file), num_threads=1), photographs)
    for best, scores in zip(theirs.argmax(1), ours, strict=True):
        assert best in scores.topk(3).indices.tolist()


def as_theirs(encoder: MobileNetV2) -> None:
    """Clip at 6 and pad strided convolutions on one side only, as TensorFlow does."""
    for module in list(encoder.eval().modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.ReLU):
                setattr(module, name, nn.ReLU6())
        if isinstance(module, nn.Conv2d) and module.stride == (2, 2):
            module.padding = (0, 0)
            module.register_forward_pre_hook(pad_far_sides)


def pad_far_sides(module: nn.Module, inputs: tuple[Tensor]) -> Tensor:
    return functional.pad(inputs[0], (0, 1, 0, 1))


def ask(interpreter: Interpreter, photographs: list[np.ndarray]) -> np.ndarray:
    """Give the file's own class scores, (N, 1001)."""
    interpreter.allocate_tensors()
    place, answer = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    scores = []
    for photograph in photographs:
        interpreter.set_tensor(place["index"], np.ascontiguousarray(photograph[None, ..., ::-1]))
        interpreter.invoke()
        scores.append(interpreter.get_tensor(answer["index"])[0])
    return np.stack(scores)

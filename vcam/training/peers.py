"""Networks by others, for comparison: MediaPipe's and the SINet authors', judged by the same code as ours."""

import pickle
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from vcam.errors import VcamError
from vcam.training.data.teacher import Teacher
from vcam.training.networks.sinet import SINet
from vcam.types import Alpha, Image

AUTHORS_MEAN = np.array([113.06, 120.85, 133.79], np.float32)
AUTHORS_DEVIATION = np.array([65.05, 65.39, 67.24], np.float32)
AUTHORS_SIDE_PX = 224


class MediaPipe:
    """One of MediaPipe's selfie networks, a TensorFlow Lite file, at its own size."""

    def __init__(self, path: Path) -> None:
        self._teacher = Teacher(path)

    def predict(self, image: Image) -> Alpha:
        """Give alpha at the picture's size."""
        return self._teacher.label(image)


class AuthorsSINet:
    """SINet with its authors' weights, a PyTorch file, at 224x224."""

    def __init__(self, path: Path) -> None:
        self._network = load_authors_sinet(path)

    @torch.no_grad()
    def predict(self, image: Image) -> Alpha:
        """Give alpha at 224x224."""
        side = (AUTHORS_SIDE_PX, AUTHORS_SIDE_PX)
        small = cv2.resize(image, side, interpolation=cv2.INTER_AREA).astype(np.float32)
        # Their code divides once more by 255 after the usual normalisation.
        normal = (small - AUTHORS_MEAN) / AUTHORS_DEVIATION / 255
        logits: Tensor = self._network(torch.from_numpy(normal).permute(2, 0, 1)[None])
        return np.asarray(logits.softmax(1)[0, 1].numpy(), np.float32)


def load_authors_sinet(path: Path) -> SINet:
    """Read the authors' weights, tensor by tensor in order, for their names differ from ours.

    Raises:
        VcamError: the file holds something else.
    """
    network = SINet(kind="prelu", align_corners=True).eval()
    ours = network.state_dict()
    try:
        theirs: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
        values = [value for name, value in theirs.items() if not name.endswith("num_batches_tracked")]
        names = [name for name in ours if not name.endswith("num_batches_tracked")]
        network.load_state_dict(ours | dict(zip(names, values, strict=True)))
    except (AttributeError, OSError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise VcamError(f"{path} holds no SINet of two classes; name its authors' SINet.pth.") from error
    return network

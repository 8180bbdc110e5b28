"""The portrait stage: prepare, network, smooth, refine."""

from typing import Protocol

import numpy as np

from vcam.portrait.prepare import Preparer
from vcam.portrait.refine import Refiner
from vcam.portrait.smooth import Smoother
from vcam.types import Alpha, ByteAlpha, Cues, Frame, Image, Size


class Segmenter(Protocol):
    """A portrait network that runs."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its input and of its answer."""

    @property
    def cues(self) -> Cues:
        """What it says beside alpha; the arrays are the same for every picture."""

    def infer(self, small: Image, out: Alpha) -> Alpha:
        """Give alpha, (h, w) float32, for a picture of (h, w, 3) uint8 BGR."""

    def warm_up(self) -> None:
        """Do everything slow now."""


class Laps(Protocol):
    """Told whenever a stage has ended."""

    def lap(self, stage: str) -> None:
        """Note that `stage` has just ended."""


class PortraitStage:
    """Finds which pixels of a frame are person.

    Args:
        network: the portrait network.
        size: size of the frames.
        smoothing: 0..1, how strongly the edge is steadied over time.
        edge_px: how far, in pixels of the network's size, the refinement looks around.
        laps: told of "prepare", "network", "smooth" and "refine".
    """

    def __init__(self, network: Segmenter, size: Size, smoothing: float, edge_px: int, laps: Laps) -> None:
        self._network = network
        self._laps = laps
        width, height = network.size
        self._preparer = Preparer((size.width, size.height), network.size)
        self._small = np.empty((height, width, 3), np.uint8)
        self._raw = np.empty((height, width), np.float32)
        self._smoother = Smoother((height, width), smoothing)
        self._refiner = Refiner(size, (width, height), edge_px)

    @property
    def evidence_shape(self) -> tuple[int, int]:
        """(h, w) of the network's own alpha."""
        return self._raw.shape[0], self._raw.shape[1]

    @property
    def small(self) -> Image:
        """(h, w, 3) uint8 BGR, the last frame as the network saw it."""
        return self._small

    @property
    def cues(self) -> Cues:
        """What the network says of the last frame beside alpha."""
        return self._network.cues

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha) -> None:
        """Fill `evidence` (h, w) float32 and `alpha` (H, W) uint8 for `frame`."""
        small = self._preparer.prepare(frame.image, self._small)
        self._laps.lap("prepare")
        self._network.infer(small, self._raw)
        self._laps.lap("network")
        self._smoother.smooth(self._raw, small, evidence)
        self._laps.lap("smooth")
        self._refiner.refine(frame.image, small, evidence, alpha)
        self._laps.lap("refine")

    def reset(self) -> None:
        """Forget earlier frames."""
        self._smoother.reset()

    def warm_up(self) -> None:
        """Do everything slow now."""
        self._network.warm_up()

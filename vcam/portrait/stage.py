"""The portrait stage: prepare, network, smooth, refine."""

from collections.abc import Callable
from typing import Protocol

import cv2
import numpy as np

from vcam.portrait.prepare import Preparer
from vcam.portrait.refine import Refiner
from vcam.portrait.smooth import Smoother
from vcam.types import Alpha, ByteAlpha, Cues, Frame, Image, Size

FINE_PIXELS = 1.4
"""How many times as many pixels a picture has that is looked at finely."""


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


class FineLook:
    """Looks at frames with a larger picture than usual, and answers at the usual size.

    Args:
        network: takes the larger pictures.
        size: size of the frames.
        usual: (width, height) of the answer.
    """

    def __init__(self, network: Segmenter, size: Size, usual: tuple[int, int]) -> None:
        self._network = network
        self._usual = usual
        width, height = network.size
        self._preparer = Preparer((size.width, size.height), network.size)
        self._picture = np.empty((height, width, 3), np.uint8)
        self._alpha = np.empty((height, width), np.float32)

    @property
    def cues(self) -> Cues:
        """What the network says of the last frame beside alpha, at the larger picture's size."""
        return self._network.cues

    def look(self, image: Image, half: Image | None, out: Alpha) -> None:
        """Fill `out`, (h, w) float32 of the usual size, with alpha for a frame.

        Args:
            image: (H, W, 3) uint8 BGR, the frame.
            half: (H // 2, W // 2, 3) uint8 BGR, the same at half its size, if somebody made that.
            out: gets alpha.
        """
        if half is not None and self._preparer.half is not None:
            picture = self._preparer.sample(half, self._picture)
        else:
            picture = self._preparer.prepare(image, self._picture)
        self._network.infer(picture, self._alpha)
        cv2.resize(self._alpha, self._usual, dst=out, interpolation=cv2.INTER_AREA)


class PortraitStage:
    """Finds which pixels of a frame are person.

    Args:
        network: the portrait network.
        size: size of the frames.
        smoothing: 0..1, how strongly the edge is steadied over time.
        edge_px: how far, in pixels of the network's size, the refinement looks around.
        laps: told of "prepare", "network", "smooth" and "refine".
        open_fine: loads the same network for larger pictures, if frames may be looked at finely.
    """

    def __init__(
        self,
        network: Segmenter,
        size: Size,
        smoothing: float,
        edge_px: int,
        laps: Laps,
        open_fine: Callable[[], Segmenter] | None = None,
    ) -> None:
        self._network = network
        self._size = size
        self._open_fine = open_fine
        self._fine: FineLook | None = None
        self._laps = laps
        width, height = network.size
        self._preparer = Preparer((size.width, size.height), network.size)
        self._small = np.empty((height, width, 3), np.uint8)
        self._raw = np.empty((height, width), np.float32)
        self._smoother = Smoother((height, width), smoothing)
        self._refiner = Refiner(size, (width, height), edge_px)
        self._cues = network.cues

    @property
    def evidence_shape(self) -> tuple[int, int]:
        """(h, w) of the network's own alpha."""
        return self._raw.shape[0], self._raw.shape[1]

    @property
    def small(self) -> Image:
        """(h, w, 3) uint8 BGR, the last frame as the network saw it, or would have seen it."""
        return self._small

    @property
    def half(self) -> Image | None:
        """(H // 2, W // 2, 3) uint8 BGR, the last frame at half its size, or None if that was not needed."""
        return self._preparer.half

    @property
    def cues(self) -> Cues:
        """What the network says of the last frame beside alpha."""
        return self._cues

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        """Fill `evidence` (h, w) float32 and `alpha` (H, W) uint8 for `frame`.

        With `finely` the network sees a larger picture, if `prepare_fine_look` has made it ready: it tells
        small people better from what is around them, and takes half as long again.
        """
        fine = self._fine if finely else None
        small = self._preparer.prepare(frame.image, self._small)
        self._laps.lap("prepare")
        if fine is None:
            self._network.infer(small, self._raw)
            self._cues = self._network.cues
        else:
            fine.look(frame.image, self.half, self._raw)
            self._cues = fine.cues
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

    def prepare_fine_look(self) -> None:
        """Make ready to look finely; frames may be looked at meanwhile.

        Raises:
            NetworkError: the network's file is missing or damaged by now.
        """
        if self._fine is None and self._open_fine is not None:
            network = self._open_fine()
            network.warm_up()
            self._fine = FineLook(network, self._size, self._network.size)

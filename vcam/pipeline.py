"""From a frame to a composed picture. Synchronous and pure: no thread, camera, window or clock."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from vcam.types import Alpha, ByteAlpha, Frame, Image, Rendered, Scene, Size


class AlphaFinder(Protocol):
    """Finds which pixels are person."""

    @property
    def evidence_shape(self) -> tuple[int, int]:
        """(h, w) of the network's own alpha."""

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha) -> None:
        """Fill `evidence` (h, w) float32 and `alpha` (H, W) uint8 for `frame`."""

    def reset(self) -> None:
        """Forget earlier frames."""

    def warm_up(self) -> None:
        """Do everything slow now."""


class Composer(Protocol):
    """Puts people before another background."""

    @property
    def hides_room(self) -> bool:
        """Whether nothing of the room can be made out in what it composes."""

    def compose(self, frame: Frame, alpha: ByteAlpha, out: Image) -> None:
        """Fill `out`, (H, W, 3) uint8 BGR."""

    def warm_up(self) -> None:
        """Do everything slow now."""

    def close(self) -> None:
        """Let go of files and threads."""


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """The arrays that one picture lives in; reused for a later picture when nobody needs it any more."""

    evidence: Alpha
    alpha: ByteAlpha
    image: Image


class Pipeline:
    """Connects the stages for frames of one size.

    Args:
        finder: the portrait stage, or None if the composer needs no alpha.
        composer: background and composition.
        size: size of frames and pictures.
    """

    def __init__(self, finder: AlphaFinder | None, composer: Composer, size: Size) -> None:
        self._finder = finder
        self._composer = composer
        self.size = size

    def make_canvas(self) -> Canvas:
        """Allocate the arrays for one picture."""
        shape = self._finder.evidence_shape if self._finder else (0, 0)
        return Canvas(
            evidence=np.zeros(shape, np.float32),
            alpha=np.zeros((self.size.height, self.size.width), np.uint8),
            image=np.zeros(self.size.shape, np.uint8),
        )

    def analyse(self, frame: Frame, canvas: Canvas) -> Scene:
        """Find everything in a frame."""
        if frame.size != self.size:
            raise ValueError(f"this pipeline takes frames of {self.size}, not {frame.size}")
        if self._finder is not None:
            # Whatever the finder leaves unwritten must not pass for this frame's alpha.
            canvas.evidence.fill(np.nan)
            self._finder.find(frame, canvas.evidence, canvas.alpha)
        return Scene(frame, canvas.evidence, canvas.alpha)

    def render(self, scene: Scene, canvas: Canvas) -> Rendered:
        """Compose the picture of a scene."""
        self._composer.compose(scene.frame, scene.alpha, canvas.image)
        return Rendered(canvas.image, scene, self._composer.hides_room)

    def warm_up(self) -> None:
        """Run once on a made-up frame, so that nothing is compiled or loaded in mid-call."""
        if self._finder is not None:
            self._finder.warm_up()
        self._composer.warm_up()
        canvas = self.make_canvas()
        noise = np.random.default_rng(0).integers(0, 256, self.size.shape, np.uint8)
        self.render(self.analyse(Frame(noise, 0, 0.0), canvas), canvas)
        if self._finder is not None:
            self._finder.reset()

    def close(self) -> None:
        """Let go of what the stages hold."""
        self._composer.close()

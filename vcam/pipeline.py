"""From a frame to a composed picture. Synchronous and pure: no thread, camera, window or clock."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from vcam.types import (
    NO_CUES,
    Alpha,
    ByteAlpha,
    Cues,
    Frame,
    FrameLabels,
    Image,
    Rendered,
    Scene,
    Separated,
    Size,
)


class AlphaFinder(Protocol):
    """Finds which pixels are person."""

    @property
    def evidence_shape(self) -> tuple[int, int]:
        """(h, w) of the network's own alpha."""

    @property
    def small(self) -> Image:
        """(h, w, 3) uint8 BGR, the last frame as the network saw it."""

    @property
    def half(self) -> Image | None:
        """(H // 2, W // 2, 3) uint8 BGR, the last frame at half its size, or None if that was not needed."""

    @property
    def cues(self) -> Cues:
        """What the network says of the last frame's people beside alpha."""

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        """Fill `evidence` (h, w) float32 and `alpha` (H, W) uint8 for `frame`; take more time if `finely`."""

    def reset(self) -> None:
        """Forget earlier frames."""

    def warm_up(self) -> None:
        """Do everything slow now."""

    def prepare_fine_look(self) -> None:
        """Make ready to find people finely; frames may be looked at meanwhile."""


class Separator(Protocol):
    """Tells people apart."""

    @property
    def is_wanted(self) -> bool:
        """Whether people must be told apart in the next frame."""

    @property
    def is_crowded(self) -> bool:
        """Whether people overlapped a moment ago."""

    def separate(
        self,
        frame: Frame,
        small: Image,
        evidence: Alpha,
        alpha: ByteAlpha,
        labels: FrameLabels,
        cues: Cues = NO_CUES,
        half: Image | None = None,
    ) -> Separated:
        """Fill `labels` (H, W) uint16 with track ids; say who is where and how they are to be shown."""

    def warm_up(self) -> None:
        """Do everything slow now."""


class Composer(Protocol):
    """Puts people before another background."""

    @property
    def hides_room(self) -> bool:
        """Whether nothing of the room can be made out in what it composes."""

    def compose(self, scene: Scene, out: Image, shown: ByteAlpha | None) -> None:
        """Fill `out`, (H, W, 3) uint8 BGR, and `shown`, (H, W) uint8, which a scene with a casting needs."""

    def warm_up(self) -> None:
        """Do everything slow now."""

    def warm_up_effects(self) -> None:
        """Do everything slow now that people need who are told apart."""

    def close(self) -> None:
        """Let go of files and threads."""


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """The arrays that one picture lives in; reused for a later picture when nobody needs it any more."""

    evidence: Alpha
    alpha: ByteAlpha
    image: Image
    labels: FrameLabels | None
    shown: ByteAlpha | None


class Pipeline:
    """Connects the stages for frames of one size.

    Args:
        finder: the portrait stage, or None if the composer needs no alpha.
        composer: background and composition.
        size: size of frames and pictures.
        separator: tells people apart, or None if nobody asks; it needs a finder.
        is_warm: whether finder and separator are in use already, so that warming them up would disturb them.
    """

    def __init__(
        self,
        finder: AlphaFinder | None,
        composer: Composer,
        size: Size,
        separator: Separator | None = None,
        is_warm: bool = False,
    ) -> None:
        if separator is not None and finder is None:
            raise ValueError("people are told apart by their alpha, which needs a finder")
        self._finder = finder
        self._is_warm = is_warm
        self._separator = separator
        self._composer = composer
        self.size = size

    def make_canvas(self) -> Canvas:
        """Allocate the arrays for one picture."""
        shape = self._finder.evidence_shape if self._finder else (0, 0)
        return Canvas(
            evidence=np.zeros(shape, np.float32),
            alpha=np.zeros((self.size.height, self.size.width), np.uint8),
            image=np.zeros(self.size.shape, np.uint8),
            labels=np.zeros((self.size.height, self.size.width), np.uint16) if self._separator else None,
            shown=np.zeros((self.size.height, self.size.width), np.uint8) if self._separator else None,
        )

    def analyse(self, frame: Frame, canvas: Canvas) -> Scene:
        """Find everything in a frame."""
        if frame.size != self.size:
            raise ValueError(f"this pipeline takes frames of {self.size}, not {frame.size}")
        separator, finder, labels = self._separator, self._finder, canvas.labels
        is_wanted = separator is not None and separator.is_wanted
        if finder is not None:
            # Whatever the finder leaves unwritten must not pass for this frame's alpha.
            canvas.evidence.fill(np.nan)
            finely = is_wanted and separator is not None and separator.is_crowded
            finder.find(frame, canvas.evidence, canvas.alpha, finely)
        if separator is None or finder is None or labels is None or not is_wanted:
            return Scene(frame, canvas.evidence, canvas.alpha)
        seen = (finder.small, canvas.evidence, canvas.alpha)
        found = separator.separate(frame, *seen, labels, finder.cues, finder.half)
        return Scene(frame, canvas.evidence, canvas.alpha, labels, found.people, found.spans, found.casting)

    def render(self, scene: Scene, canvas: Canvas) -> Rendered:
        """Compose the picture of a scene."""
        shown = canvas.shown if scene.casting is not None else None
        self._composer.compose(scene, canvas.image, shown)
        return Rendered(canvas.image, scene, self._composer.hides_room, shown)

    def warm_up(self) -> None:
        """Run the stages on made-up frames, so that nothing is compiled or loaded in mid-call."""
        if self._finder is not None and not self._is_warm:
            warm_up_finder(self._finder, self.size)
        if self._finder is not None and self._separator is not None:
            self._finder.prepare_fine_look()
            if not self._is_warm:
                self._separator.warm_up()
            self._composer.warm_up_effects()
        self._composer.warm_up()

    def close(self) -> None:
        """Let go of what the stages hold."""
        self._composer.close()


def warm_up_finder(finder: AlphaFinder, size: Size) -> None:
    """Let a finder that nobody uses yet do everything slow now, on a made-up frame of `size`."""
    finder.warm_up()
    noise = np.random.default_rng(0).integers(0, 256, size.shape, np.uint8)
    evidence = np.zeros(finder.evidence_shape, np.float32)
    finder.find(Frame(noise, 0, 0.0), evidence, np.zeros(noise.shape[:2], np.uint8))
    finder.reset()

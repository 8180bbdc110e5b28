"""Puts the people of a frame before another background."""

from typing import Protocol, get_args

import numpy as np

from vcam.casting import Casting, Effect, EffectKind
from vcam.compositing.background import make_background
from vcam.compositing.blend import Blender
from vcam.compositing.blur import BlurBackground
from vcam.compositing.staging import Staging
from vcam.settings.model import BackgroundSettings
from vcam.types import ByteAlpha, Frame, FrameLabels, Image, Scene, Size

COVER_STRENGTH = 1.0
"""How strongly the room is blurred that covers somebody hidden in an open picture."""


class Laps(Protocol):
    """Told whenever a stage has ended."""

    def lap(self, stage: str) -> None:
        """Note that `stage` has just ended."""


class Compositor:
    """Composes pictures of one size before one background.

    Args:
        settings: which background.
        size: size of frames and pictures.
        laps: told of "background", "effects" (where people are told apart) and "blend".
        wait_s: how long each frame may wait for a background video: 0 in a call, some seconds for a file.

    Raises:
        UsageError: the background's file cannot be shown.
    """

    def __init__(
        self, settings: BackgroundSettings, size: Size, laps: Laps | None = None, wait_s: float = 0.0
    ) -> None:
        self._size = size
        self._laps = laps
        self._blender = Blender(size.width, size.height)
        self._background = make_background(settings, size, wait_s)
        self._cover: tuple[BlurBackground, Image] | None = None
        self._staging = Staging(size)

    @property
    def hides_room(self) -> bool:
        """Whether nothing of the room can be made out in what it composes."""
        return self._background.hides_room

    def compose(self, scene: Scene, out: Image, shown: ByteAlpha | None = None) -> None:
        """Fill `out`, (H, W, 3) uint8 BGR, with the scene's people before the background.

        Args:
            scene: its alpha is not looked at if the room is not hidden and nobody is told apart.
            out: C-contiguous, not the frame's own array.
            shown: (H, W) uint8, where people are told apart; gets how much of each pixel was laid
                over the background.
        """
        if scene.frame.size != self._size or out.shape != self._size.shape:
            raise ValueError(f"composes {self._size}, not {scene.frame.size} to {out.shape}")
        if scene.casting is not None and shown is None:
            raise ValueError("a scene in which people are told apart needs to tell who is shown")
        if not self.hides_room:
            self._compose_open(scene, out, shown)
            return
        image, alpha = scene.frame.image, scene.alpha
        background = self._background.prepare(image, alpha, scene.frame.time_s)
        self._lap("background")
        if scene.casting is not None and shown is not None:
            self._staging.choose(scene, shown)
            image, alpha = self._staging.paint(scene), shown
            self._lap("effects")
        self._blender.blend(image, alpha, background, out)
        if scene.casting is not None and shown is not None:
            self._staging.light(scene, shown, out)
        self._lap("blend")

    def warm_up(self) -> None:
        """Compose a made-up frame, so that nothing is compiled in mid-call."""
        alpha = np.zeros(self._size.shape[:2], np.uint8)
        alpha[::2] = 255
        black = np.zeros(self._size.shape, np.uint8)
        frame, out = Frame(black, 0, 0.0), np.empty_like(black)
        self.compose(Scene(frame, np.zeros((0, 0), np.float32), alpha), out)

    def warm_up_effects(self) -> None:
        """Compile every effect, too."""
        alpha = np.full(self._size.shape[:2], 255, np.uint8)
        labels: FrameLabels = np.ones(alpha.shape, np.uint16)
        labels[:, alpha.shape[1] // 2 :] = 0
        frame, out = Frame(np.zeros(self._size.shape, np.uint8), 0, 0.0), np.empty(self._size.shape, np.uint8)
        span = (0, 0, min(8, self._size.width), min(8, self._size.height))
        for kind in get_args(EffectKind):
            for only_me in (False, True):
                casting = Casting(only_me, 1, {1: Effect(kind)}, Effect("hide"))
                scene = Scene(
                    frame, np.zeros((0, 0), np.float32), alpha, labels, spans={1: span}, casting=casting
                )
                self.compose(scene, out, np.empty_like(alpha))

    def close(self) -> None:
        """Let go of the background's file and thread. Closing twice does no harm."""
        self._background.close()

    def _compose_open(self, scene: Scene, out: Image, shown: ByteAlpha | None) -> None:
        """Show the room; who is not to be made out in it is covered by a blur of what is around."""
        image = scene.frame.image
        if scene.casting is None or shown is None:
            np.copyto(out, image)
            self._lap("blend")
            return
        room = self._cover_some(scene, shown)
        painted = self._staging.paint(scene)
        self._lap("effects")
        self._staging.drop_hidden(scene, shown)
        if painted is room:
            np.copyto(out, image)
        else:
            self._blender.blend(painted, shown, room, out)
        if self._staging.lights(scene) or scene.casting.only_me:
            self._staging.choose(scene, shown)
        self._staging.light(scene, shown, out)
        self._lap("blend")

    def _cover_some(self, scene: Scene, seen: ByteAlpha) -> Image:
        """Give the room with some people covered, or the frame's own picture; `seen` is room to work in."""
        image = scene.frame.image
        if not self._staging.leave_open(scene, seen):
            return image
        if self._cover is None:
            # A picture of its own: rows are blended in vectors only from others than they are written to.
            self._cover = BlurBackground(COVER_STRENGTH, self._size), np.empty(self._size.shape, np.uint8)
        cover, covered = self._cover
        self._blender.blend(image, seen, cover.prepare(image, scene.alpha, scene.frame.time_s), covered)
        return covered

    def _lap(self, stage: str) -> None:
        if self._laps is not None:
            self._laps.lap(stage)

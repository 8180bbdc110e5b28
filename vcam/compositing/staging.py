"""Shows each person of a scene as its casting wants."""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.casting import CONCEALING, Casting, Effect, EffectKind
from vcam.compositing.blend import flat
from vcam.compositing.effects import PAINTERS, Cutout, Desk
from vcam.compositing.effects.hide import cover_rim, cover_up, keep_only, take_out
from vcam.compositing.effects.spotlight import DARK, dim
from vcam.compositing.feather import Feather
from vcam.types import ByteAlpha, FrameLabels, Image, Scene, Size

NOBODY = 0
"""The label of what is nobody's."""
RIM = 0.005
"""In picture heights: so far beyond their alpha somebody is covered before an open room. It ends a little
within them, which is right before another background only."""


class Staging:
    """Works on scenes of one size; its buffers are made at the first effect and used again."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._desk: Desk | None = None
        self._feather = Feather(size)
        reach = max(1, round(RIM * size.height))
        self._brush = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
        self._rim: ByteAlpha | None = None

    def choose(self, scene: Scene, shown: ByteAlpha) -> None:
        """Fill `shown`, (H, W) uint8, with the scene's alpha, less everybody who is not to be seen.

        With only-me that is whatever is not positively the user. Who is cut off from somebody fades there.
        """
        casting, labels = _parts(scene)
        if casting.only_me and casting.me == NOBODY:
            shown.fill(0)
        elif casting.only_me:
            keep_only(scene.alpha, labels, casting.me, shown)
            if _effect_of(casting, casting.me).kind == "hide":
                shown.fill(0)
            else:
                self._feather.soften(scene.alpha, shown)
        elif self.drop_hidden(scene, shown):
            self._feather.soften(scene.alpha, shown)

    def drop_hidden(self, scene: Scene, shown: ByteAlpha) -> bool:
        """Fill `shown`, (H, W) uint8, with alpha, but 0 for those who are hidden; tell whether anybody is."""
        casting, labels = _parts(scene)
        hidden = _with(casting, "hide")
        if len(hidden):
            take_out(scene.alpha, labels, hidden, shown)
        else:
            np.copyto(shown, scene.alpha)
        return len(hidden) > 0

    def leave_open(self, scene: Scene, seen: ByteAlpha) -> bool:
        """Fill `seen`, (H, W) uint8, with how much of an open room stays; tell whether not all does.

        Whoever is not to be made out is covered; those with colours of their own are painted over that.
        """
        casting, labels = _parts(scene)
        covered = _with(casting, *CONCEALING)
        if len(covered):
            cover_up(scene.alpha, labels, covered, seen)
            if self._rim is None:
                self._rim = np.empty_like(seen)
            cv2.erode(seen, self._brush, dst=self._rim)
            cover_rim(scene.alpha, labels, covered, self._rim, seen)
        return len(covered) > 0

    def paint(self, scene: Scene) -> Image:
        """Give the frame's picture, in which people have the colours that their effects give them."""
        casting, labels = _parts(scene)
        wanted = {name: effect for name, effect in _all(casting).items() if effect.kind in PAINTERS}
        if casting.only_me:
            wanted = {name: effect for name, effect in wanted.items() if name == casting.me}
        if not wanted:
            return scene.frame.image
        if self._desk is None:
            self._desk = Desk(self._size)
        frame, painted = flat(scene.frame.image), self._desk.painted
        np.copyto(painted, frame)
        everywhere = (0, 0, self._size.width, self._size.height)
        for name, effect in wanted.items():
            span = everywhere if name == NOBODY else scene.spans.get(name, everywhere)
            if span[0] < span[2] and span[1] < span[3]:
                person = Cutout(name, span, frame, scene.alpha, labels, painted)
                PAINTERS[effect.kind](person, effect, self._desk)
        return painted.reshape(self._size.shape)

    def lights(self, scene: Scene) -> bool:
        """Tell whether somebody is in a spotlight."""
        return len(_lit(_parts(scene)[0])) > 0

    def light(self, scene: Scene, shown: ByteAlpha, out: Image) -> None:
        """Darken everything in a composed picture but those in a spotlight, if somebody is."""
        casting, labels = _parts(scene)
        lit = _lit(casting)
        if len(lit):
            dim(shown, labels, lit, DARK, flat(out))


def _parts(scene: Scene) -> tuple[Casting, FrameLabels]:
    if scene.casting is None or scene.labels is None:
        raise ValueError("people are shown one by one only where they are told apart")
    return scene.casting, scene.labels


def _lit(casting: Casting) -> NDArray[np.int32]:
    """The labels of all who are in a spotlight and may be seen."""
    lit = _with(casting, "spotlight")
    return lit[lit == casting.me] if casting.only_me else lit


def _all(casting: Casting) -> Mapping[int, Effect]:
    return {NOBODY: casting.rest, **casting.looks}


def _effect_of(casting: Casting, track_id: int) -> Effect:
    return casting.looks.get(track_id, casting.rest)


def _with(casting: Casting, *kinds: EffectKind) -> NDArray[np.int32]:
    """The labels of all who have one of these effects."""
    return np.array([name for name, effect in _all(casting).items() if effect.kind in kinds], np.int32)

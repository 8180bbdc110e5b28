"""Makes training samples: photographs reframed, and people pasted into rooms."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from vcam.training.data.bare import draw_bare_room
from vcam.training.data.clothes import print_clothes
from vcam.training.data.emptied import can_be_emptied, take_out
from vcam.training.data.pasting import clutter, paste, reach_before, stand_before
from vcam.training.data.pools import UNSURE, Pools, Portrait
from vcam.training.data.props import sit_down, wear_headset
from vcam.training.data.stances import draw_stances, stand_behind
from vcam.training.data.texture import Rng, degrade, recolour
from vcam.training.data.views import Look, crop_room, reframe, reframe_calmly, upper_body
from vcam.types import Image

HEADSETS = 0.2
"""How many portraits and pasted people wear headphones."""
PRINTS = 0.2
"""How many of them wear another pattern than the photograph shows."""
CHAIRS = 0.12
"""Behind how many a chair's back is drawn."""
HANDS = 0.06
"""Into how many pictures a hand or an arm reaches, near the lens."""
THINGS = 0.12
"""In how many of them something stands between camera and people."""
BARE_ROOMS, BARE_EMPTY_ROOMS = 0.12, 0.6
"""How many rooms are a bare wall, a covered lens, cloth or a test pattern: before people, and without any."""
BARE_CLUTTER = 0.3
"""How much of the clutter is drawn in the same way, such as a flag on the wall."""
CALM_STRENGTH = 0.3
"""How far the light of a calm picture may change."""
TWINS_LIGHT = 0.15
"""How far light tells apart who stand for each other's twins."""
OUTSIDE = 0.4
"""How many scenes of several people are photographs of one, before whom the others are pasted: there are few
rooms, and all are indoors."""

Dress: TypeAlias = Callable[[Portrait, Rng], Portrait]
"""Changes what a person wears."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How often each kind of sample is drawn; the rest are empty rooms.

    Attributes:
        counts: how often one to four people are in a scene.
        twins: in how many scenes the same picture is pasted for everybody, in nearly the same light.
        behind: in how many each stands half behind the next one.
        emptied: how many of the places are photographs out of which somebody was taken, not rooms.
    """

    portrait: float = 0.4
    fashion: float = 0.12
    pseudo: float = 0.12
    scene: float = 0.32
    counts: tuple[float, float, float, float] = (0.36, 0.42, 0.14, 0.08)
    twins: float = 0.0
    behind: float = 0.0
    emptied: float = 0.0


class SceneMaker:
    """Draws samples of any frame shape; the same generator state gives the same sample.

    Args:
        pools: what is drawn from.
        mix: how often what is drawn.
        taught: the same pools with softened labels, for photographs that are shown whole.
    """

    def __init__(self, pools: Pools, mix: Mix | None = None, taught: Pools | None = None) -> None:
        self._pools = pools
        self._taught = taught or pools
        self._mix = mix or Mix()

    def draw(self, rng: Rng, shape: tuple[int, int]) -> Portrait:
        """Draw one augmented picture of `shape` (height, width) with its label."""
        return self.draw_pair(rng, shape)[0]

    def draw_pair(self, rng: Rng, shape: tuple[int, int], calm: float = 0.0) -> tuple[Portrait, Image]:
        """Draw what `draw` draws, and the same picture before light, focus and noise changed it.

        Args:
            calm: how often, in [0, 1], a photograph is seen as it was taken, or nearly so, and nothing is
                added to a scene.
        """
        if rng.random() < calm:
            sample = self._draw_plain(rng, shape, reframe_calmly, lambda person, _: person)
            return replace(sample, image=recolour(sample.image, rng, CALM_STRENGTH)), sample.image
        sample = self._furnish(self._draw_plain(rng, shape, reframe, _dress), rng)
        return replace(sample, image=degrade(sample.image, rng)), sample.image

    def _furnish(self, sample: Portrait, rng: Rng) -> Portrait:
        """Put things and hands about the people."""
        if rng.random() < CHAIRS:
            sample = sit_down(sample, rng)
        if sample.alpha.any() and rng.random() < HANDS:
            sample = reach_before(sample, self._draw_person(rng), rng)
        if rng.random() < THINGS:
            sample = stand_before(sample, self._draw_room(rng, sample.alpha.shape), rng)
        return sample

    def _draw_plain(self, rng: Rng, shape: tuple[int, int], look: Look, dress: Dress) -> Portrait:
        mix, choice = self._mix, rng.random()
        if choice < mix.portrait:
            return look(dress(_pick(self._taught.portraits, rng), rng), rng, shape)
        choice -= mix.portrait
        if choice < mix.pseudo:
            seen = self._taught.pseudo or self._taught.portraits
            return _of_anybody(look(dress(_pick(seen, rng), rng), rng, shape))
        choice -= mix.pseudo
        if choice < mix.fashion:
            return look(upper_body(dress(_pick(self._taught.fashion, rng), rng), rng), rng, shape)
        choice -= mix.fashion
        count = int(rng.choice([1, 2, 3, 4], p=mix.counts)) if choice < mix.scene else 0
        if count > 1 and rng.random() < OUTSIDE:
            return self._populate(_alone(look(self._draw_photograph(rng), rng, shape)), count - 1, rng)
        if rng.random() < (BARE_ROOMS if count else BARE_EMPTY_ROOMS):
            return self._populate(_nobody_in(draw_bare_room(rng, shape)), count, rng)
        room = self._draw_room(rng, shape)
        if rng.random() < 0.5:
            other = draw_bare_room(rng, shape) if rng.random() < BARE_CLUTTER else self._draw_room(rng, shape)
            room = clutter(room, other, rng)
        return self._populate(_nobody_in(room), count, rng)

    def _draw_room(self, rng: Rng, shape: tuple[int, int]) -> Image:
        # Without emptied places the generator is left as it is, as without twins.
        if self._mix.emptied and rng.random() < self._mix.emptied:
            photograph = self._draw_photograph(rng)
            if can_be_emptied(photograph):
                return crop_room(take_out(photograph, rng), rng, shape)
        return crop_room(self._pools.rooms[int(rng.integers(len(self._pools.rooms)))], rng, shape)

    def _draw_photograph(self, rng: Rng) -> Portrait:
        """Draw one of which a person said who is seen in it."""
        return _pick(self._taught.fashion if rng.random() < 0.5 else self._taught.portraits, rng)

    def _populate(self, scene: Portrait, count: int, rng: Rng) -> Portrait:
        """Paste `count` people, the farthest first."""
        # Without twins, or any behind, the generator is left as it is: a seed draws what it always drew.
        mix = self._mix
        twin = self._draw_person(rng) if mix.twins and rng.random() < mix.twins else None
        stand = stand_behind if mix.behind and rng.random() < mix.behind else draw_stances
        for stance in stand(count, rng):
            if twin is None:
                scene = paste(scene, self._draw_person(rng), stance, rng)
            else:
                scene = paste(scene, twin, stance, rng, light=TWINS_LIGHT)
        return scene

    def _draw_person(self, rng: Rng) -> Portrait:
        kind = rng.random()
        if kind < 0.25:
            return _print(_pick(self._pools.cutouts, rng), rng)
        if kind < 0.75:
            return _dress(_pick(self._pools.portraits, rng), rng)
        return upper_body(_print(_pick(self._pools.fashion, rng), rng), rng)


def _nobody_in(room: Image) -> Portrait:
    nobody = np.zeros(room.shape[:2], np.uint8)
    return Portrait(room, nobody, who=nobody)


def _alone(photograph: Portrait) -> Portrait:
    """Make whoever is seen in it the first of several people, with or without a known head."""
    who = (photograph.alpha > 127).astype(np.uint8)
    return replace(photograph, heads=photograph.heads or (None,), who=who)


def _of_anybody(sample: Portrait) -> Portrait:
    """Say of a picture which teachers have labelled that its people may stand before each other."""
    return replace(sample, seams=np.full_like(sample.alpha, UNSURE))


def _dress(person: Portrait, rng: Rng) -> Portrait:
    person = _print(person, rng)
    return wear_headset(person, rng) if rng.random() < HEADSETS else person


def _print(person: Portrait, rng: Rng) -> Portrait:
    return print_clothes(person, rng) if rng.random() < PRINTS else person


def _pick(pool: tuple[Portrait, ...], rng: Rng) -> Portrait:
    return pool[int(rng.integers(len(pool)))]

"""Who is where: faces, boxes, tracks and labels, one frame after the other."""

import itertools
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from vcam.cast import Cast
from vcam.instances.closeups import Closeups
from vcam.instances.proof import SOMEBODY
from vcam.instances.split import Splitter
from vcam.instances.things import Things, lay
from vcam.instances.upscale import LabelUpscaler
from vcam.looking import FaceLooker, Looking
from vcam.proving import Proving
from vcam.seeds import boxes as seed_boxes
from vcam.settings.model import PeopleSettings
from vcam.tracking import appearance, matching
from vcam.tracking.appearance import appearances
from vcam.types import (
    NO_CUES,
    Alpha,
    Box,
    ByteAlpha,
    Cues,
    Frame,
    FrameLabels,
    Image,
    Owned,
    Separated,
    Size,
)

log = logging.getLogger(__name__)

SUSPECT = 1 << 30
"""Track ids from here on are of nobody known yet; those of people end at `MOST_ID`."""
CROWD_LASTS = 15
"""For so many frames after people came apart they count as a crowd, so that edges do not flicker."""


class Laps(Protocol):
    """Told whenever a stage has ended."""

    def lap(self, stage: str) -> None:
        """Note that `stage` has just ended."""


def is_crowd(boxes: Sequence[Box]) -> bool:
    """Tell whether any two people overlap."""
    return any(box.meets(other) for box, other in itertools.combinations(boxes, 2))


class PeopleStage:
    """Separates the people of frames of one size; ids last as long as the cast does.

    Args:
        faces: looks for faces; it is its owner who closes it.
        size: size of the frames.
        small_size: size of the network's picture and alpha.
        wait_s: how long each frame may wait for its faces: 0 in a call, a few seconds for a
            file, which so comes out the same on every machine.
        cast: what is wanted of people, and who is there; one of its own if not given.
        always: whether people are told apart even while the cast does not want it.
        laps: told of "people".
        closeups: looks at people from near where they overlap; without it they are told apart less well.
        is_still: whether there is one frame and no more: whoever is me in it is believed to be.
    """

    def __init__(
        self,
        faces: FaceLooker,
        size: Size,
        small_size: Size,
        wait_s: float = 0.0,
        cast: Cast | None = None,
        always: bool = False,
        laps: Laps | None = None,
        closeups: Closeups | None = None,
        is_still: bool = False,
    ) -> None:
        self._size = size
        self._looking = Looking(faces, size, wait_s)
        self._cast = cast if cast is not None else Cast(size, PeopleSettings())
        self._always = always
        self._laps = laps
        self._closeups = closeups
        self._splitter = Splitter(size, small_size)
        self._proving = Proving(size, small_size, is_still, closeups is not None)
        self._upscaler = LabelUpscaler(size, small_size.width, small_size.height)
        self._small_labels = np.zeros((small_size.height, small_size.width), np.int32)
        self._known: tuple[Box, ...] = ()
        self._crowded_frames = 0

    @property
    def is_wanted(self) -> bool:
        """Whether people must be told apart in the next frame."""
        return self._always or self._cast.is_wanted

    @property
    def sees_closely(self) -> bool:
        """Whether people are looked at from near where they overlap."""
        return self._closeups is not None

    @property
    def is_crowded(self) -> bool:
        """Whether people overlapped in the last frames: their masks are worth a closer look then."""
        return self._crowded_frames > 0

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
        """Say who is where in a frame, and how all of them are to be shown.

        Args:
            frame: the frame.
            small: (h, w, 3) uint8 BGR, the same at the network's size.
            evidence: (h, w) float32 in [0, 1], its alpha at that size.
            alpha: (H, W) uint8, its alpha at the frame's size; raised where a thing belongs to somebody.
            labels: (H, W) uint16, gets whose each pixel with some alpha is: a track id, or 0 if nobody known.
            cues: what the network says beside alpha.
            half: (H // 2, W // 2, 3) uint8 BGR, the frame at half its size, if somebody made that already.
        """
        self._looking.submit(frame, small)
        found = self._looking.look(frame, evidence, cues, self._known)
        if found is not None:
            looks = appearances(small, evidence, self._small_labels, found.boxes, self._size)
            self._cast.update(found.boxes, looks, found.frame_index, found.time_s)
        known, casting = self._cast.at(frame.index, frame.time_s)
        self._known = known
        # Whoever steps up to me is at first a part of me: where anybody is not to be made out, I am proven.
        is_proven = casting.only_me or casting.rest.kind == "hide"
        proven_s = frame.time_s if is_proven else None
        near = self._proving.begin(frame, casting.me, is_proven)
        images = (frame.image, half, small)
        owned = self._split(images, evidence, cues, known, casting.me, proven_s, near)
        if is_proven:
            is_look = found is not None and found.is_thorough
            self._proving.withhold(small, evidence, self._small_labels, known, casting.me, owned, is_look)
        else:
            self._proving.forget(self._small_labels, known)
        self._keep_things(small, evidence, known, alpha)
        self._upscaler.upscale_labels(self._small_labels, labels)
        changed = [track_id for track_id, effect in casting.looks.items() if effect.kind != "show"]
        spans = self._upscaler.spans(changed)
        if self._laps is not None:
            self._laps.lap("people")
        return Separated(known, spans, casting)

    def warm_up(self) -> None:
        """Compile everything now."""
        seed_boxes.warm_up()
        appearance.warm_up()
        matching.warm_up()
        self._proving.warm_up()
        if self._closeups is not None:
            self._closeups.warm_up()
        height, width = self._small_labels.shape
        noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
        everybody = np.ones((height, width), np.float32)
        middle = self._size.width / 2
        boxes = (
            Box(0.0, 0.0, middle + 20, float(self._size.height), 1.0, 1, None),
            Box(middle - 20, 0.0, float(self._size.width), float(self._size.height), 1.0, 2, None),
        )
        ways = np.zeros((3, 2, 2), np.float32)
        owned = Owned((1,), everybody[None])
        self._splitter.split(noise, everybody, boxes, None, self._small_labels, ways, owned)
        self._upscaler.upscale_labels(
            self._small_labels, np.empty((self._size.height, self._size.width), np.uint16)
        )
        self._upscaler.spans((1, 2))
        self._splitter.forget()

    def _split(
        self,
        images: tuple[Image, Image | None, Image],
        evidence: Alpha,
        cues: Cues,
        known: Sequence[Box],
        me: int,
        proven_s: float | None,
        near: int,
    ) -> Owned | None:
        """Divide the mask; while I am proven, also whoever may be somebody has a part of it.

        The images are the frame, perhaps the same at half its size, and the network's. Who is `near` is
        looked at from near in any case; all that is seen from there is given back.
        """
        image, half, small = images
        suspects: tuple[Box, ...] = ()
        if proven_s is not None:
            found = self._cast.suspects(proven_s)
            suspects = tuple(replace(box, track_id=SUSPECT + box.track_id) for box in found)
        boxes = (*known, *suspects)
        self._crowded_frames = CROWD_LASTS if is_crowd(boxes) else max(self._crowded_frames - 1, 0)
        owned = self._closeups.look(image, boxes, half, near) if self._closeups is not None else None
        suspects = tuple(box for box in suspects if not self._proving.is_mine(box, me, owned, evidence))
        boxes = (*known, *suspects)
        self._splitter.split(small, evidence, boxes, cues.border, self._small_labels, cues.heads, owned)
        if suspects:
            np.putmask(self._small_labels, self._small_labels >= SUSPECT, SOMEBODY)
        mine = next((box for box in known if box.track_id == me and box.head), None)
        if proven_s is not None and cues.heads is not None and mine is not None and len(boxes) > 1:
            self._proving.disown(self._small_labels, mine, boxes, cues.heads)
        return owned

    def _keep_things(self, small: Image, evidence: Alpha, known: Sequence[Box], alpha: ByteAlpha) -> None:
        """Give things to the people whom the user said they belong to."""
        height, width = self._small_labels.shape
        clicks, things = self._cast.take_clicks(), self._cast.things
        if clicks and things is None:
            things = self._cast.things = Things(Size(width, height))
        if things is None:
            return
        things.fit(Size(width, height), self._cast.is_mirrored)
        for click in clicks:
            x, y = click.x * width // self._size.width, click.y * height // self._size.height
            if not things.click(small, x, y, click.track_id):
                log.info("nothing that could be told from the room was found at (%d, %d)", click.x, click.y)
        middles = self._proving.middles(known)
        lay(things.follow(small, self._small_labels, evidence, middles), self._small_labels, alpha)

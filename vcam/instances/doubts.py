"""Doubts what was there beside a person's head before anything was known of that person.

Whoever stands half hidden behind me from the first frame on is a part of my mask, and nothing that moves
tells us apart. A look from near does: what it does not call mine is held for somebody's, for as long as it
does not. It misses raised arms, too: doubts begin only before I am known, and later go on or end.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.instances.proof import SOMEBODY
from vcam.types import Alpha, Labels, Size

CLAIMED, FREED = 0.5, 0.7
"""The share from which on a look from near calls a pixel the person's, and one that was doubted."""
LASTS = 15
"""In looks. What was doubted is free once it was the person's in so many, as they waver; where nobody is, in
frames."""
HAT_WIDTH, HAT_TOP = 2.0, 2.2
"""In face widths. What lies above or below a face and is wider, or reaches higher above the chin, is no hat
and no hand."""
LEAST_PX = 5
"""What is narrower, in small pixels, is the rim of the mask, where looks miss it by a pixel or two."""
LOOKS = 2
"""At the beginning: one of them sees the person in the mirror."""
SETTLED = 12
"""In frames. If there are doubts at the beginning, nobody is believed before: they spread for that long."""
QUIET = 3
"""In frames. After so many in a row without a doubt nothing spreads any more."""
LONGEST_WAIT = 30
"""In frames. So long nobody is believed who cannot be looked at."""
THIN_LASTS = 60
"""In frames. When nothing but a rim was doubted in so many, whoever it was has gone."""
LOW_LASTS = 240
"""In frames. The same when nothing above the chin was: what is left is an arm to which doubts have spread."""
MOST_STEP = 0.02
"""How far somebody comes from one frame to the next, as a share of the picture's width."""


class Face(NamedTuple):
    """Where a face is, in small pixels: its columns, and the row of the chin."""

    left: float
    right: float
    chin_y: float

    @property
    def above(self) -> slice:
        """The rows above the chin."""
        return slice(0, max(round(self.chin_y), 0))


class Doubts:
    """What of one person's label is doubted, in small pictures of one size; its buffers are reused.

    Attributes:
        are_there: whether anything is doubted.
    """

    def __init__(self, size: Size) -> None:
        shape = (size.height, size.width)
        self.are_there = False
        self._doubted, self._unclaimed, self._room = (np.zeros(shape, np.uint8) for _ in range(3))
        self._lasting = np.zeros(shape, np.uint8)
        self._near, self._pieces = np.zeros(shape, np.uint8), np.zeros(shape, np.uint16)
        self._brush = np.ones((LEAST_PX, LEAST_PX), np.uint8)
        self._reach = np.ones((LEAST_PX + 2, LEAST_PX + 2), np.uint8)
        step = 2 * max(1, round(MOST_STEP * size.width)) + 1
        self._step = np.ones((step, step), np.uint8)
        self._track_id = 0
        self.forget()

    @property
    def asks(self) -> bool:
        """Whether a look from near at the person is wanted."""
        return self.are_there or self._looks < LOOKS

    @property
    def _is_settled(self) -> bool:
        return self._seen >= SETTLED or self._quiet >= QUIET

    def forget(self) -> None:
        """Doubt nothing any more."""
        self._doubted.fill(0)
        self._lasting.fill(0)
        self.are_there = False
        self._begin_anew(looks=LOOKS, seen=SETTLED)
        self._is_believed, self._was_beginning = True, False
        self._thin = self._low = self._waited = 0

    def mark(
        self,
        labels: Labels,
        track_id: int,
        share: Alpha | None,
        face: Face,
        is_beginning: bool,
        is_new: bool = True,
    ) -> bool:
        """Call `SOMEBODY` what of a person's label is doubted.

        Args:
            labels: (h, w) int32; is changed.
            track_id: the person.
            share: (h, w) float32 in [0, 1], how much of each pixel a look from near calls the person's; None
                if there was no look.
            face: where the person's face is. Doubts begin only at what touches what is claimed above the
                chin, the head as a rule: of arms looks miss much, too. Nor do they at what lies above or
                below it, as hats and hands before the chest.
            is_beginning: whether nothing of the person is known yet, so that doubts may begin.
            is_new: whether the look was at this very frame; else an earlier one was moved.

        Returns:
            Whether the rest may be believed: not before there was a look and doubts have settled, unless that
            takes too long.
        """
        if track_id != self._track_id:
            self._track_id = track_id
            self.forget()
        # Doubts that have settled do not settle again while what is believed proves nothing.
        goes_on = self._was_beginning and self.are_there and self._is_settled
        self._was_beginning = is_beginning
        if is_beginning and self._is_believed and not goes_on:
            self._begin_anew(looks=0, seen=0)
        if not self.asks:
            self._waited = 0
            return True
        mine = labels == track_id
        if share is not None:
            self._look(mine, share, face, is_new)
            self._waited = 0
        elif self._seen < SETTLED:
            self._waited += 1
            if self._waited >= LONGEST_WAIT:
                self._begin_anew(looks=LOOKS, seen=SETTLED)
        # Where nobody is for a moment, or somebody not known, masks may waver: only who is known ends doubts.
        self._lasting[(labels > 0) & ~mine] = 0
        self._lasting -= (self._lasting > 0) & (labels == 0)
        self.are_there = bool(self._lasting.any())
        np.putmask(labels, mine & (self._lasting > 0), SOMEBODY)
        self._is_believed = self._seen > 0 and (self._is_settled or not self.are_there)
        return self._is_believed

    def _begin_anew(self, looks: int, seen: int) -> None:
        """Count anew: new looks, frames in which there was one, new or moved, and those without doubts."""
        self._looks, self._seen, self._quiet = looks, seen, 0

    def _look(self, mine: NDArray[np.bool_], share: Alpha, face: Face, is_new: bool) -> None:
        """Take in a look from near."""
        self._go_on(mine & (share < FREED), face)
        if self._looks < LOOKS:
            self._begin(mine, mine & (share < CLAIMED), face)
        self._seen = min(self._seen + 1, SETTLED)
        self._quiet = 0 if self._doubted.any() else self._quiet + 1
        if is_new:
            self._looks = min(self._looks + 1, LOOKS)
            self._lasting -= self._lasting > 0
        self._lasting[self._doubted > 0] = LASTS

    def _go_on(self, unclaimed: NDArray[np.bool_], face: Face) -> None:
        """Doubt what is unclaimed where something was doubted, and near there, too, but for thin rims."""
        np.copyto(self._unclaimed, unclaimed, casting="unsafe")
        cv2.morphologyEx(self._unclaimed, cv2.MORPH_OPEN, self._brush, dst=self._room)
        cv2.dilate(self._room, self._reach, dst=self._near)
        np.minimum(self._lasting, 1, out=self._doubted)
        cv2.dilate(self._doubted, self._step, dst=self._room)
        cv2.bitwise_and(self._room, self._near, dst=self._room)
        cv2.bitwise_or(self._room, self._doubted, dst=self._room)
        cv2.bitwise_and(self._room, self._unclaimed, dst=self._doubted)
        cv2.morphologyEx(self._doubted, cv2.MORPH_OPEN, self._brush, dst=self._room)
        self._thin = 0 if self._room.any() or not self.are_there else self._thin + 1
        self._low = 0 if self._room[face.above].any() or not self.are_there else self._low + 1
        if self._thin > THIN_LASTS or self._low > LOW_LASTS:
            self._doubted.fill(0)
            self._lasting.fill(0)

    def _begin(self, mine: NDArray[np.bool_], unclaimed: NDArray[np.bool_], face: Face) -> None:
        """Doubt all pieces beside the face that are unclaimed and touch what is claimed of the head."""
        np.copyto(self._unclaimed, unclaimed, casting="unsafe")
        cv2.morphologyEx(self._unclaimed, cv2.MORPH_OPEN, self._brush, dst=self._room)
        count, pieces, stats, middles = cv2.connectedComponentsWithStats(
            self._room, connectivity=4, ltype=cv2.CV_16U
        )
        # What opening took off the pieces' rims is theirs, too.
        cv2.dilate(pieces, self._reach, dst=self._pieces)
        np.copyto(self._room, mine)
        cv2.subtract(self._room, self._unclaimed, dst=self._room)
        heads = self._pieces[face.above][self._room[face.above] > 0]
        touching = np.bincount(heads, minlength=count) > 0
        wide, top = face.right - face.left, stats[:, cv2.CC_STAT_TOP]
        is_large = (stats[:, cv2.CC_STAT_WIDTH] > HAT_WIDTH * wide) | (face.chin_y - top > HAT_TOP * wide)
        touching &= is_large | (middles[:, 0] < face.left) | (middles[:, 0] > face.right)
        touching[0] = False  # what is no piece
        np.copyto(self._room, touching[self._pieces], casting="unsafe")
        cv2.bitwise_and(self._room, self._unclaimed, dst=self._room)
        cv2.bitwise_or(self._doubted, self._room, dst=self._doubted)

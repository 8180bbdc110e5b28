"""Keeps of one person's label only what is known to be that person.

A mask that grows may grow by somebody else: whoever walks in behind me is at first a part of my
mask, and no detector has said yet that it is another. So a pixel has to prove itself: it follows from
pixels that were proven a moment ago and looks like them, or somebody was looked for so often without
anybody else having been found that it cannot be another's. A person alone may reach out: a raised hand
is seen at once. While others are about, or were a moment ago, looks are not enough, as skin is skin.
"""

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.instances.cleanup import grow
from vcam.instances.colours import LEVELS, learn
from vcam.instances.keeping import find_kept
from vcam.instances.pieces import Bytes, Window
from vcam.jit import kernel
from vcam.types import Alpha, Image, Labels, Size

REACH = 0.02
"""How far a person may reach out from one frame to the next, as a share of the picture's width."""
OTHERS_SHARE = 0.008
"""Of the picture: what is seen apart from the person is somebody from this size on, and else a speck."""
ALERT_FRAMES = 90
"""For so long after others were seen, also hidden behind the person, new parts must wait for their proof."""
HELD = 10
"""In frames. So long a part must have been the person's before it is the person's at the beginning."""
SNAPSHOTS, BETWEEN = 10, 5
"""So many frames are remembered, so many apart, to see who has joined since."""
CALM_PX = 12
"""Who moved less than this over all that time looks the same; anybody else, over a shorter one."""
PATIENCE = 10
"""In looks. Until then the tracker has found whoever else it may be, with or without a face."""
CLOSED_PX = 5
AWAY_PX = 2
"""Where I touch somebody else so much of me is not shown, as borders are not found to the pixel."""
SOMEBODY = -1
"""The label of what is a person, but of nobody known."""
NOWHERE: Window = (0, 0, 0, 0)
Middles = Mapping[int, tuple[float, float]]
"""By track id, what moves with somebody."""
_BRUSH = np.ones((CLOSED_PX, CLOSED_PX), np.uint8)
_AWAY_BRUSH = np.ones((2 * AWAY_PX + 1, 2 * AWAY_PX + 1), np.uint8)


class Proof:
    """Watches one person's label in small pictures of one size; its buffers are reused.

    Args:
        size: of the pictures.
        held: in frames, for how long a part must have been the person's before it is so at the beginning;
            1 for a still picture, into which nobody walks.

    Attributes:
        size, held: see above.
    """

    def __init__(self, size: Size, held: int = HELD) -> None:
        self.size, self.held = size, held
        shape = (size.height, size.width)
        self._reach_px = max(1, round(REACH * size.width))
        self._before = np.zeros((*shape, 3), np.uint8)
        self._proven, self._allowed = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
        self._doubtful = np.zeros(shape, np.uint8)
        self._closed, self._waiting = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
        self._kept = np.zeros(shape, np.int32)
        self._snapshots: deque[_Snapshot] = deque()
        self._frames = self._forgotten = 0
        self._middle = (0.0, 0.0)
        self._queue = np.empty(size.height * size.width, np.int32)
        self._colours = np.zeros(LEVELS**3, np.float32)
        self._others_px = OTHERS_SHARE * size.width * size.height
        self._alert_frames = 0
        self._track_id = 0

    def is_beginning(self, track_id: int) -> bool:
        """Tell whether nothing of this person is proven yet, or any more."""
        return track_id != self._track_id or not self._kept.any()

    def forget(self, labels: Labels, middles: Middles) -> None:
        """Begin anew: what has been one person's for a while by then is believed next.

        Args:
            labels, middles: see `withhold`; of a frame of which nothing is withheld.
        """
        self._remember(labels, middles)
        self._forgotten += 1
        # What was withheld is not to stay so: after a while everybody is taken as they are now.
        while self._snapshots and self._forgotten >= self.held:
            if self._frames - self._snapshots[0].frame < self._forgotten:
                break
            self._snapshots.popleft()
        self._track_id = 0
        self._alert_frames = 0

    def withhold(
        self,
        image: Image,
        evidence: Alpha,
        labels: Labels,
        track_id: int,
        middles: Middles,
        is_look: bool,
        hat: Window = NOWHERE,
    ) -> None:
        """Call everybody in the labels `SOMEBODY` who is nobody known or not proven to be the person.

        Args:
            image: (h, w, 3) uint8 BGR.
            evidence: (h, w) float32 in [0, 1]; above one half is a person.
            labels: (h, w) int32; 0 is background or nobody's; is changed.
            track_id: the person; 0 while the person is not here, and nothing is proven then.
            middles: of everybody's box or head, in small pixels; what was proven moves with the person's.
            is_look: whether people were looked for anew, by what would find others in the person's mask.
            hat: x0, y0, x1, y1: where the person's hat may be, which stays the person's though it is labelled
                as `SOMEBODY`.
        """
        evidence = np.require(evidence, np.float32, ["C", "W"])
        self._remember(labels, middles)
        self._forgotten = 0
        middle = middles.get(track_id, (0.0, 0.0))
        if track_id not in (0, self._track_id):
            self._track_id = track_id
            self._colours.fill(0)
            self._waiting.fill(0)
        if track_id and not self._colours.any():  # nothing of the person has been proven yet
            self._keep_what_was_there(labels == track_id, middle)
        elif track_id:
            dx, dy = (round(now - then) for now, then in zip(middle, self._middle, strict=True))
            # What was rounded away is kept: who sways slowly moves less than a pixel from frame to frame.
            middle = self._middle[0] + dx, self._middle[1] + dy
            find_kept(
                image,
                self._before,
                evidence,
                labels,
                track_id,
                dx,
                dy,
                self._proven,
                self._doubtful,
                self._alert_frames == 0,
                hat,
                self._colours,
                self._allowed,
                self._kept,
            )
            if not self._kept.any():
                # Back after an absence: the tracker was certain, but skin is skin, whatever the colours say.
                is_own = self._allowed > 0
                # Of the whole label: what is mine in colour alone is specks of whoever stands against me.
                self._keep_what_was_there(labels == track_id, middle)
                self._kept[~is_own] = 0
                np.copyto(self._allowed, is_own, casting="unsafe")
            if self._alert_frames == 0:
                grow(self._allowed, self._kept, self._reach_px, self._queue)
        else:
            self._kept.fill(0)
        self._middle = middle
        np.copyto(self._allowed, self._kept, casting="unsafe")
        cv2.morphologyEx(self._allowed, cv2.MORPH_CLOSE, _BRUSH, dst=self._closed)
        others_px = settle(
            evidence,
            labels,
            track_id,
            self._closed,
            self._waiting,
            self._proven,
            self._doubtful,
            is_look,
        )
        if track_id == 0:
            # Nobody is me yet: others are about where there is more than one person.
            others_px -= int(np.bincount(labels[labels > 0], minlength=1).max())
        if track_id and others_px:
            cv2.dilate(self._doubtful, _AWAY_BRUSH, dst=self._closed)
            np.putmask(labels, (self._closed > 0) & (labels == track_id), SOMEBODY)
        self._alert_frames = ALERT_FRAMES if others_px >= self._others_px else max(self._alert_frames - 1, 0)
        if track_id:
            learn(image, self._proven, self._colours)
        if self._kept.any() and self._snapshots and self._snapshots[-1].frame == self._frames:
            # Whoever stands unproven against the person is not to be remembered as the person.
            np.copyto(self._snapshots[-1].labels, labels)
        np.copyto(self._before, image)

    def _remember(self, labels: Labels, middles: Middles) -> None:
        """Keep who is where, from time to time."""
        self._frames += 1
        if self._frames % BETWEEN != 1:
            return
        is_full = len(self._snapshots) == SNAPSHOTS
        room = self._snapshots.popleft().labels if is_full else np.empty_like(labels)
        np.copyto(room, labels)
        self._snapshots.append(_Snapshot(self._frames, room, dict(middles)))

    def _keep_what_was_there(self, mine: NDArray[np.bool_], middle: tuple[float, float]) -> None:
        """Believe of `mine` what was the person's a while ago, and what is thin beside it, as limbs are.

        Whatever else came later may be somebody who joined and is not found yet.
        """
        if self.held == 1:
            np.copyto(self._kept, mine, casting="unsafe")
            return
        then = self._snapshot(middle)
        if then is None:
            self._kept.fill(0)
            return
        x, y = then.middles[self._track_id]
        move = np.array([[1, 0, round(middle[0] - x)], [0, 1, round(middle[1] - y)]], np.float32)
        np.copyto(self._closed, then.labels == self._track_id, casting="unsafe")
        size = (self.size.width, self.size.height)
        cv2.warpAffine(self._closed, move, size, dst=self._allowed, flags=cv2.INTER_NEAREST)
        is_late = mine & (self._allowed == 0)
        np.copyto(self._closed, is_late, casting="unsafe")
        cv2.morphologyEx(self._closed, cv2.MORPH_OPEN, _BRUSH, dst=self._allowed)
        cv2.dilate(self._allowed, _BRUSH, dst=self._closed)
        np.copyto(self._kept, mine & ~(is_late & (self._closed > 0)), casting="unsafe")

    def _snapshot(self, middle: tuple[float, float]) -> "_Snapshot | None":
        """Give the oldest frame since which the person moved little, else the newest that is old enough."""
        old = [
            one
            for one in self._snapshots
            if self._track_id in one.middles and self._frames - one.frame >= self.held - 1
        ]
        for one in old:
            x, y = one.middles[self._track_id]
            if max(abs(middle[0] - x), abs(middle[1] - y)) < CALM_PX:
                return one
        return old[-1] if old else None


class _Snapshot(NamedTuple):
    """Who was where in a frame."""

    frame: int
    labels: Labels
    middles: Middles


@kernel
def settle(
    evidence: Alpha,
    labels: Labels,
    track_id: int,
    closed: Bytes,
    waiting: Bytes,
    proven: Bytes,
    doubtful: Bytes,
    is_look: bool,
) -> int:
    """Prove what is closed in or has waited for looks enough; call the rest of all people `SOMEBODY`.

    Returns:
        How many pixels other people have.
    """
    height, width = labels.shape
    others = 0
    for y in range(height):
        for x in range(width):
            proven[y, x] = 0
            is_person = evidence[y, x] > np.float32(0.5)
            others += is_person and labels[y, x] != track_id
            doubtful[y, x] = np.uint8(is_person)
            if track_id > 0 and labels[y, x] == track_id:
                if closed[y, x] or waiting[y, x] >= PATIENCE:
                    proven[y, x] = 1
                    doubtful[y, x] = 0
                    waiting[y, x] = 0
                else:
                    waiting[y, x] += np.uint8(is_look)
                    labels[y, x] = SOMEBODY
            else:
                waiting[y, x] = 0
                if labels[y, x] == 0 and is_person:
                    labels[y, x] = SOMEBODY
    return others


def warm_up() -> None:
    """Compile the kernels."""
    image, plane = np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.uint8)
    labels, colours = np.zeros((2, 2), np.int32), np.zeros(LEVELS**3, np.float32)
    evidence, kept = np.zeros((2, 2), np.float32), labels.copy()
    planes = plane.copy(), plane.copy()
    find_kept(
        image, image.copy(), evidence, labels, 1, 0, 0, *planes, True, NOWHERE, colours, plane.copy(), kept
    )
    settle(evidence, labels, 1, plane, plane.copy(), plane.copy(), plane.copy(), True)
    learn(image, plane, colours)

"""What of me is shown where nobody else may be: only what is known to be mine, frame after frame."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from vcam.instances import pointing, proof
from vcam.instances.doubts import CLAIMED, HAT_TOP, HAT_WIDTH, Doubts, Face
from vcam.instances.pieces import Window
from vcam.instances.proof import HELD, NOWHERE, SOMEBODY, Proof
from vcam.tracking.following import CLEARLY_SEEN
from vcam.types import Alpha, Box, Frame, Image, Labels, Owned, Size, Ways

MINE_PAST_HEAD = 0.7
"""In face widths past my head: what points farther, while others are about, is theirs."""
CLAIMED_HEAD = 0.95
"""Of what is person of a suspect's head: where a look from near at me calls so much of it mine, it is a part
of me."""
GAP = 0.5
"""In face widths: whoever's box is farther away does not reach into me."""
NEW = 15
"""In frames. For so long after something of me has become known, what others may have is not mine unseen."""
BESIDE = 1.25
"""In face widths from the middle of my face: what is nearer is my neck or chest, which looks miss, too."""
AROUND = 0.5
"""In widths of their faces: how far others may reach out of their boxes."""
LONGEST_GAP_S, LONGEST_GAP_FRAMES = 1.0, 15
"""Without people being told apart, after which me must prove myself anew."""


class Proving:
    """Takes from my label, in small pictures of one size, whatever may be somebody else's.

    Args:
        size: of the frames, whose pixels boxes count.
        small_size: of the small pictures.
        is_still: whether there is one frame and no more: whoever is me in it is believed to be.
        sees_closely: whether anybody can be looked at from near.
    """

    def __init__(self, size: Size, small_size: Size, is_still: bool, sees_closely: bool) -> None:
        self._size = size
        self._small = small_size
        self._sees_closely = sees_closely
        self._proof = Proof(small_size, held=1 if is_still else HELD)
        self._doubts = Doubts(small_size)
        self._is_beginning = False
        self._new_frames = 0
        self._last_s, self._last_index = 0.0, 0

    def begin(self, frame: Frame, me: int, is_proven: bool) -> int:
        """Begin with a frame, whether or not I am to be proven in it.

        Returns:
            The track id of who has to be looked at from near in it, alone, too; 0 is nobody.
        """
        if self._was_away(frame):
            self._proof = Proof(self._proof.size, self._proof.held)
            self._doubts.forget()
        self._is_beginning = is_proven and self._proof.is_beginning(me)
        return me if self._is_beginning or self._doubts.asks else 0

    def is_mine(self, suspect: Box, me: int, owned: Owned | None, evidence: Alpha) -> bool:
        """Tell whether who is only suspected somewhere is a part of me: a hand, or a neck seen from behind.

        Of what a look from near did not reach it says nothing.

        Args:
            suspect: seen once or hardly; a clear face is nobody's part.
            me: my track id.
            owned: what was seen from near.
            evidence: (h, w) float32 in [0, 1]; above one half is a person.
        """
        if owned is None or me not in owned.track_ids or suspect.head is None:
            return False
        place, head = owned.track_ids.index(me), self._part(*suspect.head)
        shares = owned.shares[place][head][evidence[head] > 0.5]
        bottom = min(head[0].stop, self._small.height)
        is_within = not owned.bottoms or bottom <= owned.bottoms[place]
        return (
            is_within
            and suspect.score < CLEARLY_SEEN
            and shares.size > 0
            and float((shares >= CLAIMED).mean()) >= CLAIMED_HEAD
        )

    def disown(self, labels: Labels, mine: Box, boxes: Sequence[Box], ways: Ways) -> None:
        """Call `SOMEBODY` what points past my head, if anybody reaches there, or at another's head.

        Args:
            labels: (h, w) int32; is changed.
            mine: my box, with my head.
            boxes: everybody's.
            ways: of a smaller grid, what the network says of where heads are.
        """
        assert mine.head is not None
        others = [box for box in boxes if box.track_id != mine.track_id]
        heads = np.array([self.middle(box) for box in others if box.head], np.float32).reshape(-1, 2)
        wide = mine.head[2] - mine.head[0]
        around = replace(mine, x0=mine.x0 - GAP * wide, x1=mine.x1 + GAP * wide)
        is_touched = any(box.head is None or around.meets(box) for box in others)
        reach = MINE_PAST_HEAD * wide * self._small.width / self._size.width
        pointing.disown(labels, ways, mine.track_id, self.middle(mine), reach, heads, is_touched, SOMEBODY)

    def withhold(
        self,
        small: Image,
        evidence: Alpha,
        labels: Labels,
        known: Sequence[Box],
        me: int,
        owned: Owned | None,
        is_look: bool,
    ) -> None:
        """Call `SOMEBODY` who is nobody known, or not proven to be me.

        Args:
            small: (h, w, 3) uint8 BGR.
            evidence: (h, w) float32 in [0, 1]; above one half is a person.
            labels: (h, w) int32; is changed.
            known: everybody's boxes.
            me: my track id; 0 while I am not here.
            owned: what was seen from near.
            is_look: whether people were looked for anew, by what would find others in my mask.
        """
        is_believed = self._doubt(labels, known, me, owned)
        self._new_frames = NEW if self._is_beginning else max(self._new_frames - 1, 0)
        if is_believed and self._new_frames and owned is not None and me in owned.track_ids:
            self._leave_to_others(labels, known, me, owned.shares[owned.track_ids.index(me)])
        proven, middles = me if is_believed else 0, self.middles(known)
        self._proof.withhold(small, evidence, labels, proven, middles, is_look, self._hat(known, me))
        if me and not is_believed:
            np.putmask(labels, labels == me, SOMEBODY)

    def forget(self, labels: Labels, known: Sequence[Box]) -> None:
        """Begin anew: what has been one person's for a while by then is believed next."""
        self._proof.forget(labels, self.middles(known))
        self._doubts.forget()

    def middles(self, known: Sequence[Box]) -> Mapping[int, tuple[float, float]]:
        """Give, by track id, what moves with each person."""
        return {box.track_id: self.middle(box) for box in known}

    def middle(self, box: Box) -> tuple[float, float]:
        """What moves with a person, in small pixels: the head's middle, as bodies are cut and uncovered."""
        x0, y0, x1, y1 = box.head or (box.x0, box.y0, box.x1, box.y1)
        across, down = (x0 + x1) / 2, (y0 + y1) / 2
        return across * self._small.width / self._size.width, down * self._small.height / self._size.height

    def warm_up(self) -> None:
        """Compile everything now."""
        proof.warm_up()
        labels = np.zeros((self._small.height, self._small.width), np.int32)
        box = Box(0.0, 0.0, 2.0, 2.0, 1.0, 1, (0.0, 0.0, 1.0, 1.0))
        self.disown(labels, box, (box,), np.zeros((3, 2, 2), np.float32))

    def _part(self, x0: float, y0: float, x1: float, y1: float) -> tuple[slice, slice]:
        """Give the rows and columns of the small picture that show a part of the frame."""
        across, down = self._small.width / self._size.width, self._small.height / self._size.height
        left, top, right, bottom = (
            max(round(place), 0) for place in (x0 * across, y0 * down, x1 * across, y1 * down)
        )
        return slice(top, bottom), slice(left, right)

    def _hat(self, known: Sequence[Box], me: int) -> Window:
        """Give the part of the small picture in which my hat may be; nowhere while my head is not known."""
        head = next((box.head for box in known if box.track_id == me), None)
        if head is None:
            return NOWHERE
        x0, y0, x1, y1 = head
        wide, middle = x1 - x0, (x0 + x1) / 2
        aside = HAT_WIDTH / 2 * wide
        rows, columns = self._part(middle - aside, y1 - HAT_TOP * wide, middle + aside, y0)
        return columns.start, rows.start, columns.stop, rows.stop

    def _was_away(self, frame: Frame) -> bool:
        """Tell whether people were not told apart for a while: what was proven before that is worth nothing.

        A slow video has long between its frames, but nothing happens in between.
        """
        seconds, frames = frame.time_s - self._last_s, frame.index - self._last_index
        self._last_s, self._last_index = frame.time_s, frame.index
        return seconds > LONGEST_GAP_S and frames > LONGEST_GAP_FRAMES

    def _leave_to_others(self, labels: Labels, known: Sequence[Box], me: int, share: Alpha) -> None:
        """Call `SOMEBODY` what beside my face is not mine, seen from near, where others are.

        Whoever comes out behind me before I am known is at first a part of me, and would stay one: what has
        been mine for a while is believed. What is called mine again has to wait for its proof.
        """
        mine = next((box for box in known if box.track_id == me), None)
        if mine is None or mine.head is None:
            return
        middle, reach = (mine.head[0] + mine.head[2]) / 2, BESIDE * (mine.head[2] - mine.head[0])
        for box in known:
            if box.track_id == me or not mine.meets(box):
                continue
            wide = AROUND * (box.head[2] - box.head[0]) if box.head else 0.0
            top, bottom = box.y0 - wide, box.y1 + wide
            for part in (
                self._part(box.x0 - wide, top, min(box.x1 + wide, middle - reach), bottom),
                self._part(max(box.x0 - wide, middle + reach), top, box.x1 + wide, bottom),
            ):
                labels[part][(labels[part] == me) & (share[part] < CLAIMED)] = SOMEBODY

    def _doubt(self, labels: Labels, known: Sequence[Box], me: int, owned: Owned | None) -> bool:
        """Call `SOMEBODY` what beside my head is not mine, seen from near, before I am known.

        Returns:
            Whether the rest of me may be believed.
        """
        if not self._sees_closely:
            return True
        if me == 0:
            self._doubts.forget()
            return True
        head = next((box.head for box in known if box.track_id == me), None)
        is_seen = head is not None and owned is not None and me in owned.track_ids
        share = owned.shares[owned.track_ids.index(me)] if owned is not None and is_seen else None
        is_new = owned is not None and me in owned.seen_now
        across, down = self._small.width / self._size.width, self._small.height / self._size.height
        x0, _, x1, y1 = head or (0.0, 0.0, 0.0, 0.0)
        face = Face(x0 * across, x1 * across, y1 * down)
        is_believed = self._doubts.mark(labels, me, share, face, self._is_beginning, is_new)
        # Of one frame there are no more looks.
        return is_believed or self._proof.held == 1

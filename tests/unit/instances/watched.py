"""Me, whom a proof watches frame after frame."""

import numpy as np

from vcam.instances.proof import HELD, Proof
from vcam.types import Image, Labels, Size

SIZE = Size(64, 36)
ME, OTHER = 3, 7
MY_COLOUR, OTHER_COLOUR, ROOM = (200, 60, 40), (40, 60, 200), (120, 120, 120)
MINE = np.s_[10:, 20:34]
HERE = {ME: (27.0, 20.0)}


class Watched:
    """Shows frames to a proof, all labelled as the splitter would: whatever touches me is me.

    I have sat there for a while before.
    """

    def __init__(self) -> None:
        self.proof = Proof(SIZE)
        self.frames = 0
        labels = np.zeros(SIZE.shape[:2], np.int32)
        labels[MINE] = ME
        for _ in range(HELD + 1):
            self.proof.forget(labels, HERE)

    def see(
        self,
        stranger: tuple[slice, slice] | None = None,
        track_id: int = ME,
        dx: int = 0,
        is_look: bool | None = None,
    ) -> Labels:
        """Show one frame; somebody looks every fourth time unless it is said otherwise."""
        self.frames += 1
        image: Image = np.full(SIZE.shape, ROOM, np.uint8)
        labels = np.zeros(SIZE.shape[:2], np.int32)
        if stranger is not None:
            image[stranger], labels[stranger] = OTHER_COLOUR, track_id
        here = np.s_[10:, 20 + dx : 34 + dx]
        image[here], labels[here] = MY_COLOUR, track_id
        evidence = (labels > 0).astype(np.float32)
        looks = self.frames % 4 == 0 if is_look is None else is_look
        self.proof.withhold(image, evidence, labels, track_id, {track_id: (27.0 + dx, 20.0)}, looks)
        return labels

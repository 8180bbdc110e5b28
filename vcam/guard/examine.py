"""What may be wrong with a picture: it is old, shows somebody else, or its mask is not its own."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vcam.types import Alpha, ByteAlpha, Frame, Rendered, Scene

MAX_AGE_S = 0.5
"""A picture older than this is no longer shown, unless its source is slow."""
PERIODS, LONGEST_AGE_S = 1.5, 1.5
"""A slow source's picture is shown for so many times the time to its next one, but never longer than this."""
FULL_COVER = 0.998
"""If more than this share is person, the mask is broken, or a hand is on the lens."""
ROUNDING = 1e-5
"""A network's sigmoid may end a few float steps beside 0 or 1."""
GRID = (18, 32)
"""Rows and columns at which a refined mask is compared with the network's."""
MOST_REFINED = 0.12
"""Refinement may change this much of a mask, on average over the picture."""
SAMPLE_PX = 3
"""Every so manyth pixel of each such row is looked at for people who must not be seen."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a picture may not leave, in words for the card."""

    reason: str


def is_fresh(frame: Frame, now_s: float) -> bool:
    """Tell whether a frame still shows the present, or nearly, as far as its source can.

    Args:
        frame: what was captured.
        now_s: the present, on the clock of `Frame.time_s`.
    """
    longest_s = min(max(MAX_AGE_S, PERIODS * frame.period_s), LONGEST_AGE_S)
    return 0 <= now_s - frame.time_s <= longest_s


def examine_who_is_shown(rendered: Rendered) -> Objection | None:
    """Say what is wrong with the proof that nobody but the user is seen, if anything."""
    scene, shown = rendered.scene, rendered.shown
    casting, labels = scene.casting, scene.labels
    if casting is None or labels is None or shown is None or not casting.only_me:
        return Objection("Switching")
    shape = scene.frame.image.shape[:2]
    if shown.dtype != np.uint8 or shown.shape != shape or labels.shape != shape:
        return Objection("The people do not fit")
    sample = (slice(None, None, SAMPLE_PX),) * 2
    # Where nobody is known to be the user, `me` is 0, and so are pixels of nobody.
    is_other = labels[sample] != casting.me if casting.me > 0 else np.True_
    if np.any((shown[sample] > 0) & is_other):
        return Objection("Somebody else would be seen")
    return None


def examine_mask(scene: Scene) -> Objection | None:
    """Say what is wrong with a mask, if anything."""
    evidence, alpha = scene.evidence, scene.alpha
    if evidence.dtype != np.float32 or evidence.ndim != 2 or evidence.size == 0:
        return Objection("The mask is broken")
    if alpha.dtype != np.uint8 or alpha.shape != scene.frame.image.shape[:2]:
        return Objection("The mask does not fit")
    # A NaN anywhere makes both of these NaN, and every comparison with NaN is false.
    low, high = float(evidence.min()), float(evidence.max())
    if not (low >= -ROUNDING and high <= 1 + ROUNDING):
        return Objection("The mask is broken")
    if np.count_nonzero(evidence > 0.5) > FULL_COVER * evidence.size:
        return Objection("Too close, or the mask is broken")
    if not _tell_the_same(evidence, alpha):
        return Objection("The mask does not fit")
    return None


def _tell_the_same(evidence: Alpha, alpha: ByteAlpha) -> bool:
    """Compare the network's alpha with the frame's at a coarse grid of points.

    A refinement moves edges by a few pixels; a mask left over from another frame differs
    by more.
    """
    network = _at_grid(evidence)
    refined = _at_grid(alpha).astype(np.float32) / 255
    return float(np.abs(network - refined).mean()) <= MOST_REFINED


def _at_grid(plane: NDArray[Any]) -> NDArray[Any]:
    """Sample a plane in the centres of `GRID` equal cells."""
    rows, columns = (
        ((2 * np.arange(cells) + 1) * length) // (2 * cells)
        for cells, length in zip(GRID, plane.shape, strict=True)
    )
    return plane[np.ix_(rows, columns)]

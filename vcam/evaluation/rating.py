"""How good a found person's mask seems to be, by what vcam itself has seen: for ranking claims by quality.

Detection scores say whether somebody is there, not how well the mask fits; ranking by the mask's own
quality is what average precision asks for (Huang et al., Mask Scoring R-CNN, CVPR 2019).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.types import Alpha, FrameLabels, Labels, Owned

CLEAR = 0.1
"""Evidence within this of 0 or 1 is clear."""
USUAL = 0.8
"""How far a look from near agrees, usually: of who was not looked at."""


def rate(labels: Labels | FrameLabels, track_id: int, evidence: Alpha, owned: Owned | None) -> float:
    """Rate one person's mask in [0, 1].

    It is good as far as the network is clear about its pixels, the look from near calls the same
    pixels the person's, and calls them so more surely than anybody else's.

    Args:
        labels: (H, W) track ids, of any size.
        track_id: the person.
        evidence: (h, w) float32 in [0, 1], the network's mask.
        owned: of the same size, if people were looked at from near.
    """
    mask = _shrink(labels == track_id, evidence.shape)
    count = int(mask.sum())
    if count == 0:
        return 0.0
    blurred = mask & (evidence > CLEAR) & (evidence < 1 - CLEAR)
    clear = 1 - float(blurred.sum()) / count
    if owned is None or track_id not in owned.track_ids:
        return clear * USUAL * USUAL
    place = owned.track_ids.index(track_id)
    own = owned.shares[place]
    others = np.delete(owned.shares, place, 0).max(0) if len(owned.track_ids) > 1 else 1 - own
    theirs = own > 0.5
    agrees = float((theirs & mask).sum()) / int((theirs | mask).sum())
    margin = float((own - others)[mask].mean())
    return clear * agrees * max(margin, 0.0)


def _shrink(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    small = cv2.resize(mask.astype(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small > 0)

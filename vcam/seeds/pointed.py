"""Heads that no detector sees, half hidden or turned away, but at which bodies point.

Each place of the picture votes for where its person's head is, as in Hough voting; votes for a known
face are explained, and enough others that meet are somebody's head, if a head is to be seen there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.seeds.windows import Face
from vcam.types import Alpha, Ways

Floats = NDArray[np.float32]

EXPLAINED = 0.6
"""In face widths: who points so near to a face means it."""
FARTHEST = 20.0
"""In face widths: nobody is so far away, but a broken network may point there."""
MEETING = 0.3
"""In face widths: votes that lie so near to each other mean one head; at least a place of the grid."""
LEAST_VOTES = 8
LEAST_OWN_VOTES = 3
"""So many votes come from the head itself, not from a body behind whose border two heads mix."""
OWN = 0.6
"""In face widths from the head, and at least a place: the head itself."""
HEAD_SEEN = 0.6
BETWEEN, ASIDE = 0.1, 0.35
"""Of the way between two heads: votes that mix those for both meet there, and so near to it."""
SCORE = 0.6
"""Surer than dim, but no clear face: somebody is believed after five looks, not two."""
SHARE_OF_WIDTH = 0.8
"""Of the width of the face beside: who is hidden is mostly farther off."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A head; the unit is a place of the grid."""

    x: float
    y: float
    width: float


def pointed_faces(faces: Sequence[Face], ways: Ways, alpha: Alpha) -> tuple[Face, ...]:
    """Find the faces beside known ones.

    Args:
        faces: those that are seen, in fractions of the picture; without any, there is no measure.
        ways: of any size; what is not a number points nowhere.
        alpha: (H, W) float32 in [0, 1], of the whole picture.
    """
    _, rows, columns = ways.shape
    heads = [
        _Head(
            (face.x0 + face.x1) / 2 * columns, (face.y0 + face.y1) / 2 * rows, (face.x1 - face.x0) * columns
        )
        for face in faces
        if face.x1 > face.x0
    ]
    if not heads:
        return ()
    count = len(heads)
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32) + 0.5, np.arange(rows, dtype=np.float32) + 0.5)
    at_x, at_y = x + ways[1] * rows, y + ways[2] * rows
    past = np.stack([np.hypot(at_x - head.x, at_y - head.y) / head.width for head in heads])
    is_person = cv2.resize(alpha, (columns, rows), interpolation=cv2.INTER_AREA) > 0.5
    nearest = past.min(0)
    free = is_person & (nearest > EXPLAINED) & (nearest < FARTHEST)
    votes = np.stack([at_x[free], at_y[free], x[free], y[free]], 1)
    widths = np.array([head.width for head in heads], np.float32)[past.argmin(0)[free]]
    apart = np.hypot(votes[:, None, 0] - votes[:, 0], votes[:, None, 1] - votes[:, 1])
    meeting = apart < np.maximum(MEETING * widths, 1)[:, None]
    while len(votes) >= LEAST_VOTES:
        here = meeting[meeting.sum(1).argmax()]
        if here.sum() < LEAST_VOTES:
            break
        head = _head_of(votes[here], float(np.median(widths[here])), ways[0], heads)
        if head is not None:
            heads.append(head)
        votes, widths, meeting = votes[~here], widths[~here], meeting[~here][:, ~here]
    return tuple(_face(head, columns, rows) for head in heads[count:])


def _head_of(votes: Floats, width: float, seen: Floats, others: Sequence[_Head]) -> _Head | None:
    """Give the head that votes, (n, 4) x, y and where they come from, meet at; None if it is none."""
    x, y = float(votes[:, 0].mean()), float(votes[:, 1].mean())
    row, column = math.floor(y), math.floor(x)
    own = np.hypot(votes[:, 0] - votes[:, 2], votes[:, 1] - votes[:, 3]) < max(OWN * width, 1)
    if not (0 <= row < seen.shape[0] and 0 <= column < seen.shape[1]) or own.sum() < LEAST_OWN_VOTES:
        return None
    around = seen[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
    if around.max() < HEAD_SEEN or _is_between(x, y, others):
        return None
    return _Head(x, y, SHARE_OF_WIDTH * width)


def _is_between(x: float, y: float, heads: Sequence[_Head]) -> bool:
    """Tell whether a place lies between two heads, where votes for the one and the other mix."""
    for k, first in enumerate(heads):
        for second in heads[k + 1 :]:
            dx, dy = second.x - first.x, second.y - first.y
            length = dx * dx + dy * dy
            along = (x - first.x) * dx + (y - first.y) * dy
            aside = abs((x - first.x) * dy - (y - first.y) * dx)
            if BETWEEN * length < along < (1 - BETWEEN) * length and aside < ASIDE * length:
                return True
    return False


def _face(head: _Head, columns: int, rows: int) -> Face:
    """Give its face, as wide as high, in fractions of the picture."""
    half = head.width / 2
    return Face(
        (head.x - half) / columns,
        (head.y - half) / rows,
        (head.x + half) / columns,
        (head.y + half) / rows,
        SCORE,
    )

"""Faces that are hardly seen: half hidden, turned away, or none at all.

Nobody new is believed for one. Yet it may be somebody already known, or a stranger who must not
be taken for a part of whomever the mask hangs on.
"""

import math
from collections.abc import Sequence

from vcam.seeds.boxes import support
from vcam.seeds.windows import SURE_SCORE, Face, overlap
from vcam.types import UNBELIEVED, Alpha, Box, Size, Ways

SAME_PLACE = 0.6
"""In head widths: a dim face so near to where a head is expected is that head."""
SAME_SIZE = 1.6
HAND_SIZE = 1.0
"""Of a clear face's width: what is smaller is no hand of that person, but somebody farther off."""
MEANT = 0.6
"""In widths of a clear face: what points so near to its middle points at it."""
BODY_WIDTH = 3.5
ABOVE_FACE = 0.6
"""In face heights, above the face's box: the hair."""


def part_faces(
    faces: Sequence[Face], known: Sequence[Box], size: Size
) -> tuple[tuple[Face, ...], tuple[Face, ...]]:
    """Part the faces to go by from those of strangers who may be there.

    Args:
        faces: in fractions of the frame.
        known: where people are expected, in the frame's pixels.
        size: the frame's size.

    Returns:
        The clear faces with the dim ones of people known; and the other dim ones, without what is much
        larger than a clear face that it reaches into: a raised hand and half a face look like one.
    """
    clear = tuple(face for face in faces if face.score >= SURE_SCORE)
    unseen = [box for box in known if not any(_is_head_of(face, box, size) for face in clear)]
    found = tuple(
        face for face in faces if face not in clear and any(_is_head_of(face, box, size) for box in unseen)
    )
    rest = (face for face in faces if face not in clear and face not in found)
    return (*clear, *found), tuple(face for face in rest if not any(_is_part(face, one) for one in clear))


def without_hands(dim: Sequence[Face], clear: Sequence[Face], ways: Ways) -> tuple[Face, ...]:
    """Leave out what looks like a face but points at somebody's head: hands, and prints on clothes.

    What is smaller than that head stays, unless it lies on the chest: of who is half hidden behind
    somebody ways say little.

    Args:
        dim: faces that are hardly seen, in fractions of the picture.
        clear: those to go by.
        ways: (3, h, w) float32, of a smaller grid: a head, and the way to the head, x and y, in heights.
    """
    return tuple(face for face in dim if not any(_is_hand_of(face, one, ways) for one in clear))


def _is_hand_of(face: Face, clear: Face, ways: Ways) -> bool:
    wide = clear.x1 - clear.x0
    is_on_chest = face.y0 + face.y1 > 2 * clear.y1 and abs(face.x0 + face.x1 - clear.x0 - clear.x1) < 2 * wide
    if face.x1 - face.x0 < HAND_SIZE * wide and not is_on_chest:
        return False
    _, rows, columns = ways.shape
    x, y = _middle(face, columns, rows)
    row, column = int(min(max(y, 0), rows - 1)), int(min(max(x, 0), columns - 1))
    around = ways[1:, max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2].mean((1, 2)) * rows
    target = (column + 0.5 + float(around[0]), row + 0.5 + float(around[1]))
    past = math.dist(target, _middle(clear, columns, rows))
    # Half way between two heads the ways to both mix. Not a number points at nobody: the face stays.
    return past < MEANT * wide * columns and 2 * past < math.dist(target, (x, y))


def _middle(face: Face, columns: int, rows: int) -> tuple[float, float]:
    return (face.x0 + face.x1) / 2 * columns, (face.y0 + face.y1) / 2 * rows


def suspected_people(faces: Sequence[Face], alpha: Alpha, size: Size) -> tuple[Box, ...]:
    """Give the usual body below each dim face that the mask confirms.

    Args:
        faces: in fractions of the frame.
        alpha: (h, w) float32 in [0, 1], C-contiguous, of the whole frame.
        size: the frame's size, whose pixels the boxes count.
    """
    return tuple(_body(face, size) for face in faces if support(face, alpha) > 0)


def _is_part(face: Face, clear: Face) -> bool:
    """Tell whether a dim face is one with a part of a clear one: who is half hidden is farther off."""
    return overlap(face, clear) > 0 and face.x1 - face.x0 > SAME_SIZE * (clear.x1 - clear.x0)


def _is_head_of(face: Face, box: Box, size: Size) -> bool:
    if box.head is None:
        return False
    x0, y0, x1, y1 = box.head
    wide, other = x1 - x0, (face.x1 - face.x0) * size.width
    if max(wide, other) > SAME_SIZE * min(wide, other):
        return False
    dx = (face.x0 + face.x1) / 2 * size.width - (x0 + x1) / 2
    dy = (face.y0 + face.y1) / 2 * size.height - (y0 + y1) / 2
    return math.hypot(dx, dy) <= SAME_PLACE * max(wide, other)


def _body(face: Face, size: Size) -> Box:
    x0, y0 = face.x0 * size.width, face.y0 * size.height
    x1, y1 = face.x1 * size.width, face.y1 * size.height
    middle, half = (x0 + x1) / 2, BODY_WIDTH / 2 * (x1 - x0)
    return Box(
        max(middle - half, 0.0),
        max(y0 - ABOVE_FACE * (y1 - y0), 0.0),
        min(middle + half, float(size.width)),
        float(size.height),
        UNBELIEVED,
        0,
        (x0, y0, x1, y1),
    )

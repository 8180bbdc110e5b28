"""Finds which pixels of a person go on to be proven: they show what was proven a moment ago."""

import numpy as np

from vcam.instances.colours import colour_of
from vcam.instances.pieces import Bytes, Floats, Window
from vcam.jit import kernel
from vcam.types import Alpha, Image, Labels

OWN_SHARE = 0.001
"""A colour is the person's if at least this share of the person has it."""
UNCHANGED = 45
"""Sum of the changes of three channels up to which a pixel still shows the same."""
MIXED = 0.3
"""Of me there is at least so much in a pixel of my outline, where I and the room mix."""
OUTSIDE_PX = 2
"""So far from a pixel of an outline the room is seen unmixed."""
NEAR_PX = 2
"""How far a pixel of a person who sways may be from where it was expected."""


@kernel
def find_kept(
    image: Image,
    before: Image,
    evidence: Alpha,
    labels: Labels,
    track_id: int,
    dx: int,
    dy: int,
    proven: Bytes,
    doubtful: Bytes,
    is_alone: bool,
    hat: Window,
    colours: Floats,
    allowed: Bytes,
    kept: Labels,
) -> None:
    """Find what goes on to be proven, and where it may grow.

    Args:
        image: (h, w, 3) uint8 BGR.
        before: (h, w, 3) uint8 BGR, the frame before.
        evidence: (h, w) float32 in [0, 1]; up to one half is the room.
        labels: (h, w) int32; becomes the person's where a hat is kept.
        track_id: the person.
        dx: by how many pixels the person moved to the right.
        dy: and down.
        proven: (h, w) uint8, what was proven in the frame before.
        doubtful: (h, w) uint8, 1 where somebody was in the frame before who was not proven.
        is_alone: whether nobody else was seen for a while.
        hat: x0, y0, x1, y1: what is above the face. There the person's is kept, too, though it is labelled as
            somebody's not known, below 0: looks miss hats.
        colours: (LEVELS^3,) float32, the share of the person that has each colour.
        allowed: (h, w) uint8; becomes 1 where the label is the person's in one of the person's colours.
        kept: (h, w) int32; becomes 1 where it was proven, too, or shows what it showed when it was.
    """
    height, width = labels.shape
    for y in range(height):
        for x in range(width):
            allowed[y, x] = 0
            kept[y, x] = 0
            is_mine = labels[y, x] == track_id
            is_hat = labels[y, x] < 0 and hat[0] <= x < hat[2] and hat[1] <= y < hat[3]
            if not (is_mine or is_hat):
                continue
            is_own = colours[colour_of(image, x, y)] >= np.float32(OWN_SHARE)
            allowed[y, x] = np.uint8(is_own and is_mine)
            v, u = y - dy, x - dx
            moved = 0 <= v < height and 0 <= u < width and proven[v, u] > 0
            is_same = moved and _change(image, x, y, before, u, v) <= UNCHANGED
            stayed = proven[y, x] > 0 and _change(image, x, y, before, x, y) <= UNCHANGED
            kept[y, x] = np.int32(
                is_same
                or stayed
                or (is_alone and moved and is_own)
                or (is_own and doubtful[y, x] == 0 and _came_from(image, x, y, before, u, v, proven))
                or (moved and doubtful[y, x] == 0 and _is_mixed(image, x, y, before, u, v, evidence))
                or (proven[y, x] > 0 and _is_mixed(image, x, y, before, x, y, evidence))
            )
            if kept[y, x]:
                labels[y, x] = track_id


@kernel
def _came_from(image: Image, x: int, y: int, before: Image, u: int, v: int, proven: Bytes) -> bool:
    """Tell whether a pixel shows what was proven at (u, v) of the frame before or close by."""
    height, width = proven.shape
    for t in range(max(v - NEAR_PX, 0), min(v + NEAR_PX + 1, height)):
        for s in range(max(u - NEAR_PX, 0), min(u + NEAR_PX + 1, width)):
            if proven[t, s] and _change(image, x, y, before, s, t) <= UNCHANGED:
                return True
    return False


@kernel
def _is_mixed(image: Image, x: int, y: int, before: Image, u: int, v: int, evidence: Alpha) -> bool:
    """Tell whether a pixel mixes what was at (u, v) of the frame before with the room beside it."""
    height, width = evidence.shape
    for t in range(y - OUTSIDE_PX, y + OUTSIDE_PX + 1, OUTSIDE_PX):
        for s in range(x - OUTSIDE_PX, x + OUTSIDE_PX + 1, OUTSIDE_PX):
            is_room = 0 <= t < height and 0 <= s < width and evidence[t, s] <= np.float32(0.5)
            if is_room and _lies_between(image[y, x], image[t, s], before[v, u]):
                return True
    return False


@kernel
def _lies_between(colour: Bytes, room: Bytes, mine: Bytes) -> bool:
    """Tell whether a colour, (3,) uint8, is a mixture of these two, of which `mine` has at least `MIXED`."""
    along, square = np.float32(0), np.float32(0)
    for c in range(3):
        way = np.float32(mine[c]) - np.float32(room[c])
        along += (np.float32(colour[c]) - np.float32(room[c])) * way
        square += way * way
    if along < np.float32(MIXED) * square:
        return False
    share = min(along / max(square, np.float32(1)), np.float32(1))
    rest = np.float32(0)
    for c in range(3):
        mix = np.float32(room[c]) + share * (np.float32(mine[c]) - np.float32(room[c]))
        rest += abs(np.float32(colour[c]) - mix)
    return bool(rest <= np.float32(UNCHANGED))


@kernel
def _change(image: Image, x: int, y: int, before: Image, u: int, v: int) -> np.int32:
    total = np.int32(0)
    for c in range(3):
        # Not int(): that stays unsigned here, and the difference would wrap.
        total += np.int32(abs(np.int32(image[y, x, c]) - np.int32(before[v, u, c])))
    return total

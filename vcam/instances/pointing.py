"""How well a network's ways to heads agree with the faces that are known."""

import numpy as np

from vcam.instances.pieces import Floats, Ints
from vcam.jit import kernel
from vcam.types import Labels, Ways

FAR = np.float32(2.5)
"""In face widths: who points farther past a head does not point at it; how far no longer matters."""


@kernel
def lean_to_heads(
    distance: Floats,
    centre: Floats,
    places: Ints,
    ways: Ways,
    height: int,
    width: int,
    weight: np.float32,
    slack: np.float32,
) -> None:
    """Add to each distance how far past this person's head the region points.

    Args:
        distance: (n, R) float32.
        centre: (R, 2) float32, the regions' middles.
        places: (n, 8) int32, boxes and faces; who has no face is pointed at by nobody in particular.
        ways: of a smaller grid than the picture's.
        height, width: of the picture whose pixels places and centres count.
        weight: price of a face's width.
        slack: in face widths, how much farther past a head than past the nearest says nothing.
    """
    n, count = distance.shape
    for k in range(count):
        x, y = point(ways, height, width, centre[k, 0], centre[k, 1])
        nearest = FAR
        for b in range(n):
            nearest = min(nearest, past_head(places, b, x, y))
        for b in range(n):
            distance[b, k] += weight * max(past_head(places, b, x, y) - nearest - slack, np.float32(0))


@kernel
def disown(
    labels: Labels,
    ways: Ways,
    track_id: int,
    head: tuple[float, float],
    reach: float,
    others: Floats,
    is_touched: bool,
    name: int,
) -> None:
    """Take from a person what points past the head.

    Args:
        labels: (h, w) int32; what is taken becomes `name`.
        ways: of a smaller grid; what is not a number points past every head.
        track_id: the person.
        head: its middle, x and y, in small pixels.
        reach: so far from it, in small pixels, the person's own pixels may point.
        others: (n, 2) float32, the middles of other people's heads.
        is_touched: whether anybody else may reach into the person; else only what points nearer to
            another's head is taken, as arms and what lies low point badly.
        name: another label.
    """
    height, width = labels.shape
    for y in range(height):
        for x in range(width):
            if labels[y, x] == track_id:
                u, v = point(ways, height, width, np.float32(x), np.float32(y))
                dx, dy = np.float32(u - head[0]), np.float32(v - head[1])
                away = dx * dx + dy * dy
                is_nowhere = away != away
                is_past = is_nowhere or away > reach * reach
                if is_past and (is_touched or is_nowhere or _points_at_any(others, u, v, away)):
                    labels[y, x] = name


@kernel
def _points_at_any(heads: Floats, x: np.float32, y: np.float32, away: np.float32) -> bool:
    """Tell whether (x, y) is nearer to any of these heads than `away`, squared."""
    nearest = away
    for k in range(len(heads)):
        dx, dy = x - heads[k, 0], y - heads[k, 1]
        nearest = min(nearest, dx * dx + dy * dy)
    return bool(nearest < away)


@kernel
def point(ways: Ways, height: int, width: int, x: np.float32, y: np.float32) -> tuple[np.float32, np.float32]:
    """Give the place, x and y, where the head of whoever is at (x, y) is said to be."""
    rows, columns = ways.shape[1], ways.shape[2]
    half, one = np.float32(0.5), np.float32(1)
    u = min(
        max((x + half) * np.float32(columns) / np.float32(width) - half, np.float32(0)),
        np.float32(columns - 1),
    )
    v = min(
        max((y + half) * np.float32(rows) / np.float32(height) - half, np.float32(0)), np.float32(rows - 1)
    )
    i, j = min(int(v), rows - 2), min(int(u), columns - 2)
    p, q = v - np.float32(i), u - np.float32(j)
    tall = np.float32(height)
    across = (ways[1, i, j] * (one - q) + ways[1, i, j + 1] * q) * (one - p) + (
        ways[1, i + 1, j] * (one - q) + ways[1, i + 1, j + 1] * q
    ) * p
    down = (ways[2, i, j] * (one - q) + ways[2, i, j + 1] * q) * (one - p) + (
        ways[2, i + 1, j] * (one - q) + ways[2, i + 1, j + 1] * q
    ) * p
    return x + tall * across, y + tall * down


@kernel
def past_head(places: Ints, b: int, x: np.float32, y: np.float32) -> np.float32:
    """How far (x, y) is from the middle of b's face, in its widths; at most FAR, and FAR without a face.

    What is not a number is pointed nowhere, and as near to everybody.
    """
    wide = np.float32(places[b, 6] - places[b, 4])
    if wide <= 0:
        return FAR
    dx = x - np.float32(places[b, 4] + places[b, 6]) / np.float32(2)
    dy = y - np.float32(places[b, 5] + places[b, 7]) / np.float32(2)
    past = np.float32(np.sqrt(dx * dx + dy * dy)) / wide
    return past if past < FAR else FAR

"""Who may own which region: shares of boxes, seeds, and the verdict."""

import numpy as np
from numpy.typing import NDArray

from vcam.instances.geodesic import UNREACHED
from vcam.instances.pieces import Floats, Ints, Window
from vcam.jit import kernel
from vcam.types import Labels

EXCLUSIVE, COVERED, BEFORE = 0, 1, 2
"""Planes of the shares: how much of a region lies in this box alone, in this box, was this person's."""
MOSTLY = np.float32(0.5)
"""A region of which this share is one person's alone is that person's seed."""
CANDIDATE = np.float32(0.3)
"""A box that holds less of a region than this cannot own it."""
WEAK = np.float32(0.02)
"""A person with less of the box's mask alone than this needs other seeds."""


@kernel
def tally(
    regions: Labels,
    cover: Labels,
    before: Labels,
    moves: Ints,
    area: Ints,
    window: Window,
    shares: NDArray[np.float32],
) -> None:
    """Tell for each region and box the shares EXCLUSIVE, COVERED and BEFORE.

    Args:
        regions: (h, w) int32, 0..R-1, or -1.
        cover: (h, w) int32, the boxes of each pixel as bits.
        before: (h, w) int32, the track id of who owned each pixel in the last frame, or 0.
        moves: (n, 3) int32, each box's track id and how far it moved since then, x and y.
        area: (R,) int32.
        window: x0, y0, x1, y1: all that is looked at.
        shares: (R, 3, people) float32; is filled.
    """
    shares[:] = 0
    height, width = regions.shape
    one = np.float32(1)
    for y in range(window[1], window[3]):
        for x in range(window[0], window[2]):
            k, bits = regions[y, x], cover[y, x]
            if k < 0 or bits == 0:
                continue
            alone = bits & (bits - 1) == 0
            for b in range(len(moves)):
                if bits >> b & 1 == 0:
                    continue
                shares[k, COVERED, b] += one
                if alone:
                    shares[k, EXCLUSIVE, b] += one
                u, v = x - moves[b, 1], y - moves[b, 2]
                if 0 <= u < width and 0 <= v < height and before[v, u] == moves[b, 0]:
                    shares[k, BEFORE, b] += one
    for k in range(len(shares)):
        scale = one / np.float32(area[k])
        for plane in range(3):
            for b in range(len(moves)):
                shares[k, plane, b] *= scale


@kernel
def place_seeds(
    shares: NDArray[np.float32],
    centre: Floats,
    places: Ints,
    area: Ints,
    face_core: np.float32,
    core_distance: np.float32,
    distance: Floats,
) -> None:
    """Put each person's seeds: what is theirs alone, their face, and lacking the first the box's core.

    Args:
        shares: (R, 3, people) float32, as `tally` fills it.
        centre: (R, 2) float32, the regions' middles.
        places: (n, 8) int32, boxes and faces.
        area: (R,) int32.
        face_core: how much of the face's box is surely this person, as a share of its radius.
        core_distance: what the core of a box starts with, as it may be somebody else.
        distance: (n, R) float32; becomes the seeds' distances, and UNREACHED elsewhere.
    """
    n, count = distance.shape
    for b in range(n):
        alone, inside = np.float32(0), np.float32(0)
        for k in range(count):
            alone += shares[k, EXCLUSIVE, b] * np.float32(area[k])
            inside += shares[k, COVERED, b] * np.float32(area[k])
            is_seed = shares[k, EXCLUSIVE, b] >= MOSTLY or _is_face_of(
                shares, centre, places, face_core, k, b
            )
            distance[b, k] = np.float32(0) if is_seed else UNREACHED
        if alone >= WEAK * inside:
            continue
        _add_core(shares, centre, places, face_core, core_distance, b, distance)


@kernel
def _add_core(
    shares: NDArray[np.float32],
    centre: Floats,
    places: Ints,
    face_core: np.float32,
    core_distance: np.float32,
    b: int,
    distance: Floats,
) -> None:
    """Put weaker seeds where a body fills its box; at least the free region nearest to there."""
    x0, y0 = np.float32(places[b, 0]), np.float32(places[b, 1])
    wide, tall = np.float32(max(places[b, 2] - x0, 1)), np.float32(max(places[b, 3] - y0, 1))
    nearest, least = -1, UNREACHED
    for k in range(distance.shape[1]):
        if shares[k, COVERED, b] < MOSTLY or _is_taken(shares, centre, places, face_core, k, b):
            continue
        u, v = abs((centre[k, 0] - x0) / wide - 0.5), abs((centre[k, 1] - y0) / tall - 0.325)
        if u <= 0.2 and v <= 0.275:
            distance[b, k] = min(distance[b, k], core_distance)
        if u + v < least:
            nearest, least = k, np.float32(u + v)
    if nearest >= 0:
        distance[b, nearest] = min(distance[b, nearest], core_distance)


@kernel
def face_radius(places: Ints, b: int, x: np.float32, y: np.float32) -> np.float32:
    """How far (x, y) is from the middle of b's face, in halves of the face's box; far without a face."""
    x0, y0, x1, y1 = places[b, 4], places[b, 5], places[b, 6], places[b, 7]
    if x1 <= x0 or y1 <= y0:
        return UNREACHED
    u = (np.float32(2) * x + np.float32(1 - x0 - x1)) / np.float32(x1 - x0)
    v = (np.float32(2) * y + np.float32(1 - y0 - y1)) / np.float32(y1 - y0)
    return np.float32(np.sqrt(u * u + v * v))


@kernel
def _is_face_of(
    shares: NDArray[np.float32], centre: Floats, places: Ints, face_core: np.float32, k: int, b: int
) -> bool:
    """Tell whether region k lies in the middle of b's face, and nobody has a better right to it."""
    x, y = centre[k, 0], centre[k, 1]
    mine = face_radius(places, b, x, y)
    if mine > face_core:
        return False
    for other in range(len(places)):
        if other != b and (shares[k, EXCLUSIVE, other] >= MOSTLY or face_radius(places, other, x, y) <= mine):
            return False
    return True


@kernel
def _is_taken(
    shares: NDArray[np.float32], centre: Floats, places: Ints, face_core: np.float32, k: int, b: int
) -> bool:
    """Tell whether region k is somebody else's seed."""
    for other in range(len(places)):
        if other != b and (
            shares[k, EXCLUSIVE, other] >= MOSTLY or _is_face_of(shares, centre, places, face_core, k, other)
        ):
            return True
    return False


@kernel
def decide(distance: Floats, shares: NDArray[np.float32], remember: np.float32, owner: Ints) -> None:
    """Give each region to the nearest person among those whose boxes hold enough of it.

    Args:
        distance: (n, R) float32.
        shares: (R, 3, people) float32, as `tally` fills it.
        remember: in [0, 1), how much nearer somebody seems who owned the region before.
        owner: (R,) int32; becomes 1 + the box, or 0 where no box holds anything.
    """
    n, count = distance.shape
    for k in range(count):
        most = np.float32(0)
        for b in range(n):
            most = max(most, shares[k, COVERED, b])
        best = -1
        least = UNREACHED
        for b in range(n):
            share = shares[k, COVERED, b]
            if share == 0 or share < min(CANDIDATE, most):
                continue
            d = distance[b, k] * (np.float32(1) - remember * shares[k, BEFORE, b])
            if best < 0 or d < least:
                best, least = b, d
        owner[k] = best + 1


@kernel
def paint(
    regions: Labels, cover: Labels, owner: Ints, distance: Floats, window: Window, labels: Labels
) -> None:
    """Label what is contested with its region's owner, or the nearest whose box is there.

    Args:
        regions: (h, w) int32, 0..R-1, or -1.
        cover: (h, w) int32, the boxes of each pixel as bits.
        owner: (R,) int32, 1 + a box.
        distance: (n, R) float32.
        window: x0, y0, x1, y1: all that is looked at.
        labels: (h, w) int32, 1 + a box; is changed in place.
    """
    for y in range(window[1], window[3]):
        for x in range(window[0], window[2]):
            k, bits = regions[y, x], cover[y, x]
            if k < 0 or bits & (bits - 1) == 0:
                continue
            who = owner[k]
            if who == 0 or bits >> (who - 1) & 1 == 0:
                who = 0
                for b in range(len(distance)):
                    if bits >> b & 1 and (who == 0 or distance[b, k] < distance[who - 1, k]):
                        who = b + 1
            labels[y, x] = who

"""From faces and alpha to the boxes of the people they belong to, and what no face explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.jit import kernel
from vcam.seeds.windows import Face
from vcam.types import Alpha, Box, ByteAlpha, Size

ByteMask = NDArray[np.uint8]
"""(h, w) uint8, 0 or 1."""
Floats = NDArray[np.float32]

IN_FACE = 0.5
"""A face less covered by the mask than this is a picture on the wall, not a person."""
IN_CHEST = 0.3
"""Less mask below the chin than this, and there may be no body either."""
DOUBTFUL_SCORE = 0.2
"""The score of a face without a body: somebody behind a screen, or a poster taken for a person."""
CONTESTED_REACH = 0.6
"""How far, in half widths of a usual body, somebody reaches into what is nearer to somebody else."""
THICK = 0.9
"""In face widths: what is thinner beside a person is an arm; what is thicker may be somebody else."""
THIN_PART = 0.015
"""Columns and rows with less of the person than this part of the picture's height do not widen the box."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Who was found by a face.

    Attributes:
        boxes: in the frame's pixels, with heads, `track_id` 0; overlapping only where bodies may.
        explained: (h, w) uint8, 1 where the mask is one of these people.
        unexplained: (h, w) uint8, 1 where the mask is not.
    """

    boxes: tuple[Box, ...]
    explained: ByteMask
    unexplained: ByteMask


def find_people(faces: Sequence[Face], alpha: Alpha, size: Size) -> People:
    """Find the extent of the person below each face.

    Args:
        faces: in fractions of the frame.
        alpha: (h, w) float32 in [0, 1], C-contiguous, of the whole frame at the network's size.
        size: the frame's size, whose pixels the boxes count.
    """
    if alpha.ndim != 2 or alpha.size == 0:
        raise ValueError(f"need an alpha of (h, w), not {alpha.shape}")
    height, width = alpha.shape
    mask = (alpha > 0.5).view(np.uint8)
    supported = [(face, score) for face in faces if (score := support(face, alpha)) > 0]
    heads = np.array([_head(face, width, height) for face, _ in supported], np.float32).reshape(-1, 3)
    claims = _claims(mask, heads)
    explained = np.zeros_like(mask)
    boxes: list[Box] = []
    for (face, score), claim in zip(supported, claims, strict=True):
        body = _part_below(face, claim)
        if body is not None:
            explained |= body
            boxes.append(_box(body, face, score, size))
    return People(tuple(boxes), explained, mask & ~explained)


def support(face: Face, alpha: Alpha) -> float:
    """Give the score of a face, in fractions of the frame, that the mask confirms; 0 for another one."""
    covered = _share_of(alpha, face.x0, face.y0, face.x1, face.y1)
    if covered is None or covered < IN_FACE:
        return 0.0
    tall = face.y1 - face.y0
    chest = _share_of(alpha, face.x0, face.y1 + 0.3 * tall, face.x1, face.y1 + tall)
    if chest is not None and chest < IN_CHEST:
        return DOUBTFUL_SCORE
    return face.score


def _share_of(alpha: Alpha, x0: float, y0: float, x1: float, y1: float) -> float | None:
    """Give the mask's share of a window in fractions; None where (nearly) nothing of it is in the picture."""
    height, width = alpha.shape
    left, right = (min(max(round(x * width), 0), width) for x in (x0, x1))
    upper, lower = (min(max(round(y * height), 0), height) for y in (y0, y1))
    if right - left < 2 or lower - upper < 2:
        return None
    return float((alpha[upper:lower, left:right] > 0.5).mean())


def _head(face: Face, width: int, height: int) -> tuple[float, float, float]:
    """Centre and width of a face in the mask's pixels."""
    across = (face.x1 - face.x0) * width
    return (face.x0 + face.x1) / 2 * width, (face.y0 + face.y1) / 2 * height, max(across, 1.0)


def _claims(mask: ByteMask, heads: Floats) -> list[ByteMask]:
    """Give each person the pixels that may be theirs; two may claim the same."""
    count = len(heads)
    if count == 0:
        return []
    height, width = mask.shape
    axes = np.empty((count, height), np.float32)
    _follow_bodies(mask, heads, axes)
    inside, beside = (np.zeros((count, height, width), np.uint8) for _ in range(2))
    _share_out(mask, heads, axes, inside, beside)
    return [inside[k] | (beside[k] & ~_thick_parts(beside[k], float(heads[k, 2]))) for k in range(count)]


def _thick_parts(mask: ByteMask, face_width: float) -> ByteMask:
    """Keep what is as thick as a person: arms are thin, whoever stands behind is not."""
    side = max(3, round(THICK * face_width))
    brush = np.ones((side, side), np.uint8)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, brush)
    # The opening rounds off; what it rounded still belongs to the thick part.
    return np.asarray(cv2.dilate(opened, np.ones((5, 5), np.uint8)), np.uint8) & mask


def _part_below(face: Face, claim: ByteMask) -> ByteMask | None:
    """Keep the connected part of a claim that holds the face."""
    height, width = claim.shape
    _, parts = cv2.connectedComponents(claim, connectivity=4, ltype=cv2.CV_16U)
    left, right = max(0, round(face.x0 * width)), round(face.x1 * width)
    upper, lower = max(0, round(face.y0 * height)), round(face.y1 * height)
    counts = np.bincount(parts[upper:lower, left:right].ravel(), minlength=2)
    counts[0] = 0
    if counts.max() == 0:
        return None
    return np.asarray(parts == counts.argmax()).view(np.uint8)


def bounds(mask: ByteMask) -> tuple[int, int, int, int]:
    """Give the half-open bounds of a mask that is not empty, without its thinnest ends."""
    least = max(1, round(THIN_PART * mask.shape[0]))
    spans: list[int] = []
    for axis in (0, 1):
        counts = mask.sum(axis, dtype=np.int32)
        present = np.flatnonzero(counts >= min(least, int(counts.max())))
        spans += [int(present[0]), int(present[-1]) + 1]
    return spans[0], spans[2], spans[1], spans[3]


def _box(body: ByteMask, face: Face, score: float, size: Size) -> Box:
    """Put a box around a body and its face, in the frame's pixels."""
    head = (
        max(face.x0, 0.0) * size.width,
        max(face.y0, 0.0) * size.height,
        min(face.x1, 1.0) * size.width,
        min(face.y1, 1.0) * size.height,
    )
    x0, y0, x1, y1 = scale(bounds(body), body.shape, size)
    return Box(min(x0, head[0]), min(y0, head[1]), max(x1, head[2]), max(y1, head[3]), score, 0, head)


def scale(
    spans: tuple[int, int, int, int], shape: tuple[int, ...], size: Size
) -> tuple[float, float, float, float]:
    """Bring bounds in a mask of `shape` to the frame's pixels."""
    across, down = size.width / shape[1], size.height / shape[0]
    return spans[0] * across, spans[1] * down, spans[2] * across, spans[3] * down


@kernel
def _follow_bodies(mask: ByteAlpha, heads: Floats, axes: Floats) -> None:
    """Follow each body's middle, row by row, down from its chin; people lean.

    Args:
        mask: (h, w) uint8, 0 or 1.
        heads: (K, 3) float32, centre x, centre y and width.
        axes: (K, h) float32, filled with the middle's x in each row.
    """
    height, width = mask.shape
    for k in range(len(heads)):
        x = heads[k, 0]
        chin = heads[k, 1] + 0.5 * heads[k, 2]
        for y in range(height):
            column = min(max(int(x), 0), width - 1)
            if y > chin and mask[y, column]:
                left, right = column, column
                while left > 0 and mask[y, left - 1]:
                    left -= 1
                while right < width - 1 and mask[y, right + 1]:
                    right += 1
                # A wider run is two people, or somebody with spread arms: it tells nothing of the middle.
                if right - left + 1 <= 4.5 * heads[k, 2]:
                    x += min(max(0.5 * (left + right) - x, -0.5), 0.5)
            axes[k, y] = x


@kernel
def _share_out(mask: ByteAlpha, heads: Floats, axes: Floats, inside: ByteMask, beside: ByteMask) -> None:
    """Tell which pixels of the mask may be whose, by how far they lie from people's middles.

    Distances count half widths of a usual body: a head is taken for 1.7 faces wide, shoulders for 3.5,
    arms for 4.2.

    Args:
        mask: (h, w) uint8, 0 or 1.
        heads: (K, 3) float32, centre x, centre y and width.
        axes: (K, h) float32, the body's middle in each row.
        inside: (K, h, w) uint8, 0; becomes 1 within the nearest one's usual body, and within others' cores.
        beside: (K, h, w) uint8, 0; becomes 1 where the nearest one is farther away.
    """
    count, height, width = inside.shape
    half, beyond = np.empty(count, np.float32), np.empty(count, np.float32)
    for y in range(height):
        for k in range(count):
            down = (y + 0.5 - heads[k, 1]) / heads[k, 2]
            half[k] = _half_width(down) * heads[k, 2]
            beyond[k] = max(0.0, -1.2 - down) + max(0.0, 0.5 * (down - 8))
        for x in range(width):
            if mask[y, x] == 0:
                continue
            nearest, least = 0, np.float32(np.inf)
            for k in range(count):
                distance = np.float32(abs(x + 0.5 - axes[k, y])) / half[k] + beyond[k]
                inside[k, y, x] = np.uint8(distance <= np.float32(CONTESTED_REACH))
                if distance < least:
                    nearest, least = k, distance
            inside[nearest, y, x] = np.uint8(least <= 1)
            beside[nearest, y, x] = np.uint8(least > 1)


@kernel
def _half_width(down: float) -> float:
    """Half the width of a usual body, in face widths, so many of them below the face's middle."""
    if down > 1.1:
        return min(1.75 + (down - 1.1) * 0.18, 2.1)
    if down > 0.4:
        return min(0.85 + (down - 0.4) * 1.29, 1.75)
    return 0.85


def warm_up() -> None:
    """Compile the kernels."""
    find_people([Face(0.4, 0.2, 0.6, 0.4, 1.0)], np.ones((20, 20), np.float32), Size(20, 20))

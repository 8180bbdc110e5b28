"""Which parts of a picture the face detector looks at, and how its answers become one."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ASPECT_FOR_SQUARES = 1.2
"""A picture less oblong than this is looked at as a whole only."""
SAME_FACE_OVERLAP = 0.5
"""Of the smaller one. A face half hidden behind another is given a box that reaches far into the other's."""
BESIDE_OVERLAP = 0.2
GROWN = 0.4
CLEARLY_SURER = 0.25
"""A head in profile may look like two faces, one beside the other: one that is this much less sure, and
overlaps a face only if that is grown by `GROWN` on each side, is a part of it."""
TWO_IN_ONE_OVERLAP, APART_OVERLAP = 0.4, 0.3
"""Of the smaller one. From afar two heads together may look like one face between them; the two faces seen
from near each share so much of it, and less of each other."""
NOSES_APART = 0.3
"""In face sizes. Of two faces that one look shows, noses so far apart are two people's, however much their
boxes overlap: the detector stretches the box of a face half hidden over the one before it. In one face taken
for two they lie together; in two looks at one face, from near and from afar, they may not."""
HEAD_WINDOW = 2.5
ASIDE = (0.0, -0.9, 0.9)
"""In face widths: how wide looks around a known face are, and how far beside it they go."""
LEAST_WINDOW_PX = 8
"""Nobody is found in less, and the detector breaks for good on a part without pixels."""
CUT_MARGIN = 0.01
SURE_SCORE = 0.5
"""What scores less is dim: nobody is believed for it, but it may be somebody half hidden."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face; half open, in fractions of the frame's width and height, so that it fits any size.

    Attributes:
        x0: left edge; a face that the frame cuts may reach beyond [0, 1].
        y0: upper edge, about the middle of the forehead.
        x1: right edge.
        y1: lower edge, about the chin.
        score: how sure the detector is, in [0, 1].
        nose: where the tip of the nose is, likewise in fractions, x and y; None if that is not known.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    score: float
    nose: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a picture, half open, in its pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


def windows_of(width: int, height: int) -> tuple[Window, ...]:
    """Choose the parts of a picture to look at: the whole one, and a square at each end of an oblong one.

    The detector shrinks what it gets to a square of 128 pixels with bars, so in a wide picture
    a face needs a tenth of the width to be seen, but in a square half of that is enough.
    """
    whole = Window(0, 0, width, height)
    short = min(width, height)
    if max(width, height) < ASPECT_FOR_SQUARES * short:
        return (whole,)
    if width > height:
        return (whole, Window(0, 0, short, short), Window(width - short, 0, width, short))
    return (whole, Window(0, 0, short, short), Window(0, height - short, short, height))


def around(face: Face, width: int, height: int) -> tuple[Window, ...]:
    """Choose parts of a picture in which a head half behind a face's is large enough to be seen.

    A face may lie partly outside of the picture; parts of which next to nothing is left are left out.
    """
    across = (face.x1 - face.x0) * width
    x, y, half = (face.x0 + face.x1) / 2 * width, (face.y0 + face.y1) / 2 * height, HEAD_WINDOW / 2 * across
    windows = (
        Window(
            max(round(middle - half), 0),
            max(round(y - half), 0),
            min(round(middle + half), width),
            min(round(y + half), height),
        )
        for middle in (x + aside * across for aside in ASIDE)
    )
    return tuple(each for each in windows if min(each.x1 - each.x0, each.y1 - each.y0) >= LEAST_WINDOW_PX)


def place(face: Face, window: Window, width: int, height: int) -> Face:
    """Bring a face from fractions of a window to fractions of the picture that holds it."""
    across, down = (window.x1 - window.x0) / width, (window.y1 - window.y0) / height
    left, upper = window.x0 / width, window.y0 / height
    nose = face.nose and (left + face.nose[0] * across, upper + face.nose[1] * down)
    return Face(
        left + face.x0 * across,
        upper + face.y0 * down,
        left + face.x1 * across,
        upper + face.y1 * down,
        face.score,
        nose,
    )


def is_cut(face: Face) -> bool:
    """Tell whether a face, in fractions of its window, touches the window's edge."""
    low, high = CUT_MARGIN, 1 - CUT_MARGIN
    return face.x0 < low or face.y0 < low or face.x1 > high or face.y1 > high


def merge(looks: Iterable[Sequence[Face]]) -> tuple[Face, ...]:
    """Keep the first look at each face.

    Args:
        looks: what each look shows, in fractions of the picture; a look at the whole picture before a closer
            one, so that a face's box does not jump whenever a closer look is taken.

    Returns:
        Faces that do not overlap much, or surely are two, in their order, the dim ones last.
    """
    seen = [(face, number) for number, look in enumerate(looks) for face in look]
    kept: list[tuple[Face, int]] = []
    for face, number in sorted(seen, key=lambda pair: pair[0].score < SURE_SCORE):
        if not any(_is_same(face, other, number == others) for other, others in kept):
            kept.append((face, number))
    return tuple(face for face, _ in kept)


def without_two_in_one(faces: Sequence[Face], closer: Iterable[Sequence[Face]]) -> list[Face]:
    """Leave out faces that are none: in their place a closer look surely shows two.

    Args:
        faces: seen in the whole picture, in its fractions.
        closer: what each closer look shows, likewise.
    """
    looks = [[face for face in look if face.score >= SURE_SCORE] for look in closer]
    return [face for face in faces if not any(_shows_two(look, face) for look in looks)]


def _shows_two(look: Sequence[Face], face: Face) -> bool:
    inside = [other for other in look if overlap(other, face) >= TWO_IN_ONE_OVERLAP]
    return any(overlap(a, b) < APART_OVERLAP or _are_two(a, b) for a, b in itertools.combinations(inside, 2))


def _are_two(a: Face, b: Face) -> bool:
    """Tell by their noses that two faces, surely seen in one look, are two people's."""
    if a.nose is None or b.nose is None or min(a.score, b.score) < SURE_SCORE:
        return False
    across = (a.nose[0] - b.nose[0]) / max(a.x1 - a.x0, b.x1 - b.x0)
    down = (a.nose[1] - b.nose[1]) / max(a.y1 - a.y0, b.y1 - b.y0)
    return math.hypot(across, down) > NOSES_APART


def _is_same(face: Face, kept: Face, are_of_one_look: bool) -> bool:
    shared = overlap(face, kept)
    if shared >= SAME_FACE_OVERLAP:
        return not (are_of_one_look and _are_two(face, kept))
    if shared >= BESIDE_OVERLAP or kept.score - face.score < CLEARLY_SURER:
        return False
    across, down = GROWN * (kept.x1 - kept.x0), GROWN * (kept.y1 - kept.y0)
    grown = Face(kept.x0 - across, kept.y0 - down, kept.x1 + across, kept.y1 + down, kept.score)
    return overlap(face, grown) >= BESIDE_OVERLAP


def overlap(a: Face, b: Face) -> float:
    """Intersection over the smaller of two faces: a look at half a face lies inside the whole one."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.y1, b.y1) - max(a.y0, b.y0)
    if across <= 0 or down <= 0:
        return 0.0
    smaller = min((f.x1 - f.x0) * (f.y1 - f.y0) for f in (a, b))
    return across * down / smaller

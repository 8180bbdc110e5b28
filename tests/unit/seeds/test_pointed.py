"""Heads found by where bodies point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vcam.seeds.pointed import SCORE, pointed_faces
from vcam.seeds.windows import Face

ROWS, COLUMNS = 18, 32
EVERYWHERE = np.ones((144, 256), np.float32)
KNOWN = Face(8 / 32, 4 / 18, 12 / 32, 8 / 18, 0.95)
"""Its middle is at (10, 6) of the grid, four places wide."""


def ways_to(*heads: tuple[float, float, int]) -> NDArray[np.float32]:
    """Columns up to each limit point at the head (x, y) before it; heads are seen where they are."""
    ways = np.zeros((3, ROWS, COLUMNS), np.float32)
    xs, ys = np.meshgrid(np.arange(COLUMNS) + 0.5, np.arange(ROWS) + 0.5)
    begin = 0
    for x, y, end in heads:
        part = (slice(None), slice(begin, end))
        ways[1][part], ways[2][part] = (x - xs[part]) / ROWS, (y - ys[part]) / ROWS
        ways[0, int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2] = 1
        begin = end
    return ways


def test_who_points_past_all_known_faces_has_a_head_of_their_own() -> None:
    (face,) = pointed_faces([KNOWN], ways_to((10, 6, 16), (20, 7, 32)), EVERYWHERE)
    assert ((face.x0 + face.x1) / 2, (face.y0 + face.y1) / 2) == pytest.approx((20 / 32, 7 / 18), abs=0.01)
    assert face.score == SCORE
    assert 0.5 < (face.x1 - face.x0) / (KNOWN.x1 - KNOWN.x0) < 1


def test_everybody_who_points_at_a_known_face_is_explained() -> None:
    assert not pointed_faces([KNOWN], ways_to((10, 6, 32)), EVERYWHERE)


def test_two_more_heads_are_two() -> None:
    ways = ways_to((10, 6, 14), (17, 14, 21), (26, 5, 32))
    assert len(pointed_faces([KNOWN], ways, EVERYWHERE)) == 2


def test_where_no_head_is_seen_there_is_none() -> None:
    ways = ways_to((10, 6, 16), (20, 7, 32))
    ways[0] = 0
    assert not pointed_faces([KNOWN], ways, EVERYWHERE)


def test_furniture_points_nowhere() -> None:
    alpha = EVERYWHERE.copy()
    alpha[:, 128:] = 0
    assert not pointed_faces([KNOWN], ways_to((10, 6, 16), (20, 7, 32)), alpha)


def test_between_two_known_heads_votes_only_mix() -> None:
    other = Face(26 / 32, 4 / 18, 30 / 32, 8 / 18, 0.95)
    ways = ways_to((10, 6, 16), (19, 6, 23), (28, 6, 32))
    assert len(pointed_faces([KNOWN], ways_to((10, 6, 16), (19, 6, 32)), EVERYWHERE)) == 1
    assert not pointed_faces([KNOWN, other], ways, EVERYWHERE)


def test_a_body_whose_head_is_out_of_the_picture_is_left_alone() -> None:
    ways = ways_to((10, 6, 16))
    ways[2, :, 16:] = -2
    assert not pointed_faces([KNOWN], ways, EVERYWHERE)


def test_without_a_face_there_is_no_measure() -> None:
    assert not pointed_faces([], ways_to((20, 7, 32)), EVERYWHERE)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.1, 1.0, 1e30, np.nan, np.inf]))
def test_whatever_a_broken_network_says_faces_lie_in_the_picture(seed: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    ways = (rng.normal(0, 1, (3, ROWS, COLUMNS)) * size).astype(np.float32)
    ways[0] = rng.random((ROWS, COLUMNS))
    for face in pointed_faces([KNOWN], ways, EVERYWHERE):
        assert 0 <= (face.x0 + face.x1) / 2 <= 1
        assert 0 <= (face.y0 + face.y1) / 2 <= 1

import numpy as np
import pytest

from vcam.seeds.dim import part_faces, suspected_people, without_hands
from vcam.seeds.windows import Face
from vcam.types import Box, Size, Ways

SIZE = Size(100, 100)
CLEAR = Face(0.4, 0.2, 0.5, 0.3, 0.9)
DIM = Face(0.7, 0.2, 0.8, 0.3, 0.4)
EVERYWHERE = np.ones((50, 50), np.float32)


def known(x: float, side: float = 10) -> Box:
    return Box(x - 10, 10, x + 20, 100, 0.9, 1, (x, 20, x + side, 20 + side))


def test_a_dim_face_counts_only_where_somebody_is_expected() -> None:
    assert part_faces((CLEAR, DIM), (known(73),), SIZE) == ((CLEAR, DIM), ())
    assert part_faces((CLEAR, DIM), (known(40),), SIZE) == ((CLEAR,), (DIM,))
    assert part_faces((CLEAR, DIM), (known(70, side=20),), SIZE) == ((CLEAR,), (DIM,))


def test_who_is_suspected_has_a_body_but_no_score() -> None:
    (box,) = suspected_people((DIM,), EVERYWHERE, SIZE)
    assert box == Box(57.5, 14.0, 92.5, 100.0, 0.0, 0, (70.0, 20.0, 80.0, 30.0))


def test_nobody_is_suspected_where_the_mask_sees_nobody() -> None:
    assert suspected_people((DIM,), 0 * EVERYWHERE, SIZE) == ()


def test_a_hand_and_half_of_a_face_are_not_somebody_hidden() -> None:
    clear = Face(0.4, 0.3, 0.5, 0.45, 0.95)
    hand_and_cheek = Face(0.23, 0.28, 0.44, 0.6, 0.4)
    half_hidden = Face(0.36, 0.28, 0.44, 0.4, 0.4)
    assert part_faces((clear, hand_and_cheek), (), SIZE) == ((clear,), ())
    assert part_faces((clear, half_hidden), (), SIZE) == ((clear,), (half_hidden,))


def ways_to(x: float, y: float) -> Ways:
    """Every place of a grid of ten by ten points at (x, y), in fractions of the picture."""
    down, across = np.mgrid[:10, :10] / 10 + 0.05
    return np.stack([0 * down, x - across, y - down]).astype(np.float32)


AT_ME, AT_ITSELF = ways_to(0.45, 0.25), ways_to(0.75, 0.25)
HAND = Face(0.7, 0.2, 0.8, 0.3, 0.4)
FAR_OFF = Face(0.72, 0.2, 0.78, 0.26, 0.4)
ON_MY_CHEST = Face(0.42, 0.5, 0.48, 0.56, 0.4)


@pytest.mark.parametrize(
    ("face", "ways", "stays"),
    [
        (HAND, AT_ME, False),
        (HAND, AT_ITSELF, True),
        (HAND, np.full((3, 10, 10), np.nan, np.float32), True),
        (FAR_OFF, AT_ME, True),
        (ON_MY_CHEST, AT_ME, False),
        (ON_MY_CHEST, ways_to(0.45, 0.53), True),
    ],
)
def test_what_points_at_my_head_is_my_hand_unless_it_is_somebody_farther_off(
    face: Face, ways: Ways, stays: bool
) -> None:
    assert (without_hands((face,), (CLEAR,), ways) == (face,)) == stays


def test_without_a_clear_face_every_dim_one_stays() -> None:
    assert without_hands((HAND,), (), AT_ME) == (HAND,)

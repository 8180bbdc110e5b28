"""What a network's ways to heads say of whose a place is."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.instance_twins import HEIGHT, WIDTH, paint
from vcam.instances.pointing import FAR, disown, lean_to_heads, past_head, point
from vcam.instances.split import Splitter
from vcam.types import Box, Labels, Size

LEFT, RIGHT = (12, 8, 20, 16), (44, 8, 52, 16)
PLACES = np.array([[0, 0, 40, 48, *LEFT], [24, 0, 64, 48, *RIGHT], [0, 0, 64, 48, 0, 0, 0, 0]], np.int32)
ROWS, COLUMNS = HEIGHT // 8, WIDTH // 8


NO_HEADS = np.empty((0, 2), np.float32)


def ways_to(x: float, y: float) -> NDArray[np.float32]:
    """Every place points at (x, y)."""
    down = (np.arange(ROWS)[:, None] * 8 + 3.5) * np.ones((1, COLUMNS))
    across = (np.arange(COLUMNS)[None] * 8 + 3.5) * np.ones((ROWS, 1))
    return np.stack([down * 0, (x - across) / HEIGHT, (y - down) / HEIGHT]).astype(np.float32)


@pytest.mark.parametrize("place", [(8.0, 9.0), (20.5, 30.2), (59.0, 43.0)])
def test_between_places_the_way_is_in_between(place: tuple[float, float]) -> None:
    at = point(ways_to(30, 10), HEIGHT, WIDTH, np.float32(place[0]), np.float32(place[1]))
    assert at == pytest.approx((30, 10), abs=0.01)


def test_how_far_one_points_past_a_head_counts_in_faces() -> None:
    assert past_head(PLACES, 0, np.float32(16), np.float32(12)) == 0
    assert past_head(PLACES, 0, np.float32(24), np.float32(12)) == pytest.approx(1)
    assert past_head(PLACES, 0, np.float32(900), np.float32(12)) == FAR
    assert past_head(PLACES, 2, np.float32(16), np.float32(12)) == FAR


def test_only_who_is_clearly_not_meant_gets_farther_away() -> None:
    distance = np.zeros((3, 1), np.float32)
    centre = np.array([[32, 30]], np.float32)
    clear, unclear = distance.copy(), distance.copy()
    half = np.float32(0.5)
    lean_to_heads(clear, centre, PLACES, ways_to(16, 12), HEIGHT, WIDTH, np.float32(2), half)
    lean_to_heads(unclear, centre, PLACES, ways_to(31, 12), HEIGHT, WIDTH, np.float32(2), half)
    assert clear[:, 0] == pytest.approx([0, 4, 4])
    assert unclear[:2, 0] == pytest.approx([0, 0])


def test_ways_that_are_not_numbers_say_nothing() -> None:
    distance = np.zeros((3, 1), np.float32)
    ways = np.full((3, ROWS, COLUMNS), np.nan, np.float32)
    lean_to_heads(distance, np.array([[32, 30]], np.float32), PLACES, ways, HEIGHT, WIDTH, FAR, np.float32(0))
    assert not distance.any()


def test_what_points_past_the_head_is_no_longer_mine() -> None:
    labels = np.full((HEIGHT, WIDTH), 2, np.int32)
    labels[:, WIDTH // 2 :] = 1
    near, far = labels.copy(), labels.copy()
    disown(near, ways_to(18, 12), 1, (16.0, 12.0), 8.0, NO_HEADS, True, -1)
    disown(far, ways_to(18, 12), 1, (2.0, 12.0), 8.0, NO_HEADS, True, -1)
    assert (near == labels).all()
    assert (far == np.where(labels == 1, -1, labels)).all()


@pytest.mark.parametrize(("other", "is_taken"), [((20.0, 12.0), True), ((60.0, 12.0), False)])
def test_of_who_stands_alone_only_what_points_at_another_head_is_taken(
    other: tuple[float, float], is_taken: bool
) -> None:
    labels = np.ones((HEIGHT, WIDTH), np.int32)
    disown(labels, ways_to(18, 12), 1, (2.0, 12.0), 8.0, np.array([other], np.float32), False, -1)
    assert (labels == (-1 if is_taken else 1)).all()


def test_what_points_nowhere_is_nobodys_while_others_must_not_be_seen() -> None:
    labels = np.ones((HEIGHT, WIDTH), np.int32)
    disown(
        labels, np.full((3, ROWS, COLUMNS), np.nan, np.float32), 1, (16.0, 12.0), 1000.0, NO_HEADS, True, -1
    )
    assert (labels == -1).all()


def test_people_in_the_same_clothes_are_parted_by_where_they_point() -> None:
    """Nothing else tells them apart: one colour, and their bodies lie crosswise below their heads."""
    image, alpha = paint((0, 4, 64, 48, (40, 40, 200)))
    boxes = (
        Box(0, 4, 50, 48, 1.0, 1, (6.0, 6.0, 26.0, 26.0)),
        Box(14, 4, 64, 48, 1.0, 2, (38.0, 6.0, 58.0, 26.0)),
    )

    def share_of_the_first(ways: NDArray[np.float32] | None) -> float:
        out: Labels = np.zeros(alpha.shape, np.int32)
        Splitter(Size(WIDTH, HEIGHT), Size(WIDTH, HEIGHT)).split(image, alpha, boxes, None, out, ways)
        return float((out[24:, 16:48] == 1).mean())

    alone = share_of_the_first(None)
    assert share_of_the_first(ways_to(16, 12)) > alone + 0.1
    assert share_of_the_first(ways_to(48, 12)) < alone - 0.1

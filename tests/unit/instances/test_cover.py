"""What two boxes hold of the mask is what has to be divided."""

import numpy as np
import pytest

from vcam.instances import cover

MASK = np.zeros((40, 60), np.uint8)
MASK[10:30, 5:55] = 1
PLACES = np.array([[0, 5, 30, 40, 0, 0, 0, 0], [24, 5, 58, 40, 0, 0, 0, 0]], np.int32)


@pytest.mark.parametrize(
    ("margin_px", "window"),
    [(0, (24, 10, 30, 30)), (3, (21, 7, 33, 33)), (12, (12, 0, 42, 40)), (99, (0, 0, 60, 40))],
)
def test_the_window_lies_around_what_two_boxes_hold_of_the_mask(
    margin_px: int, window: tuple[int, int, int, int]
) -> None:
    boxes, owners = (np.full(MASK.shape, 9, np.int32) for _ in range(2))
    assert cover.cover_mask(MASK, PLACES, boxes, owners) == 6 * 20
    assert cover.find_contested(MASK, boxes, margin_px) == window


def test_what_one_box_holds_alone_is_its_owners() -> None:
    boxes, owners = (np.full(MASK.shape, 9, np.int32) for _ in range(2))
    cover.cover_mask(MASK, PLACES, boxes, owners)
    assert (owners[10:30, 5:24] == 1).all()
    assert (owners[10:30, 30:55] == 2).all()
    owners[10:30, 5:24] = owners[10:30, 30:55] = 0
    assert not owners.any()
    assert set(np.unique(boxes[5:, 24:30])) == {3}

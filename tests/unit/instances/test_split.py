"""Who gets which part of a mask."""

from typing import Any

import numpy as np
import pytest

from tests.support.instance_twins import HEIGHT, WIDTH, box, paint
from vcam.instances.options import SplitOptions
from vcam.instances.split import Splitter
from vcam.types import Box, Owned, Size

SIZE = Size(WIDTH, HEIGHT)
RED, BLUE, GREEN = (40, 40, 200), (200, 60, 30), (40, 180, 40)


def split(image: Any, alpha: Any, *boxes: Box, splitter: Splitter | None = None, edges: Any = None) -> Any:
    out = np.full(alpha.shape, 99, np.int32)
    return (splitter or Splitter(SIZE, SIZE)).split(image, alpha, boxes, edges, out)


def test_without_boxes_nobody_is_named() -> None:
    image, alpha = paint((10, 10, 30, 48, RED))
    assert not split(image, alpha).any()


def test_one_box_gets_all_of_the_mask_within_reach() -> None:
    image, alpha = paint((10, 10, 30, 48, RED))
    labels = split(image, alpha, box(12, 12, 28, 48, 7))
    assert ((labels == 7) == (alpha > 0.5)).all()


def test_boxes_apart_take_the_fast_path() -> None:
    image, alpha = paint((2, 10, 20, 48, RED), (40, 10, 60, 48, RED))
    splitter = Splitter(SIZE, SIZE)
    labels = split(image, alpha, box(2, 10, 20, 48, 1), box(40, 10, 60, 48, 2), splitter=splitter)
    assert not splitter.was_contested
    assert labels[20, 10] == 1
    assert labels[20, 50] == 2


def test_boxes_that_overlap_only_where_nobody_is_take_the_fast_path() -> None:
    image, alpha = paint((2, 20, 20, 48, RED), (40, 20, 60, 48, BLUE))
    splitter = Splitter(SIZE, SIZE)
    split(image, alpha, box(2, 10, 36, 48, 1), box(30, 10, 60, 48, 2), splitter=splitter)
    assert not splitter.was_contested


def test_the_border_between_two_people_is_where_their_colours_meet() -> None:
    image, alpha = paint((6, 8, 36, 48, RED), (28, 8, 58, 48, BLUE))
    labels = split(image, alpha, box(6, 8, 36, 48, 1), box(24, 8, 58, 48, 2))
    assert (labels[10:46, 6:28] == 1).mean() > 0.99
    assert (labels[10:46, 28:58] == 2).mean() > 0.99


@pytest.mark.parametrize("step", [1, 2])
def test_an_edge_of_the_network_parts_people_in_the_same_clothes(step: int) -> None:
    image, alpha = paint((6, 8, 58, 48, RED))
    edges = np.zeros((HEIGHT, WIDTH), np.float32)
    edges[:, 39:42] = 1
    edges = np.ascontiguousarray(edges[::step, ::step])
    labels = split(image, alpha, box(6, 8, 42, 48, 1), box(24, 8, 58, 48, 2), edges=edges)
    assert (labels[10:46, 24:37] == 1).mean() > 0.9


def test_a_child_inside_of_a_parents_box_is_found_by_the_face() -> None:
    image, alpha = paint((6, 2, 60, 48, RED), (24, 20, 40, 48, BLUE))
    image[24:34, 28:36] = (150, 170, 220)
    boxes = (box(6, 2, 60, 48, 1, (30, 3, 38, 12)), box(24, 20, 40, 48, 2, (26, 22, 38, 36)))
    labels = split(image, alpha, *boxes, splitter=Splitter(SIZE, SIZE, SplitOptions(step_px=4)))
    assert (labels[24:46, 26:38] == 2).mean() > 0.8
    assert (labels[4:18, 10:56] == 1).mean() > 0.95


def test_somebody_inside_of_another_box_without_a_face_has_the_boxs_core() -> None:
    image, alpha = paint((2, 2, 62, 48, RED), (20, 16, 44, 48, BLUE))
    labels = split(image, alpha, box(2, 2, 62, 48, 1), box(20, 16, 44, 48, 2))
    assert (labels[18:44, 22:42] == 2).mean() > 0.8


def test_three_people_overlapping_each_keep_what_is_only_theirs() -> None:
    image, alpha = paint((2, 8, 24, 48, RED), (18, 8, 46, 48, BLUE), (40, 8, 62, 48, GREEN))
    labels = split(image, alpha, box(2, 8, 24, 48, 3), box(18, 8, 46, 48, 1), box(40, 8, 62, 48, 2))
    assert [labels[30, x] for x in (5, 15, 32, 50, 60)] == [3, 3, 1, 2, 2]


def test_a_part_of_the_mask_beyond_reach_is_nobodys() -> None:
    image, alpha = paint((2, 10, 16, 48, RED), (40, 10, 60, 48, BLUE))
    labels = split(image, alpha, box(2, 10, 16, 48, 1))
    assert not labels[:, 40:].any()


def test_an_unchanged_picture_is_divided_in_the_same_way_again() -> None:
    rng = np.random.default_rng(5)
    _, alpha = paint((6, 8, 58, 48, RED))
    noise = rng.integers(0, 60, (HEIGHT, WIDTH, 3), np.uint8)
    boxes = (box(6, 8, 42, 48, 1), box(24, 8, 58, 48, 2))
    splitter = Splitter(SIZE, SIZE)
    settled = [split(noise, alpha, *boxes, splitter=splitter) for _ in range(8)][3:]
    assert all((labels == settled[0]).mean() > 0.97 for labels in settled)


def test_boxes_count_in_the_frames_pixels() -> None:
    image, alpha = paint((10, 10, 30, 48, RED), (40, 10, 60, 48, BLUE))
    splitter = Splitter(Size(4 * WIDTH, 2 * HEIGHT), SIZE)
    labels = split(image, alpha, box(40, 20, 120, 96, 1), box(160, 20, 240, 96, 2), splitter=splitter)
    assert labels[30, 20] == 1
    assert labels[30, 50] == 2


def test_boxes_outside_of_the_picture_do_no_harm() -> None:
    image, alpha = paint((10, 10, 30, 48, RED))
    boxes = (box(-50, -50, -10, -10, 1), box(500, 0, 600, 40, 2), box(10, 10, 10, 10, 3))
    assert not split(image, alpha, *boxes).any()


def test_what_is_not_a_number_is_background() -> None:
    image, alpha = paint((10, 10, 30, 48, RED))
    alpha[20:30] = np.nan
    assert not split(image, alpha, box(10, 10, 30, 48, 1))[20:30].any()


def test_a_border_that_is_not_a_number_takes_nothing_from_anybody() -> None:
    image, alpha = paint((6, 8, 58, 48, RED))
    edges = np.full((HEIGHT, WIDTH), np.nan, np.float32)
    labels = split(image, alpha, box(6, 8, 42, 48, 1), box(24, 8, 58, 48, 2), edges=edges)
    assert (labels[10:46, 6:22] == 1).all()
    assert (labels[10:46, 44:58] == 2).all()
    assert set(np.unique(labels)) == {0, 1, 2}


def test_forty_boxes_are_cut_to_the_surest() -> None:
    image, alpha = paint((0, 0, 64, 48, RED))
    boxes = [Box(k, 0, k + 20, 48, 0.9 if k == 20 else 0.1 + k / 1000, k + 1, None) for k in range(40)]
    labels = split(image, alpha, *boxes)
    assert len(np.unique(labels)) <= 17


@pytest.mark.parametrize("ids", [(1, 1), (0, 1)])
def test_two_boxes_of_one_person_or_of_nobody_are_a_mistake(ids: tuple[int, int]) -> None:
    image, alpha = paint((10, 10, 30, 48, RED))
    with pytest.raises(ValueError, match="track id"):
        split(image, alpha, box(0, 0, 20, 20, ids[0]), box(10, 0, 30, 20, ids[1]))


def test_a_picture_of_another_size_is_a_mistake() -> None:
    image, alpha = paint((10, 10, 30, 48, RED))
    with pytest.raises(ValueError, match="splits pictures"):
        split(image[:-1], alpha)


def test_a_speck_is_small_beside_all_of_whose_it_is_said_to_be() -> None:
    size = Size(320, 180)
    image, alpha = np.full(size.shape, 120, np.uint8), np.zeros((180, 320), np.float32)
    one, other, speck = np.s_[30:, 30:190], np.s_[30:, 160:300], np.s_[90:108, 172:182]
    boxes = (
        Box(30, 30, 190, 180, 0.9, 1, (90, 36, 120, 70)),
        Box(160, 30, 300, 180, 0.9, 2, (220, 36, 250, 70)),
    )
    own = np.zeros((2, 180, 320), np.float32)
    image[other], image[one] = BLUE, RED
    alpha[one] = alpha[other] = 1
    own[0][one], own[1][other] = 0.9, 0.9
    own[0, :, 160:] = own[1, :, :160] = 0
    own[0][speck], own[1][speck] = 0.95, 0.1
    out = np.zeros(alpha.shape, np.int32)
    labels = Splitter(size, size).split(image, alpha, boxes, None, out, None, Owned((1, 2), own))
    assert (labels[speck] == 2).all()

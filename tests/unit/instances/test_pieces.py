"""Pieces are what connected components are, numbered as they come; crumbs join what is beside them."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vcam.instances.cleanup import absorb_crumbs
from vcam.instances.pieces import connect, find_pieces

HEIGHT, WIDTH = 36, 48
WHOLE = (0, 0, WIDTH, HEIGHT)
Plane = NDArray[np.int32]


def _blots(seed: int, count: int, blur: float) -> Plane:
    """Labels from -1 to count - 1 in blots; without a blur they are noise."""
    rng = np.random.default_rng(seed)
    fields = rng.random((count + 1, HEIGHT, WIDTH), np.float32)
    if blur:
        fields = np.stack([cv2.GaussianBlur(field, (0, 0), blur) for field in fields])
    return np.asarray(fields.argmax(0) - 1, np.int32)


def _room() -> tuple[Plane, Plane, Plane]:
    pixels = HEIGHT * WIDTH
    return np.empty((HEIGHT, WIDTH), np.int32), np.empty(pixels, np.int32), np.empty(pixels, np.int32)


def _components(labels: Plane, window: tuple[int, int, int, int]) -> Plane:
    """Number the pieces in order of their first pixels, by OpenCV; -1 elsewhere."""
    x0, y0, x1, y1 = window
    out = np.full(labels.shape, -1, np.int64)
    for label in range(labels.max() + 1):
        inside = np.zeros(labels.shape, np.uint8)
        inside[y0:y1, x0:x1] = labels[y0:y1, x0:x1] == label
        _, parts = cv2.connectedComponents(inside, connectivity=4)
        out[parts > 0] = label * labels.size + parts[parts > 0]
    _, first, place = np.unique(out[out >= 0], return_index=True, return_inverse=True)
    ranks = np.empty(len(first), np.int32)
    ranks[np.argsort(first)] = np.arange(len(first))
    numbered = np.full(labels.shape, -1, np.int32)
    numbered[out >= 0] = ranks[place]
    return numbered


@pytest.mark.parametrize("window", [WHOLE, (5, 3, 40, 30)])
@pytest.mark.parametrize(("count", "blur"), [(2, 0), (3, 1), (9, 1.5), (4, 4)])
def test_pieces_are_connected_components(count: int, blur: float, window: tuple[int, int, int, int]) -> None:
    labels = _blots(7, count, blur)
    regions, truth = labels.copy(), _components(labels, window)
    area, centre = np.zeros(labels.size, np.int32), np.zeros((labels.size, 2), np.float32)
    number = connect(regions, *_room(), area, centre, 1, window)
    x0, y0, x1, y1 = window
    np.testing.assert_array_equal(regions[y0:y1, x0:x1], truth[y0:y1, x0:x1])
    assert number == truth.max() + 1
    np.testing.assert_array_equal(area[:number], np.bincount(truth[truth >= 0]))
    middles = [np.argwhere(truth == k)[:, ::-1].mean(0) for k in range(number)]
    np.testing.assert_allclose(centre[:number], middles, rtol=1e-5)


def test_a_small_piece_joins_the_one_on_its_left() -> None:
    regions = np.zeros((HEIGHT, WIDTH), np.int32)
    regions[10:12, 20:22] = 5
    area, centre = np.zeros(9, np.int32), np.zeros((9, 2), np.float32)
    assert connect(regions, *_room(), area, centre, 5, WHOLE) == 1
    assert not regions.any()
    assert area[0] == HEIGHT * WIDTH


def test_more_pieces_than_there_is_room_for_are_no_regions() -> None:
    regions = np.full((HEIGHT, WIDTH), -1, np.int32)
    regions[::2, ::2] = 0
    area, centre = np.zeros(9, np.int32), np.zeros((9, 2), np.float32)
    assert connect(regions, *_room(), area, centre, 5, WHOLE) == 9
    assert regions.max() == 8
    assert (area == 1).all()
    assert np.count_nonzero(regions >= 0) == 9


def test_sizes_belong_to_whole_pieces() -> None:
    labels = np.zeros((HEIGHT, WIDTH), np.int32)
    labels[5:30, 10] = labels[5:30, 20] = labels[29, 10:21] = 1  # two arms that meet below
    pieces, parents, sizes = _room()
    find_pieces(labels, 1, pieces, parents, sizes, WHOLE)
    assert np.unique(pieces[labels == 1]).tolist() == [0]
    assert (pieces[labels == 0] == -1).all()
    assert sizes[0] == np.count_nonzero(labels)


def test_a_contested_crumb_goes_to_whom_it_touches_most() -> None:
    labels = np.ones((HEIGHT, WIDTH), np.int32)
    labels[:, WIDTH // 2 :] = 2
    whole = labels.copy()
    labels[10:12, 5:7] = 2
    labels[20, WIDTH // 2 - 1] = 2  # touches the rest of its person's
    sure = labels.copy()
    cover, areas = np.full((HEIGHT, WIDTH), 3, np.int32), np.zeros((2, 3), np.int32)
    absorb_crumbs(labels, cover, WHOLE, *_room(), areas)
    assert (labels[10:12, 5:7] == 1).all()
    assert labels[20, WIDTH // 2 - 1] == 2
    assert np.count_nonzero(labels != whole) == 1
    cover[10:12, 5:7] = 2  # in one box alone
    absorb_crumbs(sure, cover, WHOLE, *_room(), areas)
    assert (sure[10:12, 5:7] == 2).all()

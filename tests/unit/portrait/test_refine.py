from typing import Any

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from vcam.portrait.refine import Refiner
from vcam.types import Alpha, ByteAlpha, Image, Size

SIZE = Size(192, 108)
NETWORK = (48, 27)


def shrink(image: Image) -> Image:
    return np.asarray(cv2.resize(image, NETWORK, interpolation=cv2.INTER_AREA), np.uint8)


def edge_at(x: int, person: int = 200, room: int = 50) -> tuple[Image, Image, ByteAlpha]:
    """A frame whose person lies left of x, its small twin, and an empty alpha to fill."""
    image = np.full(SIZE.shape, room, np.uint8)
    image[:, :x] = person
    return image, shrink(image), np.empty(SIZE.shape[:2], np.uint8)


def ramp(x: float, width: float = 3.0) -> Alpha:
    """The network's blurry alpha of a person left of the small column x."""
    line = np.clip(0.5 - (np.arange(NETWORK[0]) + 0.5 - x) / width, 0, 1).astype(np.float32)
    return np.repeat(line[None], NETWORK[1], 0)


def border_width(alpha: NDArray[Any]) -> int:
    return int(((alpha[50] > 12) & (alpha[50] < 243)).sum())


def test_a_blurry_border_becomes_as_sharp_as_the_frames_edge() -> None:
    image, small, out = edge_at(98)
    Refiner(SIZE, NETWORK).refine(image, small, ramp(24.5), out)
    plain = cv2.resize(ramp(24.5), (SIZE.width, SIZE.height)) * 255
    assert border_width(out) < border_width(plain) / 2


def test_a_border_beside_the_edge_moves_to_the_edge() -> None:
    image, small, out = edge_at(100)
    Refiner(SIZE, NETWORK).refine(image, small, ramp(24.2), out)
    assert abs((out[50] > 127).sum() - 100) <= 1


def test_in_a_picture_without_edges_the_networks_alpha_stays() -> None:
    image, small, out = edge_at(0)
    Refiner(SIZE, NETWORK).refine(image, small, ramp(24), out)
    assert abs((out[50] > 127).sum() - 96) <= 3


def test_a_reach_of_nothing_follows_no_edge() -> None:
    image, small, out = edge_at(104)
    Refiner(SIZE, NETWORK, radius_px=0).refine(image, small, ramp(24), out)
    assert abs((out[50] > 127).sum() - 96) <= 3


def test_texture_far_from_the_border_leaves_no_trace() -> None:
    noise = np.random.default_rng(0).integers(0, 256, SIZE.shape, np.uint8)
    out = np.empty(SIZE.shape[:2], np.uint8)
    Refiner(SIZE, NETWORK).refine(noise, shrink(noise), ramp(24), out)
    assert (out[:, :76] == 255).all()
    assert (out[:, 116:] == 0).all()


def test_a_faint_veil_is_taken_away() -> None:
    image, small, out = edge_at(0)
    Refiner(SIZE, NETWORK).refine(image, small, np.full(NETWORK[::-1], 0.15, np.float32), out)
    assert_array_equal(out, 0)


def test_what_is_no_number_counts_as_room() -> None:
    image, small, out = edge_at(96)
    Refiner(SIZE, NETWORK).refine(image, small, np.full(NETWORK[::-1], np.nan, np.float32), out)
    assert_array_equal(out, 0)


@pytest.mark.parametrize("size", [Size(1, 1), Size(7, 200), Size(33, 20), Size(1081, 607)])
def test_every_size_is_filled_to_its_last_pixel(size: Size) -> None:
    image = np.zeros(size.shape, np.uint8)
    small = shrink(image)
    out = np.full(size.shape[:2], 77, np.uint8)
    alpha = np.zeros(NETWORK[::-1], np.float32)
    alpha[:, ::2] = 1
    Refiner(size, NETWORK).refine(image, small, alpha, out)
    out[out == 77] = 78
    again = np.full(size.shape[:2], 77, np.uint8)
    Refiner(size, NETWORK).refine(image, small, alpha, again)
    assert not (again == 77).all()
    assert_array_equal(np.where(again == 77, 78, again), out)


def test_another_size_is_refused() -> None:
    image, small, out = edge_at(96)
    with pytest.raises(ValueError, match="refines 192x108"):
        Refiner(SIZE, NETWORK).refine(image[:50], small, ramp(24), out)

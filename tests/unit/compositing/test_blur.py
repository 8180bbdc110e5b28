import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose

from vcam.compositing.blur import BlurBackground
from vcam.types import ByteAlpha, Image, Size

SIZE = Size(320, 180)
GREY = (128, 128, 128)
RED = (0, 0, 255)


def grey_room() -> tuple[Image, ByteAlpha]:
    return np.full(SIZE.shape, GREY, np.uint8), np.zeros(SIZE.shape[:2], np.uint8)


def blurred(image: Image, alpha: ByteAlpha, strength: float = 0.6) -> Image:
    """The blurred room at the frame's full height."""
    rows = BlurBackground(strength, SIZE).prepare(image, alpha, 0.0)
    return np.asarray(cv2.resize(rows, (SIZE.width, SIZE.height)), np.uint8)


@pytest.mark.parametrize("strength", [0.0, 0.6, 1.0])
def test_the_persons_colour_does_not_bleed_into_the_room(strength: float) -> None:
    image, alpha = grey_room()
    image[40:, 110:200] = RED
    alpha[40:, 110:200] = 255
    assert np.abs(blurred(image, alpha, strength)[alpha == 0].astype(int) - 128).max() <= 2


def test_a_soft_rim_does_not_bleed_either() -> None:
    image, alpha = grey_room()
    cv2.circle(alpha, (160, 90), 50, 255, -1)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (9, 9), 0), np.uint8)
    share = alpha[..., None] / 255
    image = (image * (1 - share) + np.array(RED) * share).astype(np.uint8)
    assert np.abs(blurred(image, alpha)[alpha == 0].astype(int) - 128).max() <= 2


def test_a_hole_in_the_person_shows_the_room_around_and_nothing_of_the_person() -> None:
    image, alpha = grey_room()
    image[20:160, 40:280] = RED
    alpha[20:160, 40:280] = 255
    image[88:92, 158:162] = GREY
    alpha[88:92, 158:162] = 0
    hole = blurred(image, alpha)[89:91, 159:161].astype(int)
    assert np.ptp(hole, axis=2).max() <= 2


def test_where_no_room_is_seen_at_all_the_background_is_grey() -> None:
    image = np.full(SIZE.shape, RED, np.uint8)
    assert_allclose(blurred(image, np.full(SIZE.shape[:2], 255, np.uint8)), 96, atol=1)


def test_stripes_of_the_room_cannot_be_told_apart() -> None:
    image, alpha = grey_room()
    image[:, ::2] = 0
    image[:, (np.arange(320) // 8) % 2 == 1] = 255
    assert np.ptp(blurred(image, alpha)[60:120, 60:260].astype(int), axis=1).max() <= 12


def test_letters_on_a_wall_lose_most_of_their_contrast() -> None:
    image, alpha = grey_room()
    cv2.putText(image, "SECRET", (60, 95), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 255), 1)
    assert blurred(image, alpha).max() < 128 + 127 / 4


def test_more_strength_blurs_more() -> None:
    image, alpha = grey_room()
    image[:, 160:] = 255
    slopes = [np.diff(blurred(image, alpha, s)[90, :, 0].astype(int)).max() for s in (0.0, 0.5, 1.0)]
    assert slopes == sorted(slopes, reverse=True)
    assert slopes[0] > slopes[2]


@pytest.mark.parametrize("size", [Size(1, 1), Size(17, 300), Size(333, 187)])
def test_a_plain_room_stays_plain_at_every_size(size: Size) -> None:
    image = np.full(size.shape, 90, np.uint8)
    rows = BlurBackground(0.6, size).prepare(image, np.zeros(size.shape[:2], np.uint8), 0.0)
    assert rows.shape[1] == size.width
    assert 1 <= len(rows) <= size.height
    assert_allclose(rows, 90, atol=1)


def test_a_strength_beyond_its_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="strength"):
        BlurBackground(1.5, SIZE)

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from vcam.errors import SourceError
from vcam.sources.demo import PORTRAITS, DemoSource, Portrait
from vcam.sources.room import draw_room
from vcam.types import Image, Size

SMALL = Size(160, 90)


def pictures(count: int) -> list[Image]:
    source = DemoSource(SMALL, fps=2, seconds=None)
    source.open()
    images = [source.read() for _ in range(count)]
    return [image for image in images if image is not None]


def test_it_lasts_as_long_as_is_asked_for() -> None:
    source = DemoSource(SMALL, fps=2, seconds=1.5)
    got = source.open()
    assert (got.size, got.fps, got.is_live, source.frame_count) == (SMALL, 2, False, 3)
    assert [image is None for image in (source.read() for _ in range(5))] == [False] * 3 + [True] * 2


def test_the_same_index_gives_the_same_picture_and_another_a_different_one() -> None:
    one, other = pictures(3), pictures(3)
    for a, b in zip(one, other, strict=True):
        assert_array_equal(a, b)
    assert (one[0] != one[2]).mean() > 0.2


def test_people_stand_in_the_middle_of_the_room_and_the_room_stays() -> None:
    room = draw_room(SMALL).astype(int)
    unlike = np.mean([np.abs(image - room).max(axis=2) > 12 for image in pictures(24)], axis=0)
    assert unlike[50:, 65:95].mean() > 0.95
    assert unlike[:8].mean() < 0.05


def test_who_is_one_photograph_twice_wears_two_colours() -> None:
    source = DemoSource(Size(640, 360), fps=2, seconds=None, portraits=PORTRAITS[:1])
    source.open()
    image = source.read()
    assert image is not None
    blue, green, red = np.moveaxis(image.astype(int), 2, 0)
    dyed = (blue > red + 50) & (green > red + 50)
    # At the beginning the one behind stands at the left, the other in the middle.
    assert dyed[260:, 60:140].mean() > 0.5
    assert dyed[260:, 300:380].mean() < 0.02


def test_without_any_photograph_it_says_what_to_install() -> None:
    nothing = (Portrait("no_such_package", "a.jpg", ()), Portrait("numpy", "no_such_picture.jpg", ()))
    with pytest.raises(SourceError, match="install matplotlib"):
        DemoSource(SMALL, 30, None, portraits=nothing).open()


def test_the_outlines_stay_inside_their_photographs() -> None:
    for portrait in PORTRAITS:
        assert all(0 <= value <= 1000 for point in portrait.outline for value in point)

"""A thing follows its person, and never becomes the room."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from vcam.instances.things import LOST_FRAMES, Colours, Spot, Things, lay
from vcam.types import Alpha, Image, Labels, Size

SIZE = Size(80, 60)
GUITAR, WALL = (30, 90, 160), (200, 200, 190)
ME = 5
NO_PERSON = np.zeros(SIZE.shape[:2], np.float32)


def room(x: int = 30, y: int = 20) -> Image:
    """A wall with a brown thing of 10 x 14 pixels."""
    image = np.full(SIZE.shape, WALL, np.uint8)
    image[y : y + 14, x : x + 10] = GUITAR
    return image


def nobody() -> Labels:
    return np.zeros(SIZE.shape[:2], np.int32)


def kept() -> Things:
    things = Things(SIZE)
    assert things.click(room(), 33, 25, ME)
    return things


def test_a_click_takes_what_has_one_colour_and_a_second_click_gives_it_back() -> None:
    things = kept()
    ((whose, mask),) = things.follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    assert whose == ME
    assert_array_equal(mask > 0, (room() == GUITAR).all(2))
    assert things.click(room(), 33, 25, ME)
    assert len(things) == 0


def test_a_wall_is_no_thing() -> None:
    things = Things(SIZE)
    assert not things.click(room(), 5, 5, ME)
    assert things.follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)}) == []


def test_a_thing_moves_by_itself_and_with_its_person() -> None:
    things = kept()
    things.follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    for step in range(1, 6):
        ((_, mask),) = things.follow(room(30 + step), nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    assert mask[25, 36]
    assert not mask[25, 32]
    ((_, mask),) = things.follow(room(55), nobody(), NO_PERSON, {ME: (40.0, 30.0)})
    assert mask[25, 60]
    assert not mask[25, 40]


def test_a_thing_does_not_grow_into_somebody_whom_nobody_knows() -> None:
    things = kept()
    for reach in range(1, 6):
        image, evidence = room(), NO_PERSON.copy()
        image[20:50, 40 : 40 + reach] = GUITAR
        evidence[20:50, 40 : 40 + reach] = 1
        ((_, mask),) = things.follow(image, nobody(), evidence, {ME: (20.0, 30.0)})
        assert not mask[evidence > 0.5].any()


def test_a_thing_behind_somebody_is_not_shown_there_and_comes_back() -> None:
    things = kept()
    labels = nobody()
    labels[:, 28:45] = 9
    covered = room()
    covered[:, 28:45] = (10, 10, 10)
    assert things.follow(covered, labels, NO_PERSON, {ME: (20.0, 30.0)}) == []
    assert len(things.follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)})) == 1


def test_a_thing_that_never_comes_back_is_forgotten() -> None:
    things = kept()
    empty = np.full(SIZE.shape, WALL, np.uint8)
    for _ in range(LOST_FRAMES + 1):
        things.follow(empty, nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    assert len(things) == 0


HERE = {ME: (20.0, 30.0)}


def lose(things: Things, image: Image, labels: Labels, evidence: Alpha, here: dict[int, Spot] = HERE) -> None:
    for _ in range(2 * LOST_FRAMES):
        assert things.follow(image, labels, evidence, here) == []


@pytest.mark.parametrize("share", [1.0, 0.7])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_thing_that_somebody_covers_for_long_is_kept(share: float, is_known: bool) -> None:
    things, covered, labels, evidence = kept(), room(), nobody(), NO_PERSON.copy()
    hidden = np.s_[:, 25 : 30 + round(10 * share)]
    covered[hidden] = (10, 10, 10)
    (labels if is_known else evidence)[hidden] = 1
    lose(things, covered, labels, evidence)
    ((whose, mask),) = things.follow(room(), nobody(), NO_PERSON, HERE)
    assert whose == ME
    assert_array_equal(mask > 0, (room() == GUITAR).all(2))


def test_a_thing_that_is_not_found_while_its_person_is_away_is_kept() -> None:
    things = kept()
    lose(things, np.full(SIZE.shape, WALL, np.uint8), nobody(), NO_PERSON, {})
    assert len(things.follow(room(), nobody(), NO_PERSON, HERE)) == 1


def test_a_thing_that_is_gone_is_forgotten_though_a_hand_is_where_its_edge_was() -> None:
    things, labels = kept(), nobody()
    labels[20:22, 30:40] = ME
    lose(things, np.full(SIZE.shape, WALL, np.uint8), labels, NO_PERSON)
    assert len(things) == 0


def test_a_picture_s_colours_are_numbered_once_however_many_things_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    things, image = kept(), room()
    image[40:50, 60:70] = (20, 200, 20)
    assert things.click(image, 65, 45, ME)
    numbered, number = [], Colours.number

    def watch(colours: Colours, image: Image) -> None:
        numbered.append(image)
        number(colours, image)

    monkeypatch.setattr(Colours, "number", watch)
    assert len(things.follow(image, nobody(), NO_PERSON, HERE)) == 2
    assert len(numbered) == 1


def test_a_thing_stays_when_the_pictures_get_another_size_and_left_and_right_are_swapped() -> None:
    things = kept()
    things.follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    things.fit(Size(160, 120), is_mirrored=True)
    large = np.ascontiguousarray(np.kron(room(), np.ones((2, 2, 1), np.uint8))[:, ::-1])
    plane = np.zeros((120, 160), np.int32)
    ((whose, mask),) = things.follow(large, plane, plane.astype(np.float32), {ME: (120.0, 60.0)})
    assert whose == ME
    assert_array_equal(mask > 0, (large == GUITAR).all(2))
    things.fit(SIZE, is_mirrored=False)
    ((_, mask),) = things.follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    assert_array_equal(mask > 0, (room() == GUITAR).all(2))


def test_without_its_person_a_thing_is_not_shown() -> None:
    assert kept().follow(room(), nobody(), NO_PERSON, {}) == []


def test_a_thing_becomes_its_person_but_takes_nobody_s_pixels() -> None:
    labels, alpha = nobody(), np.zeros((120, 160), np.uint8)
    labels[:, 35:] = 9
    ((_, mask),) = kept().follow(room(), nobody(), NO_PERSON, {ME: (20.0, 30.0)})
    lay([(ME, mask)], labels, alpha)
    assert (labels[22:32, 31:35] == ME).all()
    assert (labels[:, 35:] == 9).all()
    assert (alpha[44:66, 64:78] == 255).all()
    assert not alpha[:36].any()
    assert not alpha[:, :54].any()

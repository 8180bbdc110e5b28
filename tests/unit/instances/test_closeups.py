"""Looks from near: who is looked at, what the network sees, and where its answer lies in the frame."""

import cv2
import numpy as np
import pytest

from vcam.errors import AlphaError
from vcam.instances.closeups import (
    FARTHEST_ACROSS,
    HEAD_Y,
    HEIGHT,
    MOST,
    NEAREST_ACROSS,
    OUTSIDE,
    WIDTH,
    Closeups,
    frame_head,
)
from vcam.types import Alpha, Box, Image, Size

FRAME, SMALL = Size(640, 360), Size(128, 72)
FACE = 40.0


class Painter:
    """A network that answers with a picture, and remembers what it saw."""

    def __init__(self, answer: Alpha) -> None:
        self.answer = answer
        self.seen: list[Image] = []

    def infer(self, small: Image, out: Alpha) -> Alpha:
        self.seen.append(small.copy())
        np.copyto(out, self.answer)
        return out

    def warm_up(self) -> None:
        self.seen.clear()


class Bright(Painter):
    """Says that what is bright is the person's."""

    def __init__(self) -> None:
        super().__init__(answer())

    def infer(self, small: Image, out: Alpha) -> Alpha:
        super().infer(small, out)
        np.divide(small[:, :, 0], 255, out=out)
        return out


def answer(value: float = 1.0) -> Alpha:
    return np.full((HEIGHT, WIDTH), value, np.float32)


def person(track_id: int, x: float, y: float = 100.0, face: float = FACE) -> Box:
    head = (x - face / 2, y - face / 2, x + face / 2, y + face / 2)
    return Box(x - 100, y - 40, x + 100, 360, 0.9, track_id, head)


def halve(image: Image) -> Image:
    half = (image.shape[1] // 2, image.shape[0] // 2)
    return np.asarray(cv2.resize(image, half, interpolation=cv2.INTER_AREA), np.uint8)


def look(boxes: list[Box], network: Painter, image: Image | None = None) -> tuple[tuple[int, ...], Alpha]:
    frame = np.zeros(FRAME.shape, np.uint8) if image is None else image
    owned = Closeups(network, FRAME, SMALL).look(frame, boxes)
    assert owned.shares.shape == (len(owned.track_ids), SMALL.height, SMALL.width)
    return owned.track_ids, owned.shares


@pytest.mark.parametrize("face", [9.0, 40.0, 60.0, 300.0])
def test_a_head_is_always_framed_at_the_same_place_and_about_as_large(face: float) -> None:
    framing = frame_head(200, 150, face, FRAME.height)
    assert (200 - framing.x0) / framing.scale == pytest.approx(WIDTH / 2)
    assert (150 - framing.y0) / framing.scale == pytest.approx(HEIGHT * HEAD_Y)
    assert NEAREST_ACROSS - 0.01 <= framing.scale * WIDTH / face <= FARTHEST_ACROSS + 0.01


def test_whom_the_frame_cuts_is_seen_from_nearer() -> None:
    ends_at_frame = frame_head(200, 150, 70, FRAME.height)
    assert ends_at_frame.y0 + ends_at_frame.scale * HEIGHT == pytest.approx(FRAME.height)
    assert frame_head(200, 300, 70, FRAME.height).scale * WIDTH == pytest.approx(70 * NEAREST_ACROSS)
    assert frame_head(200, 150, 20, FRAME.height).scale * WIDTH == pytest.approx(20 * FARTHEST_ACROSS)


def test_only_whose_box_overlaps_another_is_looked_at() -> None:
    network = Painter(answer())
    assert look([person(1, 150), person(2, 250), person(3, 520)], network)[0] == (1, 2)
    assert len(network.seen) == 2
    assert look([person(1, 150)], network)[0] == ()


def test_who_has_no_head_is_not_looked_at() -> None:
    boxes = [person(1, 150), Box(200, 60, 300, 360, 0.5, 2, None)]
    assert look(boxes, Painter(answer()))[0] == (1,)


def test_of_a_crowd_the_nearest_are_looked_at() -> None:
    crowd = [person(k, 100.0 + 60 * k, face=20.0 + k) for k in range(1, 8)]
    assert look(crowd, Painter(answer()))[0] == tuple(range(7, 7 - MOST, -1))


def test_the_network_sees_the_head_where_it_was_framed() -> None:
    image = np.zeros(FRAME.shape, np.uint8)
    cv2.circle(image, (150, 60), 10, (255, 255, 255), -1)
    network = Painter(answer())
    look([person(1, 150, 60), person(2, 250, 60)], network, image)
    seen = network.seen[0]
    rows, columns = np.nonzero((seen == 255).all(2))
    assert (columns.mean(), rows.mean()) == pytest.approx((WIDTH / 2, HEIGHT * HEAD_Y), abs=1)


@pytest.mark.parametrize("is_halved", [False, True])
@pytest.mark.parametrize("face", [37.0, 91.0, 115.0, 263.0])
def test_a_large_frame_is_shrunk_without_a_shift(face: float, is_halved: bool) -> None:
    size = Size(1281, 719)
    image = np.zeros(size.shape, np.uint8)
    cv2.circle(image, (600, 250), round(face / 4), (255, 255, 255), -1)
    network = Painter(answer())
    half = halve(image) if is_halved else None
    Closeups(network, size, SMALL).look(image, [person(1, 600, 250, face), person(2, 700, 250, face)], half)
    rows, columns = np.nonzero((network.seen[0] > 127).all(2) & (network.seen[0] != OUTSIDE).all(2))
    assert (columns.mean(), rows.mean()) == pytest.approx((WIDTH / 2, HEIGHT * HEAD_Y), abs=1)


@pytest.mark.parametrize(("face", "is_used"), [(37.0, False), (115.0, True)])
def test_a_frame_that_was_halved_is_used_unless_it_is_too_small(face: float, is_used: bool) -> None:
    size = Size(1280, 720)
    bright, dark = np.full(size.shape, 255, np.uint8), np.zeros(size.shape, np.uint8)
    network = Painter(answer())
    boxes = [person(1, 600, 250, face), person(2, 700, 250, face)]
    Closeups(network, size, SMALL).look(dark, boxes, halve(bright))
    assert (network.seen[0] == (255 if is_used else 0)).all()


def test_what_lies_beyond_the_frame_is_grey() -> None:
    network = Painter(answer())
    look([person(1, 30), person(2, 130)], network)
    assert (network.seen[0][:, : WIDTH // 4] == OUTSIDE).all()
    assert (network.seen[0][HEIGHT // 5, WIDTH // 2 :] == 0).all()


def test_an_answer_is_laid_where_it_was_seen() -> None:
    mine = answer(0)
    mine[:, : WIDTH // 2] = 1
    ids, (first, _) = look([person(1, 200), person(2, 300)], Painter(mine))
    assert ids == (1, 2)
    middle = 200 * SMALL.width / FRAME.width
    left = middle - FARTHEST_ACROSS / 2 * FACE * SMALL.width / FRAME.width
    row = first[30]
    assert (row[int(left) + 2 : int(middle) - 2] > 0.9).all()
    assert (row[int(middle) + 2 :] < 0.1).all()
    assert (row[: int(left) - 1] == 0).all()


def test_below_a_closeup_somebody_goes_on_as_at_its_lower_edge() -> None:
    legs = answer(0)
    legs[-10:, 60:70] = 1
    _, (first, _) = look([person(1, 200, 40, 20), person(2, 260, 40, 20)], Painter(legs))
    assert first[-1].max() > 0.9
    assert (first[-1] > 0.5).sum() <= 6


@pytest.mark.parametrize(("face", "y", "bottom"), [(20.0, 40.0, 24), (20.0, 340.0, 72), (300.0, 100.0, 72)])
def test_a_look_tells_down_to_which_row_it_reached(face: float, y: float, bottom: int) -> None:
    boxes = [person(1, 200, y, face), person(2, 260, y, face)]
    owned = Closeups(Painter(answer()), FRAME, SMALL).look(np.zeros(FRAME.shape, np.uint8), boxes)
    assert owned.bottoms == (bottom, bottom)


def test_an_answer_that_is_no_number_says_nothing() -> None:
    broken = answer()
    broken[3, 3] = np.nan
    assert look([person(1, 150), person(2, 250)], Painter(broken))[0] == ()


def test_a_network_that_breaks_has_seen_nobody() -> None:
    class Breaks(Painter):
        def infer(self, small: Image, out: Alpha) -> Alpha:
            raise AlphaError("broken")

    assert look([person(1, 150), person(2, 250)], Breaks(answer()))[0] == ()


@pytest.mark.parametrize("x", [-400.0, 1100.0])
def test_a_head_far_outside_of_the_frame_is_not_looked_at(x: float) -> None:
    boxes = [person(1, x), Box(min(x, 0), 0, max(x, 640), 360, 0.5, 2, None)]
    assert look(boxes, Painter(answer()))[0] == ()


def test_one_after_the_other_is_looked_at_anew() -> None:
    network = Painter(answer())
    closeups, frame = Closeups(network, FRAME, SMALL), np.zeros(FRAME.shape, np.uint8)
    crowd = [person(k, 100.0 + 60 * k, face=20.0) for k in range(1, 5)]
    counts = []
    for _ in range(4):
        assert closeups.look(frame, crowd).track_ids == (1, 2, 3, 4)
        counts.append(len(network.seen))
    assert counts == [4, 5, 6, 7]
    assert sorted(closeups._seen[k].turn for k in range(1, 5)) == [1, 2, 3, 4]


def test_an_answer_of_the_frame_before_moves_with_the_head() -> None:
    mine = answer(0)
    mine[:, WIDTH // 2 - 14 : WIDTH // 2 + 14] = 1
    closeups, frame = Closeups(Painter(mine), FRAME, SMALL), np.zeros(FRAME.shape, np.uint8)
    for shift in (0, 40):
        crowd = [person(k, 100.0 + 60 * k + shift, face=20.0) for k in range(1, 5)]
        owned = closeups.look(frame, crowd)
    for k, own in zip(owned.track_ids, owned.shares, strict=True):
        columns = np.flatnonzero(own[25] > 0.5)
        assert columns.mean() == pytest.approx((140 + 60 * k) * SMALL.width / FRAME.width, abs=1)


def test_every_second_look_is_at_the_mirrored_picture() -> None:
    network = Bright()
    closeups, frame = Closeups(network, FRAME, SMALL), np.zeros(FRAME.shape, np.uint8)
    frame[:, :150] = 255
    crowd = [person(1, 150), person(2, 250)]
    first = closeups.look(frame, crowd).shares.copy()
    for _ in range(2):
        owned = closeups.look(frame, crowd)
    assert np.array_equal(network.seen[2], network.seen[0][:, ::-1])
    assert np.array_equal(network.seen[3], network.seen[1][:, ::-1])
    # Nothing moved, and this network answers for a mirrored picture what it answers for the picture.
    assert owned.shares == pytest.approx(first, abs=0.02)


def test_what_counts_is_the_mean_of_the_last_two_looks() -> None:
    left = answer(0)
    left[:, : WIDTH // 2] = 1
    closeups, frame = Closeups(Painter(left), FRAME, SMALL), np.zeros(FRAME.shape, np.uint8)
    crowd = [person(1, 150), person(2, 250)]
    for turn in range(5):
        own = closeups.look(frame, crowd).shares[0, 30]
        sides = own[26], own[34]
        assert sides == pytest.approx((1, 0) if turn == 0 else (0.5, 0.5))


def test_who_comes_back_is_looked_at_anew() -> None:
    network = Painter(answer())
    closeups, frame = Closeups(network, FRAME, SMALL), np.zeros(FRAME.shape, np.uint8)
    for x in (250, 600, 250):
        closeups.look(frame, [person(1, 150), person(2, x)])
    assert len(network.seen) == 4
    closeups.look(frame, [person(1, 150), person(2, 250)])
    assert len(network.seen) == 5


def test_what_is_forgotten_is_looked_at_anew() -> None:
    network = Painter(answer())
    closeups, frame = Closeups(network, FRAME, SMALL), np.zeros(FRAME.shape, np.uint8)
    for _ in range(2):
        closeups.look(frame, [person(1, 150), person(2, 250)])
        closeups.forget()
    assert len(network.seen) == 4


def test_nothing_is_allocated_anew_for_a_second_frame() -> None:
    closeups = Closeups(Painter(answer()), FRAME, SMALL)
    boxes, frame = [person(1, 150), person(2, 250)], np.zeros(FRAME.shape, np.uint8)
    first, second = closeups.look(frame, boxes), closeups.look(frame, boxes)
    assert np.shares_memory(first.shares, second.shares)


def test_whoever_is_asked_for_is_looked_at_alone_too() -> None:
    frame, network = np.zeros(FRAME.shape, np.uint8), Painter(answer())
    closeups = Closeups(network, FRAME, SMALL)
    assert closeups.look(frame, [person(1, 150), person(2, 520)], also=2).track_ids == (2,)
    assert closeups.look(frame, [person(1, 150), person(2, 520)]).track_ids == ()


def test_whoever_is_asked_for_is_looked_at_among_the_nearest() -> None:
    crowd = [person(k, 100.0 + 40 * k, face=20.0 + k) for k in range(1, 8)]
    frame = np.zeros(FRAME.shape, np.uint8)
    assert 1 in Closeups(Painter(answer()), FRAME, SMALL).look(frame, crowd, also=1).track_ids

"""People drawn by hand, 288x160 pixels, in a frame of twice the size: round heads, shoulders, bodies."""

import cv2
import numpy as np
import pytest

from vcam.seeds.boxes import People, find_people
from vcam.seeds.unknown import unknown_people
from vcam.seeds.windows import Face
from vcam.types import Alpha, Size

WIDTH, HEIGHT = 288, 160
SIZE = Size(576, 320)
FACE = 24
Place = tuple[int, int, int]


def draw(*people: Place) -> Alpha:
    """People as (x of the head, y of the head, width of the face)."""
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    for x, y, face in people:
        cv2.ellipse(alpha, (x, y), (round(0.7 * face), round(0.95 * face)), 0, 0, 360, 1, -1)
        top = round(y + 0.9 * face)
        cv2.ellipse(alpha, (x, top + face), (round(1.5 * face), face), 0, 0, 360, 1, -1)
        cv2.rectangle(alpha, (round(x - 1.5 * face), top + face), (round(x + 1.5 * face), HEIGHT), 1, -1)
    return alpha


def face_of(person: Place, score: float = 0.9) -> Face:
    x, y, face = person
    return Face(
        (x - face / 2) / WIDTH,
        (y - face / 2) / HEIGHT,
        (x + face / 2) / WIDTH,
        (y + face / 2) / HEIGHT,
        score,
    )


def find(alpha: Alpha, *people: Place) -> People:
    return find_people([face_of(person) for person in people], alpha, SIZE)


LEFT, RIGHT = (70, 50, FACE), (200, 50, FACE)


def test_nobody_is_nobody() -> None:
    people = find(draw())
    assert people.boxes == ()
    assert unknown_people(people, SIZE) == ()


@pytest.mark.parametrize("face", [13, 24, 50])
def test_a_box_holds_the_whole_person_in_the_frames_pixels(face: int) -> None:
    (box,) = find(draw((140, 60, face)), (140, 60, face)).boxes
    assert box.x0 == pytest.approx(2 * (140 - 1.5 * face), abs=4)
    assert box.x1 == pytest.approx(2 * (140 + 1.5 * face), abs=4)
    assert box.y0 == pytest.approx(2 * (60 - 0.95 * face), abs=5)
    assert box.y1 == 320
    assert box.head == pytest.approx((280 - face, 120 - face, 280 + face, 120 + face))


def test_two_side_by_side_have_boxes_apart() -> None:
    left, right = find(draw(LEFT, RIGHT), LEFT, RIGHT).boxes
    assert left.x1 <= right.x0


def test_two_who_touch_have_boxes_that_overlap_only_where_bodies_may() -> None:
    near = (118, 50, FACE)
    left, right = find(draw(LEFT, near), LEFT, near).boxes
    assert left.x0 == pytest.approx(2 * (70 - 36), abs=4)
    assert right.x1 == pytest.approx(2 * (118 + 36), abs=4)
    assert 16 <= left.x1 - right.x0 <= 48


def test_a_stretched_arm_belongs_to_its_person() -> None:
    alpha = draw(LEFT)
    alpha[100:112, 70:240] = 1
    people = find(alpha, LEFT)
    assert people.boxes[0].x1 == pytest.approx(480, abs=6)
    assert unknown_people(people, SIZE) == ()


def test_a_face_that_the_frame_cuts_has_a_person() -> None:
    cut = (4, 150, 40)
    (box,) = find(draw(cut), cut).boxes
    assert (box.x0, box.y1) == (0, 320)
    assert box.score == 0.9


def test_a_poster_without_a_mask_is_no_person() -> None:
    assert len(find(draw(LEFT), LEFT, (200, 30, FACE)).boxes) == 1


def test_a_poster_that_the_network_takes_for_a_head_is_doubtful_and_no_unknown_person() -> None:
    alpha = draw()
    cv2.circle(alpha, (200, 40), 20, 1, -1)
    people = find(alpha, (200, 40, FACE))
    assert [box.score for box in people.boxes] == [0.2]
    assert unknown_people(people, SIZE) == ()


def test_somebody_without_a_face_is_an_unknown_person() -> None:
    people = find(draw(LEFT, RIGHT), LEFT)
    (box,) = unknown_people(people, SIZE)
    assert (box.head, box.score) == (None, 0.3)
    assert box.x0 == pytest.approx(2 * (200 - 36), abs=4)
    assert box.x1 == pytest.approx(2 * (200 + 36), abs=4)


def test_somebody_without_a_face_who_touches_me_is_not_swallowed() -> None:
    close = (130, 50, FACE)
    people = find(draw(LEFT, close), LEFT)
    (box,) = unknown_people(people, SIZE)
    assert box.score == 0.1
    assert people.boxes[0].x1 < 2 * 130
    assert box.x1 == pytest.approx(2 * (130 + 36), abs=4)


def test_crumbs_of_the_mask_are_nobody() -> None:
    alpha = draw(LEFT)
    alpha[20:40, 200:215] = 1
    assert unknown_people(find(alpha, LEFT), SIZE) == ()


def test_without_any_face_parts_of_the_mask_are_people() -> None:
    assert len(unknown_people(find(draw(LEFT, RIGHT)), SIZE)) == 2


def test_eight_people_have_eight_boxes() -> None:
    row = [(18 + 36 * k, 60, 11) for k in range(8)]
    people = find(draw(*row), *row)
    assert len(people.boxes) == 8
    assert all(a.x1 <= b.x0 for a, b in zip(people.boxes, people.boxes[1:], strict=False))
    assert unknown_people(people, SIZE) == ()


def test_every_pixel_of_the_mask_is_either_explained_or_not() -> None:
    alpha = draw(LEFT, RIGHT)
    people = find(alpha, LEFT)
    assert not (people.explained & people.unexplained).any()
    assert ((people.explained | people.unexplained) == (alpha > 0.5)).all()


def test_an_alpha_without_pixels_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="alpha"):
        find_people([], np.zeros((0, 0), np.float32), SIZE)

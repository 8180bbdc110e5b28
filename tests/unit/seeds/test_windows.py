from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcam.seeds.windows import Face, Window, around, is_cut, merge, place, windows_of, without_two_in_one


def face(x: float, score: float = 0.9, side: float = 0.1) -> Face:
    return Face(x, 0.2, x + side, 0.2 + side, score)


@pytest.mark.parametrize(
    ("size", "squares"),
    [
        ((288, 160), [Window(0, 0, 160, 160), Window(128, 0, 288, 160)]),
        ((160, 288), [Window(0, 0, 160, 160), Window(0, 128, 160, 288)]),
        ((160, 160), []),
    ],
)
def test_an_oblong_picture_is_looked_at_as_a_whole_and_at_its_ends(
    size: tuple[int, int], squares: list[Window]
) -> None:
    assert windows_of(*size) == (Window(0, 0, *size), *squares)


def test_a_face_in_a_window_is_placed_in_the_picture() -> None:
    placed = place(Face(0.5, 0, 1, 0.5, 0.8), Window(100, 0, 200, 100), 200, 100)
    assert placed == Face(0.75, 0, 1, 0.5, 0.8)


def test_a_nose_is_placed_with_its_face() -> None:
    placed = place(Face(0.5, 0, 1, 0.5, 0.8, (0.75, 0.25)), Window(100, 50, 200, 100), 200, 100)
    assert placed == Face(0.75, 0.5, 1, 0.75, 0.8, (0.875, 0.625))


def test_the_first_look_at_a_face_is_kept() -> None:
    first, again, other = face(0.3), face(0.32, score=0.95), face(0.6)
    assert merge([[first, other], [again]]) == (first, other)


def test_cheeks_that_touch_are_two_people() -> None:
    assert len(merge([[face(0.3), face(0.4)]])) == 2


def test_an_unsure_face_beside_a_sure_one_is_its_hair() -> None:
    assert merge([[face(0.3), face(0.4, score=0.6)]]) == (face(0.3),)


def test_a_face_half_hidden_behind_another_is_somebody_of_their_own() -> None:
    before, behind = face(0.4, 0.95, side=0.2), face(0.33, 0.6)
    assert merge([[before, behind]]) == (before, behind)


def with_nose(one: Face, x: float) -> Face:
    return replace(one, nose=(x, 0.3))


def test_two_noses_in_one_look_are_two_people_though_the_boxes_overlap() -> None:
    before, behind = with_nose(face(0.4, side=0.2), 0.51), with_nose(face(0.35, 0.8, side=0.16), 0.4)
    assert merge([[before, behind]]) == (before, behind)


@pytest.mark.parametrize(
    ("looks", "kept"),
    [
        ([[with_nose(face(0.4), 0.46)], [with_nose(face(0.38), 0.41)]], 1),
        ([[with_nose(face(0.4), 0.46), with_nose(face(0.38), 0.44)]], 1),
        ([[with_nose(face(0.4), 0.46), with_nose(face(0.38, score=0.4), 0.41)]], 1),
        ([[with_nose(face(0.4), 0.46), face(0.38)]], 1),
        ([[with_nose(face(0.3), 0.36), with_nose(face(0.4, score=0.6), 0.46)]], 1),
    ],
    ids=["in two looks", "noses together", "one is dim", "one without a nose", "hair beside a face"],
)
def test_two_boxes_are_one_face_unless_their_noses_surely_tell(looks: list[list[Face]], kept: int) -> None:
    assert len(merge(looks)) == kept


def test_noses_from_near_tell_two_from_the_one_seen_from_afar() -> None:
    between = face(0.35, side=0.16)
    left, right = with_nose(face(0.36), 0.38), with_nose(face(0.39), 0.46)
    assert without_two_in_one([between], [[left, right]]) == []


def test_a_face_in_whose_place_two_are_seen_from_near_is_none() -> None:
    between, other = face(0.35, side=0.16), face(0.7)
    left, right = face(0.31), face(0.45)
    assert without_two_in_one([between, other], [[left, right]]) == [other]


@pytest.mark.parametrize(
    "closer",
    [
        [[face(0.31), face(0.45, score=0.4)]],
        [[face(0.31)], [face(0.45)]],
        [[face(0.36), face(0.39)]],
        [[face(0.2), face(0.62)]],
    ],
    ids=["one is dim", "in two looks", "the same twice", "elsewhere"],
)
def test_a_face_that_is_one_from_near_stays(closer: list[list[Face]]) -> None:
    assert without_two_in_one([face(0.35, side=0.16)], closer) == [face(0.35, side=0.16)]


def test_a_face_at_a_windows_edge_is_cut() -> None:
    assert is_cut(face(0.0))
    assert is_cut(face(0.95))
    assert not is_cut(face(0.5))


@given(
    middle=st.tuples(
        st.floats(-0.5, 1.5, allow_subnormal=False), st.floats(-0.5, 1.5, allow_subnormal=False)
    ),
    side=st.floats(0.001, 1.0),
    size=st.tuples(st.integers(16, 512), st.integers(16, 512)),
)
def test_looks_around_a_face_stay_in_the_picture_and_hold_something(
    middle: tuple[float, float], side: float, size: tuple[int, int]
) -> None:
    (x, y), (width, height) = middle, size
    face = Face(x - side / 2, y - side / 2, x + side / 2, y + side / 2, 0.9)
    for window in around(face, width, height):
        assert 0 <= window.x0 < window.x1 <= width
        assert 0 <= window.y0 < window.y1 <= height
        assert min(window.x1 - window.x0, window.y1 - window.y0) >= 8


def test_there_is_a_look_to_either_side_of_a_face_in_the_middle() -> None:
    assert len(around(Face(0.45, 0.4, 0.55, 0.6, 0.9), 256, 144)) == 3

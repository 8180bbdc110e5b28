"""Faces, boxes, tracks and labels work together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from tests.support.known_faces import KnownFaces
from tests.support.two_people import LEFT, RIGHT, SIZE, SMALL, Near, NearMe, see, two_people
from vcam.cast import Cast
from vcam.instances.doubts import CLAIMED
from vcam.instances.split import Splitter
from vcam.people import CROWD_LASTS, SUSPECT, PeopleStage
from vcam.settings.model import PeopleSettings
from vcam.types import (
    NO_CUES,
    Alpha,
    Box,
    Cues,
    Frame,
    FrameLabels,
    Image,
    Labels,
    Owned,
    Size,
    Ways,
)


@pytest.fixture
def faces() -> KnownFaces:
    return KnownFaces(LEFT, RIGHT)


@pytest.fixture
def stage(faces: KnownFaces) -> PeopleStage:
    stage = PeopleStage(faces, SIZE, SMALL, wait_s=1.0)
    stage.warm_up()
    return stage


def run(stage: PeopleStage, count: int, cues: Cues = NO_CUES) -> FrameLabels:
    small, alpha, image = two_people()
    labels = np.full(alpha.shape, 999, np.uint16)
    for index in range(count):
        frame = Frame(np.zeros(SIZE.shape, np.uint8), index, index / 30)
        stage.separate(frame, image, small, alpha, labels, cues)
    return labels


def test_two_people_get_a_label_each_and_the_room_none(stage: PeopleStage) -> None:
    labels = np.where(two_people()[1] > 0, run(stage, 12), 0)
    left, right = int(labels[170, 80]), int(labels[170, 240])
    assert {left, right} == {1, 2}
    assert (labels[120:, 44:116] == left).all()
    assert (labels[120:, 204:276] == right).all()
    assert not labels[:30].any()


def test_people_who_overlap_are_a_crowd_until_they_have_stood_apart_for_a_while(
    stage: PeopleStage, faces: KnownFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(stage, 12)
    assert not stage.is_crowded
    apart = stage._cast.at
    wide = [replace(box, x0=0.0, x1=320.0) for box in apart(12, 0.4)[0]]
    monkeypatch.setattr(stage._cast, "at", lambda *when: (tuple(wide), apart(*when)[1]))
    run(stage, 1)
    assert stage.is_crowded
    monkeypatch.undo()
    run(stage, CROWD_LASTS - 1)
    assert stage.is_crowded
    run(stage, 1)
    assert not stage.is_crowded


def test_the_networks_border_reaches_the_division(
    stage: PeopleStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Alpha | None] = []
    split = Splitter.split

    def watch(
        self: Splitter,
        image: Image,
        alpha: Alpha,
        boxes: Sequence[Box],
        edges: Alpha | None,
        out: Labels,
        ways: Ways | None,
        owned: Owned | None,
    ) -> Labels:
        seen.append(edges)
        return split(self, image, alpha, boxes, edges, out, ways, owned)

    monkeypatch.setattr(Splitter, "split", watch)
    small, alpha, image = two_people()
    border = np.zeros((SMALL.height // 2, SMALL.width // 2), np.float32)
    frame, labels = Frame(np.zeros(SIZE.shape, np.uint8), 0, 0.0), np.zeros(alpha.shape, np.uint16)
    stage.separate(frame, image, small, alpha, labels, Cues(border))
    stage.separate(frame, image, small, alpha, labels)
    assert [edges is border for edges in seen] == [True, False]
    assert seen[1] is None


def each_to_their_head() -> Ways:
    """The ways of `two_people`: the left half points at the left head, the right half at the right one."""
    rows, columns = SMALL.height // 8, SMALL.width // 8
    x, y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    ways = np.zeros((3, rows, columns), np.float32)
    ways[1] = (np.where(x < 10, 5.0, 15.0) - x) / rows
    ways[2] = (4.25 - y) / rows
    return ways


@pytest.mark.parametrize(("show", "is_mine"), [("only-me", False), ("all", True)])
def test_while_only_i_am_shown_what_points_at_another_head_is_not_mine(
    faces: KnownFaces, show: Literal["all", "only-me"], is_mine: bool
) -> None:
    cast = Cast(SIZE, PeopleSettings(show=show))
    stage = PeopleStage(faces, SIZE, SMALL, wait_s=1.0, cast=cast, always=True)
    ways = each_to_their_head()
    run(stage, 12, Cues(heads=ways))
    cast.choose_me(1)
    # A hand of whoever is at the right, before me.
    ways[1, 9, 3:5] += 10 / ways.shape[1]
    mine = run(stage, 40, Cues(heads=ways)) == 1
    assert mine[100:112, 60:100].all()
    assert mine[139:146, 60:70].all() == is_mine


def test_somebody_without_a_face_is_found_where_the_body_points(
    faces: KnownFaces, stage: PeopleStage
) -> None:
    faces.faces = (LEFT,)
    ways = each_to_their_head()
    ways[0, 4, [5, 15]] = 1
    labels = run(stage, 12, Cues(heads=ways))
    assert {int(labels[170, 80]), int(labels[170, 240])} == {1, 2}
    small, alpha, image = two_people()
    frame = Frame(np.zeros(SIZE.shape, np.uint8), 12, 0.4)
    found = stage.separate(frame, image, small, alpha, labels, Cues(heads=ways))
    assert all(box.head is not None for box in found.people)


def test_somebody_suspected_is_looked_at_from_near_by_a_number_of_their_own(
    faces: KnownFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[list[int]] = []
    stage = PeopleStage(faces, SIZE, SMALL, wait_s=1.0, cast=Cast(SIZE, PeopleSettings(show="only-me")))
    stage.warm_up()
    stage._closeups = Near(offered)  # type: ignore[assignment]
    suspect = Box(30.0, 0.0, 100.0, 180.0, 0.0, 7, (60.0, 40.0, 80.0, 60.0))
    behind = replace(suspect, track_id=0, head=None)
    monkeypatch.setattr(stage._cast, "suspects", lambda time_s: (suspect, behind))
    run(stage, 12)
    assert offered[-1] == [1, 2, SUSPECT + 7, SUSPECT]


@pytest.mark.parametrize("is_mine", [False, True])
def test_a_dim_face_where_a_look_from_near_sees_only_me_takes_nothing_of_me(
    monkeypatch: pytest.MonkeyPatch, is_mine: bool
) -> None:
    cast = Cast(SIZE, PeopleSettings(show="only-me"))
    small, _, image = two_people()
    small[:, 80:] = 0
    claimed, hand = small.copy(), np.s_[60:80, 30:45]
    # So little that regions decide whose the hand is.
    claimed[hand] = CLAIMED if is_mine else 0
    near = NearMe(claimed, me=1)
    stage = PeopleStage(KnownFaces(LEFT), SIZE, SMALL, wait_s=1.0, cast=cast, closeups=near)  # type: ignore[arg-type]
    suspect = Box(40.0, 110.0, 110.0, 192.0, 0.0, 7, (60.0, 120.0, 90.0, 160.0))
    for until in range(12, 96, 12):
        see(stage, image, small, until)
    monkeypatch.setattr(cast, "suspects", lambda time_s: (suspect,))
    labels = see(stage, image, small, 108)
    assert (labels[124:156, 64:86] == 1).all() == is_mine
    assert (labels[60:90, 70:90] == 1).all()


@pytest.mark.parametrize("is_mine", [False, True])
def test_who_stands_half_behind_me_from_the_first_frame_on_is_not_a_part_of_me(is_mine: bool) -> None:
    cast = Cast(SIZE, PeopleSettings(show="only-me"))
    small, _, image = two_people()
    small[:, 80:] = 0
    mine = small.copy()
    small[25:50, 48:57] = 1
    near = NearMe(small if is_mine else mine)
    stage = PeopleStage(KnownFaces(LEFT), SIZE, SMALL, wait_s=1.0, cast=cast, closeups=near)  # type: ignore[arg-type]
    shown = []
    for until in range(12, 120, 12):
        labels = see(stage, image, small, until)
        is_known = cast.at(until, until / 30)[1].me == 1
        shown.append(is_known and (labels[50:94, 104:114] == 1).any())
    assert any(shown) == is_mine
    assert (labels[110:, 50:110] == 1).all()
    assert (labels[60:90, 104:112] == 1).all() == is_mine


@pytest.mark.parametrize("small_size", [Size(80, 48), SMALL])
def test_a_thing_that_is_kept_outlives_the_network_whose_picture_it_was_found_in(small_size: Size) -> None:
    cast = Cast(SIZE, PeopleSettings())
    first, second = (
        PeopleStage(KnownFaces(LEFT, RIGHT), SIZE, size, wait_s=1.0, cast=cast, always=True)
        for size in (SMALL, small_size)
    )
    small, _, image = two_people()
    image[60:80, 70:84] = 40, 200, 40
    see(first, image, small, 12)
    cast.keep(154, 140, 1)
    assert see(first, image, small, 20)[140, 154] == 1
    step = SMALL.width // small_size.width
    assert see(second, image[::step, ::step], small[::step, ::step], 32)[140, 154] == 1
    assert len(cast.things or ()) == 1


def test_labels_last_while_people_stay(stage: PeopleStage) -> None:
    first = run(stage, 12)
    assert (run(stage, 12) == first).all()


def test_without_a_detector_parts_of_the_mask_are_people(faces: KnownFaces, stage: PeopleStage) -> None:
    faces.problem = "no model"
    labels = run(stage, 60)
    assert set(np.unique(labels)) == {0, 1, 2}


def test_an_empty_room_holds_nobody(stage: PeopleStage) -> None:
    small, alpha, image = two_people()
    labels = np.full(alpha.shape, 999, np.uint16)
    for index in range(12):
        frame = Frame(np.zeros(SIZE.shape, np.uint8), index, index / 30)
        people = stage.separate(frame, image, np.zeros_like(small), np.zeros_like(alpha), labels).people
    assert not labels.any()
    assert people == ()


def test_everybody_known_is_offered_to_the_look_from_near(stage: PeopleStage) -> None:
    offered: list[list[int]] = []
    stage._closeups = Near(offered)  # type: ignore[assignment]
    run(stage, 12)
    assert offered[-1] == [1, 2]

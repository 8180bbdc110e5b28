"""Nothing of me is shown that may be somebody else's."""

from collections.abc import Sequence

import numpy as np
import pytest

from vcam.instances.doubts import CLAIMED, FREED, LONGEST_WAIT, SETTLED
from vcam.instances.proof import AWAY_PX, HELD, SOMEBODY
from vcam.proving import NEW, Proving
from vcam.types import Alpha, Box, Frame, Image, Labels, Owned, Size

SIZE, SMALL = Size(256, 144), Size(128, 72)
ME = 4
MINE, BEHIND, SHOULDER = np.s_[10:, 50:80], np.s_[14:40, 80:95], np.s_[44:, 80:110]
BOX = Box(100.0, 20.0, 160.0, 144.0, 0.9, ME, (110.0, 30.0, 150.0, 60.0))
OTHER = Box(150.0, 28.0, 220.0, 144.0, 0.9, 7, (170.0, 40.0, 200.0, 70.0))
BESIDE = np.s_[50:, 92:110]
IMAGE = np.full(SMALL.shape, 90, np.uint8)


@pytest.fixture
def proving() -> Proving:
    return Proving(SIZE, SMALL, is_still=False, sees_closely=True)


def see(
    proving: Proving,
    index: int,
    share: Alpha | None,
    me: int = ME,
    image: Image = IMAGE,
    behind: bool = True,
    is_new: bool = True,
    others: Sequence[Box] = (),
    shoulder: tuple[slice, slice] = SHOULDER,
) -> Labels:
    """Show me, perhaps with somebody who looks out behind my head, both as mine; or nobody, if I am 0.

    Beside others, the shoulder of somebody is a part of me, too.
    """
    labels = np.zeros((SMALL.height, SMALL.width), np.int32)
    labels[MINE] = me
    if behind:
        labels[BEHIND] = me
    if others:
        labels[shoulder] = me
    evidence = (labels > 0).astype(np.float32)
    frame = Frame(np.zeros(SIZE.shape, np.uint8), index, index / 30)
    proving.begin(frame, me, is_proven=True)
    seen_now = frozenset({ME} if is_new else ())
    owned = None if share is None else Owned((ME,), share[None], seen_now)
    known = (BOX, *others) if me else ()
    proving.withhold(image, evidence, labels, known, me, owned, is_look=index % 4 == 0)
    return labels


def share(*parts: tuple[slice, slice]) -> Alpha:
    claimed = np.zeros((SMALL.height, SMALL.width), np.float32)
    for part in parts:
        claimed[part] = 0.9
    return claimed


def test_nothing_of_me_is_shown_before_doubts_have_spread_and_then_all_that_is_mine(proving: Proving) -> None:
    shown = [see(proving, index, share(MINE)) == ME for index in range(2 * SETTLED)]
    assert not any(labels.any() for labels in shown[: SETTLED - 1])
    assert shown[-1][10:, 50:78].all()
    assert not any(labels[BEHIND].any() for labels in shown)


def test_nothing_of_me_is_shown_before_i_was_looked_at_unless_that_takes_too_long(proving: Proving) -> None:
    shown = [(see(proving, index, None) == ME).any() for index in range(LONGEST_WAIT + 20)]
    assert not any(shown[: LONGEST_WAIT - 1])
    assert shown[-1]


@pytest.mark.parametrize("seen", [None, share(MINE)])
def test_in_a_still_picture_i_am_shown_at_once_but_for_what_is_doubted(seen: Alpha | None) -> None:
    still = Proving(SIZE, SMALL, is_still=True, sees_closely=True)
    labels = see(still, 0, seen)
    assert (labels[20:, 55:70] == ME).all()
    assert (labels[BEHIND] == ME).any() == (seen is None)


@pytest.mark.parametrize("every", [1, 2, 4])
@pytest.mark.parametrize("behind", [False, True])
def test_looks_do_not_keep_me_from_coming_back_in_another_light(
    proving: Proving, every: int, behind: bool
) -> None:
    for index in range(60):
        see(proving, index, share(MINE), behind=False)
    for index in range(60, 120):
        see(proving, index, None, me=0, behind=False)
    lit = np.full(SMALL.shape, 220, np.uint8)
    shown = [
        see(proving, index, share(MINE), image=lit, behind=behind, is_new=index % every == 0) == ME
        for index in range(120, 220)
    ]
    assert shown[-1][20:, 55:70].all()
    assert not any(labels[BEHIND].any() for labels in shown)


@pytest.mark.parametrize("break_off", ["pause", "off", "away"])
def test_who_was_doubted_before_a_break_may_be_a_part_of_me_after_it(
    proving: Proving, break_off: str
) -> None:
    """Looks waver about it: doubts would go on, but do not begin."""
    wavers = share(MINE)
    wavers[BEHIND] = (CLAIMED + FREED) / 2
    for index in range(30):
        see(proving, index, share(MINE))
    assert not any((see(proving, index, wavers)[BEHIND] == ME).any() for index in range(30, 60))
    start = 200 if break_off == "pause" else 60
    for index in range(start, start + 3):
        if break_off == "off":
            proving.forget(np.zeros((SMALL.height, SMALL.width), np.int32), (BOX,))
        elif break_off == "away":
            see(proving, index, None, me=0, behind=False)
    shown = [see(proving, index, wavers)[BEHIND] == ME for index in range(start + 3, start + 120)]
    assert shown[-1].all()


@pytest.mark.parametrize(("rows", "is_mine"), [((2, 14), True), ((30, 40), False)])
def test_above_my_face_what_was_mine_stays_so_though_it_is_nobodys_for_a_while(
    proving: Proving, rows: tuple[int, int], is_mine: bool
) -> None:
    part = np.s_[rows[0] : rows[1], 55:75]
    for index in range(HELD + 20):
        labels = np.zeros((SMALL.height, SMALL.width), np.int32)
        labels[:, 50:80] = ME
        if index > HELD:
            labels[part] = SOMEBODY
        proving.begin(Frame(np.zeros(SIZE.shape, np.uint8), index, index / 30), ME, is_proven=True)
        owned = Owned((ME,), np.ones((1, SMALL.height, SMALL.width), np.float32), frozenset((ME,)))
        evidence = (labels != 0).astype(np.float32)
        proving.withhold(IMAGE, evidence, labels, (BOX,), ME, owned, is_look=False)
    assert (labels[part] == ME).all() == is_mine


def see_beside_others(proving: Proving, frames: int, missed_from: int) -> list[Labels]:
    """Show me, of whom looks miss what lies below somebody else's face from a frame on."""
    return [
        see(
            proving,
            index,
            share(MINE) if index >= missed_from else share(MINE, SHOULDER),
            behind=False,
            others=(OTHER,),
        )
        for index in range(frames)
    ]


@pytest.mark.parametrize(
    ("x0", "x1", "hidden"),
    [(150.0, 220.0, (90, 118)), (40.0, 110.0, (12, 40)), (120.0, 140.0, (0, 0)), (161.0, 230.0, (0, 0))],
)
def test_what_looks_miss_is_left_to_those_whose_boxes_meet_mine_around_them_but_for_my_chest(
    proving: Proving, x0: float, x1: float, hidden: tuple[int, int]
) -> None:
    middle = (x0 + x1) / 2
    other = Box(x0, 28.0, x1, 144.0, 0.9, 7, (middle - 15, 40.0, middle + 15, 70.0))
    for index in range(HELD + 1):
        everywhere = np.s_[44:, :]
        labels = see(proving, index, share(MINE), behind=False, others=(other,), shoulder=everywhere)
    row = labels[60] == ME
    assert row[: max(hidden[0] - AWAY_PX, 0)].all()
    assert not row[slice(*hidden)].any()
    assert row[hidden[1] + AWAY_PX :].all()


@pytest.mark.parametrize("missed_from", [0, HELD + 2])
def test_what_looks_miss_beside_others_is_not_mine_when_i_become_known_and_waits_for_its_proof(
    proving: Proving, missed_from: int
) -> None:
    shown = see_beside_others(proving, 2 * LONGEST_WAIT + 30, missed_from)
    assert not any((labels == ME).any() for labels in shown[: HELD - 1])
    missed = shown[max(missed_from, HELD) :]
    assert all((labels[12:, 52:78] == ME).all() for labels in missed)
    assert not any((labels[BESIDE] == ME).any() for labels in missed[:30])
    assert (missed[-1][BESIDE] == ME).all()


def test_what_looks_miss_is_mine_once_i_have_been_known_for_a_while(proving: Proving) -> None:
    shown = see_beside_others(proving, HELD + NEW + 10, missed_from=HELD + NEW)
    assert len(shown) == HELD + NEW + 10
    assert all((labels[BESIDE] == ME).all() for labels in shown[HELD:])


HEAD = (160.0, 28.0, 190.0, 80.0)


@pytest.mark.parametrize(
    ("claimed", "score", "is_mine"),
    [(95, 0.0, True), (95, 0.6, True), (93, 0.6, False), (95, 0.7, False)],
)
def test_who_is_hardly_seen_where_a_look_from_near_sees_me_is_a_part_of_me(
    proving: Proving, claimed: int, score: float, is_mine: bool
) -> None:
    suspect = Box(100.0, 20.0, 250.0, 144.0, score, 9, HEAD)
    person, seen = (np.zeros((SMALL.height, SMALL.width), np.float32) for _ in range(2))
    person[14:40, 80:], seen[14:40, 80:claimed] = 1, 0.9
    owned = Owned((9, ME), np.stack([1 - seen, seen]))
    assert proving.is_mine(suspect, ME, owned, person) == is_mine


@pytest.mark.parametrize(("bottom", "is_mine"), [(72, True), (40, True), (39, False), (20, False)])
def test_of_what_no_look_reached_nothing_is_known(proving: Proving, bottom: int, is_mine: bool) -> None:
    suspect = Box(100.0, 20.0, 250.0, 144.0, 0.0, 9, HEAD)
    everything = np.ones((1, SMALL.height, SMALL.width), np.float32)
    owned = Owned((ME,), everything, bottoms=(bottom,))
    assert proving.is_mine(suspect, ME, owned, everything[0]) == is_mine


def test_without_a_look_at_me_nobody_is_a_part_of_me(proving: Proving) -> None:
    suspect = Box(100.0, 20.0, 250.0, 144.0, 0.0, 9, HEAD)
    everything = np.ones((SMALL.height, SMALL.width), np.float32)
    assert not proving.is_mine(suspect, ME, None, everything)
    assert not proving.is_mine(suspect, ME, Owned((9,), everything[None]), everything)
    assert not proving.is_mine(suspect, ME, Owned((ME,), everything[None]), 0 * everything)
    outside = Box(400.0, 20.0, 500.0, 144.0, 0.0, 9, (420.0, 30.0, 450.0, 60.0))
    assert not proving.is_mine(outside, ME, Owned((ME,), everything[None]), everything)

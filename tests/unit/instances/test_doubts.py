"""Who stands half hidden behind me from the first frame on is not shown as a part of me."""

import numpy as np
import pytest

from vcam.instances.doubts import LASTS, LONGEST_WAIT, LOW_LASTS, QUIET, SETTLED, THIN_LASTS, Doubts, Face
from vcam.instances.proof import SOMEBODY
from vcam.types import Alpha, Labels, Size

SIZE = Size(128, 72)
ME, OTHER = 4, 9
MINE = np.s_[10:, 50:80]
BEHIND = np.s_[14:40, 80:95]
ARMS = np.s_[50:, 80:110]
FACE = Face(55.0, 75.0, 30.0)


def mask(*parts: tuple[slice, slice]) -> Labels:
    labels = np.zeros((SIZE.height, SIZE.width), np.int32)
    for part in (MINE, *parts):
        labels[part] = ME
    return labels


def share(*parts: tuple[slice, slice]) -> Alpha:
    claimed = np.zeros((SIZE.height, SIZE.width), np.float32)
    for part in (MINE, *parts):
        claimed[part] = 0.9
    return claimed


@pytest.fixture
def doubts() -> Doubts:
    return Doubts(SIZE)


def see(
    doubts: Doubts, labels: Labels, seen: Alpha | None, is_beginning: bool = False, track_id: int = ME
) -> Labels:
    doubts.mark(labels, track_id, seen, FACE, is_beginning)
    return labels


def test_what_a_look_from_near_does_not_call_mine_is_somebodys(doubts: Doubts) -> None:
    labels = see(doubts, mask(BEHIND), share(), is_beginning=True)
    assert (labels[BEHIND] == SOMEBODY).all()
    assert (labels[MINE] == ME).all()
    assert doubts.are_there


def test_arms_on_the_desk_are_mine_although_looks_miss_them(doubts: Doubts) -> None:
    labels = see(doubts, mask(ARMS), share(), is_beginning=True)
    assert (labels[ARMS] == ME).all()
    assert not doubts.are_there


def test_an_arm_raised_beside_the_head_is_mine_although_looks_miss_it(doubts: Doubts) -> None:
    sleeve, hand = np.s_[40:50, 80:100], np.s_[12:50, 90:100]
    labels = see(doubts, mask(sleeve, hand), share(), is_beginning=True)
    assert (labels[hand] == ME).all()


def test_a_hat_is_mine_although_looks_miss_it(doubts: Doubts) -> None:
    hat = np.s_[2:10, 52:78]
    assert (see(doubts, mask(hat), share(), is_beginning=True)[hat] == ME).all()


@pytest.mark.parametrize("sides", [(12, 12), (14, 22), (30, 6)])
def test_who_stands_right_behind_my_head_is_no_hat(doubts: Doubts, sides: tuple[int, int]) -> None:
    around = np.s_[4:50, 50 - sides[0] : 80 + sides[1]]
    mine = np.s_[10:50, 50:80]
    labels = see(doubts, mask(around), share(), is_beginning=True)
    labels[mine] = 0
    assert not (labels[around] == ME).any()


def test_who_looks_out_high_above_my_head_is_no_hat(doubts: Doubts) -> None:
    face = Face(55.0, 75.0, 50.0)
    above, mine = np.s_[2:20, 55:75], np.s_[20:, 50:80]
    labels, seen = (
        np.zeros((SIZE.height, SIZE.width), np.int32),
        np.zeros((SIZE.height, SIZE.width), np.float32),
    )
    labels[above], labels[mine], seen[mine] = ME, ME, 0.9
    doubts.mark(labels, ME, seen, face, is_beginning=True)
    assert not (labels[above] == ME).any()
    assert (labels[mine] == ME).all()


def test_a_thin_rim_that_looks_miss_is_mine(doubts: Doubts) -> None:
    rim = np.s_[14:40, 80:83]
    assert (see(doubts, mask(rim), share(), is_beginning=True)[rim] == ME).all()


def test_who_is_known_may_raise_an_arm(doubts: Doubts) -> None:
    for _ in range(2):
        see(doubts, mask(), share(), is_beginning=True)
    see(doubts, mask(), share())
    assert (see(doubts, mask(BEHIND), share())[BEHIND] == ME).all()


def test_what_is_doubted_stays_so_while_it_moves_and_no_look_claims_it(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    for step in range(1, 12):
        moved = np.s_[14:40, 80 : 95 + 2 * step]
        assert (see(doubts, mask(moved), share())[moved] == SOMEBODY).all()


def test_without_a_look_what_was_doubted_is_doubted_on(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    assert (see(doubts, mask(BEHIND), None)[BEHIND] == SOMEBODY).all()


def test_what_a_look_claims_is_doubted_no_more(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    for _ in range(LASTS - 1):
        assert (see(doubts, mask(BEHIND), share(BEHIND))[BEHIND] == SOMEBODY).all()
    assert (see(doubts, mask(BEHIND), share(BEHIND))[BEHIND] == ME).all()
    assert not doubts.are_there
    assert (see(doubts, mask(BEHIND), share())[BEHIND] == ME).all()


def test_looks_that_waver_free_nobody(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    for number in range(6 * LASTS):
        seen = share() if number % (LASTS - 2) == 0 else share(BEHIND)
        assert (see(doubts, mask(BEHIND), seen)[BEHIND] == SOMEBODY).all()


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_where_nobody_is_any_more_nothing_is_doubted(doubts: Doubts, is_looked_at: bool) -> None:
    for _ in range(2):
        see(doubts, mask(BEHIND), share(), is_beginning=True)
    for _ in range(LASTS):
        see(doubts, mask(), share() if is_looked_at else None)
    assert not doubts.are_there
    assert (see(doubts, mask(BEHIND), share())[BEHIND] == ME).all()


@pytest.mark.parametrize("name", [0, SOMEBODY])
def test_a_mask_that_wavers_frees_nobody(doubts: Doubts, name: int) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    labels = mask(BEHIND)
    labels[BEHIND] = name
    assert (see(doubts, labels, share())[BEHIND] == name).all()
    assert (see(doubts, mask(BEHIND), share())[BEHIND] == SOMEBODY).all()


def test_answers_that_only_moved_free_nobody(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    for _ in range(3 * LASTS):
        labels = mask(BEHIND)
        doubts.mark(labels, ME, share(BEHIND), FACE, is_beginning=False, is_new=False)
        assert (labels[BEHIND] == SOMEBODY).all()


def test_looks_without_doubts_do_not_shorten_later_ones(doubts: Doubts) -> None:
    for _ in range(2 * THIN_LASTS):
        see(doubts, mask(), share(), is_beginning=True)
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    assert (see(doubts, mask(BEHIND), share(BEHIND))[BEHIND] == SOMEBODY).all()


def test_an_arm_to_which_doubts_spread_is_mine_again_some_time_after_they_had_their_reason(
    doubts: Doubts,
) -> None:
    behind = np.s_[14:, 80:95]
    for _ in range(LOW_LASTS + 30):
        labels = see(doubts, mask(behind, ARMS), share(), is_beginning=True)
    assert (labels[ARMS] == SOMEBODY).all()
    for _ in range(LOW_LASTS - 1):
        labels = see(doubts, mask(ARMS), share())
    assert (labels[ARMS] == SOMEBODY).all()
    for _ in range(LASTS + 2):
        labels = see(doubts, mask(ARMS), share())
    assert (labels[ARMS] == ME).all()
    assert not doubts.asks


def test_of_very_many_pieces_all_are_doubted() -> None:
    doubts = Doubts(Size(320, 180))
    labels = np.full((180, 320), ME, np.int32)
    claimed, spots = np.full(labels.shape, 0.9, np.float32), np.zeros(labels.shape, bool)
    for y in range(2, 170, 8):
        for x in range(2, 310, 8):
            spots[y : y + 6, x : x + 6] = not 140 < x < 170
    claimed[spots] = 0
    doubts.mark(labels, ME, claimed, Face(148.0, 170.0, 180.0), is_beginning=True)
    assert (labels[spots] == SOMEBODY).all()


def test_who_was_told_apart_is_doubted_no_more(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    labels = mask(BEHIND)
    labels[BEHIND] = OTHER
    assert (see(doubts, labels, share())[BEHIND] == OTHER).all()
    assert not doubts.are_there


def test_doubts_are_about_one_person(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    labels = mask(BEHIND)
    labels[labels == ME] = OTHER
    assert (see(doubts, labels, share(), track_id=OTHER)[BEHIND] == OTHER).all()


def test_without_looks_from_near_nothing_is_doubted(doubts: Doubts) -> None:
    assert (see(doubts, mask(BEHIND), None)[BEHIND] == ME).all()
    assert not doubts.are_there


def test_doubts_are_forgotten(doubts: Doubts) -> None:
    see(doubts, mask(BEHIND), share(), is_beginning=True)
    doubts.forget()
    assert (see(doubts, mask(BEHIND), share())[BEHIND] == ME).all()


def test_a_doubt_does_not_creep_along_a_rim_that_looks_miss(doubts: Doubts) -> None:
    inner = np.s_[11:, 51:79]
    seen = np.zeros((SIZE.height, SIZE.width), np.float32)
    seen[inner] = 0.9
    arm = np.s_[45:, 30:50]
    see(doubts, mask(BEHIND), seen, is_beginning=True)
    for _ in range(80):
        see(doubts, mask(BEHIND), seen)
    assert (see(doubts, mask(BEHIND, arm), seen)[arm] == ME).all()
    for _ in range(THIN_LASTS + 2):
        see(doubts, mask(), seen)
    assert not doubts.asks


def test_nobody_is_believed_before_there_was_a_look_unless_that_takes_too_long(doubts: Doubts) -> None:
    believed = [doubts.mark(mask(), ME, None, FACE, True) for _ in range(LONGEST_WAIT + 5)]
    assert believed == [False] * (LONGEST_WAIT - 1) + [True] * 6


def test_a_look_that_comes_late_is_in_time(doubts: Doubts) -> None:
    assert not doubts.mark(mask(BEHIND), ME, None, FACE, True)
    assert doubts.asks
    labels = mask(BEHIND)
    assert not doubts.mark(labels, ME, share(), FACE, True)
    assert (labels[BEHIND] == SOMEBODY).all()


def test_nobody_with_doubts_is_believed_before_they_have_spread(doubts: Doubts) -> None:
    believed = [doubts.mark(mask(BEHIND), ME, share(), FACE, is_beginning=True) for _ in range(SETTLED)]
    assert believed == [False] * (SETTLED - 1) + [True]
    assert doubts.mark(mask(BEHIND), ME, share(), FACE, is_beginning=False)


def test_who_was_doubted_by_mistake_is_believed_but_there_soon(doubts: Doubts) -> None:
    assert not doubts.mark(mask(BEHIND), ME, share(), FACE, is_beginning=True)
    believed = [doubts.mark(mask(BEHIND), ME, share(BEHIND), FACE, is_beginning=True) for _ in range(QUIET)]
    assert believed == [False] * (QUIET - 1) + [True]
    labels = mask(BEHIND)
    assert doubts.mark(labels, ME, share(BEHIND), FACE, is_beginning=True)
    assert (labels[BEHIND] == SOMEBODY).all()


def test_nobody_waits_for_doubts_to_spread_when_looks_end(doubts: Doubts) -> None:
    doubts.mark(mask(BEHIND), ME, share(), FACE, is_beginning=True)
    believed = [doubts.mark(mask(BEHIND), ME, None, FACE, is_beginning=True) for _ in range(LONGEST_WAIT)]
    assert believed == [False] * (LONGEST_WAIT - 1) + [True]


def test_each_beginning_waits_for_a_look(doubts: Doubts) -> None:
    for _ in range(2):
        believed = [doubts.mark(mask(), ME, None, FACE, is_beginning=True) for _ in range(LONGEST_WAIT)]
        assert believed == [False] * (LONGEST_WAIT - 1) + [True]
        assert doubts.mark(mask(), ME, None, FACE, is_beginning=False)


def test_who_is_alone_is_believed_at_the_first_look(doubts: Doubts) -> None:
    assert doubts.mark(mask(), ME, share(), FACE, is_beginning=True)

"""One head that is seen twice is no rival, whoever comes out from behind mine is one."""

import pytest

from tests.support.cast_stage import BIG, ONLY_ME, Stage
from tests.support.tracked_people import BLUE, RED, person
from vcam.tracking.matching import Appearance
from vcam.types import Box

Seen = tuple[Box, Appearance | None]


def beside(x: float, clothes: Appearance | None = RED, score: float = 0.8) -> Seen:
    """A face whose head is a little smaller than mine."""
    return person(x, head=80, score=score), clothes


def with_me() -> Stage:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    return stage


@pytest.mark.parametrize("clothes", [RED, None])
@pytest.mark.parametrize(
    ("x", "looks", "score"), [(690, 2, 0.8), (690, 3, 0.8), (700, 5, 0.6), (660, 3, 0.8)]
)
def test_a_second_face_seen_on_my_head_a_few_times_was_mine(
    clothes: Appearance | None, x: float, looks: int, score: float
) -> None:
    stage = with_me()
    assert stage.see(BIG, beside(x, clothes, score), times=looks).me == 1
    assert all(stage.see(BIG).me == 1 for _ in range(30))


def test_a_second_face_that_comes_on_my_head_again_and_again_is_mine() -> None:
    stage = with_me()
    for unseen in (1, 4, 11, 30):
        assert stage.see(BIG, beside(690), times=3).me == 1
        assert stage.see(BIG, times=unseen).me == 1


def test_whose_head_comes_up_from_behind_mine_and_is_seen_apart_is_a_rival_when_it_goes_back() -> None:
    stage = with_me()
    for x in (690, 700, 720):
        assert stage.see(BIG, beside(x)).me == 1
    assert stage.see(BIG, beside(690)).me == 1
    assert stage.see(BIG).me == 0


def test_who_is_seen_apart_only_after_being_behind_me_may_have_taken_my_place_there() -> None:
    stage = with_me()
    stage.see(BIG, beside(690), times=3)
    assert stage.see(BIG, times=4).me == 1
    assert stage.see(BIG, beside(690), times=2).me == 1
    assert [stage.see(BIG, beside(x)).me for x in (720, 740, 760)][-1] == 0
    assert all(one.may_be_me and one.effect == "hide" for one in stage.cast.people())


def test_who_is_seen_apart_after_being_lost_behind_me_may_have_taken_my_place_there() -> None:
    stage = with_me()
    stage.see(BIG, beside(690), times=3)
    assert stage.see(BIG, times=12).me == 1
    assert stage.see(BIG, beside(690), times=3).me == 1
    assert [stage.see(BIG, beside(x)).me for x in (720, 740, 760)][-1] == 0


def test_who_is_seen_on_my_head_while_my_face_is_not_is_a_rival() -> None:
    stage = with_me()
    stage.see(BIG, beside(690), times=3)
    assert stage.see(beside(690)).me == 0


def test_who_is_seen_on_my_head_for_long_is_a_rival() -> None:
    stage = with_me()
    stage.see(BIG, beside(690), times=12)
    assert stage.see(BIG).me == 0


def test_who_was_known_before_is_a_rival_though_they_come_up_on_my_head() -> None:
    stage = with_me()
    stage.see(BIG, beside(900), times=3)
    stage.see(BIG, times=12)
    stage.see(BIG, beside(760), times=3)
    assert {one.track_id for one in stage.cast.people()} == {1, 2}
    stage.see(BIG, times=12)
    stage.see(BIG, beside(690), times=3)
    assert {one.track_id for one in stage.cast.people()} == {1, 2}
    assert stage.see(BIG).me == 0


def test_two_who_come_together_as_the_first_are_rivals() -> None:
    stage = Stage(ONLY_ME)
    assert stage.see(BIG, beside(690), times=4).me == 1
    assert stage.see(BIG).me == 0


def meet_unseen(stage: Stage) -> None:
    """Somebody comes out from behind my head, in clothes that are not seen, and nobody is me any more."""
    for x in (690, 700, 720, 690):
        stage.see(BIG, beside(x, None))
    assert stage.see(BIG).me == 0


def test_whose_other_clothes_are_seen_later_was_no_rival() -> None:
    stage = with_me()
    meet_unseen(stage)
    casting = [stage.see(BIG, beside(x, BLUE)) for x in (720, 760, *range(800, 901, 10))][-1]
    assert casting.me == 1
    assert not any(one.may_be_me for one in stage.cast.people())


def test_who_sits_in_my_place_in_other_clothes_is_not_me() -> None:
    stage = with_me()
    meet_unseen(stage)
    for _ in range(60):
        casting = stage.see((BIG[0], BLUE), beside(900, RED))
        me = [one.box for one in stage.cast.people() if one.is_me]
        assert all((box.x0 + box.x1) / 2 > 850 for box in me)
    assert casting.me == 1


def test_somebody_in_my_clothes_stays_a_rival_however_long_we_are_seen_apart() -> None:
    stage = with_me()
    meet_unseen(stage)
    assert all(stage.see(BIG, beside(900, RED)).me == 0 for _ in range(60))


def test_of_whose_clothes_nothing_was_known_before_nothing_is_known_after() -> None:
    stage = Stage(ONLY_ME)
    stage.see((BIG[0], None), times=9)
    for x in (690, 700, 720, 690):
        stage.see((BIG[0], None), beside(x, None))
    assert stage.see((BIG[0], None)).me == 0
    assert all(stage.see(BIG, beside(900, BLUE)).me == 0 for _ in range(60))

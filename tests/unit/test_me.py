"""Who is me stays me, and whoever may be taken for me, or comes out from behind me, does not become it."""

import pytest

from tests.support.cast_stage import BIG, ONLY_ME, Stage
from tests.support.tracked_people import BLACK, BLUE, RED, person
from vcam.casting import Casting
from vcam.tracking.matching import Appearance
from vcam.types import UNBELIEVED, Box


def walk_through(stage: Stage, clothes: Appearance) -> Casting:
    """Somebody walks past behind me, head behind head."""
    for x in range(200, 1100, 30):
        casting = stage.see(BIG, (person(x, head=80), clothes))
    return casting


def test_who_crosses_me_in_other_clothes_leaves_no_doubt() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    assert walk_through(stage, BLUE).me == 1


def test_after_a_twin_has_crossed_me_nobody_is_me_until_the_user_says_who() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    assert walk_through(stage, RED).me == 0
    assert all(one.may_be_me and one.effect == "hide" for one in stage.cast.people())
    mine = min(stage.cast.people(), key=lambda one: abs(one.box.x0 + one.box.x1 - 1280)).track_id
    stage.cast.choose_me(mine)
    assert stage.see(BIG).me == mine


def test_cheek_to_cheek_with_a_twin_i_am_still_me_while_both_faces_are_seen() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    close = (person(700, head=85), RED)
    assert stage.see(BIG, close, times=20).me == 1
    # Once one face is not seen, it may be either's.
    assert stage.see(BIG, times=2).me == 0


def test_who_crossed_a_twin_before_anybody_was_me_is_not_me_either() -> None:
    stage = Stage(ONLY_ME, measured_s=10.0)
    stage.see(BIG, times=5)
    assert walk_through(stage, RED).me == 0
    assert stage.see(BIG, times=120).me == 0
    stage.cast.choose_me(1)
    assert stage.see(BIG).me == 1


def test_nobody_becomes_me_while_somebody_has_just_gone_behind() -> None:
    stage = Stage(ONLY_ME, measured_s=0.5)
    beside = (person(500, head=80), BLUE)
    stage.see(BIG, beside, times=3)
    assert stage.see(BIG, times=8).me == 0
    assert stage.see(BIG, times=8).me == 1


def test_where_somebody_went_behind_me_somebody_may_come_out_for_a_while() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    walk_behind(stage)
    people, casting = stage.cast.at(stage.frame, stage.now_s)
    assert (len(people), casting.me) == (1, 1)
    (behind,) = stage.cast.suspects(stage.now_s)
    assert behind.head is None
    assert behind.x0 < people[0].x0 < people[0].x1 < behind.x1
    stage.see(BIG, times=80)
    assert stage.cast.suspects(stage.now_s) == ()


@pytest.mark.parametrize(("comes_to", "is_suspected"), [(1050, False), (640, False), (420, True)])
def test_who_went_behind_somebody_is_suspected_behind_me_only_once_that_one_is_beside_me(
    comes_to: int, is_suspected: bool
) -> None:
    stage = Stage(ONLY_ME)
    me = (person(200, head=90), RED)
    stage.see(me, (person(1050, head=90), BLUE), times=5)
    stage.cast.choose_me(1 if stage.cast.people()[0].box.x0 < 640 else 2)
    for x in range(700, 1040, 30):
        stage.see(me, (person(1050, head=90), BLUE), (person(x, head=60), BLACK))
    stage.see(me, (person(1050, head=90), BLUE), times=3)
    for x in range(1050, comes_to - 1, -30):
        stage.see(me, (person(x, head=90), BLUE))
    assert any(box.track_id == 0 for box in stage.cast.suspects(stage.now_s)) == is_suspected


def test_who_went_behind_somebody_before_anybody_was_me_is_suspected_behind_me() -> None:
    stage = Stage(ONLY_ME, measured_s=2.5)
    walk_behind(stage)
    assert stage.see(BIG, times=12).me == 1
    assert len(stage.cast.suspects(stage.now_s)) == 1


def test_what_no_longer_matters_is_forgotten_in_a_long_run() -> None:
    stage = Stage(ONLY_ME)
    for _ in range(12):
        stage.see(BIG, times=3)
        walk_behind(stage)
        stage.see(BIG, times=20)
    following = stage.cast._follow()
    assert len(following._behind) <= 6
    assert not following._rivals._alike
    assert len(following._rivals._met) <= 6


def test_a_suspect_keeps_a_number_that_is_nobody_else_s() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    gone, stays = ((person(x, head=60, score=UNBELIEVED), None) for x in (100, 1000))
    stage.see(BIG, gone, stays)
    assert len(stage.cast.suspects(stage.now_s)) == 2
    (number,) = (box.track_id for box in stage.cast.suspects(stage.now_s) if box.x0 > 640)
    stage.see(BIG, stays, times=12)
    assert [box.track_id for box in stage.cast.suspects(stage.now_s)] == [number]
    stage.see(BIG, gone, stays)
    assert {box.track_id for box in stage.cast.suspects(stage.now_s)} == {number, number + 1}


def test_whoever_is_behind_me_has_a_number_that_no_face_has() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    walk_behind(stage)
    stage.see(BIG, (person(1000, head=60, score=UNBELIEVED), None))
    face, behind = stage.cast.suspects(stage.now_s)
    assert (behind.head, behind.track_id) == (None, 0)
    assert face.track_id > 0


def test_who_is_seen_again_beside_me_is_not_behind_me_any_more() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    walk_behind(stage)
    stage.see(BIG, (person(540, head=60), BLUE))
    assert stage.cast.suspects(stage.now_s) == ()


def test_who_runs_past_and_was_seen_but_once_is_suspected_behind_me_for_a_while() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    stage.see(BIG, (person(330, head=60), BLUE))
    assert not is_anybody_behind(stage)
    assert stage.see(BIG).me == 1
    assert is_anybody_behind(stage)
    stage.see(BIG, times=50)
    assert is_anybody_behind(stage)
    stage.see(BIG, times=40)
    assert not is_anybody_behind(stage)


@pytest.mark.parametrize("seen", [person(330, head=60, score=0.6), person(60, head=60)])
def test_what_may_be_no_face_or_is_far_away_is_not_suspected_behind_me(seen: Box) -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    stage.see(BIG, (seen, BLUE))
    stage.see(BIG)
    assert not is_anybody_behind(stage)


def test_a_second_face_where_mine_is_that_is_not_seen_again_was_mine() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    stage.see(BIG, (person(690, head=80, score=0.6), BLUE))
    assert len(stage.cast.suspects(stage.now_s)) == 1
    stage.see(BIG)
    assert stage.cast.suspects(stage.now_s) == ()


def test_a_face_beside_me_that_is_not_seen_again_is_still_suspected() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    stage.see(BIG, (person(900, head=80, score=0.6), BLUE))
    stage.see(BIG)
    assert len(stage.cast.suspects(stage.now_s)) == 1


def test_what_is_hardly_seen_where_my_face_is_is_mine() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=5)
    stage.see(BIG, (person(690, head=80, score=UNBELIEVED), None))
    assert stage.cast.suspects(stage.now_s) == ()
    stage.see(BIG, (person(900, head=80, score=UNBELIEVED), None))
    assert len(stage.cast.suspects(stage.now_s)) == 1


def is_anybody_behind(stage: Stage) -> bool:
    return any(box.head is None for box in stage.cast.suspects(stage.now_s))


def walk_behind(stage: Stage) -> None:
    """Somebody smaller comes from the left and is not seen any more behind me."""
    for x in range(200, 620, 30):
        stage.see(BIG, (person(x, head=60), BLUE))
    stage.see(BIG, times=2)

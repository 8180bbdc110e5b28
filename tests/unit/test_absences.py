"""While I am away, or nobody looks, nobody else becomes me."""

import pytest

from tests.support.cast_stage import BIG, ONLY_ME, SIZE, SMALL, Stage
from tests.support.tracked_people import RED, SIMILAR, person
from vcam.tracking.following import Following
from vcam.tracking.matching import Appearance
from vcam.types import Box


def test_nobody_is_me_before_people_have_been_looked_at() -> None:
    stage = Stage(ONLY_ME, measured_s=1.0)
    casting = stage.see(BIG, SMALL)
    assert (casting.only_me, casting.me) == (True, 0)
    assert stage.see(BIG, SMALL, times=9).me == 1
    assert stage.person(2).effect == "hide"


def test_while_i_am_away_nobody_is_me() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, SMALL, times=5)
    assert stage.see(SMALL, times=40).me == 0


def test_when_the_detector_is_late_nobody_is_me() -> None:
    stage = Stage(ONLY_ME)
    assert stage.see(BIG, times=5).me == 1
    stage.wait(1.1, 33)
    people, casting = stage.cast.at(stage.frame, stage.now_s)
    assert (people, casting.me) == ((), 0)
    assert stage.see(BIG).me == 1


def test_of_a_detector_that_answers_late_the_answers_count() -> None:
    following = Following(SIZE, measured_s=0.5)
    late, here = 20, []
    for index in range(400):
        if index >= late and index % late == 0:
            following.update((BIG[0],), (BIG[1],), index - late, (index - late) / 30)
        here.append(bool(following.at(index, index / 30)))
    assert all(here[2 * late :])


def test_in_a_slow_video_a_second_between_two_looks_is_not_late() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG)
    stage.wait(2.0, 4)
    assert stage.cast.at(stage.frame, stage.now_s)[1].me == 1


@pytest.mark.parametrize(
    ("pause_s", "who", "me"),
    [
        (60.0, BIG, 1),
        (60.0, (person(700, head=90), SIMILAR), 0),
        (60.0, (person(1100, head=90), RED), 0),
        (10_800.0, BIG, 0),
    ],
)
def test_after_a_pause_only_who_sits_there_unchanged_is_still_me(
    pause_s: float, who: tuple[Box, Appearance], me: int
) -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    stage.wait(pause_s, 1)  # frames are counted on, not those that a closed webcam never gave
    people, casting = stage.cast.at(stage.frame, stage.now_s)
    assert (people, casting.me) == ((), 0)
    assert stage.see(who).me == 0
    assert stage.see(who, times=12).me == me
    assert me or [one.may_be_me for one in stage.cast.people()] == [True]


def test_without_a_pause_clothes_that_are_merely_like_mine_pass() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    assert stage.see((person(700, head=90), SIMILAR), times=12).me == 1


def stall(stage: Stage, seconds: float) -> None:
    """Frames go on, the detector gives no answer."""
    for _ in range(round(30 * seconds)):
        stage.wait(1 / 30, 1)
        stage.cast.at(stage.frame, stage.now_s)


@pytest.mark.parametrize(
    ("stall_s", "who", "me"),
    [(5.0, BIG, 1), (5.0, (person(700, head=90), SIMILAR), 0), (60.0, BIG, 0)],
)
def test_while_the_detector_gives_no_answer_for_seconds_i_may_leave_and_another_sit_down(
    stall_s: float, who: tuple[Box, Appearance], me: int
) -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    stall(stage, stall_s)
    assert stage.see(who).me == 0
    assert stage.see(who, times=12).me == me
    assert me or [one.may_be_me for one in stage.cast.people()] == [True]


def test_who_left_in_a_stall_is_not_taken_for_somebody_whom_a_closed_webcam_hid() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    stall(stage, 20.0)
    stage.wait(60.0, 1)
    assert stage.see(BIG, times=12).me == 0


def test_a_slow_detector_does_not_make_a_closed_webcam_an_absence_that_was_watched() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    stall(stage, 1.0)
    stage.wait(60.0, 1)
    assert stage.see(BIG, times=12).me == 1


@pytest.mark.parametrize("every_s", [1.0, 2.5])
def test_a_detector_that_is_merely_slow_loses_nobody(every_s: float) -> None:
    stage = Stage(ONLY_ME, measured_s=1.0)
    stage.see(BIG, SMALL, times=12)
    for look in range(20):
        stall(stage, every_s)
        swaying = person(640 + 40 * (-1) ** look, head=90)
        assert stage.see((swaying, RED), SMALL).me == 1
        assert [one.track_id for one in stage.cast.people()] == [1, 2]


@pytest.mark.parametrize(("pause_s", "me"), [(5.0, 1), (400.0, 0)])
@pytest.mark.parametrize("looks", [1, 6])
def test_who_was_missed_before_the_webcam_was_closed_was_seen_leaving(
    looks: int, pause_s: float, me: int
) -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, times=9)
    stage.see(times=looks)
    stage.wait(pause_s, 1)
    assert stage.see(BIG, times=12).me == me
    assert me or [one.may_be_me for one in stage.cast.people()] == [True]

import pytest

from tests.support.tracked_people import BLUE, RED, Watcher, person
from vcam.tracking.identity import Absent, Me, recognise
from vcam.types import Size

SIZE = Size(1280, 720)
GONE = Absent(4, person(300), RED, 10.0)


@pytest.mark.parametrize(
    ("x", "clothes", "time_s", "verdict"),
    [
        (320, RED, 12, "certain"),
        (320, RED, 20, "certain"),
        (320, RED, 70, "unsure"),
        (900, RED, 12, "unsure"),
        (320, None, 12, "unsure"),
        (320, BLUE, 12, "new"),
    ],
)
def test_who_has_come_back(x: float, clothes: object, time_s: float, verdict: str) -> None:
    found = recognise(person(x), clothes, time_s, [GONE])  # type: ignore[arg-type]
    assert (found.verdict, found.track_id) == (verdict, 0 if verdict == "new" else 4)


@pytest.mark.parametrize(("time_s", "verdict"), [(320, "certain"), (620, "unsure")])
def test_who_was_not_seen_leaving_is_believed_longer(time_s: float, verdict: str) -> None:
    unwatched = Absent(4, person(300), RED, 10.0, was_watched=False)
    assert recognise(person(320), RED, time_s, [unwatched]).verdict == verdict


def test_two_who_look_alike_are_never_certain() -> None:
    twin = Absent(5, person(340), RED, 10.0)
    assert recognise(person(320), RED, 11, [GONE, twin]).verdict == "unsure"


def test_who_resembled_me_is_a_rival_though_that_may_have_been_me() -> None:
    twin = Absent(5, person(340), RED, 9.9, resembles=(4,))
    assert recognise(person(320), RED, 11, [GONE, twin]).verdict == "unsure"


def test_whom_the_last_one_resembled_is_no_rival_of_that_one() -> None:
    last = Absent(5, person(340), RED, 10.5, resembles=(4,))
    found = recognise(person(320), RED, 11, [GONE, last])
    assert (found.verdict, found.track_id) == ("certain", 5)


def test_without_anybody_absent_everybody_is_new() -> None:
    assert recognise(person(320), RED, 12, []).track_id == 0


def test_the_large_central_one_is_me_once_looked_at_long_enough() -> None:
    watcher, me = Watcher(), Me(SIZE)
    seen = [(person(200, head=50), BLUE), (person(640, head=90), RED)]
    assert me.update(watcher.see(*seen)) == 0
    assert me.update(watcher.see_often(9, *seen)) == 2


def test_nobody_becomes_me_by_walking_closer() -> None:
    watcher, me = Watcher(), Me(SIZE)
    me.update(watcher.see_often(10, (person(640, head=80), RED)))
    for k in range(20):
        me.update(watcher.see((person(640, head=80), RED), (person(300 + 10 * k, head=80 + 5 * k), BLUE)))
    assert me.track_id == 1


def test_nobody_takes_my_place_while_i_am_away() -> None:
    watcher, me = Watcher(), Me(SIZE)
    me.update(watcher.see_often(10, (person(640), RED), (person(200), BLUE)))
    tracks = watcher.see_often(600, (person(200), BLUE))
    assert me.update(tracks) == 1


def test_who_may_be_me_is_asked_for() -> None:
    watcher, me = Watcher(), Me(SIZE)
    me.update(watcher.see_often(10, (person(640), RED)))
    watcher.see_often(600)
    tracks = watcher.see_often(3, (person(640), RED))
    assert me.update(tracks) == 1
    assert me.candidates(tracks) == (2,)


def test_the_users_choice_stands() -> None:
    watcher, me = Watcher(), Me(SIZE)
    me.choose(2)
    tracks = watcher.see_often(20, (person(640, head=90), RED), (person(100, head=40), BLUE))
    assert me.update(tracks) == 2
    assert me.candidates(tracks) == ()
    me.choose(0)
    assert me.update(tracks) == 1

import pytest

from tests.support.tracked_people import BLACK, BLUE, RED, STEP_S, Watcher, id_at, person, stranger, wearing
from vcam.tracking import tracker
from vcam.tracking.tracker import COASTS
from vcam.types import Box


def ids(tracks: object) -> list[int]:
    return [track.track_id for track in tracks]  # type: ignore[attr-defined]


def test_nobody_is_nobody() -> None:
    assert Watcher().see_often(5) == ()


def test_who_is_there_at_the_start_is_believed_at_once() -> None:
    assert ids(Watcher().see((person(200), RED), (person(900), BLUE))) == [1, 2]


def test_a_single_false_face_later_is_not_believed() -> None:
    watcher = Watcher()
    watcher.see_often(3, (person(200), RED))
    assert ids(watcher.see((person(200), RED), (person(800, score=0.6), BLUE))) == [1, 0]
    assert ids(watcher.see_often(10, (person(200), RED))) == [1]


def test_who_is_only_suspected_never_becomes_somebody_but_is_remembered_for_a_while() -> None:
    watcher = Watcher()
    assert ids(watcher.see_often(40, (person(200), RED), (person(800, score=0.0), BLUE))) == [1, 0]
    assert ids(watcher.see_often(5, (person(200), RED))) == [1, 0]
    assert ids(watcher.see_often(5, (person(200), RED))) == [1]


@pytest.mark.parametrize("clothes", [(RED, BLUE), (BLACK, BLACK)])
def test_two_who_cross_keep_their_ids(clothes: tuple[object, object]) -> None:
    watcher = Watcher()
    for k in range(31):
        left, right = 200 + 25 * k, 950 - 25 * k
        seen = [(person(left), clothes[0]), (person(right, y=110, head=70), clothes[1])]
        # Who is behind is not found while the two overlap.
        tracks = watcher.see(*(seen if abs(left - right) > 80 else seen[1:]))  # type: ignore[arg-type]
    assert (id_at(tracks, 950), id_at(tracks, 200)) == (1, 2)
    assert ids(tracks) == [1, 2]


def test_who_was_seen_beside_somebody_is_not_that_person_when_one_of_them_is_lost() -> None:
    watcher = Watcher()
    watcher.see_often(5, (person(200), RED))
    # Hair that looks like a head a little, beside whose it is.
    watcher.see_often(4, (person(200), RED), (person(320, score=0.45), RED))
    tracks = watcher.see_often(8, (person(320), RED))
    assert 1 not in [track.track_id for track in tracks if not track.is_coasting]
    assert id_at(watcher.see((person(320), RED), (person(205), RED)), 205) == 1


def test_a_face_that_is_hardly_seen_does_not_pull_somebody_known_away() -> None:
    watcher = Watcher()
    watcher.see_often(5, (person(200), RED), (person(300, head=50), BLUE))
    watcher.see_often(2, (person(300, head=50), BLUE))
    # The one behind is still not found; what looks a little like a face beside the other is none.
    tracks = watcher.see((person(300, head=50), BLUE), (person(320, head=50, score=0.0), RED))
    assert id_at(tracks, 300) == 2
    assert next(track for track in tracks if track.track_id == 1).is_coasting


def test_who_is_hardly_seen_where_they_are_expected_is_still_there() -> None:
    watcher = Watcher()
    watcher.see_often(5, (person(200), RED), (person(400), BLUE))
    tracks = watcher.see_often(20, (person(200), RED), (person(410, score=0.0), None))
    assert ids(tracks) == [1, 2]
    assert not tracks[1].is_coasting


def test_a_face_found_only_every_other_time_keeps_its_id() -> None:
    watcher = Watcher()
    for k in range(40):
        tracks = watcher.see(*([(person(200 + 10 * k), RED)] if k % 2 == 0 else []))
    assert ids(tracks) == [1]
    assert tracks[0].is_coasting


def test_turning_away_is_still_being_there() -> None:
    watcher = Watcher()
    watcher.see_often(4, (person(300), RED))
    tracks = watcher.see_often(40, (stranger(305), RED))
    assert ids(tracks) == [1]
    assert tracks[0].box.head is None
    assert ids(watcher.see_often(3, (person(310), RED))) == [1]


def test_a_miss_is_bridged_by_the_speed() -> None:
    watcher = Watcher()
    for k in range(10):
        watcher.see((person(200 + 20 * k), RED))
    (track,) = watcher.see()
    assert track.box.head is not None
    assert (track.box.head[0] + track.box.head[2]) / 2 == pytest.approx(400, abs=12)


def test_between_detections_people_are_where_their_speed_takes_them() -> None:
    watcher = Watcher()
    for k in range(10):
        watcher.see((person(200 + 20 * k), RED))
    (now,), (later,) = (watcher.tracker.at((9 + share) * STEP_S) for share in (0, 0.5))
    assert later.box.x0 - now.box.x0 == pytest.approx(10, abs=3)


def test_who_leaves_and_is_back_at_once_has_the_same_id() -> None:
    watcher = Watcher()
    watcher.see_often(10, (person(300), RED), (person(900), BLUE))
    watcher.see_often(COASTS + 5, (person(900), BLUE))
    assert ids(watcher.see_often(3, (person(330), RED), (person(900), BLUE))) == [1, 2]


def test_who_is_back_after_a_minute_is_asked_for() -> None:
    watcher = Watcher()
    watcher.see_often(10, (person(300), RED), (person(900), BLUE))
    watcher.see_often(round(60 / STEP_S), (person(900), BLUE))
    tracks = watcher.see_often(3, (person(300), RED), (person(900), BLUE))
    assert [(track.track_id, track.resembles) for track in tracks] == [(2, ()), (3, (1,))]


def test_who_was_never_asked_for_resembles_all_that_the_one_before_did() -> None:
    watcher = Watcher()
    for _ in range(3):
        watcher.see_often(10, (person(300), RED))
        watcher.see_often(round(60 / STEP_S))
    (track,) = watcher.see_often(3, (person(300), RED))
    assert (track.track_id, track.resembles) == (4, (3, 2, 1))
    watcher.see_often(COASTS + 5)
    (track,) = watcher.see_often(3, (person(300), RED))
    assert (track.track_id, track.resembles) == (4, (3, 2, 1)), "nor is it forgotten when that is certain"
    assert watcher.tracker.join(4, 1)


def test_the_users_answer_gives_an_id_back() -> None:
    watcher = Watcher()
    watcher.see_often(10, (person(300), RED))
    watcher.see_often(round(60 / STEP_S))
    watcher.see_often(3, (person(300), RED))
    assert watcher.tracker.join(2, 1)
    (track,) = watcher.see((person(300), RED))
    assert (track.track_id, track.box.track_id, track.resembles) == (1, 1, ())
    assert not watcher.tracker.join(1, 7)


def test_somebody_else_on_the_same_chair_is_somebody_else() -> None:
    watcher = Watcher()
    watcher.see_often(10, (person(300), RED))
    watcher.see_often(3)
    tracks = watcher.see_often(3, (person(300), BLUE))
    assert [(t.track_id, t.resembles) for t in tracks if not t.is_coasting] == [(2, ())]


def test_ids_are_never_reused() -> None:
    watcher = Watcher()
    given = set()
    for visit in range(5):
        tracks = watcher.see_often(4, (person(200 + 150 * visit), wearing(visit)))
        given.add(max(ids(tracks)))
        watcher.see_often(COASTS + 1)
    assert given == {1, 2, 3, 4, 5}


def test_a_poster_whose_body_is_missing_never_becomes_a_person() -> None:
    watcher = Watcher()
    watcher.see_often(3, (person(800), BLUE))
    poster = person(200, score=0.2), None
    tracks = watcher.see_often(200, poster, (person(800), BLUE))
    assert ids(tracks) == [1, 0]
    assert not tracks[1].is_confirmed


def test_a_head_behind_a_screen_becomes_a_person_when_it_moves() -> None:
    watcher = Watcher()
    for k in range(40):
        tracks = watcher.see((person(200 + 2 * k, score=0.2), None))
    assert ids(tracks) == [1]


def test_a_part_that_hangs_on_somebody_needs_more_evidence_than_one_apart() -> None:
    steps = {}
    for score in (0.1, 0.3):
        watcher = Watcher()
        watcher.see((person(800), BLUE))
        tracks = watcher.see((person(800), BLUE), (stranger(300, score=score), RED))
        while ids(tracks) != [1, 2]:
            tracks = watcher.see((person(800), BLUE), (stranger(300, score=score), RED))
        steps[score] = watcher.step - 1
    assert steps == {0.1: 8, 0.3: 3}


def test_eight_people_in_a_row_keep_their_ids_while_they_sway() -> None:
    watcher = Watcher()
    for k in range(50):
        sway = 12 * (k % 3 - 1)
        tracks = watcher.see(*((person(100 + 150 * n + sway * (-1) ** n), BLACK) for n in range(8)))
    assert [id_at(tracks, 100 + 150 * n) for n in range(8)] == list(range(1, 9))


def test_after_a_cut_everybody_is_new_or_recognised_but_no_id_is_reused() -> None:
    watcher = Watcher()
    watcher.see_often(5, (person(300), RED))
    watcher.tracker.forget_places()
    assert ids(watcher.see_often(3, (person(300), RED))) == [1]
    watcher.tracker.forget_places()
    assert ids(watcher.see_often(3, (person(900), BLUE))) == [2]


def test_when_left_and_right_are_swapped_everybody_is_followed_on() -> None:
    watcher = Watcher()
    for k in range(10):
        watcher.see((person(200 + 20 * k), RED), (person(900), BLUE))
    watcher.see_often(COASTS + 1, (person(400), RED))
    (before,) = watcher.tracker.at(watcher.step * STEP_S)
    watcher.tracker.mirror(1280)
    (after,) = watcher.tracker.at(watcher.step * STEP_S)
    assert after.box.head is not None
    assert before.box.head is not None
    swapped = 1280 - before.box.x1, before.box.y0, 1280 - before.box.x0, before.box.y1
    assert (after.box.x0, after.box.y0, after.box.x1, after.box.y1) == pytest.approx(swapped)
    assert after.box.head[0::2] == pytest.approx((1280 - before.box.head[2], 1280 - before.box.head[0]))
    assert ids(watcher.see_often(3, (person(880), RED), (person(380), BLUE))) == [1, 2]


def test_whoever_moves_goes_the_other_way_when_left_and_right_are_swapped() -> None:
    watcher = Watcher()
    for k in range(10):
        watcher.see((person(200 + 20 * k), RED))
    watcher.tracker.mirror(1280)
    (now,), (later,) = (watcher.tracker.at((9 + share) * STEP_S) for share in (0, 0.5))
    assert later.box.x0 - now.box.x0 == pytest.approx(-10, abs=3)


def test_everybody_followed_has_a_lasting_number_that_nobody_else_gets() -> None:
    watcher = Watcher()
    watcher.see((person(200), RED))
    first, second, third = ((person(x, score=0.0), None) for x in (500, 700, 900))
    numbers = {
        track.box.x0: track.serial for track in watcher.see_often(2, (person(200), RED), first, second)
    }
    assert len(set(numbers.values())) == 3
    later = watcher.see_often(9, (person(200), RED), second, third)
    assert [numbers.get(track.box.x0) for track in later] == [
        numbers[person(200).x0],
        numbers[person(700).x0],
        None,
    ]
    assert {track.serial for track in later} - set(numbers.values()) == {max(numbers.values()) + 1}


def test_a_box_without_its_appearance_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="one appearance for each box"):
        Watcher().tracker.update([person(1)], [], 0, 0.0)


def test_two_who_melt_into_one_part_do_not_drag_each_other_along() -> None:
    watcher = Watcher()
    watcher.see_often(4, (stranger(300), RED), (stranger(560), BLUE))
    both = stranger(430)
    melted = Box(198, both.y0, 662, both.y1, 0.3, 0, None)
    watcher.see_often(6, (melted, None))
    tracks = watcher.see_often(4, (stranger(300), RED), (stranger(560), BLUE))
    assert (id_at(tracks, 300), id_at(tracks, 560)) == (1, 2)
    assert len(tracks) == 2


def test_who_is_found_again_is_where_they_are_found_not_halfway() -> None:
    watcher = Watcher()
    watcher.see_often(3, (person(400), RED))
    watcher.see()
    (track,) = watcher.see((person(450), RED))
    assert (track.box.x0, track.box.head) == (person(450).x0, person(450).head)


def test_when_ids_run_out_who_comes_later_stays_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker, "MOST_ID", 2)
    watcher = Watcher()
    watcher.see_often(5, (person(200), RED), (person(600), BLUE))
    seen = (person(200), RED), (person(600), BLUE), (person(1000), BLACK)
    assert ids(watcher.see_often(20, *seen)) == [1, 2, 0]

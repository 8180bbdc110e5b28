"""Clips: ids that last, and what only-me shows, counted on frames small enough to count by hand."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.known_faces import KnownFaces
from tests.support.people_pictures import draw, faces_at, no_closeups, open_stage, write
from vcam.errors import VcamError
from vcam.evaluation.people_clips import Referee, Tally, judge_clips


def row(*numbers: int) -> NDArray[np.int32]:
    return np.array([numbers], np.int32)


def shown(*values: int) -> NDArray[np.uint8]:
    return np.array([values], np.uint8) * np.uint8(255)


NOTHING = shown(0, 0, 0, 0)


def test_a_person_found_under_another_id_is_a_switch() -> None:
    referee = Referee()
    for labels in (row(7, 7, 0, 0), row(7, 7, 0, 0), row(8, 8, 0, 0)):
        referee.watch(row(1, 1, 0, 0), labels, NOTHING, 0)
    assert referee.tally.switches == 1


def test_two_who_swap_ids_are_two_switches() -> None:
    referee = Referee()
    referee.watch(row(1, 1, 2, 2), row(7, 7, 8, 8), NOTHING, 0)
    referee.watch(row(1, 1, 2, 2), row(8, 8, 7, 7), NOTHING, 0)
    assert referee.tally.switches == 2


def test_a_person_who_is_missed_and_found_again_under_the_same_id_is_no_switch() -> None:
    referee = Referee()
    for labels in (row(7, 7, 0, 0), row(0, 0, 0, 0), row(7, 7, 0, 0)):
        referee.watch(row(1, 1, 0, 0), labels, NOTHING, 0)
    assert (referee.tally.people, referee.tally.found, referee.tally.switches) == (3, 2, 0)


def test_a_track_over_two_people_finds_only_the_one_whom_it_fits() -> None:
    referee = Referee()
    referee.watch(row(1, 1, 1, 2), row(7, 7, 7, 7), NOTHING, 0)
    assert (referee.tally.people, referee.tally.found) == (2, 1)


def test_pixels_of_a_bystander_that_only_me_shows_are_counted() -> None:
    referee = Referee()
    referee.watch(row(1, 1, 2, 2), row(7, 7, 7, 0), shown(1, 1, 1, 0), 7)
    tally = referee.tally
    assert (tally.me_px, tally.me_shown_px) == (2, 2)
    assert (tally.bystander_px, tally.bystander_shown_px) == (2, 1)


def test_who_is_me_is_settled_once_even_if_the_track_goes_over_to_another() -> None:
    referee = Referee()
    referee.watch(row(1, 1, 2, 2), row(7, 7, 0, 0), shown(1, 1, 0, 0), 7)
    referee.watch(row(1, 1, 2, 2), row(0, 0, 7, 7), shown(0, 0, 1, 1), 7)
    assert referee.tally.bystander_shown_px == 2


def test_before_anybody_is_me_nobody_may_be_shown() -> None:
    referee = Referee()
    referee.watch(row(1, 1, 0, 0), row(7, 7, 0, 0), NOTHING, 0)
    assert referee.tally.bystander_px == 0
    referee.watch(row(1, 1, 0, 0), row(7, 7, 0, 0), shown(1, 1, 0, 0), 0)
    assert referee.tally.bystander_shown_px == 2


def test_the_first_three_frames_after_coming_into_view_are_counted_apart() -> None:
    referee = Referee()
    referee.watch(row(1, 1, 0, 0), row(7, 7, 0, 0), shown(1, 1, 0, 0), 7)
    for _ in range(4):
        referee.watch(row(1, 1, 2, 0), row(7, 7, 0, 0), shown(1, 1, 1, 0), 7)
    assert (referee.tally.entering_px, referee.tally.entering_shown_px) == (3, 3)
    assert referee.tally.bystander_shown_px == 4
    referee.watch(row(1, 1, 0, 0), row(7, 7, 0, 0), shown(1, 1, 0, 0), 7)
    referee.watch(row(1, 1, 0, 2), row(7, 7, 0, 0), shown(1, 1, 0, 0), 7)
    assert (referee.tally.entering_px, referee.tally.entering_shown_px) == (4, 3)


def test_who_is_there_from_the_first_frame_does_not_enter() -> None:
    referee = Referee()
    for _ in range(3):
        referee.watch(row(1, 1, 2, 2), row(7, 7, 8, 8), shown(1, 1, 0, 0), 7)
    assert referee.tally.entering_px == 0


def test_a_switch_is_worse_than_a_leak_and_a_leak_than_a_miss() -> None:
    referee = Referee()
    missed = referee.watch(row(1, 1, 2, 2), row(7, 7, 0, 0), NOTHING, 7)
    leaking = referee.watch(row(1, 1, 2, 2), row(7, 7, 8, 8), shown(1, 1, 1, 0), 7)
    switched = referee.watch(row(1, 1, 2, 2), row(7, 7, 9, 9), NOTHING, 7)
    assert 0 < missed < leaking < switched


def test_tallies_add_up() -> None:
    total = Tally(frames=1, switches=2)
    total.add(Tally(frames=3, switches=4, me_px=5))
    assert total == Tally(frames=4, switches=6, me_px=5)


@pytest.mark.slow
def test_in_a_clip_of_two_known_people_one_becomes_me_and_the_other_is_never_shown(tmp_path: Path) -> None:
    for number in range(40):
        write(tmp_path / f"{number:03}", *draw([36, 116]))
    paths = sorted(tmp_path.glob("*.jpg"))
    (clip,) = judge_clips([paths], open_stage, no_closeups, lambda: faces_at(36, 116), lambda: None)
    tally = clip.tally
    assert (tally.frames, tally.people, tally.switches) == (40, 80, 0)
    assert tally.me_shown_px > 0.8 * tally.me_px > 0
    assert tally.bystander_px > 0
    assert tally.bystander_shown_px == 0


def test_each_clip_is_looked_at_as_if_there_were_no_other(tmp_path: Path) -> None:
    opened: list[KnownFaces] = []

    def open_faces() -> KnownFaces:
        opened.append(faces_at(36))
        return opened[-1]

    write(tmp_path / "1", *draw([36]))
    judge_clips([[tmp_path / "1.jpg"]] * 2, open_stage, no_closeups, open_faces, lambda: None)
    assert [faces.newest() is not None for faces in opened] == [True, True]


def test_a_clip_of_two_sizes_is_one_sentence(tmp_path: Path) -> None:
    image, labels = draw([36])
    write(tmp_path / "1", image, labels)
    write(tmp_path / "2", image[:64], labels[:64])
    with pytest.raises(VcamError, match="another size"):
        judge_clips(
            [sorted(tmp_path.glob("*.jpg"))], open_stage, no_closeups, lambda: faces_at(36), lambda: None
        )

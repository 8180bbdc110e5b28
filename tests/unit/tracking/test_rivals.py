"""Whoever may have been taken for another is so until looks tell them apart."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.tracked_people import BLUE, RED, Watcher, person
from vcam.tracking.matching import Appearance, mix
from vcam.tracking.rivals import LOOKS, MEETING_S, Rivals
from vcam.tracking.track import APPEARANCE_GAIN, Track


def two(x: float, mine: Appearance | None, theirs: Appearance | None) -> tuple[Track, Track]:
    """Me at 640, and somebody else at x."""
    known = Watcher().see_often(4, (person(300), RED), (person(900), RED))
    places, clothes = (person(640), person(x)), (mine, theirs)
    me, other = (
        replace(track, box=replace(place, track_id=track.track_id), appearance=worn)
        for track, place, worn in zip(known, places, clothes, strict=True)
    )
    return me, other


def after_a_meeting(mine: Appearance | None, theirs: Appearance | None) -> Rivals:
    rivals = Rivals()
    for _ in range(3):
        rivals.note(two(650, mine, theirs), 0.0)
    rivals.note(two(900, mine, theirs), 0.5)
    assert rivals.of(1) == {1, 2}
    return rivals


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
def test_a_track_that_has_gone_over_to_the_other_body_stays_doubtful_however_far_its_looks_have_followed(
    share: float,
) -> None:
    rivals = after_a_meeting(RED, None)
    for _ in range(2 * LOOKS):
        rivals.note(two(900, RED + np.float32(share) * (BLUE - RED), RED), 1.0)
    assert rivals.of(1) == {1, 2}


@pytest.mark.parametrize(("mine", "theirs"), [(RED, None), (None, BLUE), (RED, RED)])
def test_two_who_look_different_and_as_before_are_told_apart(
    mine: Appearance | None, theirs: Appearance | None
) -> None:
    rivals = after_a_meeting(mine, theirs)
    for _ in range(LOOKS - 1):
        rivals.note(two(900, RED, BLUE), 1.0)
        assert rivals.of(1) == {1, 2}
    rivals.note(two(900, RED, BLUE), 1.0)
    assert (rivals.of(1) == frozenset()) == (theirs is not RED)


def test_nobody_is_told_apart_while_heads_meet_or_by_who_is_not_seen() -> None:
    rivals = after_a_meeting(RED, None)
    me, other = two(900, RED, BLUE)
    for _ in range(2 * LOOKS):
        rivals.note(two(650, RED, BLUE), 1.0)
        rivals.note((me, replace(other, is_coasting=True)), 1.1)
    assert rivals.of(1) == {1, 2}
    for _ in range(LOOKS):
        rivals.note((me, other), 1.2)
    assert rivals.of(1) == frozenset()


def test_clothes_of_the_one_beside_that_are_taken_for_the_others_at_first_tell_nothing() -> None:
    """My track is on the other body, and theirs on mine, of which the other's clothes were seen at first."""
    rivals = after_a_meeting(RED, None)
    mine: Appearance | None = RED
    theirs: Appearance | None = BLUE
    for _ in range(60):
        rivals.note(two(900, mine, theirs), 1.0)
        mine, theirs = mix(mine, BLUE, APPEARANCE_GAIN), mix(theirs, RED, APPEARANCE_GAIN)
    assert rivals.of(1) == {1, 2}


def test_doubts_last_when_the_meeting_is_long_ago_and_end_when_the_user_says_so() -> None:
    rivals = after_a_meeting(RED, None)
    rivals.note(two(900, RED, None), 2 * MEETING_S)
    assert rivals.of(2) == {1, 2}
    rivals.keep(1)
    assert rivals.of(1) == {1, 2}
    rivals.keep(3)
    assert rivals.of(1) == frozenset()
    rivals = after_a_meeting(RED, None)
    rivals.forget()
    rivals.note(two(900, RED, None), 1.0)
    assert rivals.of(1) == frozenset()


def test_who_meets_again_must_be_told_apart_anew() -> None:
    rivals = after_a_meeting(RED, None)
    for _ in range(LOOKS - 1):
        rivals.note(two(900, RED, BLUE), 1.0)
    rivals.note(two(650, RED, None), 1.5)
    for _ in range(LOOKS - 1):
        rivals.note(two(900, RED, BLUE), 2.0)
    assert rivals.of(1) == {1, 2}

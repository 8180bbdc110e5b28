"""A minute of bad weather; `python -m tests.chaos --minutes 20` blows longer."""

import pytest

from tests.chaos.run import run
from tests.chaos.weather import ODD_SIZES, USUAL, Viewer, chequered_room, shows_room
from vcam.framing import fill
from vcam.guard import Cleared, Guard
from vcam.types import Size

SEED = 20


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
def test_a_minute_of_random_faults_shows_no_room_and_leaves_no_gap(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = run(minutes=1, seed=SEED)
    with capsys.disabled():
        print(f"\nchaos: 1 minute, seed {SEED}\n{outcome.text}")
    assert not outcome.failures, outcome.text


def raw(size: Size = USUAL) -> Cleared:
    """A frame that only a broken guard lets through."""
    image = fill(chequered_room(size), USUAL, False)
    return Guard().card(image, "let through")


def test_a_viewer_counts_the_time_without_a_picture_only_while_there_is_a_virtual_camera() -> None:
    viewer = Viewer()
    viewer.opened()
    viewer.closed(broken=True)
    viewer.opened()
    assert viewer.longest_closed_s == 0
    assert viewer.longest_gap_s == 0


@pytest.mark.parametrize("size", [USUAL, *ODD_SIZES], ids=str)
def test_a_viewer_sees_the_room_in_whatever_size_it_was_taken_but_not_behind_a_veil(size: Size) -> None:
    viewer, picture = Viewer(), raw(size)
    viewer.look(picture)
    assert len(viewer.leaks) == 1
    assert not shows_room(Guard().veil(picture.image, "veiled").image)


def test_a_viewer_allows_the_room_while_it_is_wished_and_one_picture_that_was_on_its_way() -> None:
    viewer = Viewer()
    viewer.may_show_room(True)
    viewer.look(raw())
    viewer.may_show_room(False)
    viewer.look(raw())
    assert not viewer.leaks
    viewer.look(raw())
    assert len(viewer.leaks) == 1

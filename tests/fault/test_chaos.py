"""A minute of bad weather; `python -m tests.chaos --minutes 20` blows longer."""

import pytest

from tests.chaos.run import run
from tests.chaos.weather import Viewer


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
def test_a_minute_of_random_faults_shows_no_room_and_leaves_no_gap() -> None:
    outcome = run(minutes=1, seed=20)
    print(outcome.text)
    assert not outcome.failures, outcome.text


def test_a_viewer_counts_the_time_without_a_picture_only_while_there_is_a_virtual_camera() -> None:
    viewer = Viewer()
    viewer.opened()
    viewer.closed(broken=True)
    viewer.opened()
    assert viewer.longest_closed_s == 0
    assert viewer.longest_gap_s == 0

"""Another output, camera or direction: what is known, wanted and awaited outlives the change."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fault.steered import SETTINGS, Steered, Viewer
from tests.support.scenery import RecordingSink
from vcam.app import Live
from vcam.control.client import ask
from vcam.control.messages import Request
from vcam.control.steering import Steering
from vcam.readers import Readers
from vcam.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets")


def test_who_waits_for_the_end_goes_on_waiting_while_the_output_changes(steered: Steered) -> None:
    asked = threading.Event()

    def ends() -> bool:
        while not asked.is_set():
            if steered.live.wait(timeout_s=0.05):
                return True
        return False

    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(ends)
        for fps in ("50", "40", "60"):
            mark = len(steered.viewer.seen)
            ask(steered.place, "set", {"key": "output.fps", "value": fps})
            steered.viewer.wait_for("composed", after=mark)
        asked.set()
        assert not ended.result(60), "a change of the output was taken for the end"
    steered.live.stop()
    assert steered.live.wait(timeout_s=0)


def test_who_was_where_is_forgotten_with_the_camera_even_when_the_output_changes_too(
    steered: Steered, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[bool] = []
    monkeypatch.setattr(steered.live._cast, "forget_places", lambda: forgotten.append(True))
    steered.live.change({"output.fps": 50.0})
    steered.live.change({"camera.on_demand": True})
    assert not forgotten
    steered.live.change({"output.fps": 40.0, "camera.source": "another"})
    assert forgotten


def test_whoever_is_known_moves_with_the_picture_when_left_and_right_are_swapped(
    steered: Steered, monkeypatch: pytest.MonkeyPatch
) -> None:
    swapped: list[bool] = []
    monkeypatch.setattr(steered.live._cast, "mirror", lambda: swapped.append(True))
    steered.live.change({"background.colour": "#ff0000"})
    assert not swapped
    steered.live.change({"output.mirror": True})
    assert swapped


def test_the_camera_rests_when_it_is_wanted_on_demand_together_with_another_output(
    steered: Steered,
) -> None:
    steered.live._demand.read_by(Readers())  # as a virtual camera tells it
    steered.live.change({"output.fps": 50.0, "camera.on_demand": True})
    steered.live._demand.read_by(Readers())
    mark = len(steered.viewer.seen)
    steered.viewer.wait_for("card", after=mark)


def test_an_ended_camera_is_not_started_by_a_late_wish(steered: Steered) -> None:
    steered.live.stop()
    opened = steered.sink.opened
    steered.live.change({"output.fps": 50.0})
    assert steered.live.wait(timeout_s=0) is False
    assert (steered.sink.opened, steered.live.status().state.kind) == (opened, "starting")


def test_what_is_asked_before_the_start_holds_and_starts_nothing_twice(sink: RecordingSink) -> None:
    live, viewer = Live(Settings.model_validate(SETTINGS)), Viewer()
    live.watch(viewer.look)
    steering = Steering(live, end=lambda: None)
    steering.carry_out(Request("set", {"key": "output.fps", "value": "50"}))
    steering.carry_out(Request("card"))
    assert sink.opened == 0
    live.start()
    try:
        viewer.wait_for("card")
        steering.carry_out(Request("on"))
        viewer.wait_for("composed")
        assert sink.opened == 1
    finally:
        live.stop()

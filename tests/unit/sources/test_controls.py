from dataclasses import replace

import pytest

from vcam.devices import Device
from vcam.errors import SourceError, UsageError
from vcam.sources.controls import CameraControl, check_value, list_controls

EXPOSURE = CameraControl("exposure", "Exposure", 100, 150, 0, 500, 50, (), can_change=True)
MODE = CameraControl("auto_exposure", "Auto Exposure", 3, 3, 0, 3, 1, ((1, "Manual"), (3, "Auto")), True)


@pytest.mark.parametrize("value", [0, 50, 500])
def test_a_value_within_the_limits_and_on_a_step_is_allowed(value: int) -> None:
    check_value(EXPOSURE, value)


@pytest.mark.parametrize("value", [-50, 550, 120])
def test_another_value_is_answered_with_the_limits(value: int) -> None:
    with pytest.raises(UsageError, match="it goes from 0 to 500 in steps of 50"):
        check_value(EXPOSURE, value)


def test_a_choice_is_one_of_those_that_are_listed() -> None:
    check_value(MODE, 1)
    with pytest.raises(UsageError, match=r"it can be 1 \(Manual\), 3 \(Auto\)"):
        check_value(MODE, 2)


def test_what_an_automatic_control_holds_cannot_be_set() -> None:
    with pytest.raises(UsageError, match="has to go first"):
        check_value(replace(EXPOSURE, can_change=False), 50)


def test_a_camera_that_does_not_answer_is_told_with_what_to_do() -> None:
    gone = Device("/dev/video99", "Gone", "", "", "camera", ())
    with pytest.raises(SourceError):
        list_controls("auto", list_devices=lambda: [gone])

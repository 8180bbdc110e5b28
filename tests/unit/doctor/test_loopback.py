import shutil
from dataclasses import replace

import pytest

from tests.unit.doctor.conftest import FED, IDLE, INCLUSIVE, Computer
from vcam.doctor import loopback
from vcam.sinks.virtual_camera import MODPROBE


def is_fixable(computer: Computer, check: str) -> bool:
    remedy = computer.verdict(check).remedy
    return remedy is not None and remedy.fixable


def with_other_loopback(computer: Computer, **changes: object) -> None:
    """Have another loopback device in place of the one that is right."""
    computer.unplug(10)
    computer.add_loopback(11, replace(IDLE, **changes))  # type: ignore[arg-type]


def test_the_doctor_and_the_camera_itself_name_the_same_command() -> None:
    assert f"sudo {loopback.LOAD}" == MODPROBE


def test_a_module_that_is_not_loaded_is_loaded_with_the_right_options(computer: Computer) -> None:
    assert "0.15.0 is loaded" in computer.verdict("loopback.loaded").message
    computer.unload()
    assert computer.severity("loopback.loaded") == "error"
    assert computer.command("loopback.loaded") == MODPROBE
    assert is_fixable(computer, "loopback.loaded")


def test_a_module_that_is_not_installed_is_not_asked_to_be_loaded(computer: Computer) -> None:
    computer.uninstall()
    assert computer.judge("loopback.loaded") is None


def test_nothing_is_said_of_a_device_before_the_module_is_loaded(computer: Computer) -> None:
    computer.unload()
    for check in ("device", "exclusive-caps", "label", "max-openers", "version", "feeder"):
        assert computer.judge(f"loopback.{check}") is None


def test_a_module_without_devices_is_reloaded_for_nobody_loses_anything(computer: Computer) -> None:
    assert computer.severity("loopback.device") == "ok"
    computer.unplug(10)
    assert computer.severity("loopback.device") == "error"
    assert computer.command("loopback.device") == f"sudo sh -c 'modprobe -r v4l2loopback && {loopback.LOAD}'"
    assert is_fixable(computer, "loopback.device")


def test_a_device_is_added_where_that_can_be_done(computer: Computer) -> None:
    computer.unplug(10)
    computer.write("/dev/v4l2loopback")
    computer.programs.add("v4l2loopback-ctl")
    assert computer.command("loopback.device") == "sudo v4l2loopback-ctl add --name vcam --exclusive-caps 1"


@pytest.mark.parametrize("answer", [IDLE, FED])
def test_a_device_that_only_takes_or_only_gives_was_made_with_exclusive_caps(
    computer: Computer, answer: object
) -> None:
    with_other_loopback(computer, captures=answer is FED, outputs=answer is IDLE)
    assert computer.severity("loopback.exclusive-caps") == "ok"


def test_a_device_that_does_both_is_not_listed_by_browsers(computer: Computer) -> None:
    computer.unplug(10)
    computer.add_loopback(11, INCLUSIVE)
    assert computer.severity("loopback.exclusive-caps") == "error"
    assert computer.command("loopback.exclusive-caps").startswith("sudo sh -c 'modprobe -r")


def test_a_device_that_somebody_may_use_is_never_taken_away_by_itself(computer: Computer) -> None:
    computer.unplug(10)
    computer.add_loopback(11, INCLUSIVE)
    assert not is_fixable(computer, "loopback.exclusive-caps")


def test_vcams_own_device_counts_and_not_another_that_is_wrong(computer: Computer) -> None:
    computer.add_loopback(1, replace(INCLUSIVE, name="OBS Virtual Camera"))
    assert computer.severity("loopback.exclusive-caps") == "ok"


def test_a_device_that_may_not_be_asked_gets_no_verdict(computer: Computer) -> None:
    computer.answers.clear()
    assert computer.judge("loopback.exclusive-caps") is None


def test_another_name_is_told_for_video_calls_show_it(computer: Computer) -> None:
    assert computer.severity("loopback.label") == "ok"
    with_other_loopback(computer, name="Dummy video device")
    assert computer.severity("loopback.label") == "hint"
    assert "'Dummy video device'" in computer.verdict("loopback.label").message


def test_what_is_mended_together_is_told_once(computer: Computer) -> None:
    computer.unplug(10)
    computer.add_loopback(11, replace(INCLUSIVE, name="Dummy video device"))
    assert computer.severity("loopback.exclusive-caps") == "error"
    assert computer.judge("loopback.label") is None


def test_too_few_openers_are_raised_without_reloading(computer: Computer) -> None:
    assert computer.severity("loopback.max-openers") == "ok"
    computer.unplug(10)
    computer.add_loopback(11, max_openers=10)
    assert "only 10 times" in computer.verdict("loopback.max-openers").message
    assert (
        computer.command("loopback.max-openers")
        == "sudo sh -c 'echo 200 > /sys/class/video4linux/video11/max_openers'"
    )
    assert is_fixable(computer, "loopback.max-openers")


@pytest.mark.parametrize(("version", "severity"), [("0.12.7", "hint"), ("0.13.2", "ok"), ("1.0", "ok")])
def test_an_old_version_is_named(computer: Computer, version: str, severity: str) -> None:
    computer.write("/sys/module/v4l2loopback/version", version)
    assert computer.severity("loopback.version") == severity
    assert version in computer.verdict("loopback.version").message


def test_a_version_that_is_not_told_gets_no_verdict(computer: Computer) -> None:
    computer.write("/sys/module/v4l2loopback/version", "")
    assert computer.judge("loopback.version") is None
    assert computer.verdict("loopback.loaded").message == "v4l2loopback is loaded."
    computer.write("/usr/src/v4l2loopback-0.12.7/dkms.conf")
    assert "0.12.7" in computer.verdict("loopback.version").message


def test_a_module_that_was_loaded_by_hand_is_written_down_for_the_next_start(computer: Computer) -> None:
    assert computer.severity("loopback.boot") == "ok"
    shutil.rmtree(computer.at("/etc/modprobe.d"))
    shutil.rmtree(computer.at("/etc/modules-load.d"))
    assert computer.severity("loopback.boot") == "hint"
    command = computer.command("loopback.boot")
    assert f"echo options v4l2loopback {loopback.OPTIONS} > /etc/modprobe.d/vcam.conf" in command
    assert "echo v4l2loopback > /etc/modules-load.d/vcam.conf" in command
    assert is_fixable(computer, "loopback.boot")


def test_only_what_is_lacking_is_written_down(computer: Computer) -> None:
    computer.at("/etc/modules-load.d/vcam.conf").unlink()
    assert (
        computer.command("loopback.boot") == "sudo sh -c 'echo v4l2loopback > /etc/modules-load.d/vcam.conf'"
    )
    computer.write("/etc/modules", "# modules\nv4l2loopback\n")
    assert computer.severity("loopback.boot") == "ok"


def test_options_that_somebody_wrote_are_named_and_never_changed_by_vcam(computer: Computer) -> None:
    computer.at("/etc/modprobe.d/vcam.conf").unlink()
    computer.write("/etc/modprobe.d/obs.conf", "# OBS\noptions  v4l2loopback devices=1 # one\n")
    verdict = computer.verdict("loopback.boot")
    assert verdict.severity == "warning"
    assert "/etc/modprobe.d/obs.conf" in verdict.message
    assert not is_fixable(computer, "loopback.boot")


def test_a_commented_option_counts_for_nothing(computer: Computer) -> None:
    computer.write("/etc/modprobe.d/vcam.conf", "#options v4l2loopback exclusive_caps=1\n")
    assert computer.severity("loopback.boot") == "hint"


def test_another_program_that_feeds_the_device_is_named(computer: Computer) -> None:
    assert computer.severity("loopback.feeder") == "ok"
    computer.unplug(10)
    computer.add_loopback(11, FED)
    computer.start(300, "/usr/bin/obs --startvirtualcam", "/dev/video11")
    verdict = computer.verdict("loopback.feeder")
    assert verdict.severity == "warning"
    assert "obs (process 300)" in verdict.message


@pytest.mark.parametrize("command", ["/usr/bin/python3 /home/ada/.venv/bin/vcam run", "python3 -m vcam run"])
def test_vcam_itself_may_feed_the_device(computer: Computer, command: str) -> None:
    computer.unplug(10)
    computer.add_loopback(11, FED)
    computer.start(300, command, "/dev/video11")
    assert computer.severity("loopback.feeder") == "ok"

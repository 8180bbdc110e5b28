from dataclasses import replace

import pytest

from tests.unit.doctor.conftest import FED, WEBCAM, Computer


def test_a_computer_without_a_camera_is_warned(computer: Computer) -> None:
    assert "Webcam (/dev/video0)" in computer.verdict("camera.present").message
    computer.unplug(0)
    assert computer.severity("camera.present") == "warning"


def test_a_camera_that_may_not_be_used_names_the_group_to_join(computer: Computer) -> None:
    assert computer.severity("camera.permission") == "ok"
    computer.closed.add(computer.at("/dev/video0"))
    group = computer.at("/dev/video0").stat().st_gid
    computer.write("/etc/group", f"cameras:x:{group}:bob\n")
    assert computer.severity("camera.permission") == "error"
    assert computer.command("camera.permission") == "sudo usermod -aG cameras ada"


def test_without_a_known_owner_the_group_is_video(computer: Computer) -> None:
    computer.closed.add(computer.at("/dev/video0"))
    computer.write("/etc/group", "")
    assert computer.command("camera.permission") == "sudo usermod -aG video ada"


def test_who_has_joined_the_group_must_only_log_in_again(computer: Computer) -> None:
    computer.closed.add(computer.at("/dev/video0"))
    group = computer.at("/dev/video0").stat().st_gid
    computer.write("/etc/group", f"video:x:{group}:bob,ada\n")
    assert computer.severity("camera.permission") == "error"
    assert computer.command("camera.permission") == ""


def test_without_any_device_nothing_is_said_of_permissions_or_programs(computer: Computer) -> None:
    computer.unplug(0)
    computer.unplug(10)
    assert computer.judge("camera.permission") is None
    assert computer.judge("camera.busy") is None


def test_the_program_that_keeps_a_camera_busy_is_named(computer: Computer) -> None:
    assert computer.severity("camera.busy") == "ok"
    computer.troubles[str(computer.at("/dev/video0"))] = "busy"
    computer.start(41, "/opt/zoom/zoom", "/dev/video0")
    verdict = computer.verdict("camera.busy")
    assert verdict.severity == "warning"
    assert verdict.message == "Webcam (/dev/video0) is in use by zoom (process 41)."


def test_a_busy_camera_is_told_even_if_its_user_cannot_be_seen(computer: Computer) -> None:
    computer.troubles[str(computer.at("/dev/video0"))] = "busy"
    computer.write("/proc/41/comm", "zoom")  # without its folder of open files, as with another user's
    assert "another user's program" in computer.verdict("camera.busy").message


def test_a_program_that_only_watches_for_cameras_is_not_in_the_way(computer: Computer) -> None:
    computer.start(41, "/usr/bin/wireplumber", "/dev/video0")
    assert computer.severity("camera.busy") == "ok"


def test_a_camera_that_vcam_itself_uses_is_not_in_the_way(computer: Computer) -> None:
    computer.troubles[str(computer.at("/dev/video0"))] = "busy"
    computer.start(41, "python3 /usr/bin/vcam run", "/dev/video0")
    assert computer.severity("camera.busy") == "ok"


@pytest.mark.parametrize("source", ["vcam", "/dev/video10", "10"])
def test_vcam_must_not_film_itself(computer: Computer, source: str) -> None:
    assert computer.severity("camera.feedback") == "ok"
    computer.write("/home/ada/config/settings.toml", f'camera.source = "{source}"')
    assert computer.severity("camera.feedback") == "error"
    assert computer.command("camera.feedback") == "vcam settings set camera.source auto"


@pytest.mark.parametrize("source", ["Webcam", "/dev/video0", "clip.mp4", "demo", "usb-1"])
def test_other_sources_are_no_feedback(computer: Computer, source: str) -> None:
    computer.write("/home/ada/config/settings.toml", f'camera.source = "{source}"')
    assert computer.severity("camera.feedback") == "ok"


def test_another_programs_virtual_camera_is_a_fair_source_if_vcam_has_one_of_its_own(
    computer: Computer,
) -> None:
    computer.add_loopback(11, replace(FED, name="OBS Virtual Camera"))
    computer.write("/home/ada/config/settings.toml", 'camera.source = "/dev/video11"')
    assert computer.severity("camera.feedback") == "ok"


def test_a_camera_that_does_not_answer_is_still_found(computer: Computer) -> None:
    computer.answers.clear()
    assert computer.severity("camera.present") == "ok"


def test_a_camera_beside_its_metadata_node_counts_once(computer: Computer) -> None:
    computer.add_camera(1, replace(WEBCAM, captures=False), index="1")
    assert computer.verdict("camera.present").message.count("Webcam") == 1

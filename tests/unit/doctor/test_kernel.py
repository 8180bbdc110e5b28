import shutil
from pathlib import Path

import pytest

from tests.unit.doctor.conftest import RELEASE, Computer
from vcam.doctor.kernel import ENROLLED_KEYS, SECURE_BOOT

ON, OFF = b"\6\0\0\0\1", b"\6\0\0\0\0"
KEY = b"the public half of a key"
DKMS_KEY = "/var/lib/dkms/mok.pub"


def test_a_kernel_that_takes_modules_is_fine(computer: Computer) -> None:
    assert computer.severity("kernel.modules") == "ok"


def test_a_kernel_without_modules_has_no_virtual_camera_and_one_finding_says_so(computer: Computer) -> None:
    computer.uninstall()
    computer.at("/proc/modules").unlink()
    verdict = computer.verdict("kernel.modules")
    assert verdict.severity == "error"
    assert verdict.remedy is not None
    assert "outside this container" in verdict.remedy.sentence
    for other in ("loopback.installed", "loopback.loaded", "loopback.boot", "kernel.secure-boot"):
        assert computer.judge(other) is None


def test_an_installed_module_is_fine_also_while_it_is_not_loaded(computer: Computer) -> None:
    assert computer.severity("loopback.installed") == "ok"
    computer.unload()
    assert computer.severity("loopback.installed") == "ok"


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("ID=debian", f"sudo apt-get install v4l2loopback-dkms linux-headers-{RELEASE}"),
        (
            'ID=pop\nID_LIKE="ubuntu"',
            f"sudo apt-get install v4l2loopback-dkms linux-headers-{RELEASE}",
        ),
        ("ID=fedora", "sudo dnf install akmod-v4l2loopback"),
        ("ID=arch", "sudo pacman -S v4l2loopback-dkms linux-headers"),
        ("ID=nixos", ""),
    ],
)
def test_a_missing_module_is_installed_as_the_distribution_does_it(
    computer: Computer, release: str, command: str
) -> None:
    computer.uninstall()
    computer.write("/etc/os-release", release)
    assert computer.severity("loopback.installed") == "error"
    assert computer.command("loopback.installed") == command


def test_missing_headers_are_named_as_the_reason_why_nothing_was_built(computer: Computer) -> None:
    computer.uninstall()
    computer.write("/var/lib/dkms/v4l2loopback/0.15.0/source")
    computer.at(f"/lib/modules/{RELEASE}/build/Makefile").unlink()
    computer.at(f"/lib/modules/{RELEASE}/build").rmdir()
    assert "headers are missing" in computer.verdict("loopback.installed").message
    assert computer.command("loopback.installed") == f"sudo apt-get install linux-headers-{RELEASE}"


def test_a_module_whose_headers_are_there_is_built(computer: Computer) -> None:
    computer.uninstall()
    computer.write("/var/lib/dkms/v4l2loopback/0.15.0/source")
    assert computer.command("loopback.installed") == f"sudo dkms autoinstall -k {RELEASE}"


def test_a_kernel_that_was_updated_under_our_feet_asks_for_a_restart(computer: Computer) -> None:
    computer.unload()
    computer.write("/proc/sys/kernel/osrelease", "6.1.0-29-amd64")
    assert "after an update" in computer.verdict("loopback.installed").message
    assert computer.command("loopback.installed") == "systemctl reboot"


@pytest.mark.parametrize("state", [None, OFF])
def test_secure_boot_that_is_off_or_unknown_is_fine(computer: Computer, state: bytes | None) -> None:
    computer.unload()
    if state is not None:
        computer.write(SECURE_BOOT, state)
    assert computer.severity("kernel.secure-boot") == "ok"


def test_secure_boot_that_let_the_module_in_is_fine(computer: Computer) -> None:
    computer.write(SECURE_BOOT, ON)
    assert computer.severity("kernel.secure-boot") == "ok"


def test_secure_boot_refuses_a_module_whose_key_it_does_not_know(computer: Computer) -> None:
    computer.unload()
    computer.write(SECURE_BOOT, ON)
    computer.write(DKMS_KEY, KEY)
    assert computer.severity("kernel.secure-boot") == "error"
    assert computer.command("kernel.secure-boot") == f"sudo mokutil --import {DKMS_KEY}"


@pytest.mark.parametrize("place", ENROLLED_KEYS)
def test_secure_boot_with_our_key_enrolled_is_fine(computer: Computer, place: str) -> None:
    computer.unload()
    computer.write(SECURE_BOOT, ON)
    computer.write(DKMS_KEY, KEY)
    computer.write(place, b"head" + KEY + b"tail")
    assert computer.severity("kernel.secure-boot") == "ok"


def test_secure_boot_without_any_key_may_refuse_the_module(computer: Computer) -> None:
    computer.unload()
    computer.write(SECURE_BOOT, ON)
    assert computer.severity("kernel.secure-boot") == "warning"


def test_secure_boot_takes_a_module_that_comes_with_the_kernel(computer: Computer) -> None:
    computer.unload()
    computer.write(SECURE_BOOT, ON)
    computer.write(f"/lib/modules/{RELEASE}/modules.dep", "kernel/v4l2loopback/v4l2loopback.ko.zst:\n")
    assert computer.severity("kernel.secure-boot") == "ok"


def test_before_the_installation_secure_boot_is_explained(computer: Computer) -> None:
    computer.uninstall()
    computer.write(SECURE_BOOT, ON)
    assert computer.severity("kernel.secure-boot") == "hint"


def test_a_key_that_only_root_may_see_is_enrolled_if_the_module_is_refused(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.unload()
    computer.write(SECURE_BOOT, ON)
    really_there = Path.exists

    def exists(path: Path, **how: bool) -> bool:
        if "akmods" in path.parts:
            raise PermissionError
        return really_there(path, **how)

    monkeypatch.setattr(Path, "exists", exists)
    assert computer.severity("kernel.secure-boot") == "warning"
    command = "sudo mokutil --import /etc/pki/akmods/certs/public_key.der"
    assert computer.command("kernel.secure-boot") == command


def test_what_fedora_has_yet_to_build_is_built(computer: Computer) -> None:
    computer.uninstall()
    computer.write("/usr/src/akmods/v4l2loopback-kmod-0.13.2-1.fc40.src.rpm")
    assert "not built" in computer.verdict("loopback.installed").message
    assert computer.command("loopback.installed") == f"sudo akmods --force --kernels {RELEASE}"


@pytest.mark.parametrize("mark", ["/.dockerenv", "/run/.containerenv"])
def test_in_a_container_the_computer_itself_is_pointed_to(computer: Computer, mark: str) -> None:
    computer.uninstall()
    computer.write(mark)
    assert computer.severity("loopback.installed") == "error", "one that was given the modules may load them"
    shutil.rmtree(computer.at("/lib/modules"))
    assert "takes no modules" in computer.verdict("kernel.modules").message
    assert computer.judge("loopback.installed") is None

import errno
import os
import subprocess
import sys
from pathlib import Path

from vcam.devices import Answer, find_trouble, list_devices, list_virtual_cameras

WEBCAM = Answer("uvcvideo", "Integrated Camera", "usb-0000:00:14.0-8", True, False, ("MJPG", "YUYV"))
METADATA = Answer("uvcvideo", "Integrated Camera", "usb-0000:00:14.0-8", False, False, ())
IDLE_LOOPBACK = Answer("v4l2 loopback", "vcam", "platform:v4l2loopback-000", False, True, ())


class FakeSystem:
    """Device files and what the kernel publishes of them."""

    def __init__(self, folder: Path) -> None:
        self.dev, self.sysfs = folder / "dev", folder / "sys" / "class" / "video4linux"
        self.dev.mkdir()
        self.sysfs.mkdir(parents=True)
        self._devices = folder / "sys" / "devices"
        self.answers: dict[str, Answer] = {}

    def add(self, number: int, answer: Answer, *, virtual: bool = False, index: int = 0) -> str:
        path = self.dev / f"video{number}"
        path.touch()
        node = self._devices / ("virtual" if virtual else "pci0") / "video4linux" / f"video{number}"
        node.mkdir(parents=True)
        (node / "name").write_text(f"{answer.name}\n")
        (node / "index").write_text(f"{index}\n")
        (self.sysfs / f"video{number}").symlink_to(node)
        self.answers[str(path)] = answer
        return str(path)

    def ask(self, path: str) -> Answer:
        if path not in self.answers:
            raise OSError(errno.EACCES, "Permission denied")
        return self.answers[path]


def test_cameras_are_listed_by_number_and_metadata_nodes_are_not(tmp_path: Path) -> None:
    system = FakeSystem(tmp_path)
    for number in (10, 2):
        system.add(number, WEBCAM)
    system.add(3, METADATA, index=1)
    found = list_devices(system.dev, system.sysfs, system.ask)
    assert [Path(device.path).name for device in found] == ["video2", "video10"]
    assert found[0].name == "Integrated Camera"
    assert found[0].bus == "usb-0000:00:14.0-8"
    assert found[0].kind == "camera"
    assert found[0].formats == ("MJPG", "YUYV")


def test_a_loopback_device_is_virtual_whether_it_is_fed_or_not(tmp_path: Path) -> None:
    system = FakeSystem(tmp_path)
    system.add(10, IDLE_LOOPBACK, virtual=True)
    system.add(11, Answer("v4l2 loopback", "OBS", "platform:v4l2loopback-001", True, False, ()))
    assert [each.kind for each in list_devices(system.dev, system.sysfs, system.ask)] == ["virtual"] * 2


def test_a_device_that_may_not_be_opened_is_listed_with_what_the_system_tells(tmp_path: Path) -> None:
    system = FakeSystem(tmp_path)
    system.add(0, WEBCAM)
    system.add(1, METADATA, index=1)
    system.answers.clear()
    (device,) = list_devices(system.dev, system.sysfs, system.ask)
    assert (device.name, device.kind, device.formats) == ("Integrated Camera", "camera", ())


def test_virtual_cameras_are_found_without_opening_any_device(tmp_path: Path) -> None:
    system = FakeSystem(tmp_path)
    system.add(0, WEBCAM)
    path = system.add(10, IDLE_LOOPBACK, virtual=True)
    (device,) = list_virtual_cameras(system.dev, system.sysfs)
    assert (device.path, device.name) == (path, "vcam")


def test_a_computer_without_cameras_has_an_empty_list(tmp_path: Path) -> None:
    assert list_devices(tmp_path / "none", tmp_path / "none") == []


def test_an_absent_device_is_missing_and_a_file_is_no_known_trouble(tmp_path: Path) -> None:
    assert find_trouble(os.fspath(tmp_path / "video0")) == "missing"
    (tmp_path / "video1").touch()
    assert find_trouble(os.fspath(tmp_path / "video1")) == "unknown"


def test_importing_it_loads_nothing_slow() -> None:
    code = "import sys, vcam.devices; print(*{'linuxpy', 'cv2', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vcam.control.service import Service
from vcam.engine import EngineState

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets")


class Manager:
    """Hears what systemd would."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.socket.setblocking(False)
        self.environment = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "30000000"}

    def heard(self) -> list[str]:
        """All that was said since the last time."""
        said = []
        while True:
            try:
                said.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return said


@pytest.fixture
def manager(folder: Path) -> Iterator[Manager]:
    folder.mkdir()
    one = Manager(folder / "notify")
    yield one
    one.socket.close()


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_it_is_ready_when_the_first_picture_has_gone_out(manager: Manager) -> None:
    service = Service(manager.environment)
    assert manager.heard() == []
    service.sent(None)
    assert manager.heard() == ["READY=1\nWATCHDOG=1"]
    service.close()


def test_a_sign_of_life_needs_a_picture_however_much_time_passes(manager: Manager) -> None:
    clock = Clock()
    service = Service(manager.environment, clock)
    service.sent(None)
    manager.heard()
    clock.now_s += 3600
    service.note(EngineState("card", "No camera"))
    assert manager.heard() == ["STATUS=card No camera"]
    service.sent(None)
    assert manager.heard() == ["WATCHDOG=1"]
    service.close()


def test_signs_of_life_are_few(manager: Manager) -> None:
    clock = Clock()
    service = Service(manager.environment, clock)
    for _ in range(1000):
        clock.now_s += 1 / 30
        service.sent(None)
    # A third of the 30 seconds that are allowed: at 0, 10, 20 and 30 s.
    assert len(manager.heard()) == 4
    service.close()


def test_states_that_take_turns_quickly_are_not_all_told_but_the_last_is(manager: Manager) -> None:
    clock = Clock()
    service = Service(manager.environment, clock)
    service.sent(None)
    for _ in range(50):
        service.note(EngineState("live"))
        service.note(EngineState("card", "Waiting"))
    clock.now_s += 2
    service.sent(None)
    assert manager.heard() == ["READY=1\nWATCHDOG=1", "STATUS=live", "STATUS=card Waiting"]
    service.close()


def test_the_end_is_announced(manager: Manager) -> None:
    Service(manager.environment).close()
    assert manager.heard() == ["STOPPING=1"]


def test_no_program_that_vcam_starts_speaks_in_its_name(manager: Manager) -> None:
    Service(manager.environment).close()
    assert manager.environment == {}


def test_a_watchdog_that_is_another_process_s_is_left_alone(manager: Manager) -> None:
    clock = Clock()
    manager.environment["WATCHDOG_PID"] = str(os.getpid() + 1)
    service = Service(manager.environment, clock)
    service.sent(None)
    clock.now_s += 3600
    service.sent(None)
    assert manager.heard() == ["READY=1\nWATCHDOG=1"]
    service.close()


@pytest.mark.parametrize("address", ["", "/nowhere/notify", "vsock:2:1234", "@vcam-test-nobody-listens"])
def test_without_systemd_nothing_happens(address: str) -> None:
    service = Service({"NOTIFY_SOCKET": address} if address else {})
    service.sent(None)
    service.note(EngineState("live"))
    service.close()


def test_a_manager_that_is_gone_costs_nothing(manager: Manager) -> None:
    service = Service(manager.environment)
    manager.socket.close()
    service.sent(None)
    service.close()

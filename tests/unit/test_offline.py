"""A thread that went offline opens no socket, nor does what it starts; everybody else does."""

import platform
import socket
import subprocess
import sys
import threading

import pytest

from vcam.offline import go_offline

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="needs Linux",
)

OPEN_ONE = "import socket; socket.socket().close()"


def opens_a_socket() -> bool:
    try:
        socket.socket(socket.AF_INET).close()
    except PermissionError:
        return False
    return True


def test_a_thread_that_went_offline_opens_no_socket_nor_does_what_it_starts() -> None:
    seen: dict[str, object] = {}

    def work() -> None:
        seen["before"] = opens_a_socket()
        seen["offline"] = go_offline()
        seen["after"] = opens_a_socket()
        child = threading.Thread(target=lambda: seen.update(child=opens_a_socket()))
        child.start()
        child.join()
        program = subprocess.run([sys.executable, "-c", OPEN_ONE], capture_output=True, check=False)
        seen["program"] = b"PermissionError" in program.stderr

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == {"before": True, "offline": True, "after": False, "child": False, "program": True}
    assert opens_a_socket(), "everybody else goes on as before"


def test_elsewhere_it_says_that_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert not go_offline()
    assert opens_a_socket()

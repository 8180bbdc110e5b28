import os
import socket
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from vcam.control.place import (
    PlaceError,
    RunsAlreadyError,
    claimed,
    is_same_user,
    listen,
    make_private,
    peer_uid,
    socket_path,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_only_the_user_may_enter_the_folder_and_use_the_socket(folder: Path) -> None:
    with claimed(folder, "a test"), listen(folder):
        assert mode(folder) == 0o700
        assert mode(socket_path(folder)) == 0o600
        assert mode(folder / "vcam.lock") == 0o600


def test_a_folder_that_others_could_enter_is_closed_to_them(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    make_private(folder)
    assert mode(folder) == 0o700


def test_a_link_is_no_folder_of_the_user(folder: Path) -> None:
    folder.parent.joinpath("elsewhere").mkdir()
    folder.symlink_to(folder.parent / "elsewhere")
    with pytest.raises(PlaceError, match="set XDG_RUNTIME_DIR"):
        make_private(folder)


def test_a_folder_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(PlaceError, match="not a folder of yours"):
        make_private(folder)


def test_a_second_one_is_told_who_runs_and_how_to_steer_it(folder: Path) -> None:
    with claimed(folder, "sends to /dev/video10"):
        with pytest.raises(RunsAlreadyError, match="vcam ctl") as refused, claimed(folder, "second"):
            pass
        assert f"process {os.getpid()}, sends to /dev/video10" in str(refused.value)
    with claimed(folder, "third"):
        pass


def test_one_that_was_killed_bars_nobody(folder: Path) -> None:
    program = (
        "import os, pathlib, sys; from vcam.control.place import claimed, listen\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "with claimed(folder, 'x'):\n    listen(folder)\n    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], check=False)
    assert done.returncode == -9
    assert socket_path(folder).is_socket(), "it had no time to tidy up"
    with claimed(folder, "the next one"), listen(folder):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(socket_path(folder)))
        connection.close()
    assert not socket_path(folder).exists()


def test_a_path_that_is_too_long_for_a_socket_is_told_in_a_sentence(folder: Path) -> None:
    deep = folder / ("x" * 100)
    with pytest.raises(PlaceError, match="too long"), claimed(deep, "x"):
        listen(deep)


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(folder: Path) -> None:
    folder.touch()
    with pytest.raises(PlaceError, match="cannot be"), claimed(folder / "below", "x"):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's peer credentials")
def test_the_kernel_says_who_is_at_the_other_end() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        assert peer_uid(ours) == os.getuid()
        assert is_same_user(ours)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's peer credentials")
def test_another_user_is_not_this_one() -> None:
    class Foreign(socket.socket):
        def getsockopt(self, *_: object) -> bytes:  # type: ignore[override]
            return struct.pack("3i", 4321, os.getuid() + 1, 0)

    with Foreign(socket.AF_UNIX) as connection:
        assert peer_uid(connection) == os.getuid() + 1
        assert not is_same_user(connection)

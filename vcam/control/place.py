"""Where a running vcam is found: one folder for each user, with a lock and a socket."""

import contextlib
import json
import os
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from vcam.errors import VcamError

LONGEST_PATH = 100
"""A Unix socket's path has 108 bytes on Linux and 104 on macOS."""
ELSEWHERE = "vcam cannot be steered from outside on this system; use its window."


class RunsAlreadyError(VcamError):
    """This user's vcam runs already."""


class PlaceError(VcamError):
    """A running vcam cannot be reached from outside."""


def socket_path(folder: Path) -> Path:
    """The socket on which a running vcam is steered."""
    return folder / "control.sock"


@contextlib.contextmanager
def claimed(folder: Path, about: str) -> Iterator[None]:
    """Be the one vcam of this user until the end of the block.

    Args:
        folder: the user's own; made if it is missing.
        about: where the pictures go, for whoever comes second.

    Raises:
        RunsAlreadyError: another one runs; the message says how to steer it.
        PlaceError: the folder cannot be used.
    """
    if sys.platform == "win32":
        raise PlaceError(ELSEWHERE)
    import fcntl

    make_private(folder)
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        handle = os.open(folder / "vcam.lock", flags, 0o600)
    except OSError as error:
        raise _unusable(folder, error) from error
    with open(handle, "r+", encoding="utf-8") as lock:
        try:
            # The lock ends with its process, however that ends, so a stale socket never bars a start.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunsAlreadyError(
                f"vcam runs already{_described(lock.read())}; "
                "steer it with `vcam ctl`, or end it with `vcam ctl quit`."
            ) from None
        except OSError as error:
            raise _unusable(folder, error) from error
        lock.truncate(0)
        json.dump({"pid": os.getpid(), "about": about}, lock)
        lock.flush()
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                socket_path(folder).unlink(missing_ok=True)


def listen(folder: Path) -> socket.socket:
    """Open the socket in a folder that this process has claimed; a stale one is replaced.

    Raises:
        PlaceError: it cannot be opened.
    """
    path = socket_path(folder)
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise PlaceError(
            f"vcam cannot be steered: the path {path} is too long; set XDG_RUNTIME_DIR to a shorter one."
        )
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise _unusable(folder, error) from error
    return listener


def make_private(folder: Path) -> None:
    """Make a folder that only this user may enter, or make sure that it is one.

    Raises:
        PlaceError: it belongs to somebody else, or cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise PlaceError(
                f"vcam cannot be steered: {folder} is not a folder of yours; set XDG_RUNTIME_DIR to one."
            )
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        raise _unusable(folder, error) from error


def is_same_user(connection: socket.socket) -> bool:
    """Whether the process at the other end belongs to this user."""
    return peer_uid(connection) == os.getuid()


def peer_uid(connection: socket.socket) -> int | None:
    """The user at the other end of a Unix socket, as the kernel knows it; None where it does not tell."""
    if sys.platform == "linux":
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        _pid, uid, _gid = struct.unpack("3i", credentials)
        return int(uid)
    if sys.platform == "darwin":
        sol_local, local_peercred = 0, 1
        # struct xucred begins with its version and the user.
        return int(struct.unpack_from("II", connection.getsockopt(sol_local, local_peercred, 76))[1])
    return None


def _described(lock: str) -> str:
    try:
        holder = json.loads(lock)
        return f" (process {holder['pid']}, {holder['about']})"
    except (ValueError, KeyError, TypeError):
        return ""


def _unusable(folder: Path, error: OSError) -> PlaceError:
    reason = error.strerror or error
    return PlaceError(f"vcam cannot be steered: {folder} cannot be used ({reason}); check XDG_RUNTIME_DIR.")

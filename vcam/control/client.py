"""Ask the running vcam for something."""

import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from vcam.control.messages import (
    MAX_BYTES,
    MAX_REPLY_BYTES,
    VERBS,
    Answer,
    make_request,
    read_reply,
    write_request,
)
from vcam.control.place import ELSEWHERE, PlaceError, is_same_user, socket_path
from vcam.errors import UsageError, VcamError

PATIENCE_S = 10.0
"""Going over to another virtual camera takes a few seconds; everything else some milliseconds."""


class NotRunningError(VcamError):
    """No vcam of this user runs."""


def ask(
    folder: Path,
    verb: str,
    values: Mapping[str, str] | None = None,
    timeout_s: float = PATIENCE_S,
    is_trusted: Callable[[socket.socket], bool] = is_same_user,
) -> Answer:
    """Send one request and wait for the answer.

    Args:
        folder: where the running vcam is found.
        verb: a name in `messages.VERBS`.
        values: what the verb takes.
        timeout_s: how long to wait.
        is_trusted: whether a server is this user's own.

    Raises:
        NotRunningError: no vcam runs.
        UsageError: the request was wrong.
        VcamError: it could not be done.
    """
    request = write_request(make_request(verb, values or {}))
    if len(request) > MAX_BYTES:
        raise UsageError(f"The request is too long; it has at most {MAX_BYTES} bytes.")
    with _connected(folder, timeout_s) as connection:
        if not is_trusted(connection):
            raise VcamError("The running vcam belongs to another user; start one of your own with: vcam run")
        try:
            # Who is refused is told why and hung up on, maybe before the request is out.
            with suppress(BrokenPipeError):
                connection.sendall(request)
            line = _read_line(connection)
        except TimeoutError:
            raise _too_late(verb, timeout_s) from None
        except OSError as error:
            raise VcamError(f"The running vcam hung up ({error.strerror}); start it again.") from error
    reply = read_reply(line)
    if reply.error:
        raise (UsageError if reply.wrong == "usage" else VcamError)(reply.error)
    return reply.answer


def _connected(folder: Path, timeout_s: float) -> socket.socket:
    if sys.platform == "win32":
        raise PlaceError(ELSEWHERE)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout_s)
    try:
        connection.connect(str(socket_path(folder)))
    except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
        connection.close()
        raise NotRunningError("No vcam is running; start one with: vcam run") from None
    except TimeoutError:
        connection.close()
        raise _too_late("status", timeout_s) from None
    except OSError as error:
        connection.close()
        raise VcamError(f"The running vcam cannot be reached ({error.strerror or error}).") from error
    return connection


def _too_late(verb: str, timeout_s: float) -> VcamError:
    if VERBS[verb].is_quick:
        return VcamError("The running vcam does not answer; end it and start it again.")
    return VcamError(
        f"The running vcam has not done that within {timeout_s:g} seconds, such as because a disk hangs; "
        "it goes on trying, and `vcam ctl status` tells what it does."
    )


def _read_line(connection: socket.socket) -> bytes:
    """Read up to the end of the line, or of the connection."""
    line = bytearray()
    while not line.endswith(b"\n") and len(line) <= MAX_REPLY_BYTES:
        part = connection.recv(65536)
        if not part:
            break
        line += part
    return bytes(line)

"""Takes the network away from a thread whose libraries would use it.

Mediapipe's wheel reports its use to its maker's servers, and has no setting against that. vcam sends
nothing to anybody, so the thread in which mediapipe runs cannot open a socket at all: on Linux the
kernel sees to that.
"""

import ctypes
import errno
import logging
import platform
import struct
import sys

log = logging.getLogger(__name__)

_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""How the kernel names a processor to a filter, and the number of its call that makes a socket."""

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_CALL_AT, _ARCHITECTURE_AT = 0, 4
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def go_offline() -> bool:
    """Let neither this thread nor what it starts from now on, threads and programs, open any socket.

    It cannot be taken back. Other threads go on as they were.

    Returns:
        Whether that is so; only Linux can do it, on x86-64 and 64-bit ARM.
    """
    known = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, socket_call = known
    instructions = (
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUAL, architecture, if_not=3),
        _step(_LOAD, _CALL_AT),
        _step(_EQUAL, socket_call, if_not=1),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _ALLOW),
    )
    program = _Program(len(instructions), b"".join(instructions))
    library = ctypes.CDLL(None, use_errno=True)
    # The kernel asks for the first of those who are not root: a program with more rights would be fooled.
    if (
        library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0
    ):
        return True
    log.warning("the kernel cannot keep a thread offline: %s", errno.errorcode.get(ctypes.get_errno()))
    return False


def _step(code: int, value: int, if_not: int = 0) -> bytes:
    """An instruction of the kernel's packet filter, which skips `if_not` others if a comparison fails."""
    return struct.pack("HBBI", code, 0, if_not, value)

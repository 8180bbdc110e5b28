"""Who reads a virtual camera, so that the webcam is on only while somebody looks.

Newer versions of v4l2loopback tell when a program begins and ends to stream. With older ones,
whoever has the device open is taken for a reader after a moment: a browser that only lists
the cameras has it open for less.
"""

import ctypes
import logging
import os
import re
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

PROC = Path("/proc")
LINGER_S = 0.4
"""A reader that is gone may come back at once: browsers open a camera several times to get to know it."""
GLANCE_S = 0.3
"""Who has a device open for less than this only asked what it is."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a virtual camera.

    Attributes:
        count: how many; a version of the module that tells only whether there is one says 1.
        programs: their names, as far as the system tells them.
    """

    count: int = 0
    programs: tuple[str, ...] = ()


class Bell(Protocol):
    """Rings whenever somebody comes or goes.

    Attributes:
        fd: becomes ready when it rings.
        mask: what to wait for at `fd`, as in `select.poll`.
        patience_s: for how long somebody must stay to count as a reader.
    """

    fd: int
    mask: int
    patience_s: float

    def look(self) -> Readers:
        """Silence the bell and say who is there."""

    def close(self) -> None:
        """Let go of the device."""


class ReaderWatch:
    """Tells whenever the readers of a device change, from a thread of its own.

    Args:
        bell: rings when somebody comes or goes; it is closed at the end.
        on_change: told of the readers, from any thread.
        clock: seconds, monotonic.
    """

    def __init__(
        self, bell: Bell, on_change: Callable[[Readers], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bell = bell
        self._on_change = on_change
        self._clock = clock
        self._told = self._seen = Readers()
        self._seen_s = clock()
        self._exit, self._exit_door = os.pipe()
        self._first_wait_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="vcam-readers", daemon=True)

    def start(self) -> None:
        """Tell who reads for sure by now, which may be nobody, and from now on of every change."""
        self._first_wait_s = self.advance()
        if not self._told.count:
            self._on_change(self._told)
        self._thread.start()

    def stop(self) -> None:
        """Tell no more, and let go of the device."""
        os.write(self._exit_door, b".")
        if self._thread is not threading.current_thread():
            self._thread.join()
        self._bell.close()
        os.close(self._exit)
        os.close(self._exit_door)

    @property
    def readers(self) -> Readers:
        """Who was told last."""
        return self._told

    def advance(self) -> float | None:
        """Look who is there and tell it if it has lasted; give the seconds to wait, None for ever."""
        now_s = self._clock()
        here = self._bell.look()
        if here != self._seen:
            self._seen, self._seen_s = here, now_s
        if self._seen == self._told:
            return None
        left_s = self._seen_s + self._patience_s() - now_s
        if left_s > 0:
            return left_s
        self._told = self._seen
        log.info("read by %s", ", ".join(self._told.programs) or self._told.count or "nobody")
        self._on_change(self._told)
        return None

    def _patience_s(self) -> float:
        return LINGER_S if self._seen.count < self._told.count else self._bell.patience_s

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._bell.fd, self._bell.mask)
        poll.register(self._exit, select.POLLIN)
        wait_s = self._first_wait_s
        while True:
            ready = poll.poll(None if wait_s is None else wait_s * 1000)
            if any(fd == self._exit for fd, _ in ready):
                return
            try:
                wait_s = self.advance()
            except OSError as error:  # it is gone: whoever feeds it notices, and opens another
                log.info("the device tells no more who reads it: %s", error)
                return


def watch_readers(path: str, on_change: Callable[[Readers], None]) -> ReaderWatch | None:
    """Begin to tell who reads the virtual camera at `path`.

    Returns:
        The watch, already begun, or None where it cannot be known.
    """
    bell: Bell
    try:
        bell = EventBell(path)
    except (OSError, ImportError) as error:
        log.info("%s does not tell who streams (%s); who has it open counts", path, error)
        try:
            bell = OpenBell(path)
        except (OSError, AttributeError) as worse:
            log.info("nobody tells who reads %s: %s", path, worse)
            return None
    watch = ReaderWatch(bell, on_change)
    watch.start()
    return watch


class EventBell:
    """Asks v4l2loopback, from 0.13 on, to ring when a program begins or ends to stream.

    Raises:
        OSError: this version cannot do that.
    """

    # The module's own event, V4L2_EVENT_PRI_CLIENT_USAGE.
    _EVENT = 0x08000000 + 0x08E00000 + 1
    _SEND_INITIAL = 1

    def __init__(self, path: str) -> None:
        from linuxpy.video.device import subscribe_event

        self.mask = select.POLLPRI
        self.patience_s = 0.0
        self._path = path
        self._count = 0
        self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            subscribe_event(self.fd, self._EVENT, flags=self._SEND_INITIAL)
        except OSError:
            os.close(self.fd)
            raise

    def look(self) -> Readers:
        """Take the events that came and name the readers after the last one."""
        from linuxpy.video.device import deque_event

        while select.select([], [], [self.fd], 0)[2]:
            event = deque_event(self.fd)
            self._count = int.from_bytes(bytes(event.u)[:4], "little")
        return Readers(self._count, find_programs(self._path) if self._count else ())

    def close(self) -> None:
        """Unsubscribe."""
        os.close(self.fd)


class OpenBell:
    """Asks the kernel to ring when somebody opens or closes the device.

    Programs of other users are not seen.

    Raises:
        OSError: the device is gone, or there are too many watches.
        AttributeError: this system cannot do that.
    """

    _OPENED, _CLOSED_WRITTEN, _CLOSED = 0x20, 0x08, 0x10

    def __init__(self, path: str) -> None:
        self.mask = select.POLLIN
        self.patience_s = GLANCE_S
        self._path = path
        library = ctypes.CDLL(None, use_errno=True)
        self.fd = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), "no watch can be made")
        wanted = self._OPENED | self._CLOSED_WRITTEN | self._CLOSED
        if library.inotify_add_watch(self.fd, os.fsencode(path), wanted) < 0:
            error = ctypes.get_errno()
            os.close(self.fd)
            raise OSError(error, f"{path} cannot be watched")

    def look(self) -> Readers:
        """Forget what rang, and look who has the device open."""
        while select.select([self.fd], [], [], 0)[0]:
            os.read(self.fd, 65536)
        programs = find_programs(self._path)
        return Readers(len(programs), programs)

    def close(self) -> None:
        """Take the watch away."""
        os.close(self.fd)


def find_programs(
    path: str, feeds: bool = False, proc: Path = PROC, own: int | None = None
) -> tuple[str, ...]:
    """Name the programs, other than this one, that have a device open; one name for each process.

    Args:
        path: the device.
        feeds: whether to name those that have it open for nothing but writing, or the others.
        proc: where the kernel describes processes.
        own: the process to leave out; this one by default.
    """
    own = os.getpid() if own is None else own
    numbers = sorted(int(folder) for folder in os.listdir(proc) if folder.isdecimal())
    return tuple(
        _name(proc / str(number))
        for number in numbers
        if number != own and any(only_writes == feeds for only_writes in _openings(proc / str(number), path))
    )


def _openings(process: Path, path: str) -> list[bool]:
    """Tell of each time that a process has a device open whether that is only for writing."""
    try:
        with os.scandir(process / "fd") as files:
            numbers = [file.name for file in files if _target(file.path) == path]
    except OSError:  # it has ended, or is another user's
        return []
    return [_only_writes(process / "fdinfo" / number) for number in numbers]


def _target(link: str) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""


def _only_writes(information: Path) -> bool:
    flags = re.search(r"^flags:\s*([0-7]+)", _read(information), re.MULTILINE)
    return flags is not None and int(flags[1], 8) & os.O_ACCMODE == os.O_WRONLY


def _name(process: Path) -> str:
    return _read(process / "comm").strip() or process.name


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""

"""What a guest's script sees of devices and programs, from outside of vcam."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

WEBCAM, VIRTUAL = "/dev/video0", "/dev/video10"
THUMB = (16, 9)
"""Width and height of the pictures that a `Viewer` looks at."""

Sight = Literal["picture", "card"]


def wait_until(condition: Callable[[], bool], what: str, timeout_s: float = 60) -> float:
    """Ask again and again, since nothing tells us; give the seconds that it took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() > begin + timeout_s:
            raise TimeoutError(f"{what} did not come within {timeout_s:g} s")
        time.sleep(0.02)
    return time.monotonic() - begin


def is_fed() -> bool:
    """Tell whether the virtual camera looks like a camera by now: only a fed one does."""
    asked = subprocess.run(["v4l2-ctl", "-d", VIRTUAL, "--info"], capture_output=True, text=True, check=False)
    return "Video Capture" in asked.stdout.partition("Device Caps")[2]


def has_open(process: int, device: str) -> bool:
    """Tell whether a process has a device open."""
    folder = Path(f"/proc/{process}/fd")
    try:
        return any(os.readlink(folder / name) == device for name in os.listdir(folder))
    except OSError:  # a file was closed meanwhile: look again
        return folder.exists() and has_open(process, device)


def cpu_s(process: int) -> float:
    """Tell how long a process has computed so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """Tell how much memory a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Feeder:
    """The process that feeds, as others see it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "tests.e2e.guest.feeder"])
        self.id = self._process.pid
        wait_until(lambda: has_open(self.id, VIRTUAL) and is_fed(), "the feeder's first picture")

    @property
    def has_webcam(self) -> bool:
        """Whether it has the webcam open."""
        return has_open(self.id, WEBCAM)

    def signal(self, number: int) -> float:
        """Send a signal; give when."""
        self._process.send_signal(number)
        return time.monotonic()

    def end(self) -> None:
        """Let it end, however it is."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        self._process.wait(timeout=30)


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that a viewer got, and when."""

    sight: Sight
    time_s: float


class Viewer:
    """Reads the virtual camera with ffmpeg and looks at every picture, until it is closed."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._arrived = threading.Condition()
        width, height = THUMB
        self._process = subprocess.Popen(
            [
                *("ffmpeg", "-nostdin", "-loglevel", "fatal", "-f", "v4l2", "-i", VIRTUAL),
                *("-fps_mode", "passthrough", "-vf", f"scale={width}:{height}:flags=area"),
                *("-f", "rawvideo", "-pix_fmt", "gray", "-flush_packets", "1", "-"),
            ],
            stdout=subprocess.PIPE,
        )
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def wait_for(self, sight: Sight, since_s: float, timeout_s: float = 30) -> float:
        """Wait for a picture that came after `since_s`; give how long after that it came."""

        def first() -> Seen | None:
            return next((one for one in self.seen if one.time_s >= since_s and one.sight == sight), None)

        with self._arrived:
            if not self._arrived.wait_for(lambda: first() is not None, timeout_s):
                raise TimeoutError(f"no {sight} within {timeout_s} s; the last were {self.seen[-3:]}")
            found = first()
            assert found is not None
            return found.time_s - since_s

    def count(self) -> int:
        """Tell how many pictures came so far."""
        return len(self.seen)

    def close(self) -> None:
        """Stop reading."""
        self._process.kill()
        self._process.wait()
        self._thread.join()

    def _look(self) -> None:
        assert self._process.stdout is not None
        length = THUMB[0] * THUMB[1]
        while len(data := self._process.stdout.read(length)) == length:
            # The card is dark, what the feeder composes is bright.
            bright = np.median(np.frombuffer(data, np.uint8)) > 128
            with self._arrived:
                self.seen.append(Seen("picture" if bright else "card", time.monotonic()))
                self._arrived.notify_all()

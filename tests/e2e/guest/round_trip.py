"""Runs inside the guest: feed the virtual camera, read it back with ffmpeg, print what arrived as JSON.

usage: python -m tests.e2e.guest.round_trip parts
       python -m tests.e2e.guest.round_trip program COMMAND [ARGUMENT]...
"""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from tests.e2e.guest.seeing import has_open, is_fed, memory_mb, wait_until
from tests.support.metronome import Metronome
from vcam.guard import Guard
from vcam.sinks.virtual_camera import VirtualCameraSink
from vcam.sources.camera import CameraSource
from vcam.types import Size

WEBCAM, VIRTUAL = "/dev/video0", "/dev/video10"
SIZE, FPS = Size(1280, 720), 30.0
COLOURS_RGB = ((200, 30, 40), (30, 170, 60), (40, 60, 190), (230, 230, 230))
SMALL = Size(32, 18)
MOST_SPREAD = 12
"""Of a plane in which a small picture has one colour, in levels of 255."""


def main() -> None:
    """Do one round trip."""
    if sys.argv[1] == "parts":
        with feeding_by_parts() as details:
            metronome = Metronome(FPS)
            report = read_back(count=120)
            report["ticks_per_s"] = metronome.stop()
        report.update(details)
    else:
        with feeding_by_program(sys.argv[2:]) as idle:
            metronome = Metronome(FPS)
            report = read_back(count=2400, enough=60)
            report["ticks_per_s"] = metronome.stop()
        report["idle"] = idle
    print("\nREPORT " + json.dumps(report))


@contextmanager
def feeding_by_parts() -> Iterator[dict[str, object]]:
    """Send a card of another colour every half second, in time with the webcam's pictures."""
    camera, sink, guard = CameraSource(WEBCAM, SIZE, FPS), VirtualCameraSink(VIRTUAL), Guard()
    got = camera.open()
    details: dict[str, object] = {"camera": got.description, "camera_fps": got.fps}
    cards = [np.full(SIZE.shape, rgb[::-1], np.uint8) for rgb in COLOURS_RGB]
    sink.open(SIZE, FPS)
    fed, enough = threading.Event(), threading.Event()

    def feed() -> None:
        shades: set[tuple[int, ...]] = set()
        index = 0
        while not enough.is_set():
            picture = camera.read()
            assert picture is not None
            details["camera_shape"] = picture.shape
            shades.update(tuple(int(v) for v in picture[300, x]) for x in range(40, SIZE.width, 80))
            sink.send(guard.card(cards[index // 15 % len(cards)], "Test"))
            index += 1
            fed.set()
        details.update(camera_shades=len(shades), sent=index)

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        wait_until(fed.is_set, "the first picture")
        yield details
    finally:
        enough.set()
        feeder.join()
        sink.close()
        camera.close()


@contextmanager
def feeding_by_program(command: list[str]) -> Iterator[dict[str, object]]:
    """Let a program feed the virtual camera; tell what it holds before anybody reads."""
    program = subprocess.Popen(command)
    try:
        wait_until(is_fed, "the program's first picture")
        yield what_idling_holds(program.pid)
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(timeout=30)


def what_idling_holds(process: int) -> dict[str, object]:
    """Look at a program that nobody has read for a few seconds."""
    time.sleep(3)
    return {"webcam": has_open(process, WEBCAM), "memory_mb": memory_mb(process)}


def read_back(count: int, enough: int | None = None) -> dict[str, object]:
    """Read pictures as a video call would, made small, and tell their colours and their rate.

    Args:
        count: how many, at most.
        enough: end as soon as so many in a row had one colour alone, unlike the card and the webcam.
    """
    reader = subprocess.Popen(
        [
            *("ffmpeg", "-nostdin", "-loglevel", "error", "-f", "v4l2", "-i", VIRTUAL),
            *("-frames:v", str(count), "-fps_mode", "passthrough"),
            *("-vf", f"scale={SMALL.width}:{SMALL.height}:flags=area"),
            *("-f", "rawvideo", "-pix_fmt", "yuv444p", "-flush_packets", "1", "-"),
        ],
        stdout=subprocess.PIPE,
    )
    assert reader.stdout is not None
    pictures, times, plain = [], [], 0
    while len(data := reader.stdout.read(SMALL.width * SMALL.height * 3)) == SMALL.width * SMALL.height * 3:
        pictures.append(np.frombuffer(data, np.uint8).reshape(3, -1))
        times.append(time.monotonic())
        plain = plain + 1 if np.ptp(pictures[-1], axis=1).max() <= MOST_SPREAD else 0
        if plain == enough:
            reader.kill()
            break
    reader.wait()
    # The first second is left out: the reader takes what had been waiting at once.
    settled = times[30:]
    return {
        "count": len(pictures),
        "fps": (len(settled) - 1) / (settled[-1] - settled[0]) if len(settled) > 1 else 0.0,
        "lowest_yuv": [picture.min(axis=1).tolist() for picture in pictures],
        "highest_yuv": [picture.max(axis=1).tolist() for picture in pictures],
    }


if __name__ == "__main__":
    main()

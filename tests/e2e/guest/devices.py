"""Runs inside the guest: everything that can happen to a fed virtual camera, in one boot.

usage: devices.py [CHECK]...

Prints a report of what was seen, as JSON; the tests outside judge it.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.e2e.guest.feeder import FPS, VIRTUAL, WEBCAM
from tests.e2e.guest.seeing import Feeder, Viewer, cpu_s, is_fed, memory_mb, wait_until
from tests.support.metronome import Metronome

Report = dict[str, Any]
MANY = 300
OLD = "0.12"


def idle(feeder: Feeder) -> Report:
    """Nobody reads: what does waiting cost?"""
    wait_until(lambda: not feeder.has_webcam, "the webcam's closing", 10)
    begin_s, begin_cpu_s = time.monotonic(), cpu_s(feeder.id)
    time.sleep(5)
    share = (cpu_s(feeder.id) - begin_cpu_s) / (time.monotonic() - begin_s)
    return {
        "webcam": feeder.has_webcam,
        "is_listed": is_fed(),
        "cpu_share": share,
        "memory_mb": memory_mb(feeder.id),
    }


def demand(feeder: Feeder) -> Report:
    """A reader comes and goes."""
    with viewing() as viewer:
        viewer.wait_for("picture", since_s=0)
        opened = feeder.has_webcam
        first = viewer.seen[0].sight
    return {
        "first": first,
        "webcam": opened,
        "closed_s": wait_until(lambda: not feeder.has_webcam, "the webcam's closing", 10),
    }


def compliance(_feeder: Feeder) -> Report:
    """What the suite for drivers finds wrong, while pictures are fed."""
    failed: dict[str, list[str]] = {}
    for name, options in {"plain": [], "streaming": ["-s15"]}.items():
        done = run("v4l2-compliance", "-d", VIRTUAL, *options)
        failed[name] = sorted(
            {
                match[1].strip()
                for match in re.finditer(r"^\s*(?:test )?(.+?): FAIL\s*$", done.stdout, re.MULTILINE)
            }
        )
        total = re.search(r"Total.*", done.stdout)
        failed[f"{name} total"] = [total[0] if total else done.stdout[-500:] + done.stderr[-500:]]
    return {"version": module_version(), "failed": failed}


def many(_feeder: Feeder) -> Report:
    """Many pictures by ffmpeg, then by GStreamer, with a second reader where the module allows that."""
    # Its own clock, since the older module gives two pictures the same time now and then.
    source = ["-use_wallclock_as_timestamps", "1", "-f", "v4l2", "-i", VIRTUAL]
    target = ["-frames:v", str(MANY), "-fps_mode", "passthrough", "-f", "framemd5", "-"]
    done = run("ffmpeg", "-nostdin", "-loglevel", "error", *source, *target)
    sums = [line.rpartition(",")[2] for line in done.stdout.splitlines() if not line.startswith("#")]
    report: Report = {
        "ffmpeg": {"count": len(sums), "different": len(set(sums)), "errors": done.stderr[-2000:]},
        "gstreamer": None,
        "second": None,
        "second_gap_s": 0.0,
    }
    if not shutil.which("gst-launch-1.0"):
        return report
    elements = ["v4l2src", f"device={VIRTUAL}", f"num-buffers={MANY}", "!", "videoconvert", "!", "fakesink"]
    if lets_many_read():
        with viewing() as viewer:
            viewer.wait_for("picture", since_s=0)
            begin = viewer.count() - 1
            done = run("gst-launch-1.0", "-q", *elements)
            times = [*(one.time_s for one in viewer.seen[begin:]), time.monotonic()]
            report["second"] = len(times) - 2
            report["second_gap_s"] = max(later - earlier for earlier, later in pairwise(times))
    else:
        done = run("gst-launch-1.0", "-q", *elements)
    report["gstreamer"] = {"code": done.returncode, "errors": done.stderr[-2000:]}
    return report


def opencv(_feeder: Feeder) -> Report:
    """What a Python user gets."""
    import cv2

    capture = cv2.VideoCapture(VIRTUAL, cv2.CAP_V4L2)
    numbers = []
    shapes = set()
    for _ in range(90):
        arrived, image = capture.read()
        if not arrived:
            break
        shapes.add(image.shape)
        if image[200:].mean() > 128:
            bits = image[8, 8 : 16 * 16 : 16].mean(axis=1) > 128
            numbers.append(int(sum(int(bit) << number for number, bit in enumerate(bits))))
    capture.release()
    return {"shapes": sorted(shapes), "numbers": numbers}


def sleepers(_feeder: Feeder) -> Report:
    """Programs that have the camera and do not read it, beside one that does: how much slower is it?"""
    alone_fps = seen_fps()
    holder = os.open(VIRTUAL, os.O_RDWR)
    sleeper = None
    if lets_many_read():
        sleeper = subprocess.Popen(
            ["v4l2-ctl", "-d", VIRTUAL, "--stream-mmap", "--stream-count=100000"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(1)
        sleeper.send_signal(signal.SIGSTOP)
    try:
        beside_fps = seen_fps()
    finally:
        if sleeper is not None:
            sleeper.kill()
            sleeper.wait()
        os.close(holder)
    return {"alone_fps": alone_fps, "beside_fps": beside_fps, "slowdown": alone_fps / max(beside_fps, 0.1)}


def seen_fps(seconds: float = 3.0) -> float:
    """How many pictures a reader gets in a second."""
    with viewing() as viewer:
        viewer.wait_for("picture", since_s=0)
        begin, begin_s = viewer.count(), time.monotonic()
        time.sleep(seconds)
        return (viewer.count() - begin) / (time.monotonic() - begin_s)


def unplugged(_feeder: Feeder) -> Report:
    """The webcam is disconnected for a few seconds; vivid is back when nobody has it open any more."""
    with viewing() as viewer:
        viewer.wait_for("picture", since_s=0)
        holder = os.open(WEBCAM, os.O_RDWR)
        subprocess.run(["v4l2-ctl", "-d", WEBCAM, "-c", "disconnect=1"], check=True, capture_output=True)
        unplugged_s = time.monotonic()
        card_s = viewer.wait_for("card", unplugged_s)
        time.sleep(3)
        while_gone = {one.sight for one in viewer.seen if one.time_s > unplugged_s + 1.5}
        os.close(holder)
        back_s = viewer.wait_for("picture", time.monotonic())
    return {
        "card_s": card_s,
        "while_gone": sorted(while_gone),
        "back_s": back_s,
        "longest_gap_s": gap_s(viewer),
    }


def hung(feeder: Feeder) -> Report:
    """The feeder hangs and recovers."""
    with viewing() as viewer:
        viewer.wait_for("picture", since_s=0)
        card_s = viewer.wait_for("card", feeder.signal(signal.SIGSTOP))
        back_s = viewer.wait_for("picture", feeder.signal(signal.SIGCONT))
    return {"card_s": card_s, "back_s": back_s, "longest_gap_s": gap_s(viewer)}


def killed(feeder: Feeder) -> Report:
    """The feeder is killed, and a new one starts while the reader still reads."""
    with viewing() as viewer:
        viewer.wait_for("picture", since_s=0)
        card_s = viewer.wait_for("card", feeder.signal(signal.SIGKILL))
        time.sleep(1)
        after = Feeder()
        try:
            back_s = viewer.wait_for("picture", time.monotonic())
        finally:
            after.end()
    return {"card_s": card_s, "back_s": back_s, "longest_gap_s": gap_s(viewer)}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever that is."""
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def viewing() -> Iterator[Viewer]:
    """Look at the virtual camera meanwhile."""
    viewer = Viewer()
    try:
        yield viewer
    finally:
        viewer.close()


def gap_s(viewer: Viewer) -> float:
    """The longest time without any picture."""
    times = [one.time_s for one in viewer.seen]
    return max(later - earlier for earlier, later in pairwise(times))


def lets_many_read() -> bool:
    """Whether this v4l2loopback lets several programs stream at once: newer ones do not."""
    return module_version() == OLD


def module_version() -> str:
    """Which v4l2loopback this is: older ones do not say."""
    version = Path("/sys/module/v4l2loopback/version")
    return version.read_text().strip() if version.exists() else OLD


CHECKS: dict[str, Callable[[Feeder], Report]] = {
    check.__name__: check
    for check in (idle, demand, compliance, many, opencv, sleepers, unplugged, hung, killed)
}


def main() -> None:
    """Do the checks, one after another; one that breaks says so in its place."""
    report: Report = {}
    feeder = Feeder()
    for name in sys.argv[1:] or CHECKS:
        begin_s, metronome = time.monotonic(), Metronome(FPS)
        try:
            report[name] = CHECKS[name](feeder)
        except Exception:  # whatever it was, the other checks are worth doing
            report[name] = {"broke": traceback.format_exc()}
        metronome.stop()
        report[name]["stall_s"] = metronome.longest_s
        report[name]["took_s"] = round(time.monotonic() - begin_s, 1)
        print(name, report[name], flush=True)
    feeder.end()
    print("\nREPORT " + json.dumps(report))


if __name__ == "__main__":
    main()

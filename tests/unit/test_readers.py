import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vcam.readers import GLANCE_S, LINGER_S, OpenBell, Readers, ReaderWatch, find_programs

CAMERA = "/dev/video10"
NOBODY = Readers()
MEET, TEAMS = Readers(1, ("meet",)), Readers(1, ("teams",))

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: /proc and inotify")


class FakeBell:
    """Says who is there as the test sets it."""

    def __init__(self, patience_s: float = GLANCE_S) -> None:
        self.fd, self._door = os.pipe()
        self.mask = 1
        self.patience_s = patience_s
        self.here = Readers()
        self.closed = False

    def look(self) -> Readers:
        return self.here

    def close(self) -> None:
        self.closed = True
        os.close(self.fd)
        os.close(self._door)


class Steps:
    """A watch that moves when the test says so, on the test's clock."""

    def __init__(self, patience_s: float = GLANCE_S, here: Readers = NOBODY) -> None:
        self.bell = FakeBell(patience_s)
        self.bell.here = here
        self.now_s = 0.0
        self.told: list[Readers] = []
        self.watch = ReaderWatch(self.bell, self.told.append, lambda: self.now_s)
        self.watch.start()

    def step(self, now_s: float, here: Readers) -> float | None:
        self.now_s, self.bell.here = now_s, here
        return self.watch.advance()


@pytest.fixture
def steps() -> Steps:
    return Steps()


def test_who_stays_is_told_and_who_only_glances_is_not(steps: Steps) -> None:
    assert steps.step(1.0, MEET) == pytest.approx(GLANCE_S)
    steps.step(1.1, Readers())
    steps.step(9.0, Readers())
    assert steps.told == [Readers()]
    steps.step(10.0, MEET)
    assert steps.step(10.0 + GLANCE_S, MEET) is None
    assert steps.told == [Readers(), MEET]
    steps.watch.stop()


def test_a_bell_that_is_sure_needs_no_patience() -> None:
    steps = Steps(patience_s=0.0)
    assert steps.step(1.0, MEET) is None
    assert steps.told == [Readers(), MEET]
    steps.watch.stop()


def test_who_only_glances_while_the_watch_begins_is_not_told() -> None:
    steps = Steps(here=MEET)
    steps.step(0.1, NOBODY)
    assert steps.told == [NOBODY]
    steps.watch.stop()


def test_who_reads_already_while_the_watch_begins_is_told_after_a_glance_or_at_once() -> None:
    steps = Steps(here=MEET)
    steps.step(GLANCE_S, MEET)
    assert steps.told == [NOBODY, MEET]
    steps.watch.stop()
    sure = Steps(patience_s=0.0, here=MEET)
    assert sure.told == [MEET]
    sure.watch.stop()


def test_who_leaves_and_is_back_at_once_has_never_left(steps: Steps) -> None:
    steps.step(1.0, MEET)
    steps.step(2.0, MEET)
    assert steps.step(3.0, Readers()) == pytest.approx(LINGER_S)
    steps.step(3.2, MEET)
    steps.step(4.0, MEET)
    assert steps.told == [Readers(), MEET]
    steps.step(5.0, Readers())
    steps.step(5.0 + LINGER_S, Readers())
    assert steps.told[-1] == Readers()
    assert LINGER_S < 1, "the webcam goes off within a second after the last reader"
    steps.watch.stop()


def test_another_program_in_place_of_the_first_is_told(steps: Steps) -> None:
    steps.step(1.0, MEET)
    steps.step(2.0, MEET)
    steps.step(3.0, TEAMS)
    steps.step(4.0, TEAMS)
    assert steps.told[-1] == TEAMS
    assert steps.watch.readers == TEAMS
    steps.watch.stop()


def test_stopping_lets_go_of_the_device(steps: Steps) -> None:
    steps.watch.stop()
    assert steps.bell.closed


def a_process(proc: Path, number: int, name: str, opens: dict[str, int]) -> None:
    for part in ("fd", "fdinfo"):
        (proc / str(number) / part).mkdir(parents=True)
    (proc / str(number) / "comm").write_text(f"{name}\n")
    for fd, (target, flags) in enumerate(opens.items()):
        (proc / str(number) / "fd" / str(fd)).symlink_to(target)
        (proc / str(number) / "fdinfo" / str(fd)).write_text(f"pos:\t0\nflags:\t{flags:07o}\nmnt_id:\t5\n")


def test_programs_that_have_the_device_open_are_named_but_not_ourselves_nor_who_feeds_it(
    tmp_path: Path,
) -> None:
    a_process(tmp_path, 7, "vcam", {CAMERA: os.O_WRONLY})
    a_process(tmp_path, 30, "chrome", {"/dev/null": os.O_RDONLY, CAMERA: os.O_RDWR | os.O_NONBLOCK})
    a_process(tmp_path, 200, "obs", {CAMERA: os.O_WRONLY | os.O_SYNC})
    a_process(tmp_path, 31, "bash", {"/dev/video1": os.O_RDWR})
    a_process(tmp_path, 32, "kworker", {})
    (tmp_path / "self").mkdir()
    assert find_programs(CAMERA, proc=tmp_path, own=7) == ("chrome",)
    assert find_programs(CAMERA, feeds=True, proc=tmp_path, own=7) == ("obs",)


def test_a_process_that_ends_meanwhile_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "41").mkdir()
    assert find_programs(CAMERA, proc=tmp_path, own=7) == ()


@needs_linux
def test_a_real_process_that_opens_a_file_is_told_when_it_comes_and_when_it_goes(tmp_path: Path) -> None:
    device = tmp_path / "video10"
    device.touch()
    told: list[Readers] = []
    changed = threading.Condition()

    def tell(readers: Readers) -> None:
        with changed:
            told.append(readers)
            changed.notify_all()

    watch = ReaderWatch(OpenBell(str(device)), tell)
    watch.start()
    # It opens the file by itself: before it is what it will be, it would have another name.
    reader = subprocess.Popen(["tail", "-f", device], stdout=subprocess.DEVNULL)
    with changed:
        assert changed.wait_for(lambda: told[-1] == Readers(1, ("tail",)), timeout=20)
    reader.kill()
    reader.wait()
    with changed:
        assert changed.wait_for(lambda: told[-1] == Readers(), timeout=20)
    watch.stop()


@needs_linux
def test_a_device_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be watched"):
        OpenBell(str(tmp_path / "video10"))

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.support.pictures import GREEN, RED, TINY, cleared, solid
from vcam.devices import Device
from vcam.errors import SinkError
from vcam.readers import Readers, ReaderWatch
from vcam.sinks.virtual_camera import MODPROBE, VirtualCameraSink
from vcam.types import Image, Size

OBS = Device("/dev/video8", "OBS Virtual Camera", "", "", "virtual", ())
OURS = Device("/dev/video10", "vcam", "", "", "virtual", ())


class FakeFeed:
    """A virtual camera that remembers what it shows."""

    def __init__(self, error: str = "") -> None:
        self.error = error
        self.devices: list[str | None] = []
        self.shown: list[Image] = []
        self.closed = False

    def open(self, size: Size, fps: float, device: str | None) -> "FakeFeed":
        self.devices.append(device)
        if self.error:
            raise RuntimeError(f"'v4l2loopback' backend: {self.error}")
        return self

    def send(self, frame: Any) -> None:
        self.shown.append(frame.copy())

    def close(self) -> None:
        self.closed = True


class FakeWatch:
    """Tells of readers when the test says so."""

    def __init__(self, readers: Readers) -> None:
        self.readers = readers
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


class FakeLoopback:
    """A kernel module that remembers what it was asked for, in order, together with the feed."""

    def __init__(self, readers: Readers | None = None, took: Size = TINY) -> None:
        self.asked: list[str] = []
        self.card: Image | None = None
        self.watch = None if readers is None else FakeWatch(readers)
        self._took = took

    def of(self, path: str) -> "FakeLoopback":
        self.asked.append(path)
        return self

    def make_feedable(self) -> None:
        self.asked.append("feedable")

    def check_size(self, size: Size) -> None:
        self.asked.append("size")
        if size != self._took:
            raise SinkError(f"It is still read at {self._took}; close the reading program.")

    def show_when_silent(self, image: Image) -> bool:
        self.asked.append("card")
        self.card = image
        return True

    def forget_card(self) -> None:
        self.asked.append("no card")

    def watch_readers(self, on_change: Callable[[Readers], None]) -> ReaderWatch | None:
        self.asked.append("watch")
        if self.watch is None:
            return None
        on_change(self.watch.readers)
        return cast("ReaderWatch", self.watch)


def sink(
    feed: FakeFeed,
    wanted: str = "auto",
    devices: tuple[Device, ...] = (OBS, OURS),
    platform: str = "linux",
    loopback: FakeLoopback | None = None,
    told: list[Readers | None] | None = None,
) -> VirtualCameraSink:
    return VirtualCameraSink(
        wanted,
        on_readers=(lambda _: None) if told is None else told.append,
        open_feed=feed.open,
        beside=(loopback or FakeLoopback()).of,
        list_virtual_cameras=lambda: list(devices),
        platform=platform,
    )


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("auto", "/dev/video10"),
        ("/dev/video8", "/dev/video8"),
        ("8", "/dev/video8"),
        ("obs virtual camera", "/dev/video8"),
    ],
)
def test_a_virtual_camera_is_found_by_what_the_user_calls_it(wanted: str, path: str) -> None:
    feed = FakeFeed()
    sink(feed, wanted).open(TINY, 30)
    assert feed.devices == [path]


def test_a_link_means_the_device_that_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.realpath", {"/dev/vcam": "/dev/video10"}.__getitem__)
    feed = FakeFeed()
    sink(feed, "/dev/vcam").open(TINY, 30)
    assert feed.devices == ["/dev/video10"]


def test_another_programs_device_serves_if_ours_is_not_there() -> None:
    feed = FakeFeed()
    sink(feed, devices=(OBS,)).open(TINY, 30)
    assert feed.devices == ["/dev/video8"]


def test_pictures_arrive_as_they_are_and_the_device_is_let_go() -> None:
    feed = FakeFeed()
    camera = sink(feed)
    camera.open(TINY, 30)
    camera.send(cleared(GREEN))
    camera.close()
    camera.close()
    assert_array_equal(feed.shown[0], solid(GREEN))
    assert feed.closed


def test_without_any_device_the_command_that_makes_one_is_named() -> None:
    with pytest.raises(SinkError) as told:
        sink(FakeFeed(), devices=()).open(TINY, 30)
    assert str(told.value).endswith(
        "sudo modprobe v4l2loopback exclusive_caps=1 max_openers=200 card_label=vcam"
    )


@pytest.mark.parametrize(
    ("wanted", "error", "sentence"),
    [
        ("auto", "Device /dev/video10 is already in use.", "/dev/video10 is busy"),
        ("auto", "Device /dev/video10 is not a video output device.", "/dev/video10 is busy"),
        ("/dev/video2", "Device /dev/video2 is not a video output device.", "video2 is not a virtual camera"),
        ("/dev/video9", "Device /dev/video9 does not exist.", "There is no virtual camera /dev/video9"),
        ("auto", "Could not open due to missing permissions.", "join the group video"),
    ],
)
def test_a_device_that_does_not_open_says_why(wanted: str, error: str, sentence: str) -> None:
    with pytest.raises(SinkError, match=sentence):
        sink(FakeFeed(error), wanted).open(TINY, 30)


def test_an_unknown_name_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(SinkError, match=r"no virtual camera \"Moon\" \(there is: OBS Virtual Camera") as told:
        sink(FakeFeed(), "Moon").open(TINY, 30)
    assert MODPROBE in str(told.value)


def test_outside_linux_it_is_the_camera_of_obs() -> None:
    feed = FakeFeed()
    sink(feed, platform="darwin").open(TINY, 30)
    assert feed.devices == [None]
    with pytest.raises(SinkError, match="install OBS Studio"):
        sink(FakeFeed("no"), platform="win32").open(TINY, 30)


def test_an_odd_size_a_raw_picture_and_another_size_are_refused() -> None:
    camera = sink(FakeFeed())
    with pytest.raises(SinkError, match="even width and height"):
        camera.open(Size(31, 16), 30)
    camera.open(TINY, 30)
    with pytest.raises(TypeError, match="only what the guard has cleared"):
        camera.send(np.zeros(TINY.shape, np.uint8))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="opened for 32x16"):
        camera.send(cleared(RED, Size(8, 8)))


def test_the_kernel_gets_its_card_after_the_device_is_open_and_before_anybody_is_looked_for() -> None:
    loopback = FakeLoopback(Readers())
    camera = sink(FakeFeed(), loopback=loopback)
    camera.open(TINY, 30)
    assert loopback.asked == ["/dev/video10", "feedable", "size", "card", "watch"]
    assert loopback.card is not None
    assert loopback.card.shape == TINY.shape


def test_a_device_that_keeps_another_size_for_its_reader_is_let_go_with_the_reason() -> None:
    feed = FakeFeed()
    with pytest.raises(SinkError, match="still read at 64x48"):
        sink(feed, loopback=FakeLoopback(took=Size(64, 48))).open(TINY, 30)
    assert feed.closed


def test_who_reads_is_told_when_it_is_opened_and_unknown_is_told_as_unknown() -> None:
    told: list[Readers | None] = []
    sink(FakeFeed(), loopback=FakeLoopback(Readers(1, ("meet",))), told=told).open(TINY, 30)
    sink(FakeFeed(), loopback=FakeLoopback(None), told=told).open(TINY, 30)
    sink(FakeFeed(), platform="darwin", told=told).open(TINY, 30)
    assert told == [Readers(1, ("meet",)), None, None]


@pytest.mark.parametrize(("readers", "forgets"), [(Readers(), True), (Readers(1, ("meet",)), False)])
def test_at_the_end_the_kernel_keeps_the_card_for_who_still_reads(readers: Readers, forgets: bool) -> None:
    loopback = FakeLoopback(readers)
    camera = sink(FakeFeed(), loopback=loopback)
    camera.open(TINY, 30)
    camera.close()
    assert loopback.watch is not None
    assert loopback.watch.stopped
    assert ("no card" in loopback.asked) == forgets

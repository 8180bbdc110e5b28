from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.support.pictures import GREEN, RED, TINY, cleared, solid
from vcam.devices import Device
from vcam.errors import SinkError
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


def sink(
    feed: FakeFeed, wanted: str = "auto", devices: tuple[Device, ...] = (OBS, OURS), platform: str = "linux"
) -> VirtualCameraSink:
    return VirtualCameraSink(
        wanted, open_feed=feed.open, list_virtual_cameras=lambda: list(devices), platform=platform
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

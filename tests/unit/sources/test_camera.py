from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import cv2
import pytest
from numpy.testing import assert_array_equal

from tests.support.pictures import GREEN, RED, TINY, solid
from vcam.devices import Device, Trouble
from vcam.errors import SourceError
from vcam.sources.camera import LOYAL_S, WAKES_S, CameraSource, choose_camera
from vcam.sources.stillness import STUCK_S
from vcam.types import Image, Size

LOOPBACK = Device("/dev/video0", "vcam", "platform:v4l2loopback-000", "v4l2 loopback", "virtual", ())
LAPTOP = Device("/dev/video2", "Integrated Camera", "usb-0000:00:14.0-8", "uvcvideo", "camera", ("MJPG",))
DESK = Device("/dev/video4", "HD Webcam", "usb-0000:00:14.0-2", "uvcvideo", "camera", ("YUYV",))
HD = Size(1280, 720)
ALL = [LOOPBACK, LAPTOP, DESK]


class FakeCapture:
    """A cv2.VideoCapture that gives some sizes and formats only."""

    def __init__(self, pictures: Sequence[Image] = (), fourcc: str = "MJPG", biggest: Size = HD):
        self.pictures = list(pictures)
        self.asked: list[str] = []
        self.path = ""
        self.released = False
        self.opened = True
        self._fourcc = fourcc
        self._biggest = biggest
        self._values: dict[int, float] = {cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"BGR3")}

    def of(self, path: str) -> "FakeCapture":
        self.path = path
        return self

    def isOpened(self) -> bool:  # noqa: N802
        return self.opened

    def set(self, propId: int, value: float) -> bool:  # noqa: N803
        if propId == cv2.CAP_PROP_FOURCC:
            asked = int(value).to_bytes(4, "little").decode()
            self.asked.append(asked)
            if asked != self._fourcc:
                return True
        if propId == cv2.CAP_PROP_FRAME_WIDTH:
            value = min(value, self._biggest.width)
        if propId == cv2.CAP_PROP_FRAME_HEIGHT:
            value = min(value, self._biggest.height)
        self._values[propId] = value
        return True

    def get(self, propId: int) -> float:  # noqa: N803
        return self._values.get(propId, 0)

    def read(self) -> tuple[bool, Any]:
        return (True, self.pictures.pop(0)) if self.pictures else (False, None)

    def release(self) -> None:
        self.released = True


def camera(
    captures: Sequence[FakeCapture],
    wanted: str = "auto",
    trouble: Trouble = "unknown",
    size: Size = TINY,
    devices: Sequence[Device] = ALL,
    clock: Callable[[], float] = lambda: 0.0,
) -> CameraSource:
    waiting = list(captures)
    return CameraSource(
        wanted,
        size,
        30,
        open_capture=lambda path: waiting.pop(0).of(path),
        list_devices=lambda: list(devices),
        find_trouble=lambda path: trouble,
        clock=clock,
    )


@pytest.mark.parametrize(
    ("wanted", "device"),
    [
        ("auto", LAPTOP),
        ("4", DESK),
        ("/dev/video4", DESK),
        ("hd webcam", DESK),
        ("Integrated", LAPTOP),
        ("usb-0000:00:14.0-2", DESK),
    ],
)
def test_a_camera_is_found_by_whatever_the_user_calls_it(wanted: str, device: Device) -> None:
    assert choose_camera(wanted, ALL) is device


def test_auto_never_takes_a_virtual_camera_but_naming_one_does() -> None:
    with pytest.raises(SourceError, match="No camera was found; plug one in"):
        choose_camera("auto", [LOOPBACK])
    assert choose_camera("vcam", ALL) is LOOPBACK


def test_an_unknown_camera_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(SourceError, match=r"no camera \"Moon\"; there are .*HD Webcam \(/dev/video4\)"):
        choose_camera("Moon", ALL)
    with pytest.raises(SourceError, match="nor any other"):
        choose_camera("Moon", [])


def test_a_name_that_fits_two_cameras_is_not_guessed() -> None:
    with pytest.raises(SourceError, match=r"may be any of .*video2.*video4"):
        choose_camera("cam", [LAPTOP, DESK])


def test_compressed_pictures_are_asked_for_first_and_plain_ones_next() -> None:
    compressed, plain = FakeCapture(), FakeCapture(fourcc="YUYV")
    camera([compressed]).open()
    camera([plain]).open()
    assert compressed.asked == ["MJPG"]
    assert plain.asked == ["MJPG", "YUYV"]


def test_it_says_what_it_got_rather_than_what_was_asked_for() -> None:
    got = camera([FakeCapture(biggest=Size(640, 480))], size=Size(1920, 1080)).open()
    assert got.size == Size(640, 480)
    assert got.is_live
    assert got.description == "Integrated Camera, 640x480 at 30 fps, MJPG"


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("busy", r"Integrated Camera \(/dev/video2\) is busy; close the other program"),
        ("denied", "join the group video"),
        ("missing", "is gone; plug it in again"),
        ("unknown", "cannot be opened as a camera"),
    ],
)
def test_a_camera_that_does_not_open_says_why_in_one_sentence(trouble: Trouble, sentence: str) -> None:
    closed = FakeCapture()
    closed.opened = False
    with pytest.raises(SourceError, match=sentence):
        camera([closed], trouble=trouble).open()
    assert closed.released


def test_a_virtual_camera_that_is_not_fed_says_so() -> None:
    closed = FakeCapture()
    closed.opened = False
    with pytest.raises(SourceError, match="nobody feeds"):
        camera([closed], wanted="vcam").open()


def test_an_unplugged_camera_is_an_error_and_opens_again_when_it_is_back() -> None:
    before, after = FakeCapture([solid(RED)]), FakeCapture([solid(GREEN)])
    source = camera([before, after], trouble="missing")
    source.open()
    picture = source.read()
    assert picture is not None
    assert_array_equal(picture, solid(RED))
    with pytest.raises(SourceError, match="was unplugged"):
        source.read()
    assert before.released
    source.open()
    again = source.read()
    assert again is not None
    assert_array_equal(again, solid(GREEN))


def test_closing_twice_does_no_harm_and_reading_then_is_a_mistake() -> None:
    source = camera([FakeCapture()])
    source.open()
    source.close()
    source.close()
    with pytest.raises(ValueError, match="open the camera"):
        source.read()


def found_again(*afterwards: Device) -> str:
    """Where the laptop's camera, used through "auto", is found after it was lost."""
    captures = [FakeCapture(), FakeCapture()]
    devices = list(ALL)
    source = camera(captures, devices=devices)
    source.open()
    source.close()
    devices[:] = afterwards
    source.open()
    return captures[1].path


def test_a_camera_that_comes_back_under_another_number_is_the_same_camera() -> None:
    moved = replace(LAPTOP, path="/dev/video6")
    usurper = replace(DESK, path="/dev/video2")
    assert found_again(usurper, moved) == "/dev/video6"


def test_a_camera_that_comes_back_at_another_plug_is_found_by_its_name() -> None:
    moved = replace(LAPTOP, path="/dev/video6", bus="usb-0000:00:14.0-1")
    assert found_again(DESK, moved) == "/dev/video6"


def test_another_camera_takes_the_place_of_a_lost_one_only_after_a_while() -> None:
    times = [100.0]
    captures = [FakeCapture(), FakeCapture()]
    devices = list(ALL)
    source = camera(captures, devices=devices, clock=lambda: times[0])
    source.open()
    source.close()
    devices[:] = [DESK]
    for times[0] in (101.0, 101.0 + LOYAL_S - 1):
        with pytest.raises(SourceError, match="Integrated Camera was unplugged; plug it in again"):
            source.open()
    times[0] = 101.0 + LOYAL_S
    source.open()
    assert captures[1].path == DESK.path
    # Long after that the other one is lost in turn, and is waited for as well.
    source.close()
    devices[:], times[0] = [LAPTOP], 5000.0
    with pytest.raises(SourceError, match=f"{DESK.name} was unplugged"):
        source.open()


def test_two_cameras_of_the_lost_ones_name_are_not_guessed_from() -> None:
    twins = [replace(LAPTOP, path=f"/dev/video{n}", bus=f"usb-{n}") for n in (6, 7)]
    with pytest.raises(SourceError, match="plug it in again"):
        found_again(*twins)


def test_a_camera_that_repeats_one_picture_is_stuck_until_another_comes() -> None:
    times = [0.0]

    class SlowCapture(FakeCapture):
        """A camera of three pictures a second."""

        def read(self) -> tuple[bool, Any]:
            times[0] += WAKES_S / 3
            return super().read()

    first, second = FakeCapture([solid(RED)] * 3), SlowCapture([solid(RED)] * 4)
    third = SlowCapture([solid(RED), solid(RED), solid(GREEN)])
    source = camera([first, second, third], clock=lambda: times[0])
    source.open()
    source.read()
    times[0] = STUCK_S - 0.1
    source.read()
    times[0] = STUCK_S
    with pytest.raises(SourceError, match="Integrated Camera shows the same picture again and again"):
        source.read()
    assert first.released
    source.open()
    with pytest.raises(SourceError, match="same picture"):
        source.read()
    assert not second.pictures[1:], "it was given the time to wake"
    source.open()
    assert_array_equal(source.read(), solid(GREEN), "what it begins with is shown to nobody")


def test_a_virtual_camera_may_repeat_one_picture_as_long_as_it_likes() -> None:
    times = [0.0]
    source = camera([FakeCapture([solid(RED)] * 2)], wanted="vcam", clock=lambda: times[0])
    source.open()
    source.read()
    times[0] = 1000.0
    assert source.read() is not None

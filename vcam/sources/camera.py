"""A camera: found by what the user calls it, asked for a size and a rate, read."""

import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

import cv2

from vcam.devices import Device, Trouble, find_trouble, list_devices
from vcam.errors import SourceError
from vcam.ports import SourceFormat
from vcam.quiet import silence_opencv
from vcam.sources.stillness import Stillness
from vcam.types import Image, Size

BUFFER_COUNT = 2
"""One to fill while the other is read; more would only make the picture older."""
READ_TIMEOUT_S = 4
WAKES_S = 1.0
"""So long a camera that was stuck may go on with the same picture once it is opened anew."""
LOYAL_S = 30.0
"""A camera that is lost is waited for so long before another is taken in its place."""


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used here."""

    def isOpened(self) -> bool:  # noqa: N802
        """Tell whether it gives pictures."""

    def set(self, propId: int, value: float) -> bool:  # noqa: N803
        """Ask for a property; what came of it, `get` tells."""

    def get(self, propId: int) -> float:  # noqa: N803
        """Tell a property, 0 if unknown."""

    def read(self) -> tuple[bool, Any]:
        """Wait for a picture."""

    def release(self) -> None:
        """Let go of the device."""


def open_with_opencv(path: str) -> Capture:
    """Open a device file, or outside Linux the camera of a number."""
    silence_opencv()
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(READ_TIMEOUT_S))
    if sys.platform == "linux":
        return cast("Capture", cv2.VideoCapture(path, cv2.CAP_V4L2))
    return cast("Capture", cv2.VideoCapture(int(path)))


class CameraSource:
    """A camera of this computer.

    It is looked up anew at each `open`: a camera that was unplugged and comes back under another
    number is found by its name and bus, and for a while no other camera is taken in its place.
    """

    def __init__(
        self,
        wanted: str,
        size: Size,
        fps: float,
        *,
        open_capture: Callable[[str], Capture] = open_with_opencv,
        list_devices: Callable[[], list[Device]] = list_devices,
        find_trouble: Callable[[str], Trouble] = find_trouble,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember what is wanted; nothing is opened yet.

        Args:
            wanted: "auto" for the first real camera, or a number, a path, a name, a part of a name, or a bus.
            size: the size to ask for; the camera may give another.
            fps: the rate to ask for; the camera may give another.
            open_capture: opens the device of a path.
            list_devices: finds the cameras.
            find_trouble: tells why a device does not give pictures.
            clock: seconds, monotonic.
        """
        self._wanted = wanted
        self._size = size
        self._fps = fps
        self._open_capture = open_capture
        self._list_devices = list_devices
        self._find_trouble = find_trouble
        self._clock = clock
        self._stillness = Stillness(clock)
        self._lost_s: float | None = None
        self._opened_s = 0.0
        self._capture: Capture | None = None
        self._device: Device | None = None

    def open(self) -> SourceFormat:
        """Find the camera and start it; see `vcam.ports.Source`."""
        self.close()
        device = self._find()
        capture = self._open_capture(device.path)
        if not capture.isOpened():
            capture.release()
            raise SourceError(_explain(device, self._find_trouble(device.path)))
        self._capture, self._device, self._opened_s = capture, device, self._clock()
        # Whichever it is, it is waited for in its turn.
        self._lost_s = None
        return self._negotiate(capture, device)

    def read(self) -> Image | None:
        """Wait for the next picture; see `vcam.ports.Source`."""
        if self._capture is None or self._device is None:
            raise ValueError("open the camera before reading it")
        arrived, image = self._capture.read()
        device = self._device
        while arrived and image is not None and self._is_stuck(device, image):
            arrived, image = self._capture.read()
        if arrived and image is not None:
            return cast("Image", image)
        # Closed before it is asked, or it would be busy with us.
        self.close()
        if self._find_trouble(device.path) == "missing":
            raise SourceError(f"{device.name} was unplugged; plug it in again.")
        raise SourceError(f"{device.name} gives no more pictures; unplug it and plug it in again.")

    def close(self) -> None:
        """Let go of the camera."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _find(self) -> Device:
        """Give the camera of before if it is there, and any that the user means after waiting for it."""
        devices = self._list_devices()
        before = self._device
        if before is None:
            return choose_camera(self._wanted, devices)
        namesakes = [device for device in devices if device.name == before.name]
        same = [device for device in namesakes if device.bus == before.bus]
        if same or len(namesakes) == 1:
            self._lost_s = None
            return (same or namesakes)[0]
        if self._lost_s is None:
            self._lost_s = self._clock()
        if self._clock() - self._lost_s < LOYAL_S:
            raise SourceError(f"{before.name} was unplugged; plug it in again.")
        return choose_camera(self._wanted, devices)

    def _is_stuck(self, device: Device, image: Image) -> bool:
        """Tell whether a picture is that of a stuck camera, which is shown to nobody.

        After a while the camera is given up, so that it is opened anew: that cures some. Not at once, as some
        begin with the same picture whenever they are opened.
        """
        if device.kind != "camera" or not self._stillness.is_stuck(image):
            return False
        if self._clock() - self._opened_s < WAKES_S:
            return True
        self.close()
        raise SourceError(
            f"{device.name} shows the same picture again and again; open its cover,"
            " or unplug it and plug it in again."
        )

    def _negotiate(self, capture: Capture, device: Device) -> SourceFormat:
        """Ask for size, rate and format, and tell what came of it."""
        # The buffers first: the driver hands them out anew with every later change.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, BUFFER_COUNT)
        # Compressed first: uncompressed, most cameras reach only a few pictures a second at 1280x720.
        for code in ("MJPG", "YUYV"):
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*code))
            if _pixel_format(capture) == code:
                break
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size.height)
        capture.set(cv2.CAP_PROP_FPS, self._fps)
        width, height = capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
        size = Size(int(width), int(height)) if width > 0 and height > 0 else self._size
        fps = capture.get(cv2.CAP_PROP_FPS)
        if not (math.isfinite(fps) and 1 <= fps <= 1000):
            fps = self._fps
        parts = [device.name, f"{size} at {fps:g} fps", _pixel_format(capture)]
        return SourceFormat(size, fps, is_live=True, description=", ".join(part for part in parts if part))


def choose_camera(wanted: str, devices: Sequence[Device]) -> Device:
    """Find the camera that the user means.

    A virtual camera is never chosen by "auto", or vcam would film itself; it is if it is named.

    Raises:
        SourceError: there is none, or more than one, of that description.
    """
    if sys.platform != "linux" and not devices:
        return _choose_by_number(wanted)
    if wanted == "auto":
        real = [device for device in devices if device.kind == "camera"]
        if not real:
            raise SourceError("No camera was found; plug one in, or choose a video file as the source.")
        return real[0]
    path = f"/dev/video{wanted}" if wanted.isdecimal() else wanted
    path = os.path.realpath(path) if path.startswith("/dev/") else path
    name = wanted.casefold()
    # The surest description first; a part of a name comes last.
    for matches in (
        [device for device in devices if device.path == path],
        [device for device in devices if device.bus == wanted],
        [device for device in devices if device.name.casefold() == name],
        [device for device in devices if name in device.name.casefold()],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise SourceError(f'"{wanted}" may be any of {_listing(matches)}; name one by its path.')
    if not devices:
        raise SourceError(f'There is no camera "{wanted}", nor any other; plug one in.')
    raise SourceError(f'There is no camera "{wanted}"; there are {_listing(devices)}.')


def _choose_by_number(wanted: str) -> Device:
    if wanted != "auto" and not wanted.isdecimal():
        raise SourceError(f'There is no camera "{wanted}"; on this system a camera has a number, from 0.')
    number = "0" if wanted == "auto" else wanted
    return Device(number, f"Camera {number}", "", "", "camera", ())


def _listing(devices: Sequence[Device]) -> str:
    return ", ".join(f"{device.name} ({device.path})" for device in devices)


def _explain(device: Device, trouble: Trouble) -> str:
    """Say in one sentence why a camera cannot be opened."""
    label = f"{device.name} ({device.path})"
    if trouble == "busy":
        return f"{label} is busy; close the other program that uses it."
    if trouble == "denied":
        return (
            f'You may not use {label}; join the group video with "sudo usermod -aG video $USER"'
            " and log in again."
        )
    if trouble == "missing":
        return f"{label} is gone; plug it in again."
    if device.kind == "virtual":
        return f"{label} is a virtual camera that nobody feeds; start the program that feeds it first."
    return f"{label} cannot be opened as a camera; choose another with --source."


def _pixel_format(capture: Capture) -> str:
    code = int(capture.get(cv2.CAP_PROP_FOURCC))
    letters = "".join(chr(code >> shift & 255) for shift in (0, 8, 16, 24)) if code > 0 else ""
    return letters.strip() if letters.isascii() and letters.isprintable() else ""

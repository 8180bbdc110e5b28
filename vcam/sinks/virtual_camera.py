"""A virtual camera: what a video call sees as a webcam."""

import os
import sys
from collections.abc import Callable
from typing import Any, Protocol

from vcam.card import draw_card
from vcam.devices import OUR_LABEL, Device, list_virtual_cameras
from vcam.errors import SinkError
from vcam.guard import Cleared
from vcam.readers import Readers, ReaderWatch
from vcam.sinks.loopback import Loopback
from vcam.types import Image, Size

MODPROBE = f"sudo modprobe v4l2loopback exclusive_caps=1 max_openers=200 card_label={OUR_LABEL}"

SILENT = "vcam has stopped"
"""What the card says that the kernel shows."""


class Feed(Protocol):
    """The part of pyvirtualcam.Camera that is used here."""

    def send(self, frame: Any) -> None:
        """Show a picture, (H, W, 3) uint8 BGR."""

    def close(self) -> None:
        """Let go of the device."""


class Beside(Protocol):
    """The part of `vcam.sinks.loopback.Loopback` that is used here."""

    def make_feedable(self) -> None:
        """Let a device be fed that was fed before."""

    def check_size(self, size: Size) -> None:
        """Raise SinkError if the device did not take its size."""

    def show_when_silent(self, image: Image) -> bool:
        """Give the kernel the card for when nothing is fed."""

    def forget_card(self) -> None:
        """Take that card away."""

    def watch_readers(self, on_change: Callable[[Readers], None]) -> ReaderWatch | None:
        """Begin to tell who reads."""


def open_with_pyvirtualcam(size: Size, fps: float, device: str | None) -> Feed:
    """Open a virtual camera; RuntimeError says in pyvirtualcam's words why it does not work."""
    import pyvirtualcam

    feed: Feed = pyvirtualcam.Camera(
        size.width, size.height, fps, fmt=pyvirtualcam.PixelFormat.BGR, device=device
    )
    return feed


class VirtualCameraSink:
    """Feeds a virtual camera: v4l2loopback on Linux, OBS's elsewhere.

    `send` returns at once and keeps no time; whoever sends keeps the rate.
    """

    def __init__(
        self,
        wanted: str,
        *,
        card_title: str = "Back in a moment",
        on_readers: Callable[[Readers | None], None] = lambda _: None,
        open_feed: Callable[[Size, float, str | None], Feed] = open_with_pyvirtualcam,
        beside: Callable[[str], Beside] = Loopback,
        list_virtual_cameras: Callable[[], list[Device]] = list_virtual_cameras,
        platform: str = sys.platform,
    ) -> None:
        """Remember what is wanted; nothing is opened yet.

        Args:
            wanted: "auto" for vcam's own device, else the first; or a path, a number or a name.
            card_title: the title of the card that readers get from the kernel when vcam is killed or hangs.
            on_readers: told who reads whenever that changes, from any thread; None where nobody can know.
            open_feed: opens a device; raises RuntimeError.
            beside: does what only the device's kernel module can do.
            list_virtual_cameras: finds the virtual cameras.
            platform: as in `sys.platform`.
        """
        self._wanted = wanted
        self._card_title = card_title
        self._on_readers = on_readers
        self._open_feed = open_feed
        self._beside = beside
        self._list_virtual_cameras = list_virtual_cameras
        self._platform = platform
        self._feed: Feed | None = None
        self._loopback: Beside | None = None
        self._watch: ReaderWatch | None = None
        self._size: Size | None = None

    def open(self, size: Size, fps: float) -> None:
        """Find the device and take it; see `vcam.ports.Sink`."""
        self.close()
        if size.width % 2 or size.height % 2:
            raise SinkError(f"A virtual camera needs an even width and height, not {size}; change --size.")
        device = self._find_device()
        if self._platform == "linux" and device is not None:
            self._loopback = self._beside(device)
            self._loopback.make_feedable()
        try:
            self._feed = self._open_feed(size, fps, device)
        except RuntimeError as error:
            raise SinkError(self._explain(device, str(error))) from error
        self._size = size
        if self._loopback is None:
            self._on_readers(None)
        else:
            self._use(self._loopback, size)

    def _use(self, loopback: Beside, size: Size) -> None:
        """Check what the device took, and let it tell and do what it can."""
        try:
            loopback.check_size(size)
        except SinkError:
            self.close()
            raise
        loopback.show_when_silent(draw_card(size, self._card_title, SILENT))
        self._watch = loopback.watch_readers(self._on_readers)
        if self._watch is None:
            self._on_readers(None)

    def send(self, picture: Cleared) -> None:
        """Show a picture; see `vcam.ports.Sink`."""
        if not isinstance(picture, Cleared):
            raise TypeError("a sink takes only what the guard has cleared")
        if self._feed is None or self._size is None or picture.image.shape != self._size.shape:
            raise ValueError(f"opened for {self._size}, sent {picture.image.shape}")
        try:
            self._feed.send(picture.image)
        except (RuntimeError, OSError) as error:
            raise SinkError(
                f"The virtual camera takes no more pictures ({error}); start vcam again."
            ) from error

    def close(self) -> None:
        """Let go of the device."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
            # Who still reads goes on to see the card that the kernel holds.
            if self._loopback is not None and watch is not None and not watch.readers.count:
                self._loopback.forget_card()

    def _find_device(self) -> str | None:
        """Give the path or name to open, or None for whichever there is."""
        if self._platform != "linux":
            return None if self._wanted == "auto" else self._wanted
        devices = self._list_virtual_cameras()
        if self._wanted == "auto":
            ours = [device for device in devices if device.name == OUR_LABEL]
            if not devices:
                raise SinkError(f"There is no virtual camera yet; make one with: {MODPROBE}")
            return (ours or devices)[0].path
        if self._wanted.startswith("/dev/"):
            # A link that udev made: who reads is known of the device itself.
            return os.path.realpath(self._wanted)
        if self._wanted.isdecimal():
            return f"/dev/video{self._wanted}"
        named = [device for device in devices if device.name.casefold() == self._wanted.casefold()]
        if not named:
            known = ", ".join(f"{device.name} ({device.path})" for device in devices) or "none"
            raise SinkError(
                f'There is no virtual camera "{self._wanted}" (there is: {known}); make one with: {MODPROBE}'
            )
        return named[0].path

    def _explain(self, device: str | None, reason: str) -> str:
        """Say what is wrong in one sentence, from pyvirtualcam's words."""
        if self._platform != "linux":
            return (
                "There is no virtual camera; install OBS Studio, start its virtual camera once,"
                " close OBS and start vcam again."
            )
        if "permission" in reason:
            return (
                f'You may not use {device}; join the group video with "sudo usermod -aG video $USER"'
                " and log in again."
            )
        if "does not exist" in reason or "No v4l2 loopback device" in reason:
            return f"There is no virtual camera {device}; make one with: {MODPROBE}"
        virtual = device in {each.path for each in self._list_virtual_cameras()}
        if "already in use" in reason or virtual:
            return f"{device} is busy; close the other program that feeds it, or take another with --sink."
        return f"{device} is not a virtual camera; make one with: {MODPROBE}"

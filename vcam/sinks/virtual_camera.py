"""A virtual camera: what a video call sees as a webcam."""

import sys
from collections.abc import Callable
from typing import Any, Protocol

from vcam.devices import OUR_LABEL, Device, list_virtual_cameras
from vcam.errors import SinkError
from vcam.guard import Cleared
from vcam.types import Size

MODPROBE = f"sudo modprobe v4l2loopback exclusive_caps=1 max_openers=200 card_label={OUR_LABEL}"


class Feed(Protocol):
    """The part of pyvirtualcam.Camera that is used here."""

    def send(self, frame: Any) -> None:
        """Show a picture, (H, W, 3) uint8 BGR."""

    def close(self) -> None:
        """Let go of the device."""


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
        open_feed: Callable[[Size, float, str | None], Feed] = open_with_pyvirtualcam,
        list_virtual_cameras: Callable[[], list[Device]] = list_virtual_cameras,
        platform: str = sys.platform,
    ) -> None:
        """Remember what is wanted; nothing is opened yet.

        Args:
            wanted: "auto" for vcam's own device, else the first; or a path, a number or a name.
            open_feed: opens a device; raises RuntimeError.
            list_virtual_cameras: finds the virtual cameras.
            platform: as in `sys.platform`.
        """
        self._wanted = wanted
        self._open_feed = open_feed
        self._list_virtual_cameras = list_virtual_cameras
        self._platform = platform
        self._feed: Feed | None = None
        self._size: Size | None = None

    def open(self, size: Size, fps: float) -> None:
        """Find the device and take it; see `vcam.ports.Sink`."""
        self.close()
        if size.width % 2 or size.height % 2:
            raise SinkError(f"A virtual camera needs an even width and height, not {size}; change --size.")
        device = self._find_device()
        try:
            self._feed = self._open_feed(size, fps, device)
        except RuntimeError as error:
            raise SinkError(self._explain(device, str(error))) from error
        self._size = size

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
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()

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
            return self._wanted
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

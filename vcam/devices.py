"""Which cameras this computer has, and which of them are virtual. Quick to import, never raises."""

import errno
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

log = logging.getLogger(__name__)

DEV = Path("/dev")
SYSFS = Path("/sys/class/video4linux")
OUR_LABEL = "vcam"

Trouble: TypeAlias = Literal["missing", "denied", "busy", "unknown"]
"""Why a device cannot be used."""


@dataclass(frozen=True, slots=True)
class Device:
    """A camera, real or virtual.

    Attributes:
        path: its file, such as /dev/video0.
        name: what it calls itself.
        bus: where it is plugged in; the same after a restart, other than the path. May be empty.
        driver: the kernel's driver. May be empty.
        kind: whether light falls into it or a program feeds it.
        formats: its pixel formats as four letters each; empty if unknown.
    """

    path: str
    name: str
    bus: str
    driver: str
    kind: Literal["camera", "virtual"]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device says of itself when asked."""

    driver: str
    name: str
    bus: str
    captures: bool
    outputs: bool
    formats: tuple[str, ...]


def list_devices(
    dev: Path = DEV, sysfs: Path = SYSFS, ask: Callable[[str], Answer] | None = None
) -> list[Device]:
    """List cameras and virtual cameras by rising number; nodes that carry no picture are left out.

    A device that may not be opened is listed with what the system tells of it. Outside
    Linux the list is empty: there cameras are known by number only.

    Args:
        dev: folder of the device files.
        sysfs: folder where the kernel describes them.
        ask: asks the device of a path about itself; raises OSError if it does not answer.
    """
    if ask is None:
        if sys.platform != "linux":
            return []
        ask = ask_kernel
    found = (_describe(path, sysfs / path.name, ask) for path in _video_nodes(dev))
    return [device for device in found if device is not None]


def list_virtual_cameras(dev: Path = DEV, sysfs: Path = SYSFS) -> list[Device]:
    """List virtual cameras without opening any device: quick enough for the first moment of a start."""
    return [
        Device(str(path), _read_name(sysfs / path.name), "", "", "virtual", ())
        for path in _video_nodes(dev)
        if _is_virtual_node(sysfs / path.name)
    ]


def find_trouble(path: str) -> Trouble:
    """Say why the device of this path does not give pictures."""
    try:
        fd = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        return _as_trouble(error)
    try:
        return _try_buffers(fd)
    finally:
        os.close(fd)


def _try_buffers(fd: int) -> Trouble:
    """Ask for a buffer, which a driver gives to one program at a time."""
    try:
        from linuxpy.video.device import BufferType, Memory, request_buffers

        request_buffers(fd, BufferType.VIDEO_CAPTURE, Memory.MMAP, 1)
    except ImportError:
        return "unknown"
    except OSError as error:
        return _as_trouble(error)
    return "unknown"


def _as_trouble(error: OSError) -> Trouble:
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        return "missing"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "denied"
    return "busy" if error.errno == errno.EBUSY else "unknown"


def _video_nodes(dev: Path) -> Iterable[Path]:
    numbers = {path: re.fullmatch(r"video(\d+)", path.name) for path in dev.glob("video*")}
    nodes = [(int(match[1]), path) for path, match in numbers.items() if match]
    return [path for _, path in sorted(nodes)]


def _describe(path: Path, node: Path, ask: Callable[[str], Answer]) -> Device | None:
    """Describe a device file, or give None if it carries no picture."""
    try:
        answer = ask(str(path))
    except (OSError, ValueError) as error:  # ValueError: a name that is no text
        log.info("%s does not answer: %s", path, error)
        return _describe_unasked(path, node)
    if not (answer.captures or answer.outputs):
        return None
    virtual = _is_virtual_node(node) or _is_loopback(answer.driver, answer.bus)
    if answer.outputs and not answer.captures and not virtual:
        return None
    name = answer.name or _read_name(node)
    return Device(
        str(path), name, answer.bus, answer.driver, "virtual" if virtual else "camera", answer.formats
    )


def _describe_unasked(path: Path, node: Path) -> Device | None:
    """Describe a device from what the kernel publishes; a camera's second node carries only metadata."""
    if _read(node / "index") not in ("", "0"):
        return None
    driver = (node / "device" / "driver").resolve().name if (node / "device" / "driver").exists() else ""
    virtual = _is_virtual_node(node) or _is_loopback(driver, "")
    return Device(str(path), _read_name(node), "", driver, "virtual" if virtual else "camera", ())


def _is_loopback(driver: str, bus: str) -> bool:
    return "loopback" in driver.lower() or "v4l2loopback" in bus or driver.lower() == "akvcam"


def _is_virtual_node(node: Path) -> bool:
    return "/devices/virtual/" in str(node.resolve())


def _read_name(node: Path) -> str:
    return _read(node / "name") or node.name


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""


def ask_kernel(path: str) -> Answer:
    """Open the device of a path and ask it about itself.

    Raises:
        OSError: it does not answer.
    """
    # Imported here: it takes longer than everything else this file does.
    from linuxpy.video.device import BufferType, Capability, iter_read_formats, read_capabilities

    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        told = read_capabilities(fd)
        captures = bool(told.device_caps & int(Capability.VIDEO_CAPTURE))
        outputs = bool(told.device_caps & int(Capability.VIDEO_OUTPUT))
        side = BufferType.VIDEO_CAPTURE if captures else BufferType.VIDEO_OUTPUT
        formats: tuple[str, ...] = ()
        if captures or outputs:
            formats = tuple(each.pixel_format.human_str() for each in iter_read_formats(fd, side))
        return Answer(
            driver=told.driver.decode(errors="replace"),
            name=told.card.decode(errors="replace"),
            bus=told.bus_info.decode(errors="replace"),
            captures=captures,
            outputs=outputs,
            formats=formats,
        )
    finally:
        os.close(fd)

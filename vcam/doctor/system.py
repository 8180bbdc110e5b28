"""All that the doctor sees of a computer; each part can be replaced by a made-up one."""

import os
import platform as this_platform
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata, util
from pathlib import Path

from vcam import paths
from vcam.devices import Answer, Device, Trouble, ask_kernel, find_trouble, list_devices


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a device open."""

    pid: int
    name: str
    is_vcam: bool

    def __str__(self) -> str:
        return f"{self.name} (process {self.pid})"


@dataclass(frozen=True, slots=True)
class Camera:
    """A video device as the doctor sees it.

    Attributes:
        device: what it is; its path is the one that the user sees.
        answer: what it says of itself, or None if it does not answer.
        node: the folder in which the kernel describes it.
    """

    device: Device
    answer: Answer | None
    node: Path

    @property
    def is_loopback(self) -> bool:
        """Whether v4l2loopback made it."""
        return (self.node / "max_openers").exists()

    def __str__(self) -> str:
        return f"{self.device.name} ({self.device.path})"


def _find_version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _is_registered(key: str) -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, key))
    except OSError:
        return False
    return True


def _user_id() -> int:
    return os.getuid() if hasattr(os, "getuid") else -1


@dataclass(frozen=True)
class System:
    """A computer.

    Attributes:
        root: where its file system begins.
        environment: variables of the environment.
        platform: as in `sys.platform`.
        architecture: as in `platform.machine()`.
        user_id: 0 is root.
        python: the interpreter that runs vcam.
        home: the user's folder.
        config_dir, cache_dir, log_dir, models_dir, face_model: see `vcam.paths`.
        ask: asks a device about itself; raises OSError.
        find_trouble: says why a device gives no pictures.
        may: tells whether a path may be used in a mode, as `os.access` does.
        find_program: tells where a program lies, or None.
        has_module: tells whether Python finds a module.
        find_version: tells the version of a Python package; empty if it is not installed.
        is_registered: tells whether Windows has a key among its registered classes.
    """

    root: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    platform: str = sys.platform
    architecture: str = field(default_factory=this_platform.machine)
    user_id: int = field(default_factory=_user_id)
    python: str = sys.executable
    home: Path = field(default_factory=Path.home)
    config_dir: Path = field(default_factory=paths.config_dir)
    cache_dir: Path = field(default_factory=paths.cache_dir)
    log_dir: Path = field(default_factory=paths.log_dir)
    models_dir: Path = field(default_factory=paths.models_dir)
    face_model: Path = field(default_factory=paths.face_model)
    ask: Callable[[str], Answer] = ask_kernel
    find_trouble: Callable[[str], Trouble] = find_trouble
    may: Callable[[Path, int], bool] = os.access
    find_program: Callable[[str], str | None] = shutil.which
    has_module: Callable[[str], bool] = lambda name: util.find_spec(name) is not None
    find_version: Callable[[str], str] = _find_version
    is_registered: Callable[[str], bool] = _is_registered
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def at(self, path: str) -> Path:
        """Where a path of this computer, such as "/proc/modules", really lies."""
        return self.root / path.lstrip("/")

    def read(self, path: str) -> str:
        """Give a file's text without blanks around it; empty if it cannot be read."""
        try:
            return self.at(path).read_text(errors="replace").strip()
        except OSError:
            return ""

    @property
    def is_linux(self) -> bool:
        """Whether it runs Linux."""
        return self.platform == "linux"

    @property
    def release(self) -> str:
        """The running kernel's release, such as "6.1.0-30-amd64"."""
        return self.read("/proc/sys/kernel/osrelease")

    @cached_property
    def distribution(self) -> frozenset[str]:
        """What the Linux distribution is and what it is like, such as {"ubuntu", "debian"}."""
        lines = (line.partition("=") for line in self.read("/etc/os-release").splitlines())
        words = [value.strip("\"'") for key, _, value in lines if key in ("ID", "ID_LIKE")]
        return frozenset(" ".join(words).lower().split())

    @property
    def cameras(self) -> tuple[Camera, ...]:
        """All video devices, real and virtual; each was asked once."""
        with self._lock:
            return self._cameras

    @property
    def loopbacks(self) -> tuple[Camera, ...]:
        """The devices of v4l2loopback."""
        return tuple(camera for camera in self.cameras if camera.is_loopback)

    def holders(self, path: str) -> tuple[Holder, ...]:
        """The programs that have a device open, as far as this user may see them."""
        with self._lock:
            return self._holders.get(path, ())

    def elevation(self, in_terminal: bool) -> str:
        """What makes a command run as root; empty if this is root."""
        if self.user_id == 0:
            return ""
        order = ("sudo", "pkexec") if in_terminal else ("pkexec", "sudo")
        return next((name for name in order if self.find_program(name)), "sudo")

    @cached_property
    def _cameras(self) -> tuple[Camera, ...]:
        dev, sysfs = self.at("/dev"), self.at("/sys/class/video4linux")
        answers: dict[str, Answer] = {}

        def ask(path: str) -> Answer:
            answers[path] = self.ask(path)
            return answers[path]

        if not self.is_linux:
            return ()
        found = []
        for device in list_devices(dev, sysfs, ask):
            name = Path(device.path).name
            shown = Device(
                f"/dev/{name}", device.name, device.bus, device.driver, device.kind, device.formats
            )
            found.append(Camera(shown, answers.get(device.path), sysfs / name))
        return tuple(found)

    @cached_property
    def _holders(self) -> Mapping[str, tuple[Holder, ...]]:
        """Look through all processes once."""
        found: dict[str, tuple[Holder, ...]] = {}
        for process in self.at("/proc").glob("[0-9]*"):
            for target in _open_videos(process):
                found[target] = (*found.get(target, ()), _describe_process(process))
        return found


def _open_videos(process: Path) -> set[str]:
    """The video devices that a process has open; empty if it is gone or not ours to see."""
    try:
        targets = {_link(entry) for entry in (process / "fd").iterdir()}
    except OSError:
        return set()
    return {target for target in targets if target.startswith("/dev/video")}


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def _describe_process(process: Path) -> Holder:
    try:
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")[:3]
        name = (process / "comm").read_text(errors="replace").strip()
    except OSError:
        words, name = [], ""
    is_vcam = any(Path(word).name == "vcam" for word in words)
    return Holder(int(process.name), "vcam" if is_vcam else name or "a program", is_vcam)

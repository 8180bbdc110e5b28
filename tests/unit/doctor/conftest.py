import errno
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vcam.devices import Answer, Trouble
from vcam.doctor import System, models
from vcam.doctor.examine import CHECKS
from vcam.doctor.finding import Verdict

RELEASE = "6.1.0-30-amd64"
FACE_MODEL = b"a face model"
NETWORK = b"a network"
MANIFEST = f"""
[[network]]
name = "sinet"
precision = "fp32"
file = "sinet.onnx"
sha256 = "{hashlib.sha256(NETWORK).hexdigest()}"
budget_px = 46080
nominal_size = "288x160"
parameters = 1
macs = 1
terms = "ours"
"""
WEBCAM = Answer("uvcvideo", "Webcam", "usb-1", True, False, ("MJPG",))
IDLE = Answer("v4l2 loopback", "vcam", "platform:v4l2loopback-000", False, True, ())
FED = Answer("v4l2 loopback", "vcam", "platform:v4l2loopback-000", True, False, ())
INCLUSIVE = Answer("v4l2 loopback", "vcam", "platform:v4l2loopback-000", True, True, ())


@dataclass
class Computer:
    """A made-up computer on which everything is as it should be, until a test breaks something."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"USER": "ada", "DISPLAY": ":0"})
    platform: str = "linux"
    architecture: str = "x86_64"
    user_id: int = 1000
    answers: dict[str, Answer] = field(default_factory=dict)
    closed: set[Path] = field(default_factory=set)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    programs: set[str] = field(default_factory=lambda: {"sudo"})
    missing_modules: set[str] = field(default_factory=set)
    versions: dict[str, str] = field(default_factory=lambda: {"opencv-contrib-python": "4.11.0"})
    registered: set[str] = field(default_factory=set)

    @property
    def home(self) -> Path:
        return self.root / "home" / "ada"

    def at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def write(self, path: str, content: str | bytes = "") -> Path:
        file = self.at(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def add_camera(self, number: int, answer: Answer, **attributes: str) -> None:
        """Plug in a video device; `attributes` are files beside its name in /sys."""
        kind = "virtual" if "loopback" in answer.driver else "pci0"
        name = f"video{number}"
        self.write(f"/dev/{name}")
        self.answers[str(self.at(f"/dev/{name}"))] = answer
        folder = f"/sys/devices/{kind}/video4linux/{name}"
        for file, text in {"name": answer.name, "index": "0", **attributes}.items():
            self.write(f"{folder}/{file}", text)
        link = self.at(f"/sys/class/video4linux/{name}")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(self.at(folder))

    def add_loopback(self, number: int, answer: Answer = IDLE, max_openers: int = 200) -> None:
        self.add_camera(number, answer, max_openers=f"{max_openers}\n")

    def unplug(self, number: int) -> None:
        self.at(f"/dev/video{number}").unlink()

    def unload(self) -> None:
        """Take v4l2loopback and its device out of the kernel."""
        for file in ("version", "initstate"):
            self.at(f"/sys/module/v4l2loopback/{file}").unlink()
        self.at("/sys/module/v4l2loopback").rmdir()
        self.unplug(10)

    def uninstall(self) -> None:
        self.unload()
        self.write(f"/lib/modules/{RELEASE}/modules.dep", "kernel/fs/ext4.ko:\n")

    def start(self, pid: int, command: str, device: str) -> None:
        """Run a program that has a device open."""
        self.write(f"/proc/{pid}/comm", Path(command.split()[0]).name + "\n")
        self.write(f"/proc/{pid}/cmdline", command.replace(" ", "\0") + "\0")
        self.at(f"/proc/{pid}/fd").mkdir()
        self.at(f"/proc/{pid}/fd/3").symlink_to(device)

    def system(self) -> System:
        return System(
            root=self.root,
            environment=self.environment,
            platform=self.platform,
            architecture=self.architecture,
            user_id=self.user_id,
            python="/opt/vcam/bin/python",
            home=self.home,
            config_dir=self.home / "config",
            cache_dir=self.home / "cache",
            log_dir=self.home / "log",
            models_dir=self.root / "models",
            face_model=self.home / "cache" / "face.tflite",
            ask=self._ask,
            find_trouble=lambda path: self.troubles.get(path, "unknown"),
            may=lambda path, mode: path not in self.closed and os.access(path, os.F_OK),
            find_program=lambda name: f"/usr/bin/{name}" if name in self.programs else None,
            has_module=lambda name: name not in self.missing_modules,
            find_version=lambda package: self.versions.get(package, ""),
            is_registered=lambda key: key in self.registered,
        )

    def judge(self, check: str) -> Verdict | None:
        """What one check says."""
        return CHECKS[check](self.system())

    def verdict(self, check: str) -> Verdict:
        """What one check says that surely applies."""
        verdict = self.judge(check)
        assert verdict is not None
        return verdict

    def severity(self, check: str) -> str:
        return self.verdict(check).severity

    def command(self, check: str) -> str:
        """The command that a check proposes."""
        remedy = self.verdict(check).remedy
        assert remedy is not None
        return remedy.command()

    def _ask(self, path: str) -> Answer:
        if path not in self.answers:
            raise OSError(errno.EACCES, "Permission denied")
        return self.answers[path]


HEALTHY: Mapping[str, str] = {
    "/proc/modules": "v4l2loopback 1 1 - Live\n",
    "/proc/sys/kernel/osrelease": f"{RELEASE}\n",
    "/proc/cpuinfo": "processor: 0\nflags\t\t: fpu avx avx2 avx_vnni\n",
    "/proc/meminfo": "MemTotal: 16000000 kB\nMemAvailable: 8000000 kB\n",
    "/etc/os-release": 'ID=debian\nNAME="Debian"\n',
    "/etc/group": "root:x:0:\nvideo:x:44:ada\n",
    "/etc/modprobe.d/vcam.conf": "options v4l2loopback exclusive_caps=1 max_openers=200 card_label=vcam\n",
    "/etc/modules-load.d/vcam.conf": "v4l2loopback\n",
    f"/lib/modules/{RELEASE}/modules.dep": "updates/dkms/v4l2loopback.ko: kernel/videodev.ko\n",
    f"/lib/modules/{RELEASE}/build/Makefile": "",
    "/sys/module/v4l2loopback/version": "0.15.0\n",
    "/sys/module/v4l2loopback/initstate": "live\n",
    "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0": "",
    "/models/manifest.toml": MANIFEST,
}


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    made = Computer(tmp_path)
    for path, content in HEALTHY.items():
        made.write(path, content)
    made.write("/models/sinet.onnx", NETWORK)
    made.write("/home/ada/cache/face.tflite", FACE_MODEL)
    monkeypatch.setattr(models, "FACE_SHA256", hashlib.sha256(FACE_MODEL).hexdigest())
    made.add_camera(0, WEBCAM)
    made.add_loopback(10)
    return made

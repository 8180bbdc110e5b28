"""The kernel: does it take modules, was v4l2loopback built for it, does Secure Boot let it in."""

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

from vcam.doctor.finding import Remedy, Verdict, error, hint, ok, warning
from vcam.doctor.system import System

MODULE = "v4l2loopback"
LOADED = "/sys/module/v4l2loopback"
SECURE_BOOT = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
ENROLLED_KEYS = (
    "/sys/firmware/efi/mok-variables/MokListRT",
    "/sys/firmware/efi/efivars/MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23",
)
SIGNING_KEYS = (
    "/var/lib/dkms/mok.pub",
    "/var/lib/shim-signed/mok/MOK.der",
    "/etc/pki/akmods/certs/public_key.der",
)
"""Where Debian's and others' DKMS, Ubuntu and Fedora keep the public key that they sign modules with."""
CONTAINERS = ("/.dockerenv", "/run/.containerenv")
"""What Docker and podman leave in a container: it mostly does not see the modules of its kernel."""


def takes_modules(system: System) -> bool:
    """Whether modules can be loaded into this kernel."""
    is_inside = any(system.at(mark).exists() for mark in CONTAINERS)
    has_modules = system.at(f"/lib/modules/{system.release}").is_dir()
    return system.is_linux and (has_modules or not is_inside) and system.at("/proc/modules").exists()


def is_loaded(system: System) -> bool:
    """Whether v4l2loopback is in the kernel."""
    return system.is_linux and system.at(LOADED).is_dir()


def is_built(system: System) -> bool:
    """Whether the running kernel has a v4l2loopback to load."""
    return _module_file(system) != ""


def _module_file(system: System) -> str:
    """Where v4l2loopback lies below the running kernel's modules; empty if it is not there."""
    lines = system.read(f"/lib/modules/{system.release}/modules.dep").splitlines()
    files = (line.partition(":")[0] for line in lines)
    return next((file for file in files if re.search(rf"(^|/){MODULE}\.ko", file)), "")


def check_modules(system: System) -> Verdict | None:
    """Containers and some small virtual machines have a kernel without modules."""
    if not system.is_linux:
        return None
    if takes_modules(system) or is_loaded(system):
        return ok("The kernel takes modules.")
    return error(
        "This kernel takes no modules, so there can be no virtual camera here.",
        Remedy(
            "Start vcam on the computer itself, outside this container or virtual machine;"
            " `vcam demo` and `vcam process` work here."
        ),
    )


def check_installed(system: System) -> Verdict | None:
    """Look for a v4l2loopback that fits the running kernel."""
    if is_loaded(system) or (takes_modules(system) and is_built(system)):
        return ok("v4l2loopback is installed for this kernel.")
    if not takes_modules(system):
        return None
    release = system.release
    if not system.at(f"/lib/modules/{release}").is_dir():
        return error(
            f"The modules of the running kernel {release} are gone, as happens after an update.",
            Remedy("Restart the computer.", ("systemctl reboot",)),
        )
    if any(system.at("/usr/src/akmods").glob(f"{MODULE}*")):
        command = f"akmods --force --kernels {shlex.quote(release)}"
        return error(
            f"v4l2loopback was not built for the kernel {release} yet.",
            Remedy("Wait some minutes after an update, or build it now.", (command,), as_root=True),
        )
    if not system.at(f"/var/lib/dkms/{MODULE}").is_dir():
        return error(
            "The kernel module v4l2loopback, which makes virtual cameras, is not installed.",
            _install("Install it", system, with_module=True),
        )
    if not system.at(f"/lib/modules/{release}/build").exists():
        remedy = _install("Install them; the module is then built", system, with_module=False)
        return error(
            f"v4l2loopback was not built for the kernel {release}, because its headers are missing.", remedy
        )
    return error(
        f"v4l2loopback was not built for the kernel {release}.",
        Remedy("Build it now.", (f"dkms autoinstall -k {shlex.quote(release)}",), as_root=True),
    )


def _install(what: str, system: System, with_module: bool) -> Remedy:
    """Say how v4l2loopback, or only what it is built with, is installed on this distribution."""
    is_like, release = system.distribution, shlex.quote(system.release)
    if is_like & {"debian", "ubuntu"}:
        packages = f"v4l2loopback-dkms linux-headers-{release}" if with_module else f"linux-headers-{release}"
        return Remedy(f"{what}.", (f"apt-get install {packages}",), as_root=True)
    if is_like & {"fedora", "rhel"}:
        packages = "akmod-v4l2loopback" if with_module else f"kernel-devel-{release}"
        where = " from RPM Fusion" if with_module else ""
        return Remedy(f"{what}{where}.", (f"dnf install {packages}",), as_root=True)
    if "arch" in is_like:
        packages = "v4l2loopback-dkms linux-headers" if with_module else "linux-headers"
        return Remedy(f"{what}; take the headers of your own kernel.", (f"pacman -S {packages}",), True)
    return Remedy(
        f"{what} with your system's package manager: v4l2loopback (often as v4l2loopback-dkms)"
        f" and the headers of the kernel {system.release}."
    )


def check_secure_boot(system: System) -> Verdict | None:
    """Secure Boot refuses a module whose signer the firmware does not know."""
    if not takes_modules(system):
        return None
    if not _is_secure(system):
        return ok("Secure Boot does not stand in the way.")
    if is_loaded(system):
        return ok("Secure Boot is on and has let v4l2loopback in.")
    if not is_built(system):
        return hint(
            "Secure Boot is on, so the installation of v4l2loopback asks you to think of a password.",
            Remedy('Remember it, restart, and choose "Enroll MOK" on the blue screen that appears.'),
        )
    if _module_file(system).startswith("kernel/"):
        return ok("Secure Boot is on; v4l2loopback comes with the kernel and is signed like it.")
    return _judge_keys(system, [system.at(path) for path in SIGNING_KEYS if _may_exist(system.at(path))])


def _judge_keys(system: System, keys: Iterable[Path]) -> Verdict:
    enrolled = b"".join(_bytes(system.at(path)) for path in ENROLLED_KEYS)
    unknown = None
    for key in keys:
        content = _bytes(key)
        if content and content in enrolled:
            return ok("Secure Boot is on and knows the key that v4l2loopback is signed with.")
        unknown = unknown or key
    if unknown is not None:
        command = f"mokutil --import /{unknown.relative_to(system.root)}"
        how = 'Enroll it with a password of your choice, restart, and choose "Enroll MOK".'
        if not _bytes(unknown):
            return warning(
                "Secure Boot is on, and only root sees whether it knows the key of v4l2loopback.",
                Remedy(f"If v4l2loopback is refused, it does not. {how}", (command,), as_root=True),
            )
        return error(
            "Secure Boot is on and does not know the key that v4l2loopback is signed with.",
            Remedy(how, (command,), as_root=True),
        )
    return warning(
        "Secure Boot is on and no key to sign modules with was found, so v4l2loopback may be refused.",
        Remedy(
            "Make a key, enroll it with a password of your choice, install v4l2loopback again and restart;"
            " or switch Secure Boot off in the firmware.",
            ("dkms generate_mok", "mokutil --import /var/lib/dkms/mok.pub"),
            as_root=True,
        ),
    )


def _may_exist(path: Path) -> bool:
    """Whether there is such a file, as far as this user may know: Fedora keeps its keys from others."""
    try:
        return path.exists()
    except PermissionError:
        return True


def _is_secure(system: System) -> bool:
    value = _bytes(system.at(SECURE_BOOT))
    return len(value) == 5 and value[4] == 1  # four bytes of attributes stand before the value


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""

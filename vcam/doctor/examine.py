"""Goes through all checks. None can stop the others: neither one that breaks nor one that hangs."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from vcam.doctor import (
    cameras,
    desktop,
    elsewhere,
    files,
    kernel,
    loopback,
    machine,
    models,
    packages,
    sandboxes,
)
from vcam.doctor.finding import Finding, Remedy, Verdict
from vcam.doctor.system import System

log = logging.getLogger(__name__)

Check = Callable[[System], Verdict | None]
"""Looks at one thing; None where it does not apply to this computer."""

PATIENCE_S = 5.0
"""A device that does not answer for so long is reported, not waited for."""

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "kernel.modules": kernel.check_modules,
        "loopback.installed": kernel.check_installed,
        "kernel.secure-boot": kernel.check_secure_boot,
        "loopback.loaded": loopback.check_loaded,
        "loopback.device": loopback.check_device,
        "loopback.exclusive-caps": loopback.check_exclusive_caps,
        "loopback.label": loopback.check_label,
        "loopback.max-openers": loopback.check_max_openers,
        "loopback.version": loopback.check_version,
        "loopback.boot": loopback.check_boot,
        "loopback.feeder": loopback.check_feeder,
        "obs.virtual-camera": elsewhere.check_obs,
        "camera.present": cameras.check_present,
        "camera.permission": cameras.check_permission,
        "camera.busy": cameras.check_busy,
        "camera.feedback": cameras.check_feedback,
        "browser.flatpak": sandboxes.check_flatpak,
        "browser.snap": sandboxes.check_snap,
        "browser.pipewire": sandboxes.check_pipewire,
        "desktop.display": desktop.check_display,
        "desktop.tray": desktop.check_tray,
        "desktop.xcb-cursor": desktop.check_xcb_cursor,
        "desktop.qt-plugins": desktop.check_qt_plugins,
        "python.packages": packages.check_packages,
        "python.opencv": packages.check_opencv,
        "python.mediapipe": packages.check_mediapipe,
        "models.networks": models.check_networks,
        "models.face": models.check_face,
        "machine.processor": machine.check_processor,
        "machine.memory": machine.check_memory,
        "files.settings": files.check_settings,
        "files.profiles": files.check_profiles,
        "files.folders": files.check_folders,
    }
)


def examine(
    system: System | None = None, checks: Mapping[str, Check] = CHECKS, patience_s: float = PATIENCE_S
) -> tuple[Finding, ...]:
    """Look at everything that makes or breaks vcam. Changes nothing and uses no network.

    Args:
        system: the computer; without it, this one.
        checks: what to look at, by the id of the finding.
        patience_s: how long all of it may take.

    Returns:
        One finding for each check that applies, in the order of `checks`.
    """
    system = System() if system is None else system
    findings: dict[str, Finding | None] = {}

    def carry_out(name: str, check: Check) -> None:
        try:
            verdict = check(system)
        except Exception as failure:  # a thread's edge
            log.exception("the check %s broke", name)
            findings[name] = _not_checked(name, f"the check broke: {type(failure).__name__}: {failure}")
        else:
            findings[name] = None if verdict is None else verdict.about(name)

    threads = [
        threading.Thread(target=carry_out, args=item, name=item[0], daemon=True) for item in checks.items()
    ]
    for thread in threads:
        thread.start()
    deadline_s = time.monotonic() + patience_s
    for thread in threads:
        thread.join(max(0.0, deadline_s - time.monotonic()))
    done = dict(findings)
    found = [done[name] if name in done else _not_checked(name, "no answer in time") for name in checks]
    return tuple(finding for finding in found if finding is not None)


def _not_checked(name: str, why: str) -> Finding:
    return Finding(
        name,
        "warning",
        f"This could not be checked ({why}).",
        Remedy("Run it again; if that does not help, -vv shows the details."),
    )

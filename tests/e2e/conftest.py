"""The small Linux guest with real devices, in which scripts of `tests.e2e.guest` run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

GUEST = Path(__file__).parent / "guest"
ROOT = GUEST.parent.parent.parent
CACHE = Path(os.environ.get("VCAM_E2E_CACHE", Path.home() / ".cache" / "vcam-e2e"))

OUT_OF_TIME = 124
"""What run-e2e says of a guest that was cut off."""

Report: TypeAlias = dict[str, Any]
InGuest: TypeAlias = Callable[..., Report]
"""Runs a module of `tests.e2e.guest` with arguments and gives its report."""


@pytest.fixture(scope="session")
def in_guest() -> InGuest:
    if sys.platform != "linux":
        pytest.skip("needs Linux: the guest is a user-mode Linux kernel")
    for tool in ("ffmpeg", "v4l2-ctl", "v4l2-compliance"):
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}: apt install ffmpeg v4l-utils")
    if not any(CACHE.glob("*/ready")):
        pytest.skip(f"needs the guest's kernel, once: {GUEST / 'run-e2e'} --build")
    return _run


def start_guest(
    command: Sequence[str], timeout_s: int, retries: int = 1, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command; a guest that hangs is started anew, as its kernel does so now and then.

    Args:
        command: what the guest runs.
        timeout_s: when a guest is cut off.
        retries: how often it is then started anew.
        environment: variables beside ours.
    """
    done = subprocess.run(
        [GUEST / "run-e2e", "--timeout", str(timeout_s), "--", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == OUT_OF_TIME and retries:
        return start_guest(command, timeout_s, retries - 1, **environment)
    return done


def _run(module: str, *arguments: str, timeout_s: int = 360) -> Report:
    done = start_guest([sys.executable, "-m", f"tests.e2e.guest.{module}", *arguments], timeout_s)
    reports = [line for line in done.stdout.splitlines() if line.startswith("REPORT ")]
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert reports, f"{done.stdout}\n{done.stderr}"
    report: Report = json.loads(reports[-1].removeprefix("REPORT "))
    return report

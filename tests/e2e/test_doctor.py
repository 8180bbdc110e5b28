"""The doctor before real devices: in a guest whose v4l2loopback is missing, wrong or busy."""

import json
import sys

import pytest

from tests.e2e.conftest import CACHE, GUEST, start_guest

DOCTOR = f"timeout --signal ABRT 90 {sys.executable} -X faulthandler -m vcam doctor"
"""One that hangs says where."""
HOLD = """
import os, signal
from linuxpy.video.device import BufferType, Memory, request_buffers
webcam = os.open("/dev/video0", os.O_RDWR)
request_buffers(webcam, BufferType.VIDEO_CAPTURE, Memory.MMAP, 2)
open("/tmp/holding", "w").close()
signal.pause()
"""
WAIT = "until test -e /tmp/holding || ! kill -0 $!; do sleep 0.2; done"

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]


@pytest.fixture(autouse=True)
def _needs_guest() -> None:
    if not any(CACHE.glob("*/ready")):
        pytest.skip(f"needs the guest's kernel, once: {GUEST / 'run-e2e'} --build")


def findings(script: str, loopback: str) -> dict[str, tuple[str, str]]:
    """Run a shell script in the guest that ends with the doctor; give each finding's severity and message.

    Args:
        script: what the guest runs.
        loopback: parameters of v4l2loopback, or "none" to leave it out of the kernel.
    """
    command = ["bash", "-c", f"{script} > /tmp/found; cat /tmp/found"]
    done = start_guest(command, timeout_s=200, VCAM_E2E_LOOPBACK=loopback)
    assert "[" in done.stdout, f"{done.stdout}\n{done.stderr}"
    found = json.loads(done.stdout[done.stdout.index("[") : done.stdout.rindex("]") + 1])
    return {each["id"]: (each["severity"], each["message"]) for each in found}


def test_the_doctor_loads_the_module_for_now_and_for_the_next_start() -> None:
    found = findings(f"{DOCTOR} --fix --yes --json", "none")
    for check in ("loaded", "device", "exclusive-caps", "label", "max-openers", "boot"):
        assert found[f"loopback.{check}"][0] == "ok", found[f"loopback.{check}"]


def test_a_wrong_module_and_a_busy_webcam_are_told_with_who_uses_it() -> None:
    script = f"{sys.executable} -c '{HOLD}' & {WAIT}; {DOCTOR} --json"
    found = findings(script, "exclusive_caps=0 video_nr=10 card_label=Other")
    assert found["loopback.exclusive-caps"][0] == "error"
    assert found["loopback.max-openers"][0] == "hint"
    severity, message = found["camera.busy"]
    assert severity == "warning"
    assert "vivid (/dev/video0) is in use by python" in message

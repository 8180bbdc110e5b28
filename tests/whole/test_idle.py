"""What `vcam run` costs while nobody looks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, os, signal, threading, time

import vcam.app.live
from vcam.app import run
from vcam.readers import Readers
from vcam.settings.model import Settings
from vcam.sinks.memory import MemorySink

def make_sink(wanted, title, on_readers):
    on_readers(Readers())
    return MemorySink(keep=1), False

def measure():
    time.sleep(2)
    began_s, cpu_s = time.monotonic(), time.process_time()
    time.sleep(5)
    share = (time.process_time() - cpu_s) / (time.monotonic() - began_s)
    resident = int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    print(json.dumps({"cpu_share": share, "memory_mb": resident}), flush=True)
    os.kill(os.getpid(), signal.SIGINT)

vcam.app.live.make_sink = make_sink
threading.Thread(target=measure, daemon=True).start()
print(json.dumps(run(Settings.model_validate({
    "camera": {"source": "demo", "on_demand": True},
    "output": {"sink": "memory", "size": "1280x720", "fps": 30.0},
}))["on_card"]))
"""
"""The program before a virtual camera that knows that nobody reads it."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_while_nobody_looks_vcam_costs_next_to_nothing(tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    tmp_path.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    cost, cards = (json.loads(line) for line in done.stdout.splitlines() if line[0] in "{0123456789")
    # A hundredth, on most machines; a loop that does not wait, or cards at full rate, cost many.
    assert cost["cpu_share"] <= 0.04, cost
    assert cost["memory_mb"] <= 200, cost
    assert cards > 10, "it goes on sending, a few times a second"

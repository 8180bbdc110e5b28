"""Nothing in vcam talks to any network."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from tests.support.portraits import draw_portrait

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

BETRAYED = 77
AUDITED = """
import os, signal, socket, sys, threading

def audit(event, details):
    is_internet = event == "socket.__new__" and details[1] in (socket.AF_INET, socket.AF_INET6)
    if is_internet or event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        os.write(2, f"{event} {details[1:]}".encode())
        os._exit(77)

sys.addaudithook(audit)
"""
VCAM = """
if sys.argv[1] == "run":
    threading.Timer(4, os.kill, (os.getpid(), signal.SIGINT)).start()
from vcam.cli import main
main()
"""


def run_audited(program: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program that ends with `BETRAYED` where anything in it wants to talk to the internet."""
    folder.chmod(0o700)
    names = ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    return subprocess.run(
        [sys.executable, "-c", AUDITED + program, *words],
        env={**os.environ, **dict.fromkeys(names, str(folder))},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("process", "in.png", "out.png", "--labels", "labels.png", "--background", "#ff00ff"),
        ("run", "--source", "demo", "--sink", "memory", "--size", "320x180", "--people", "only-me"),
        ("doctor", "--json"),
    ],
    ids=lambda words: str(words[0]),
)
@pytest.mark.skipif(sys.platform == "win32", reason="a run is ended with SIGINT")
def test_no_part_of_vcam_opens_an_internet_socket(words: tuple[str, ...], tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "in.png"), draw_portrait(1, (240, 320)).image)
    done = run_audited(VCAM, tmp_path, *(str(tmp_path / w) if w.endswith(".png") else w for w in words))
    assert done.returncode in (0, 1) if words[0] == "doctor" else done.returncode == 0, done.stderr


@pytest.mark.parametrize("deed", ["socket.create_connection(('127.0.0.1', 9))", "socket.socket()"])
def test_who_opens_one_would_be_caught(deed: str, tmp_path: Path) -> None:
    assert run_audited(deed, tmp_path).returncode == BETRAYED

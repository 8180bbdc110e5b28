"""Nothing in vcam talks to any network."""

import json
import os
import shutil
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


ALONE = """
import json, os, socket, subprocess, sys, threading

for words in (["link", "set", "lo", "up"], ["route", "add", "default", "dev", "lo"]):
    subprocess.run(["ip", *words], check=True)
wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0003))
wire.settimeout(1)
seen, is_over = [], threading.Event()

def listen():
    while not is_over.is_set():
        try:
            seen.append(wire.recvfrom(2000)[0].hex())
        except TimeoutError:
            pass

listener = threading.Thread(target=listen)
listener.start()
code = subprocess.run(sys.argv[1:]).returncode
is_over.set()
listener.join()
print("SEEN " + json.dumps([code, seen]))
"""
"""Runs a program in a network that has nothing but a wire to itself, and shows each packet on it."""


def packets_of(*words: str, folder: Path) -> tuple[int, list[str]]:
    """Run a program alone; give its exit status and what it put on the wire, native libraries included."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("needs unshare and ip: apt install util-linux iproute2")
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a network of their own")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", ALONE, sys.executable, *words],
        env={**os.environ, **own_folders(folder)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("SEEN ")]
    assert told, done.stderr
    code, packets = json.loads(told[-1].removeprefix("SEEN "))
    return code, packets


def own_folders(folder: Path) -> dict[str, str]:
    """Where a run of its own keeps what it keeps."""
    folder.chmod(0o700)
    return dict.fromkeys(("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(folder))


def run_audited(program: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program that ends with `BETRAYED` where anything in it wants to talk to the internet."""
    return subprocess.run(
        [sys.executable, "-c", AUDITED + program, *words],
        env={**os.environ, **own_folders(folder)},
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


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's network namespaces")
def test_not_even_a_library_asks_for_an_address_while_people_are_told_apart(tmp_path: Path) -> None:
    picture, out, labels = (str(tmp_path / name) for name in ("in.png", "out.png", "labels.png"))
    cv2.imwrite(picture, draw_portrait(1, (240, 320)).image)
    words = ("-m", "vcam", "process", picture, out, "--labels", labels)
    assert packets_of(*words, folder=tmp_path) == (0, [])


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's network namespaces")
def test_who_asks_for_an_address_would_be_seen(tmp_path: Path) -> None:
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))"
    code, packets = packets_of("-c", program, folder=tmp_path)
    assert code == 0
    assert packets

import struct
import subprocess
import sys
import zlib

import cv2
import numpy as np
import pytest

from vcam.paths import MOST_PIXELS
from vcam.pictures import PNG_HEAD, decode

MUCH_MB = 500
"""Python with OpenCV takes about 60."""


def part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_head(width: int, height: int) -> bytes:
    return PNG_HEAD + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def decode_elsewhere(content: bytes) -> tuple[str, int]:
    """Decode in a process of its own; give the result as text, and the most memory it ever had in MB."""
    code = (
        "import sys; from vcam.paths import prepare_environment; prepare_environment();"
        "from vcam.pictures import decode; from vcam.stats import peak_rss_mb;"
        "print(decode(sys.stdin.buffer.read())); print(round(peak_rss_mb()))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True)
    result, peak_mb = done.stdout.decode().split()
    return result, int(peak_mb)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".webp", ".tif", ".ppm"])
def test_a_whole_picture_is_decoded(suffix: str) -> None:
    image = np.full((6, 8, 3), (10, 200, 90), np.uint8)
    decoded = decode(cv2.imencode(suffix, image)[1].tobytes())
    assert decoded is not None
    assert decoded.shape == (6, 8, 3)
    assert np.abs(decoded.astype(int) - image).max() <= 8


@pytest.mark.parametrize("content", [b"", b"hello", PNG_HEAD, png_head(8, 6)])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert decode(content) is None


@pytest.mark.parametrize("side", [40_000, 2**31 - 1])
def test_a_header_that_claims_an_absurd_size_is_no_picture(side: int) -> None:
    assert (
        decode(png_head(side, side) + part(b"IDAT", zlib.compress(b"\0" * 99)) + part(b"IEND", b"")) is None
    )


@pytest.mark.slow
def test_a_part_that_claims_to_be_huge_takes_no_memory() -> None:
    cut = png_head(8, 6) + struct.pack(">I", 0x7FFFFFFF) + b"IDAT" + b"\0" * 99
    result, peak_mb = decode_elsewhere(cut)
    assert result == "None"
    assert peak_mb < MUCH_MB


@pytest.mark.slow
def test_a_picture_above_the_limit_is_refused_before_it_takes_memory() -> None:
    bmp = bytearray(cv2.imencode(".bmp", np.zeros((6, 8, 3), np.uint8))[1].tobytes())
    bmp[18:26] = struct.pack("<ii", 30_000, 30_000)
    assert MOST_PIXELS < 30_000 * 30_000
    result, peak_mb = decode_elsewhere(bytes(bmp))
    assert result == "None"
    assert peak_mb < MUCH_MB

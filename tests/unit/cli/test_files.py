import subprocess
import sys
from pathlib import Path

import pytest

from vcam.cli.files import from_here


@pytest.mark.parametrize("name", ["beach.jpg", "clip.MP4", "../my clips/a.b.mkv"])
def test_a_picture_or_video_lies_here_whether_it_exists_or_not(home: Path, name: str) -> None:
    assert from_here(name) == str(home / name)


def test_any_other_file_with_an_ending_lies_here_if_it_exists(home: Path) -> None:
    assert from_here("beach.ppm") == "beach.ppm"
    (home / "beach.ppm").touch()
    assert from_here("beach.ppm") == str(home / "beach.ppm")


@pytest.mark.parametrize("word", ["auto", "demo", "none", "2", "vcam", "blur:0.8", "#3a5a78", "~/a.jpg", ""])
def test_a_word_stays_as_it_is_even_beside_a_file_of_that_name(home: Path, word: str) -> None:
    if word and "/" not in word:
        (home / word).touch()
    assert from_here(word) == word


@pytest.mark.parametrize(
    "name",
    ["usb-0000:00:14.0-8", "USB2.0 HD UVC WebCam", "Camera v1.5", "/dev/video0", "x.\0", "." + "x" * 9999],
)
def test_what_is_no_file_stays_as_it_is(home: Path, name: str) -> None:
    assert from_here(name) == name


def test_asking_needs_no_pictures() -> None:
    program = (
        "import sys, vcam.cli.files, vcam.cli.ctl\n"
        "print(sorted({'cv2', 'numpy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

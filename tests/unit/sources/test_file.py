import logging
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.support.pictures import BLUE, GREEN, RED, TINY, solid, turned, write_video
from vcam.errors import SourceError
from vcam.sources.file import FileSource
from vcam.types import Image, Size


def read_all(source: FileSource) -> list[Image]:
    images = []
    while (image := source.read()) is not None:
        images.append(image)
    return images


def colour(image: Image | None) -> tuple[int, ...]:
    assert image is not None
    return tuple(int(value) for value in image[4, 4])


def test_a_video_gives_all_its_pictures_at_its_own_rate(tmp_path: Path) -> None:
    source = FileSource(write_video(tmp_path / "v.mkv", [RED, GREEN, BLUE], fps=12.5), loop=False)
    got = source.open()
    assert (got.size, got.fps, got.is_live) == (TINY, 12.5, False)
    assert source.frame_count == 3
    assert [colour(image) for image in read_all(source)] == [RED, GREEN, BLUE]
    source.close()


@pytest.mark.parametrize("name", ["v.mkv", "v.avi"])
def test_a_video_that_breaks_off_is_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    path = write_video(tmp_path / name, [RED, GREEN, BLUE, GREEN] * 25, fps=25)
    assert told_at_the_end(FileSource(path, loop=False), caplog) == (100, [])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    read, told = told_at_the_end(FileSource(path, loop=False), caplog)
    assert 2 < read < 98
    assert [sentence.partition(";")[0] for sentence in told] == [
        f"only {read} of the 100 pictures of {path} could be read"
    ]


def test_a_video_whose_pictures_come_unevenly_is_whole(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_video(tmp_path / "v.mkv", [RED, GREEN, BLUE], fps=25)
    whole = path.read_bytes()
    # The last picture, after 80 ms, comes after 2 s; the length of all, in ms, is a number of 64 bits.
    late = whole.replace(b"\x81" + struct.pack(">h", 80), b"\x81" + struct.pack(">h", 2000))
    mark = b"\x44\x89\x88"
    path.write_bytes(late.replace(mark + struct.pack(">d", 120), mark + struct.pack(">d", 2040)))
    source = FileSource(path, loop=False)
    source.open()
    assert source.frame_count == 51, "FFmpeg guesses"
    assert told_at_the_end(source, caplog) == (3, [])


def told_at_the_end(source: FileSource, caplog: pytest.LogCaptureFixture) -> tuple[int, list[str]]:
    """Read all; give how many pictures that were, and the warnings."""
    caplog.clear()
    source.open()
    with caplog.at_level(logging.WARNING):
        count = len(read_all(source))
    source.close()
    return count, [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize(("recorded", "given"), [(240.2, 240.2), (1000.0, 30.0)])
def test_slow_motion_is_a_rate_and_a_clock_is_none(tmp_path: Path, recorded: float, given: float) -> None:
    source = FileSource(write_video(tmp_path / "v.mkv", [RED, GREEN, BLUE], fps=recorded), loop=False)
    assert source.open().fps == pytest.approx(given, rel=1e-3)
    source.close()


def test_a_looped_video_begins_again(tmp_path: Path) -> None:
    source = FileSource(write_video(tmp_path / "v.mkv", [RED, GREEN], fps=30), loop=True)
    source.open()
    assert [colour(source.read()) for _ in range(5)] == [RED, GREEN, RED, GREEN, RED]
    source.close()


def test_a_closed_video_opens_again_from_its_start(tmp_path: Path) -> None:
    source = FileSource(write_video(tmp_path / "v.mkv", [RED, GREEN], fps=30), loop=False)
    source.open()
    source.read()
    source.close()
    source.close()
    source.open()
    assert colour(source.read()) == RED
    source.close()


def test_a_picture_is_given_once_or_forever(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "p.png"), solid(GREEN))
    once, forever = FileSource(tmp_path / "p.png", loop=False), FileSource(tmp_path / "p.png", loop=True)
    assert once.open().fps == 30
    forever.open()
    assert len(read_all(once)) == once.frame_count == 1
    first, second = forever.read(), forever.read()
    assert first is not None
    first[:] = 0
    assert colour(second) == GREEN


def test_a_picture_named_as_a_video_is_still_read(tmp_path: Path) -> None:
    (tmp_path / "p.dat").write_bytes(cv2.imencode(".png", solid(BLUE))[1].tobytes())
    source = FileSource(tmp_path / "p.dat", loop=False)
    source.open()
    assert colour(source.read()) == BLUE


def test_raw_pictures_tell_size_and_rate_by_their_name(tmp_path: Path) -> None:
    path = tmp_path / "clip_32x16_12fps.yuv"
    planes = cv2.cvtColor(solid(GREEN), cv2.COLOR_BGR2YUV_I420)
    path.write_bytes(planes.tobytes() * 2 + b"rest")
    source = FileSource(path, loop=False)
    got = source.open()
    assert (got.size, got.fps, source.frame_count) == (Size(32, 16), 12, 2)
    images = read_all(source)
    assert len(images) == 2
    assert np.abs(images[0].astype(int) - solid(GREEN)).max() < 6
    source.close()


def test_a_picture_comes_turned_as_the_camera_was_held(tmp_path: Path) -> None:
    data = cv2.imencode(".jpg", np.vstack([solid(RED), solid(BLUE)]))[1].tobytes()
    (tmp_path / "p.jpg").write_bytes(turned(data))
    source = FileSource(tmp_path / "p.jpg", loop=False)
    assert source.open().size == Size(32, 32)
    image = source.read()
    assert image is not None
    assert image[16, 4, 0] > 100 > image[16, 28, 0]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.mp4", None, "does not exist"),
        ("empty.mp4", b"", "is empty"),
        ("text.mp4", b"This is no video at all.", "neither a video nor a picture"),
        ("text.png", b"This is no picture at all.", "neither a video nor a picture"),
        ("odd_31x16_12fps.yuv", b"12345", "needs an even size"),
        ("short_32x16_12fps.yuv", b"12345", "too short for one picture"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=sentence):
        FileSource(tmp_path / name, loop=False).open()
    assert capfd.readouterr().err == ""


def test_a_folder_and_an_unreadable_file_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        FileSource(tmp_path, loop=False).open()

    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "v.mp4").touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match=r"cannot be read \(permission denied\)"):
        FileSource(tmp_path / "v.mp4", loop=False).open()


def test_reading_before_opening_is_a_mistake(tmp_path: Path) -> None:
    source = FileSource(tmp_path / "v.mp4", loop=False)
    assert source.frame_count is None
    with pytest.raises(ValueError, match="open the file"):
        source.read()


def test_a_looped_video_that_vanishes_is_an_error(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.mkv", [RED], fps=30)
    source = FileSource(path, loop=True)
    source.open()
    image = source.read()
    assert image is not None
    assert_array_equal(image, solid(RED))
    path.unlink()
    with pytest.raises(SourceError, match="can no longer be read"):
        source.read()
    source.close()

import errno
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.support.pictures import BLUE, GREEN, RED, TINY, cleared, read_video, solid
from vcam.errors import SinkError
from vcam.sinks.encoders import may_write
from vcam.sinks.file import AlphaWriter, FileSink
from vcam.types import Size


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_video_holds_every_picture_in_its_colour_and_rate(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "v.mp4")
    sink.open(TINY, 12.5)
    for bgr in (RED, GREEN, BLUE):
        sink.send(cleared(bgr))
    assert not (tmp_path / "v.mp4").exists()
    sink.close()
    sink.close()
    images = read_video(tmp_path / "v.mp4")
    assert len(images) == 3
    for image, bgr in zip(images, (RED, GREEN, BLUE), strict=True):
        assert np.abs(image.astype(int) - bgr).max() < 12
    assert cv2.VideoCapture(str(tmp_path / "v.mp4")).get(cv2.CAP_PROP_FPS) == pytest.approx(12.5)
    assert os.listdir(tmp_path) == ["v.mp4"]


def test_a_video_of_odd_size_leaves_out_the_last_row_and_column(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "v.mkv")
    sink.open(Size(33, 17), 30)
    sink.send(cleared(RED, Size(33, 17)))
    sink.close()
    (image,) = read_video(tmp_path / "v.mkv")
    assert_array_equal(image, solid(RED))


def test_a_picture_file_holds_the_last_picture(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "p.png")
    sink.open(TINY, 30)
    sink.send(cleared(RED))
    sink.send(cleared(GREEN))
    sink.close()
    assert_array_equal(cv2.imread(str(tmp_path / "p.png")), solid(GREEN))


@pytest.mark.parametrize(
    ("name", "files"),
    [("frames", ["000000.png", "000001.png"]), ("frames/f_%03d.png", ["f_000.png", "f_001.png"])],
)
def test_a_folder_holds_one_file_for_each_picture(tmp_path: Path, name: str, files: list[str]) -> None:
    sink = FileSink(tmp_path / name)
    sink.open(TINY, 30)
    sink.send(cleared(RED))
    sink.send(cleared(BLUE))
    sink.close()
    assert sorted(os.listdir(tmp_path / "frames")) == files
    assert_array_equal(cv2.imread(str(tmp_path / "frames" / files[1])), solid(BLUE))


@pytest.mark.parametrize("name", ["50%dark.png", "my%20dog.png", "100%.png"])
def test_a_percent_sign_is_a_letter_like_others(tmp_path: Path, name: str) -> None:
    sink = FileSink(tmp_path / name)
    sink.open(TINY, 30)
    sink.send(cleared(RED))
    sink.close()
    assert os.listdir(tmp_path) == [name]


def test_only_the_counter_of_a_name_counts(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "100%_f%d.png")
    sink.open(TINY, 30)
    for _ in range(11):
        sink.send(cleared(RED))
    sink.close()
    assert {"100%_f0.png", "100%_f10.png"} < set(os.listdir(tmp_path))


@pytest.mark.parametrize(
    ("out", "file", "may"),
    [
        ("a.png", "a.png", True),
        ("x/../a.png", "a.png", True),
        ("a.png", "b.png", False),
        ("frames", "frames/000012.png", True),
        ("frames", "frames/photo.png", False),
        ("f_%03d.png", "f_000.png", True),
        ("f_%03d.png", "f_1234.png", True),
        ("f_%03d.png", "f_00.png", False),
        ("f_%03d.png", "x/f_000.png", False),
    ],
)
def test_it_is_known_which_files_may_be_written_over(tmp_path: Path, out: str, file: str, may: bool) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "frames").mkdir()
    assert may_write(tmp_path / out, tmp_path / file) is may


@pytest.mark.parametrize("fps", [66.001, 90.123, 119.88, 239.7834])
@pytest.mark.parametrize("name", ["v.mp4", "v.mkv"])
def test_slow_motion_keeps_its_rate(tmp_path: Path, name: str, fps: float) -> None:
    sink = FileSink(tmp_path / name)
    sink.open(TINY, fps)
    for _ in range(3):
        sink.send(cleared(RED))
    sink.close()
    assert cv2.VideoCapture(str(tmp_path / name)).get(cv2.CAP_PROP_FPS) == pytest.approx(fps, rel=1e-3)


def test_what_is_given_up_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "v.mp4"
    old.write_text("old")
    sink = FileSink(old)
    sink.open(TINY, 30)
    sink.send(cleared(RED))
    sink.discard()
    sink.close()
    assert old.read_text() == "old"
    assert os.listdir(tmp_path) == ["v.mp4"]


def test_a_disk_that_fills_up_is_one_sentence_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "v.mp4"
    old.write_text("old")
    sink = FileSink(old)
    sink.open(TINY, 30)
    sink.send(cleared(RED))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 99, 1))
    with pytest.raises(SinkError, match=r"The disk is full: .*v\.mp4 was not written; make room"):
        sink.send(cleared(GREEN))
    sink.close()
    assert old.read_text() == "old"
    assert os.listdir(tmp_path) == ["v.mp4"]


class DeafWriter:
    """A cv2.VideoWriter on a full disk: it says nothing and writes nothing."""

    def __init__(self, *arguments: object) -> None:
        pass

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def write(self, image: object) -> None:
        pass

    def release(self) -> None:
        pass


def test_pictures_that_did_not_reach_the_disk_are_noticed_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cv2, "VideoWriter", DeafWriter)
    monkeypatch.setattr(DeafWriter, "fourcc", lambda *letters: 0, raising=False)
    sink = FileSink(tmp_path / "v.mp4")
    sink.open(TINY, 30)
    for bgr in (RED, GREEN, BLUE):
        sink.send(cleared(bgr))
    with pytest.raises(SinkError, match="Only 0 of 3 pictures reached the disk"):
        sink.close()
    assert os.listdir(tmp_path) == []


def test_a_picture_that_the_disk_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    sink = FileSink(tmp_path / "p.png")
    sink.open(TINY, 30)
    sink.send(cleared(RED))
    with pytest.raises(SinkError, match="The disk is full"):
        sink.close()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("v.xyz", "vcam cannot write v.xyz; use .mp4"),
        ("none/v.mp4", "none does not exist; make it first"),
        ("none/p.png", "none does not exist; make it first"),
        ("none/frames/", "none does not exist; make it first"),
    ],
)
def test_a_place_that_cannot_be_written_says_why(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(SinkError, match=sentence):
        FileSink(tmp_path / name).open(TINY, 30)


def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(SinkError, match=r"v\.mp4 cannot be written \(permission denied\)"):
        FileSink(tmp_path / "v.mp4").open(TINY, 30)


def test_a_raw_picture_or_another_size_is_a_mistake(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "p.png")
    sink.open(TINY, 30)
    with pytest.raises(TypeError, match="only what the guard has cleared"):
        sink.send(np.zeros(TINY.shape, np.uint8))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="opened for 32x16"):
        sink.send(cleared(RED, Size(8, 8)))


@pytest.mark.parametrize("name", ["a.mkv", "a.avi", "a.png", "frames"])
def test_an_alpha_is_kept_exactly(tmp_path: Path, name: str) -> None:
    alpha = np.arange(32 * 16, dtype=np.uint16).reshape(16, 32).astype(np.uint8)
    writer = AlphaWriter(tmp_path / name, TINY, 30, exact=True)
    writer.write(alpha)
    writer.close()
    path = tmp_path / name
    image = read_video(path)[0] if path.suffix in (".mkv", ".avi") else None
    if image is None:
        read = cv2.imread(str(path / "000000.png" if path.is_dir() else path), cv2.IMREAD_UNCHANGED)
        assert_array_equal(read, alpha)
    else:
        assert_array_equal(image[..., 0], alpha)


def test_an_alpha_video_may_be_lossy_but_labels_may_not(tmp_path: Path) -> None:
    writer = AlphaWriter(tmp_path / "a.mp4", TINY, 30)
    writer.write(np.full((16, 32), 255, np.uint8))
    writer.write(np.zeros((16, 32), np.uint8))
    writer.close()
    images = read_video(tmp_path / "a.mp4")
    assert images[0].min() > 245
    assert images[1].max() < 10
    with pytest.raises(SinkError, match="would not keep the exact values"):
        AlphaWriter(tmp_path / "l.mp4", TINY, 30, exact=True)


def test_an_alpha_of_another_kind_is_a_mistake(tmp_path: Path) -> None:
    with (
        AlphaWriter(tmp_path / "a.png", TINY, 30) as writer,
        pytest.raises(ValueError, match="opened for 32x16"),
    ):
        writer.write(np.zeros((16, 32, 3), np.uint8))


def test_an_error_inside_the_block_gives_the_file_up(tmp_path: Path) -> None:
    def begin_and_fail() -> None:
        with FileSink(tmp_path / "v.mp4") as sink, AlphaWriter(tmp_path / "a.mp4", TINY, 30) as writer:
            sink.open(TINY, 30)
            sink.send(cleared(RED))
            writer.write(np.zeros((16, 32), np.uint8))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin_and_fail()
    assert os.listdir(tmp_path) == []

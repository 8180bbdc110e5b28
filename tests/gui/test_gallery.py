"""The gallery remembers files without touching them."""

import errno
import json
import struct
import zlib
from pathlib import Path
from typing import NoReturn

import pytest
from PyQt6.QtGui import QColor, QImage, QImageReader

from tests.support.pictures import turned
from vcam.errors import UsageError, VcamError
from vcam.gui.gallery import THUMBNAIL, Gallery, load_thumbnail
from vcam.gui.pages.background import key_of
from vcam.pictures import PNG_HEAD
from vcam.settings.model import BackgroundSettings


def picture(path: Path, width: int = 640, height: int = 360) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor("#204060"))
    assert image.save(str(path))
    return path


def test_an_added_picture_comes_first_and_is_there_after_a_restart(tmp_path: Path, qapp: object) -> None:
    mine = picture(tmp_path / "mine.png")
    Gallery(tmp_path / "g.json").add([mine])
    first = Gallery(tmp_path / "g.json").entries()[0]
    assert (first.path, first.is_ours, first.kind, first.title) == (mine, False, "picture", "mine")


def test_a_removed_picture_stays_on_the_disk_and_can_be_put_back(tmp_path: Path, qapp: object) -> None:
    gallery = Gallery(tmp_path / "g.json")
    one, two = picture(tmp_path / "1.png"), picture(tmp_path / "2.png")
    gallery.add([one, two])
    place = gallery.remove(two)
    assert two.is_file()
    assert two not in [entry.path for entry in gallery.entries()]
    gallery.put_back(two, place)
    assert [entry.path for entry in gallery.entries()[:2]] == [one, two]


def test_a_file_that_is_no_picture_adds_nothing(tmp_path: Path, qapp: object) -> None:
    gallery = Gallery(tmp_path / "g.json")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(UsageError, match=r"notes\.txt is neither"):
        gallery.add([picture(tmp_path / "1.png"), tmp_path / "notes.txt"])
    assert all(entry.is_ours for entry in gallery.entries())


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', "[1, null]", "\x00", "[" * 100_000])
def test_a_damaged_list_is_told_and_kept_aside_before_another_is_written(
    content: str, tmp_path: Path, qapp: object
) -> None:
    file = tmp_path / "g.json"
    file.write_text(content)
    gallery = Gallery(file)
    assert all(entry.is_ours for entry in gallery.entries())
    assert str(file) in gallery.trouble
    assert file.read_text() == content, "somebody may want to correct it"
    gallery.add([picture(tmp_path / "1.png")])
    gallery.add([picture(tmp_path / "2.png")])
    [aside] = tmp_path.glob("g.json.broken-*")
    assert aside.read_text() == content
    assert len(json.loads(file.read_text())) == 2


def test_a_list_in_a_folder_that_may_not_be_entered_is_told(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    (tmp_path / "g.json").write_text("{")
    mine = picture(tmp_path / "1.png")
    gallery = Gallery(tmp_path / "g.json")
    monkeypatch.setattr("vcam.gui.gallery._is_there", lambda _: True)
    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr("vcam.settings.file.os.rename", refuse)
    with pytest.raises(VcamError, match="Permission denied"):
        gallery.add([mine])


def test_of_a_list_that_is_damaged_in_part_the_rest_is_there(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "g.json").write_text('["/mine.png", 7]')
    gallery = Gallery(tmp_path / "g.json")
    assert gallery.entries()[0].path == Path("/mine.png")
    assert gallery.trouble


def test_a_list_that_is_not_there_yet_is_no_trouble(tmp_path: Path, qapp: object) -> None:
    assert not Gallery(tmp_path / "g.json").trouble


def test_a_gallery_that_is_full_drops_nothing(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.gallery.MOST", 2)
    gallery = Gallery(tmp_path / "g.json")
    both = [picture(tmp_path / f"{number}.png") for number in range(2)]
    gallery.add(both)
    gallery.add(both)
    with pytest.raises(UsageError, match="remove some first"):
        gallery.add([picture(tmp_path / "3.png")])
    assert [entry.path for entry in gallery.entries() if not entry.is_ours] == both


def test_a_file_that_cannot_even_be_looked_for_cannot_be_added(tmp_path: Path, qapp: object) -> None:
    lost = tmp_path / ("x" * 300 + ".png")  # the system refuses to look, as it does on a dead network disk
    with pytest.raises(UsageError, match="is neither"):
        Gallery(tmp_path / "g.json").add([lost])


def test_the_first_few_are_told_without_looking_for_any(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [str(tmp_path / f"{number}.png") for number in range(4)]
    (tmp_path / "g.json").write_text(json.dumps(names))
    gallery = Gallery(tmp_path / "g.json")
    monkeypatch.setattr(Path, "is_file", lambda path: pytest.fail(f"{path} may be on a disk that hangs"))
    assert [str(entry.path) for entry in gallery.recent(3)] == names[:3]


def test_a_list_that_cannot_be_written_is_told_but_holds_for_now(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "file").touch()
    gallery = Gallery(tmp_path / "file" / "g.json")
    with pytest.raises(VcamError, match="cannot be written"):
        gallery.add([picture(tmp_path / "1.png")])
    assert not gallery.entries()[0].is_ours


def test_small_pictures_have_one_size_and_damaged_files_none(tmp_path: Path, qapp: object) -> None:
    small = load_thumbnail(picture(tmp_path / "1.png"))
    assert (small.width(), small.height()) == (288, 162)
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    (tmp_path / "bad.mp4").write_bytes(b"no video")
    assert load_thumbnail(tmp_path / "bad.jpg").isNull()
    assert load_thumbnail(tmp_path / "bad.mp4").isNull()


def test_a_huge_file_that_is_called_a_picture_is_not_even_read(tmp_path: Path, qapp: object) -> None:
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(1 << 40)
    assert load_thumbnail(tmp_path / "huge.png").isNull()


def png_that_claims(side: int) -> bytes:
    """The head of a square picture with one bit a pixel, and nothing behind it."""

    def part(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return PNG_HEAD + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


def test_of_a_picture_with_too_many_pixels_only_the_head_is_read(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "many.png").write_bytes(png_that_claims(1 << 14))
    monkeypatch.setattr(QImageReader, "read", lambda _: pytest.fail("it was decoded"))
    assert load_thumbnail(tmp_path / "many.png").isNull()


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640)])
def test_a_photograph_that_was_turned_fills_its_tile(
    tmp_path: Path, qapp: object, width: int, height: int
) -> None:
    picture(tmp_path / "p.jpg", width, height)
    (tmp_path / "p.jpg").write_bytes(turned((tmp_path / "p.jpg").read_bytes()))
    small = load_thumbnail(tmp_path / "p.jpg")
    assert small.size() == THUMBNAIL
    right, bottom = THUMBNAIL.width() - 1, THUMBNAIL.height() - 1
    for x, y in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        assert small.pixelColor(x, y).blue() > 80


def test_each_background_belongs_to_one_tile() -> None:
    keys = [
        key_of(BackgroundSettings(kind="blur", blur_strength=strength)) for strength in (0.0, 0.35, 0.9, 1.0)
    ]
    assert keys == ["blur-light", "blur-light", "blur-strong", "blur-strong"]
    assert key_of(BackgroundSettings(kind="picture", file="/a.png")) == "/a.png"
    assert key_of(BackgroundSettings(kind="chroma")) == "chroma"

"""The gallery remembers files without touching them."""

import json
from pathlib import Path

import pytest
from PyQt6.QtGui import QColor, QImage

from tests.support.pictures import turned
from vcam.errors import UsageError, VcamError
from vcam.gui.gallery import THUMBNAIL, Gallery, load_thumbnail
from vcam.gui.pages.background import key_of
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


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', "[1, null]", "\x00"])
def test_a_damaged_list_is_an_empty_one(content: str, tmp_path: Path, qapp: object) -> None:
    (tmp_path / "g.json").write_text(content)
    assert all(entry.is_ours for entry in Gallery(tmp_path / "g.json").entries())


def test_a_file_that_cannot_even_be_looked_for_counts_as_gone(tmp_path: Path, qapp: object) -> None:
    lost = tmp_path / ("x" * 300 + ".png")  # the system refuses to look, as it does on a dead network disk
    (tmp_path / "g.json").write_text(json.dumps([str(lost)]))
    gallery = Gallery(tmp_path / "g.json")
    assert gallery.entries()[0].path == lost
    assert all(entry.is_ours for entry in gallery.recent(3))
    with pytest.raises(UsageError, match="is neither"):
        gallery.add([lost])


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

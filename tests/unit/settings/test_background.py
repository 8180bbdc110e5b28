from pathlib import Path

import pytest

from vcam.errors import UsageError
from vcam.settings.background import parse_background, require_background_file
from vcam.settings.model import BackgroundSettings


def test_each_word_is_a_kind() -> None:
    assert [parse_background(word).kind for word in ("none", "blur", "chroma")] == ["none", "blur", "chroma"]


def test_a_blur_may_have_a_strength() -> None:
    assert parse_background("blur:0.8") == BackgroundSettings(kind="blur", blur_strength=0.8)


def test_a_plain_blur_keeps_the_strength_that_was_set() -> None:
    base = BackgroundSettings(kind="none", blur_strength=0.3)
    assert parse_background("blur", base) == BackgroundSettings(kind="blur", blur_strength=0.3)


def test_a_colour_is_told_by_its_sign() -> None:
    assert parse_background("#FF0000") == BackgroundSettings(kind="colour", colour="#ff0000")


@pytest.mark.parametrize(("name", "kind"), [("beach.JPG", "picture"), ("waves.mp4", "video")])
def test_a_file_is_a_picture_or_a_video_by_its_name(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    assert parse_background(str(path)) == BackgroundSettings.model_validate({"kind": kind, "file": str(path)})


def test_a_file_is_kept_with_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "beach.jpg").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert parse_background("beach.jpg").file == str(tmp_path / "beach.jpg")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "blurr",
        "blur:",
        "blur:2",
        "blur:nan",
        "#12",
        "missing.jpg",
        "notes.txt",
        "~nobody-here/x.png",
        "a\0.png",
    ],
)
def test_what_cannot_be_a_background_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"^[^\n]+[;:] [^\n]+\.$"):
        parse_background(text)


def test_a_folder_is_no_background_file(tmp_path: Path) -> None:
    (tmp_path / "beach.jpg").mkdir()
    with pytest.raises(UsageError, match="There is no background file"):
        parse_background(str(tmp_path / "beach.jpg"))


def test_a_picture_needs_its_file_before_anything_starts() -> None:
    require_background_file(BackgroundSettings(kind="blur"))
    with pytest.raises(UsageError, match="no file is named"):
        require_background_file(BackgroundSettings(kind="picture"))
    with pytest.raises(UsageError, match="There is no background file"):
        require_background_file(BackgroundSettings(kind="video", file="/nowhere/waves.mp4"))

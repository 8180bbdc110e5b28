"""Every text has a German translation with the same places for values."""

import importlib.util
import string
from pathlib import Path

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtWidgets import QApplication

from vcam.gui.words import effect_title, make_translator, read_translations, tr
from vcam.paths import assets_dir

ROOT = Path(__file__).parent.parent.parent


def gathered() -> list[str]:
    """All texts, as the script that writes the .ts files finds them."""
    path = ROOT / "packaging" / "update_translations.py"
    spec = importlib.util.spec_from_file_location("update_translations", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return list(script.gather())


def test_every_text_is_translated_into_german() -> None:
    german = read_translations(assets_dir() / "translations" / "vcam_de.ts")
    missing = [text for text in gathered() if text not in german]
    assert not missing, "run packaging/update_translations.py and translate what it says"


def test_what_the_doctor_says_in_fixed_words_is_gathered_and_what_a_terminal_alone_shows_is_not() -> None:
    texts = gathered()
    for sentence in ("No camera was found.", "Log out and in again.", "Make one.", "Restart the computer."):
        assert sentence in texts
    assert "You may use every camera." not in texts
    assert not [text for text in texts if text.startswith(" ")]


def test_an_effect_is_called_by_its_title_with_its_colour() -> None:
    assert [effect_title(word) for word in ("hide", "tint:#ff8800")] == ["Hidden", "Tinted #ff8800"]


def test_a_translation_takes_the_same_values() -> None:
    german = read_translations(assets_dir() / "translations" / "vcam_de.ts")
    for source, translation in german.items():
        assert _places(source) == _places(translation), source


def test_the_window_speaks_german_where_the_desktop_does(qapp: QApplication) -> None:
    translator = make_translator(QLocale("de_AT"))
    assert translator is not None
    qapp.installTranslator(translator)
    try:
        assert tr("Background") == "Hintergrund"
        assert tr("a text that nobody translated") == "a text that nobody translated"
    finally:
        qapp.removeTranslator(translator)
    assert tr("Background") == "Background"


def test_english_and_unknown_languages_need_no_file() -> None:
    assert make_translator(QLocale("en_GB")) is None
    assert make_translator(QLocale("fi_FI")) is None


@pytest.mark.parametrize("content", ["", "<TS><context><message>", "\x00"])
def test_a_damaged_file_leaves_everything_in_english(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.ts").write_text(content)
    assert read_translations(tmp_path / "x.ts") == {}


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

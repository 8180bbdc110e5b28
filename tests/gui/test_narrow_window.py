"""At its smallest, the window shows whole words, in every language."""

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from tests.gui.test_controls import MODE
from vcam.gui.pages.camera import CameraPage
from vcam.gui.window import MainWindow
from vcam.gui.words import make_translator
from vcam.settings.model import Settings
from vcam.settings.profiles import save_profile


@pytest.fixture(params=["en_GB", "de_DE"])
def narrow(
    request: pytest.FixtureRequest, qapp: QApplication, open_desk: OpenDesk, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The window at its smallest."""
    translator = make_translator(QLocale(request.param))
    if translator is not None:
        qapp.installTranslator(translator)
    save_profile("office", Settings())  # else there is nothing to give to programs
    window = open_desk(has_tray=False).desk.window
    with qtbot.waitExposed(window):
        window.resize(window.minimumSize())
    yield window
    if translator is not None:
        qapp.removeTranslator(translator)


def lay_out() -> None:
    for _ in range(3):  # what was added, the page around it, the window around that
        QApplication.processEvents()


def test_no_button_is_cut_off(narrow: MainWindow) -> None:
    cut: list[tuple[str, str]] = []
    for name in narrow.pages:
        narrow.show_page(name)
        narrow.page(name).finish()
        lay_out()
        for each in narrow.findChildren(QPushButton):
            right = each.mapTo(narrow, each.rect().topRight()).x()
            if each.isVisible() and (each.width() < each.sizeHint().width() or right >= narrow.width()):
                cut.append((name, each.text()))
    assert not cut


def test_a_long_name_does_not_push_its_choices_over_the_way_back(
    narrow: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.controls.ControlsCard.look", lambda _: None)  # there is no camera
    narrow.show_page("camera")
    page = narrow.page("camera")
    page.finish()
    assert isinstance(page, CameraPage)
    page.controls.show_controls((MODE,))
    lay_out()
    row = page.controls.rows[MODE.name]
    assert row.width() >= row.minimumSizeHint().width()


def test_titles_stay_in_one_line_where_there_is_room(narrow: MainWindow) -> None:
    narrow.show_page("people")
    page = narrow.page("people")
    page.finish()
    lay_out()
    titles = ("Rules for people", "Regeln für Personen")
    [title] = [each for each in page.findChildren(QLabel) if each.text() in titles]
    assert title.width() >= title.fontMetrics().horizontalAdvance(title.text())

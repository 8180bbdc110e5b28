"""The page marks the network's file that runs, and uses another one only if it is marked."""

import json
from collections.abc import Sequence

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk, Opened
from vcam.gui.pages.quality import QualityPage
from vcam.paths import cache_dir, models_dir
from vcam.portrait.choice import _circumstances
from vcam.portrait.manifest import named, read_manifest


def remember(precision: str) -> None:
    """Let int8 or fp32 have been the faster one of the default network here."""
    file = cache_dir() / "faster-networks.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    key = _circumstances(named(read_manifest(models_dir()), "auto"))
    file.write_text(json.dumps({key: precision}))


def marked(page: QualityPage) -> Sequence[tuple[str, str]]:
    model = page.table.selectionModel()
    assert model is not None
    return [
        (page._entries[index.row()].name, page._entries[index.row()].precision)
        for index in model.selectedRows()
    ]


@pytest.fixture
def opened(open_desk: OpenDesk) -> Opened:
    return open_desk()


@pytest.fixture
def page(opened: Opened, qtbot: QtBot) -> QualityPage:
    """The page, once it knows which file runs."""
    page = QualityPage(opened.desk.bridge)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page._found):
        page.finish()
    return page


@pytest.fixture
def int8_runs(own_folders: object) -> None:
    remember("int8")


@pytest.mark.usefixtures("int8_runs")
def test_with_auto_the_file_that_runs_is_marked_and_used(
    opened: Opened, page: QualityPage, qtbot: QtBot
) -> None:
    assert marked(page) == [("vcam", "int8")]
    page._use.click()
    opened.wait_for("change", {"portrait.network": "vcam", "portrait.precision": "int8"})


def test_with_auto_nothing_is_marked_or_used_before_it_is_known_what_runs(
    opened: Opened, page: QualityPage, qtbot: QtBot
) -> None:
    assert not marked(page)
    assert not page._use.isEnabled()
    page.table.setCurrentCell(0, 0)
    page.table.clearSelection()
    page._use_marked()
    assert opened.desk.bridge.settings.portrait.network == "auto"
    assert not (cache_dir() / "faster-networks.json").exists(), "the page measures nothing"


def test_what_runs_is_marked_as_soon_as_it_is_known(opened: Opened, page: QualityPage, qtbot: QtBot) -> None:
    remember("int8")
    page.show()
    qtbot.waitUntil(lambda: marked(page) == [("vcam", "int8")])


@pytest.mark.usefixtures("int8_runs")
def test_a_row_that_the_user_marks_stays_marked_while_other_settings_change(
    opened: Opened, page: QualityPage, qtbot: QtBot
) -> None:
    page.table.selectRow(0)
    opened.desk.bridge.change({"output.mirror": True})
    page.show()
    with qtbot.waitSignal(opened.desk.bridge.status_changed):
        pass
    assert marked(page) == [("vcam", "fp32")]


@pytest.mark.usefixtures("int8_runs")
def test_a_named_file_is_marked_once_it_is_chosen(opened: Opened, page: QualityPage, qtbot: QtBot) -> None:
    opened.desk.bridge.change({"portrait.network": "sinet", "portrait.precision": "fp32"})
    qtbot.waitUntil(lambda: marked(page) == [("sinet", "fp32")])


@pytest.mark.usefixtures("int8_runs")
def test_of_two_choices_in_a_row_the_second_one_is_marked(
    opened: Opened, page: QualityPage, qtbot: QtBot
) -> None:
    for network in ("sinet", "portraitnet"):
        opened.desk.bridge.change({"portrait.network": network, "portrait.precision": "fp32"})
    qtbot.waitUntil(lambda: bool(marked(page)))
    assert marked(page) == [("portraitnet", "fp32")]


def test_the_titles_of_numbers_stand_above_them(page: QualityPage) -> None:
    for column in range(page.table.columnCount()):
        title, cell = page.table.horizontalHeaderItem(column), page.table.item(0, column)
        assert title is not None
        assert cell is not None
        sides = [each.textAlignment() & Qt.AlignmentFlag.AlignRight for each in (title, cell)]
        assert sides[0] == sides[1]


@pytest.mark.usefixtures("int8_runs")
def test_an_unknown_network_marks_nothing(opened: Opened, page: QualityPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page._found):
        opened.desk.bridge.change({"portrait.network": "no-such-network"})
    assert not marked(page)

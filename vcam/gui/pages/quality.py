"""How people are found, what that costs, and how good it is."""

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from vcam.errors import VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.chart import Chart, Legend
from vcam.gui.page import WatchingPage
from vcam.gui.widgets import Card, Row, button, label
from vcam.gui.words import tr
from vcam.paths import models_dir
from vcam.settings.fields import all_settings
from vcam.settings.model import PortraitSettings, Settings

if TYPE_CHECKING:
    from vcam.portrait.manifest import NetworkEntry
    from vcam.steered import Status

SHOWN_SET = "eg1800_test"
ROUNDS = 40


class QualityPage(WatchingPage):
    """The networks, the live chart, and the settings of both."""

    _measured = pyqtSignal(object)
    _found = pyqtSignal(object, object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, tr("Quality"), bridge.ask_status)
        live = Card(tr("What a picture costs now"), tr("The dashed line is the time that a picture has."))
        self.chart, self._legend = Chart(), Legend()
        self._figures = label("", "quiet")
        live.add(self.chart)
        live.add(self._legend)
        live.add(self._figures)
        self.add(live)
        self.table = _make_table()
        self._said = label("", "quiet")
        self._said.hide()
        self._use = button(tr("Use the marked one"), self._use_marked, "main")
        self._use.setEnabled(False)
        self._measure = button(tr("Measure here"), self._ask_measurement)
        self._entries: tuple[NetworkEntry, ...] = ()
        self._times: dict[tuple[str, str], float] = {}
        self._shown = bridge.settings.portrait
        self._measured.connect(self._show_times)
        self._found.connect(self._mark)
        self.table.itemSelectionChanged.connect(lambda: self._use.setEnabled(bool(self._marked())))
        bridge.status_changed.connect(self._show_status)
        self.later(self._add_networks, self._add_rest)

    def _add_networks(self) -> None:
        networks = Card(
            tr("Networks"), tr("Accuracy is the overlap with people on photographs never seen in training.")
        )
        networks.add(self.table)
        networks.add(self._said)
        networks.add(Row(self._use, self._measure, None))
        self.add(networks)
        self._entries = self._read_entries()
        self._fill()
        self.bridge.settings_changed.connect(self._show_settings)

    def _add_rest(self) -> None:
        self.add_settings(
            tr("Finding people"), (key for key in all_settings() if key.startswith("portrait."))
        )

    def _read_entries(self) -> "tuple[NetworkEntry, ...]":
        from vcam.portrait.manifest import read_manifest

        try:
            return read_manifest(models_dir())
        except VcamError as error:
            self._say(str(error))
            return ()

    def _fill(self) -> None:
        self.table.setRowCount(len(self._entries))
        for row, entry in enumerate(self._entries):
            score = entry.scores.get(SHOWN_SET, {}).get("iou_fg")
            time = self._times.get((entry.name, entry.precision))
            cells = (
                entry.name,
                entry.precision,
                f"{score:.1f} %" if score is not None else "-",
                f"{time:.1f}" if time is not None else "-",
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(f"{entry.parameters:,} parameters, {entry.size}. {entry.terms}")
                if column >= 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()
        head = self.table.horizontalHeader()
        high = sum(self.table.rowHeight(row) for row in range(self.table.rowCount()))
        self.table.setFixedHeight(high + (head.sizeHint().height() if head is not None else 0) + 4)
        self._mark_used()

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()

    def _show_settings(self, settings: Settings) -> None:
        if settings.portrait != self._shown:
            self._mark_used()

    def _mark_used(self) -> None:
        self._shown = self.bridge.settings.portrait
        self.table.clearSelection()
        self._ask_used()

    def _ask_used(self) -> None:
        """Ask which file runs, on the camera's thread: the answer needs the library that runs it."""
        entries, portrait = self._entries, self._shown
        if entries:
            self.bridge.ask(lambda _: self._found.emit(portrait, find_used(entries, portrait)))

    def _mark(self, portrait: PortraitSettings, used: "NetworkEntry | None") -> None:
        """Mark what runs with these settings, unless they are old or the user has marked one meanwhile."""
        if portrait == self._shown and used in self._entries and not self._marked():
            self.table.selectRow(self._entries.index(used))

    def _marked(self) -> "list[NetworkEntry]":
        model = self.table.selectionModel()
        assert model is not None, "a table has a selection"
        return [self._entries[index.row()] for index in model.selectedRows()]

    def _use_marked(self) -> None:
        for entry in self._marked():
            self.bridge.change({"portrait.network": entry.name, "portrait.precision": entry.precision})

    def _ask_measurement(self) -> None:
        self._measure.setEnabled(False)
        self._say(tr("Measuring; this takes a few seconds."))
        threads = self.bridge.settings.portrait.threads
        threading.Thread(
            target=self._run_measurement, args=(threads,), name="vcam-measure", daemon=True
        ).start()

    def _run_measurement(self, threads: int) -> None:
        from vcam.bench.networks import measure_networks

        result: object
        try:
            result = measure_networks(self._entries, models_dir(), threads, rounds=ROUNDS)
        except VcamError as error:
            result = str(error)
        try:
            self._measured.emit(result)
        except RuntimeError:
            return  # the window was closed meanwhile

    def _show_times(self, result: object) -> None:
        self._measure.setEnabled(True)
        if isinstance(result, str):
            self._say(result)
            return
        assert isinstance(result, tuple), "times come as a tuple"
        self._times = {(time.name, time.precision): time.median_ms for time in result}
        self._say(tr("Measured here, beside all that runs now: milliseconds for one picture."))
        self._fill()

    def _show_status(self, status: "Status", times: Mapping[str, float]) -> None:
        if self.isVisible() and not self._marked():  # the camera may have chosen a file since
            self._ask_used()
        budget_ms = 1000 / self.bridge.settings.output.fps
        shown = {stage: time for stage, time in times.items() if is_stage(stage)}
        self.chart.add(shown, budget_ms)
        self._legend.show_stages(self.chart.stages, shown)
        figures = status.figures
        self._figures.setText(
            tr(
                "{0} pictures a second, {1:.0f} ms of processor time for each, {2:.0f} MiB of memory at most"
            ).format(f"{figures['fps']:.1f}", figures["cpu_ms_per_frame"], figures["peak_rss_mb"])
        )


def find_used(entries: "Sequence[NetworkEntry]", portrait: PortraitSettings) -> "NetworkEntry | None":
    """Give the network's file that the settings mean here, or None if that is not known."""
    from vcam.app.telling import measurements
    from vcam.portrait.choice import recall

    try:
        return recall(entries, portrait.network, portrait.precision, measurements())
    except VcamError:
        return None


def is_stage(name: str) -> bool:
    """Whether a time belongs to one stage: sums over several of them are not stacked upon their parts."""
    return name != "loop" and not name.endswith("_cpu")


def _make_table() -> QTableWidget:
    heads = (tr("Network"), tr("Precision"), tr("Accuracy"), tr("ms here"))
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(tr("Networks"))
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    side = table.verticalHeader()
    if side is not None:
        side.hide()
    head = table.horizontalHeader()
    if head is not None:
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # In a narrow window numbers still have room where names would be cut off.
        for column in (2, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            title = table.horizontalHeaderItem(column)
            assert title is not None, "each column has a title"
            title.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return table

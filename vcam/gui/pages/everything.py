"""Every setting with its explanation, with search, and the profiles."""

from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from vcam.errors import VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.editors import Combo
from vcam.gui.page import Page
from vcam.gui.profile_files import export_profile, import_profile
from vcam.gui.setting_row import SettingRow
from vcam.gui.table_editors import ProgramsEditor
from vcam.gui.widgets import Card, Row, button, label
from vcam.gui.words import group_title, tr
from vcam.settings.fields import all_settings
from vcam.settings.model import Settings
from vcam.settings.profiles import delete_profile, list_profiles, load_profile, save_profile

HIDDEN = frozenset({"version", "profile"})
"""Not for a person to change here: the file's own, and what the profiles' card shows."""


class EverythingPage(Page):
    """All settings by group; `search` leaves those that fit."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, tr("All settings"))
        self.profiles = ProfilesCard(bridge)
        self.add(self.profiles)
        self.rows: dict[str, SettingRow] = {}
        self._groups: dict[str, Card] = {}
        self._words: list[str] = []
        self._nothing = label(tr("No setting fits; try another word."), "quiet")
        self._nothing.hide()
        self.add(self._nothing)
        self.profiles.listed.connect(self._offer_profiles)
        self.later(*(partial(self._add_row, key) for key in all_settings() if key not in HIDDEN))

    def search(self, text: str) -> int:
        """Show only settings whose name or explanation has all the words; give how many fit."""
        self._words = text.casefold().split()
        fits = {key: self._fits(row) for key, row in self.rows.items()}
        for key, row in self.rows.items():
            row.setVisible(fits[key])
        for table, card in self._groups.items():
            card.setVisible(any(fits[key] for key in self.rows if key.rpartition(".")[0] == table))
        self.profiles.setVisible(not self._words)
        count = sum(fits.values())
        self._nothing.setVisible(not count)
        return count

    def _add_row(self, key: str) -> None:
        table = key.rpartition(".")[0]
        if table not in self._groups:
            self._groups[table] = Card(group_title(table))
            self._groups[table].hide()
            self.add(self._groups[table])
        row = self.rows[key] = SettingRow(self.bridge, key)
        self._groups[table].add(row)
        row.setVisible(self._fits(row))
        if self._fits(row):
            self._groups[table].show()
            self._nothing.hide()

    def _offer_profiles(self) -> None:
        for row in self.rows.values():
            if isinstance(row.editor, ProgramsEditor):
                row.editor.fill_profiles()

    def _fits(self, row: SettingRow) -> bool:
        return all(word in row.words for word in self._words)


class ProfilesCard(Card):
    """Choose, save, import, export and remove profiles.

    Signals:
        listed: it has been looked which profiles there are.
    """

    listed = pyqtSignal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            tr("Profiles"), tr("A profile remembers how you look: background, people, network, card.")
        )
        self._bridge = bridge
        self.choice = Combo()
        self.choice.setAccessibleName(tr("Profile"))
        self.choice.activated.connect(self._use)
        self.add(self.choice)
        self.add(Row(button(tr("Save as"), self._ask_name), button(tr("Import"), self._ask_import), None))
        self._export = button(tr("Export"), self._ask_export)
        self._delete = button(tr("Remove"), self._remove)
        self.add(Row(self._export, self._delete, None))
        bridge.settings_changed.connect(self._show_settings)
        self.fill()

    def fill(self) -> None:
        """List the profiles that there are."""
        self._list()
        self._show_settings(self._bridge.settings)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Look which profiles there are now."""
        super().showEvent(event)
        self.fill()

    def save_as(self, name: str) -> None:
        """Keep how the user looks under a name, after a question if that replaces another profile."""
        self.fill()
        if name and name != self._bridge.settings.profile and self.choice.findData(name) >= 0:
            self._ask_to_replace(name)
        else:
            self._save(name)

    def _ask_to_replace(self, name: str) -> None:
        buttons = QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel
        sentence = tr("There is a profile {0} already; replace it?").format(name)
        question = QMessageBox(QMessageBox.Icon.Question, tr("Save as"), sentence, buttons, self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        question.accepted.connect(partial(self._save, name))
        question.open()

    def _save(self, name: str) -> None:
        try:
            save_profile(name, self._bridge.settings)
        except VcamError as error:
            self._bridge.failed.emit(str(error))
            return
        self.fill()
        self._bridge.change({"profile": name})

    def _list(self) -> None:
        try:
            names = list_profiles()
        except VcamError as error:
            self._bridge.failed.emit(str(error))
            names = ()
        self.choice.clear()
        self.choice.addItem(tr("No profile"), "")
        for name in names:
            self.choice.addItem(name, name)
        self.listed.emit()

    def _show_settings(self, settings: Settings) -> None:
        if self.choice.findData(settings.profile) < 0:  # made by others since
            self._list()
        self.choice.setCurrentIndex(max(0, self.choice.findData(settings.profile)))
        for each in (self._export, self._delete):
            each.setEnabled(bool(self.choice.currentData()))

    def _use(self, place: int) -> None:
        name = self.choice.itemData(place)
        if name:
            self._bridge.use_profile(name)
        else:
            self._bridge.change({"profile": ""})

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(tr("Save as"))
        dialog.setLabelText(tr("The profile's name:"))
        dialog.textValueSelected.connect(self.save_as)
        dialog.open()

    def _ask_import(self) -> None:
        dialog = QFileDialog(self, tr("Import a profile"), "", "TOML (*.toml)")
        dialog.fileSelected.connect(lambda name: self._import(Path(name)))
        dialog.open()

    def _import(self, path: Path) -> None:
        try:
            name, problems = import_profile(path, self._bridge.settings)
        except VcamError as error:
            self._bridge.failed.emit(str(error))
            return
        self.fill()
        said = [str(problem) for problem in problems]
        before = self._bridge.settings
        if before.protects and not load_profile(name, before).settings.protects:
            said.append(tr("{0} shows the room; choose it where you want that.").format(name))
        else:
            self._bridge.use_profile(name)
        if said:
            self._bridge.failed.emit("\n".join(said))

    def _ask_export(self) -> None:
        name = self._bridge.settings.profile
        dialog = QFileDialog(self, tr("Export a profile"), f"{name}.toml", "TOML (*.toml)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self._export_to(name, Path(path)))
        dialog.open()

    def _export_to(self, name: str, path: Path) -> None:
        try:
            export_profile(name, path)
        except VcamError as error:
            self._bridge.failed.emit(str(error))

    def _remove(self) -> None:
        name = self._bridge.settings.profile
        try:
            delete_profile(name)
        except VcamError as error:
            self._bridge.failed.emit(str(error))
        self._list()
        if self.choice.findData(name) < 0:
            self._bridge.forget_profile(name)
        self._show_settings(self._bridge.settings)

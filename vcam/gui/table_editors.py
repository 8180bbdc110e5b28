"""Editors of the settings that are tables: an effect for each person, a profile for each program."""

from functools import partial

from PyQt6.QtCore import QSignalBlocker
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QLayout, QVBoxLayout, QWidget

from vcam.errors import VcamError
from vcam.gui.editors import Combo, Editor, Value
from vcam.gui.widgets import Row, button, label, small_button
from vcam.gui.words import effect_title, person_title, tr
from vcam.settings.profiles import list_profiles

PROGRAMS = ("zoom", "Discord", "teams", "obs", "firefox", "chrome")
"""Proposed where a program is to be named; any other can be typed."""


class RulesEditor(Editor):
    """For the table of people and effects, as lines that can be taken away."""

    is_wide = True

    def __init__(self) -> None:
        box = QWidget()
        super().__init__(box)
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rules: dict[str, str] = {}

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        self._rules = dict(value)
        empty(self._column)
        if not self._rules:
            self._column.addWidget(label(tr("There are no rules."), "quiet"))
        for person, effect in self._rules.items():
            title = person_title(person)
            text = label(f"{title}: {effect_title(effect)}")
            away = small_button(
                "remove", tr("Remove the rule for {0}").format(title), partial(self._drop, person)
            )
            row = Row(text, away)
            row.line.setStretch(0, 1)
            self._column.addWidget(row)

    def _drop(self, person: str) -> None:
        self.on_change({who: effect for who, effect in self._rules.items() if who != person})


class ProgramsEditor(Editor):
    """For the table of programs and profiles: lines that can be taken away, and one to add."""

    is_wide = True

    def __init__(self) -> None:
        self._box = _Box(self)
        super().__init__(self._box)
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self.program, self.profile = Combo(), Combo()
        self.program.setEditable(True)
        self.program.setInsertPolicy(Combo.InsertPolicy.NoInsert)
        self.program.addItems(PROGRAMS)
        self.program.setCurrentText("")
        line = self.program.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Program"))
            line.setAccessibleName(tr("Program"))
        self.program.setAccessibleName(tr("Program"))
        self.profile.setAccessibleName(tr("Profile"))
        for each in (self.program, self.profile):
            each.setMinimumContentsLength(1)  # they share the line
        self._add = button(tr("Add"), self._add_line)
        row = Row(self.program, self.profile)
        row.line.setStretch(0, 1)
        row.line.setStretch(1, 1)
        self._new = (row, Row(self._add, None))
        self._hint = label(tr("Save a profile first, on the page All settings."), "quiet")
        for part in (*self._new, self._hint):
            column.addWidget(part)
        self._table: dict[str, str] = {}
        self.fill_profiles()

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        self._table = dict(value)
        empty(self._lines)
        for program, profile in self._table.items():
            away = small_button("remove", tr("Remove {0}").format(program), partial(self._drop, program))
            row = Row(label(f"{program}: {profile}"), away)
            row.line.setStretch(0, 1)
            self._lines.addWidget(row)

    def fill_profiles(self) -> None:
        """Offer the profiles that there are."""
        try:
            names = list_profiles()
        except VcamError:
            names = ()
        blocker = QSignalBlocker(self.profile)
        self.profile.clear()
        self.profile.addItems(names)
        blocker.unblock()
        for part in self._new:
            part.setVisible(bool(names))
        self._hint.setVisible(not names)

    def _add_line(self) -> None:
        program, profile = self.program.currentText().strip(), self.profile.currentText()
        if program and profile:
            self.program.setCurrentText("")
            self.on_change({**self._table, program: profile})

    def _drop(self, program: str) -> None:
        self.on_change({name: profile for name, profile in self._table.items() if name != program})


class _Box(QWidget):
    """Lists the profiles anew whenever it is shown."""

    def __init__(self, editor: ProgramsEditor) -> None:
        super().__init__()
        self._editor = editor

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Look which profiles there are now."""
        super().showEvent(event)
        self._editor.fill_profiles()


def empty(layout: QLayout) -> None:
    """Take all widgets out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()

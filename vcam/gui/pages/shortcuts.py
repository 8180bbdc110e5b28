"""Which keys steer vcam from anywhere, and what to bind where the desktop offers none."""

from functools import partial

from PyQt6.QtWidgets import QLabel, QLineEdit

from vcam.gui.bridge import Bridge
from vcam.gui.page import Page
from vcam.gui.shortcuts import Action, Shortcuts, all_actions
from vcam.gui.widgets import Card, Row, copy_text, label, small_button
from vcam.gui.words import tr


class ShortcutsPage(Page):
    """Global keys with their commands, and the keys of the window."""

    def __init__(self, bridge: Bridge, shortcuts: Shortcuts) -> None:
        super().__init__(bridge, tr("Shortcuts"))
        self._anywhere = Card(tr("From anywhere"))
        self._said = label(shortcuts.sentence, "quiet")
        self._anywhere.add(self._said)
        self.add(self._anywhere)
        self._shortcuts = shortcuts
        self._keys: dict[str, QLabel] = {}
        self.later(*(partial(self._add_action, action) for action in all_actions()), self._add_rest)
        shortcuts.changed.connect(self._show)

    def _add_action(self, action: Action) -> None:
        shown = self._keys[action.verb] = label(
            self._shortcuts.keys.get(action.verb, ""), "good", wraps=False
        )
        command = QLineEdit(action.command)
        command.setReadOnly(True)
        command.setAccessibleName(tr("Command for {0}").format(action.title))
        copy = small_button("copy", tr("Copy the command"), partial(copy_text, action.command))
        heading = Row(label(action.title), shown)
        heading.line.setStretch(0, 1)
        self._anywhere.add(heading)
        self._anywhere.add(Row(command, copy))

    def _add_rest(self) -> None:
        self._anywhere.add(
            label(tr("`vcam ctl --help` lists all commands, also for a Stream Deck."), "quiet")
        )
        here = Card(tr("In this window"))
        for keys, what in (
            (tr("Space bar, held, on the picture"), tr("See without vcam")),
            ("Ctrl+Z", tr("Undo")),
            ("Ctrl+F", tr("Search settings")),
        ):
            here.add(Row(label(what), None, label(keys, "quiet", wraps=False)))
        self.add(here)

    def _show(self, sentence: str, keys: dict[str, str]) -> None:
        self._said.setText(sentence)
        for verb, shown in self._keys.items():
            shown.setText(keys.get(verb, ""))

"""Which keys steer vcam from anywhere, and what to bind where the desktop offers none."""

from functools import partial

from PyQt6.QtWidgets import QLabel, QLineEdit

from vcam.gui.bridge import Bridge
from vcam.gui.page import Page
from vcam.gui.shortcuts import Shortcuts, all_actions
from vcam.gui.widgets import Card, Row, copy_text, label, small_button
from vcam.gui.words import tr


class ShortcutsPage(Page):
    """Global keys with their commands, and the keys of the window."""

    def __init__(self, bridge: Bridge, shortcuts: Shortcuts) -> None:
        super().__init__(bridge, tr("Shortcuts"))
        anywhere = Card(tr("From anywhere"))
        self._said = label(shortcuts.sentence, "quiet")
        anywhere.add(self._said)
        self._keys: dict[str, QLabel] = {}
        for action in all_actions():
            self._keys[action.verb] = label("", "good", wraps=False)
            heading = Row(label(action.title), None, self._keys[action.verb])
            command = QLineEdit(action.command)
            command.setReadOnly(True)
            command.setAccessibleName(tr("Command for {0}").format(action.title))
            copy = small_button("copy", tr("Copy the command"), partial(copy_text, action.command))
            anywhere.add(heading)
            anywhere.add(Row(command, copy))
        anywhere.add(label(tr("`vcam ctl --help` lists all commands, also for a Stream Deck."), "quiet"))
        self.add(anywhere)
        here = Card(tr("In this window"))
        for keys, what in (
            (tr("Space bar, held, on the picture"), tr("See without vcam")),
            ("Ctrl+Z", tr("Undo")),
            ("Ctrl+F", tr("Search settings")),
        ):
            here.add(Row(label(what), None, label(keys, "quiet", wraps=False)))
        self.add(here)
        shortcuts.changed.connect(self._show)
        self._show(shortcuts.sentence, shortcuts.keys)

    def _show(self, sentence: str, keys: dict[str, str]) -> None:
        self._said.setText(sentence)
        for verb, shown in self._keys.items():
            shown.setText(keys.get(verb, ""))

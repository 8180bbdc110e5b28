"""A setting as a person meets it: name, editor, explanation, way back."""

from PyQt6.QtCore import QSignalBlocker
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from vcam.gui.bridge import Bridge
from vcam.gui.editors import Editor
from vcam.gui.setting_editors import make_editor
from vcam.gui.widgets import Row, label, small_button
from vcam.gui.words import title_of, tr
from vcam.settings.fields import all_settings, differences, values_of
from vcam.settings.model import Settings
from vcam.settings.profiles import is_look


class SettingRow(QWidget):
    """A setting with its name, its editor, its explanation and a way back to the default.

    Args:
        bridge: carries out what is wished for.
        key: the setting's dotted name.
        editor: in place of the one that fits how the setting was declared.
        explanation: in place of the setting's own, which may speak of what only a file needs.
    """

    def __init__(self, bridge: Bridge, key: str, editor: Editor | None = None, explanation: str = "") -> None:
        super().__init__()
        self.key = key
        self._bridge = bridge
        setting = all_settings()[key]
        self.words = f"{key} {title_of(key)} {tr(setting.explanation)} {setting.explanation}".casefold()
        self._default = setting.default
        self.editor = editor or make_editor(key)
        self.editor.widget.setAccessibleName(title_of(key))
        self.editor.widget.setAccessibleDescription(tr(setting.explanation))
        self.editor.on_change = lambda value: bridge.change({key: value})
        self.editor.on_try = self._try
        self.editor.on_tried = self._end_trial
        self._before: Settings | None = None
        self._back = small_button("reset", tr("Back to the default: {0}").format(title_of(key)), self._reset)
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(3)
        name = label(title_of(key))
        beside = () if self.editor.is_wide else (self.editor.widget,)
        row = Row(name, *beside, self._back)
        row.line.setStretch(0, 1)
        column.addWidget(row)
        if self.editor.is_wide:
            column.addWidget(self.editor.widget)
        column.addWidget(label(explanation or tr(setting.explanation), "quiet"))
        bridge.settings_changed.connect(self.show_settings)
        self.show_settings(bridge.settings)

    def show_settings(self, settings: Settings) -> None:
        """Show the value in force."""
        value = values_of(settings)[self.key]
        blocker = QSignalBlocker(self.editor.widget)
        self.editor.show(value)
        blocker.unblock()
        self._back.setVisible(value != self._default)

    def _try(self, value: object) -> None:
        now = self._bridge.settings
        if value == values_of(now)[self.key]:
            return  # the same look leaves no profile
        self._before = self._before or now
        self._bridge.change({self.key: value}, undoable=False)

    def _end_trial(self, is_kept: bool) -> None:
        """Make one wish of all that was tried out, or put back what was in force before."""
        before, self._before = self._before, None
        if before is None:
            return
        replaced, now = self._replaced(before), values_of(self._bridge.settings)
        if not is_kept:
            self._bridge.change(replaced, undoable=False)
        elif any(now[key] != value for key, value in replaced.items()):
            self._bridge.remember(replaced)

    def _replaced(self, before: Settings) -> dict[str, object]:
        """Give the value of before, and the profile of then unless another look or profile came meanwhile."""
        values, now = values_of(before), self._bridge.settings
        others = differences(before, now).keys() - {self.key, "profile"}
        is_profile_left = now.profile in ("", before.profile) and not any(map(is_look, others))
        return {key: values[key] for key in (self.key, *(("profile",) if is_profile_left else ()))}

    def _reset(self) -> None:
        self._bridge.change({self.key: self._default})

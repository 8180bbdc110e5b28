"""An editor for every setting, made from what was declared about it."""

from typing import Literal, get_args, get_origin

from annotated_types import Ge, Le
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QColorDialog, QPushButton

from vcam.gui.editors import ChoiceEditor, Editor, NumberEditor, SwitchEditor, TextEditor, Value
from vcam.gui.table_editors import ProgramsEditor, RulesEditor
from vcam.gui.words import choice_title, title_of
from vcam.settings.model import Settings

SIZES = ("640x360", "640x480", "960x540", "1280x720", "1920x1080")
RATES = ("15", "20", "24", "25", "30", "60")


class ColourEditor(Editor):
    """For a colour."""

    def __init__(self) -> None:
        self._button = QPushButton()
        self._button.setMinimumWidth(120)
        super().__init__(self._button)
        self._button.clicked.connect(self._choose)

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        colour = QColor(str(value))
        ink = "#000000" if colour.lightness() > 130 else "#ffffff"
        self._button.setText(str(value))
        self._button.setStyleSheet(f"background: {colour.name()}; color: {ink};")

    def _choose(self) -> None:
        dialog = QColorDialog(QColor(self._button.text()), self._button)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.currentColorChanged.connect(lambda colour: self.on_try(colour.name()))
        dialog.colorSelected.connect(lambda colour: self.on_try(colour.name()))
        dialog.accepted.connect(lambda: self.on_tried(True))
        dialog.rejected.connect(lambda: self.on_tried(False))
        dialog.open()


def make_editor(key: str) -> Editor:
    """Make the editor that fits how a setting was declared."""
    table, _, name = key.rpartition(".")
    model = type(getattr(Settings(), table)) if table else Settings
    field = model.model_fields[name]
    kind = field.annotation
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    if kind is bool:
        return SwitchEditor()
    if get_origin(kind) is Literal:
        return ChoiceEditor([(word, choice_title(word)) for word in get_args(kind)])
    if key in ("camera.size", "output.size"):
        return ChoiceEditor([(size, size.replace("x", " x ")) for size in SIZES], is_free=True)
    if key in ("camera.fps", "output.fps"):
        return ChoiceEditor([(rate, rate) for rate in RATES], convert=float)
    if kind in (int, float) and key != "version":
        low = next(float(each.ge) for each in field.metadata if isinstance(each, Ge))  # type: ignore[arg-type]
        high = next(float(each.le) for each in field.metadata if isinstance(each, Le))  # type: ignore[arg-type]
        editor = NumberEditor(low, high, kind is int, str(extra.get("unit", "")))
        editor.name(title_of(key))
        return editor
    if key.endswith("colour"):
        return ColourEditor()
    if key == "people.effects":
        return RulesEditor()
    if key == "programs.profiles":
        return ProgramsEditor()
    return TextEditor()

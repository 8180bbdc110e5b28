"""Editors of values: a switch, a list, a slider, a text."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from vcam.gui.widgets import Switch
from vcam.gui.words import choice_title, tr

STEPS = 200
"""A slider for a number with a point, or for more whole numbers than Qt can count, has so many places."""
LEAST, GREATEST = -(2**31), 2**31 - 1
"""Qt's sliders and fields know no other whole numbers; some drivers do."""

Value = Any
Changed = Callable[[Value], None]


class _Unturned:
    """Mixed into a widget, which a turning mouse wheel then does not change by accident."""

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802
        """Leave the wheel to the page."""
        if event is not None:
            event.ignore()


class Combo(_Unturned, QComboBox):
    """A list to choose from.

    Its width does not follow its longest choice, which may be a name of any length.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)


class Slider(_Unturned, QSlider):
    """A slider."""


class WholeField(_Unturned, QSpinBox):
    """A field for a whole number."""


class PointField(_Unturned, QDoubleSpinBox):
    """The same for a number with a point."""


class Editor(ABC):
    """Shows a value and tells `on_change` what the user makes of it.

    A value that is only tried out is told by `on_try`; at the end `on_tried` tells whether the last one is
    kept.
    """

    is_wide = False

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self.on_change: Changed = lambda _: None
        self.on_try: Changed = lambda _: None
        self.on_tried: Callable[[bool], None] = lambda _: None

    @abstractmethod
    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""


class SwitchEditor(Editor):
    """For yes or no."""

    def __init__(self) -> None:
        self._switch = Switch()
        super().__init__(self._switch)
        self._switch.toggled.connect(lambda value: self.on_change(value))

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        self._switch.setChecked(bool(value))


class ChoiceEditor(Editor):
    """For one of several words; if `is_free`, also for any other text."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        is_free: bool = False,
        convert: Callable[[str], Value] = lambda text: text,
        is_wide: bool = False,
    ) -> None:
        self.is_wide = is_wide
        self._combo = Combo()
        super().__init__(self._combo)
        self._convert = convert
        self._combo.setMinimumWidth(120)  # a long name before it needs the rest of a line
        self._combo.setMinimumContentsLength(12)
        for word, text in choices:
            self._combo.addItem(text, word)
        self._combo.setEditable(is_free)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.activated.connect(lambda place: self._tell(self._combo.itemData(place)))
        line = self._combo.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._tell_typed)
            line.setAccessibleName(tr("Another value"))

    def set_choices(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Offer other choices."""
        blocker = QSignalBlocker(self._combo)
        self._combo.clear()
        for word, text in choices:
            self._combo.addItem(text, word)
        self.show(value)
        blocker.unblock()

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        word = f"{value:g}" if isinstance(value, float) else str(value)
        place = self._combo.findData(word)
        if place < 0:
            self._combo.addItem(choice_title(word) if not self._combo.isEditable() else word, word)
            place = self._combo.count() - 1
        self._combo.setCurrentIndex(place)
        line = self._combo.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _tell_typed(self) -> None:
        text = self._combo.currentText().strip()
        place = self._combo.findText(text)
        word = self._combo.itemData(place) if place >= 0 else text
        if word:
            self._tell(word)

    def _tell(self, word: str) -> None:
        self.on_change(self._convert(word))


class NumberEditor(Editor):
    """A slider for the eye and a field for the exact number."""

    is_wide = True

    def __init__(self, low: float, high: float, is_whole: bool, unit: str) -> None:
        box = QWidget()
        super().__init__(box)
        if is_whole:
            low, high = (min(max(each, LEAST), GREATEST) for each in (low, high))
        self._low, self._high, self._is_whole = low, high, is_whole
        self._per_place = 1 if is_whole and high - low <= GREATEST else (high - low) / STEPS
        self._slider = Slider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, round((high - low) / self._per_place))
        self._field: QSpinBox | QDoubleSpinBox
        if is_whole:
            self._field = WholeField()
            self._field.setRange(int(low), int(high))
        else:
            self._field = PointField()
            self._field.setRange(low, high)
            self._field.setDecimals(2 if high - low <= 10 else 1)
            self._field.setSingleStep((high - low) / 20)
        self._field.setSuffix(f" {unit}" if unit else "")
        self._field.setKeyboardTracking(False)
        self._field.setFixedWidth(92)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._slider, 1)
        line.addWidget(self._field)
        box.setFocusProxy(self._slider)
        self._slider.valueChanged.connect(lambda place: self._tell(self._value_at(place)))
        self._field.valueChanged.connect(self._tell)

    @property
    def slider(self) -> QSlider:
        """The slider."""
        return self._slider

    def name(self, title: str) -> None:
        """Tell a screen reader what both parts are for."""
        self._slider.setAccessibleName(title)
        self._field.setAccessibleName(title)

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        blockers = QSignalBlocker(self._slider), QSignalBlocker(self._field)
        shown = min(max(float(value), self._low), self._high)
        self._slider.setValue(self._place_of(shown))
        self._field.setValue(int(shown) if self._is_whole else shown)  # type: ignore[arg-type]
        for blocker in blockers:
            blocker.unblock()

    def _tell(self, value: float) -> None:
        self.on_change(round(value) if self._is_whole else round(float(value), 3))

    def _value_at(self, place: int) -> float:
        return self._low + self._per_place * place

    def _place_of(self, value: float) -> int:
        return round((value - self._low) / self._per_place)


class TextEditor(Editor):
    """For a text, told when it is finished."""

    is_wide = True

    def __init__(self) -> None:
        self._line = QLineEdit()
        super().__init__(self._line)
        self._line.editingFinished.connect(lambda: self.on_change(self._line.text()))

    def show(self, value: Value) -> None:
        """Show a value without telling anybody."""
        if not self._line.hasFocus() or not self._line.isModified():
            self._line.setText(str(value))

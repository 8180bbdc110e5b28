"""Small widgets that several pages use; they follow keyboard, screen reader and theme."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vcam.gui.theme import colours, make_icon
from vcam.gui.words import tr


def label(text: str, name: str = "", wraps: bool = True) -> QLabel:
    """Make a text; `name` is its role in the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wraps)
    made.setTextFormat(Qt.TextFormat.PlainText)  # a camera's or person's name may hold what looks like HTML
    return made


def button(text: str, act: Callable[[], object], name: str = "") -> QPushButton:
    """Make a button that does something."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: act())
    return made


def as_title(text: str) -> str:
    """Give a text for a button or a menu as it is: alone, an ampersand would underline the next letter."""
    return text.replace("&", "&&")


def small_button(icon: str, what: str, act: Callable[[], object]) -> QToolButton:
    """Make a button that is only an icon; `what` is read to whoever does not see it."""
    made = QToolButton()
    made.setObjectName("small")
    made.setIcon(make_icon(icon, colours().quiet))
    made.setProperty("icon_name", icon)
    made.setIconSize(QSize(18, 18))
    made.setToolTip(what)
    made.setAccessibleName(what)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.clicked.connect(lambda: act())
    return made


def copy_text(text: str) -> None:
    """Put a text into the clipboard."""
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None:
        clipboard.setText(text)


class Card(QFrame):
    """What belongs together, with a heading if one is given."""

    def __init__(self, heading: str = "", explanation: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(8)
        if heading:
            self.column.addWidget(label(heading, "heading"))
        if explanation:
            self.column.addWidget(label(explanation, "quiet"))

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others."""
        self.column.addWidget(widget)

    def clear(self, kept: int = 0) -> None:
        """Take away all widgets but the first ones."""
        while self.column.count() > kept:
            item = self.column.takeAt(kept)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()


class Row(QWidget):
    """Widgets beside one another."""

    def __init__(self, *widgets: QWidget | None) -> None:
        super().__init__()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)
        for widget in widgets:
            if widget is None:
                self.line.addStretch()
            else:
                self.line.addWidget(widget)


class Switch(QCheckBox):
    """A check box that looks like a switch; for a keyboard and a screen reader it is a check box."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for the switch alone."""
        return QSize(44, 26)

    def hitButton(self, place: "object") -> bool:  # noqa: N802
        """The whole switch can be pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw it."""
        tone = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, (self.height() - 20) / 2, 38, 20)
        painter.setPen(QPen(QColor(tone.accent if self.isChecked() else tone.quiet), 1.5))
        painter.setBrush(QColor(tone.accent if self.isChecked() else tone.field))
        painter.drawRoundedRect(track, 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.on_accent if self.isChecked() else tone.quiet))
        x = track.right() - 10 if self.isChecked() else track.left() + 10
        painter.drawEllipse(QPointF(x, track.center().y()), 6.5, 6.5)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tone.text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), 11, 11)


class Segments(QFrame):
    """A few choices, one of which holds."""

    chosen = pyqtSignal(str)

    def __init__(self, what: str, choices: Sequence[tuple[str, str]]) -> None:
        """Make the buttons.

        Args:
            what: is chosen here, for a screen reader.
            choices: the word and the text of each.
        """
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(what)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(2)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for word, text in choices:
            made = button(text, lambda word=word: self.chosen.emit(word))  # type: ignore[misc]
            made.setCheckable(True)
            made.setAccessibleName(f"{what}: {text}")
            self._group.addButton(made)
            self._buttons[word] = made
            line.addWidget(made)

    def show_choice(self, word: str) -> None:
        """Mark what holds, without telling anybody."""
        chosen = self._buttons.get(word)
        if chosen is not None:
            chosen.setChecked(True)


class Banner(QFrame):
    """A sentence about something that needs attention, until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 8, 8)
        self._text = label("")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(self._text, 1)
        line.addWidget(small_button("check", tr("Close this message"), self.hide))
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def tell(self, sentence: str) -> None:
        """Say a sentence."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

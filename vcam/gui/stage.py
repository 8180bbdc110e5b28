"""The middle of the window: the large picture, what it is, and the switch."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vcam.gui.bridge import Bridge
from vcam.gui.look import Glance, Look
from vcam.gui.preview import Preview
from vcam.gui.theme import colours
from vcam.gui.widgets import Segments, button, label
from vcam.gui.words import tr


class Dot(QWidget):
    """A small sign of what viewers see; the words are beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look.STARTING
        self.setFixedSize(QSize(14, 14))

    def show_look(self, look: Look) -> None:
        """Show it."""
        self._look = look
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw it."""
        tone = colours()
        by_look = {Look.LIVE: tone.good, Look.OPEN: tone.warn, Look.CARD: tone.warn, Look.TROUBLE: tone.bad}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(by_look.get(self._look, tone.quiet)))
        painter.drawEllipse(QRectF(2, 2, 10, 10))


class Stage(QWidget):
    """Shows what viewers see, and switches it."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.preview = Preview(bridge)
        self._dot = Dot()
        self._headline = label(tr("Starting"), "heading", wraps=False)
        self._sentence = label("", "quiet")
        self.switch = Segments(
            tr("What viewers see"), [("on", tr("On")), ("card", tr("Be right back")), ("off", tr("Off"))]
        )
        self.switch.chosen.connect(bridge.turn)  # the words are the switch's own
        self.compare = button(tr("Hold to compare"), lambda: None)
        self.compare.setToolTip(
            tr("See the room without vcam. Only you see this; the space bar does the same on the picture.")
        )
        self.compare.pressed.connect(lambda: self.preview.compare(True))
        self.compare.released.connect(lambda: self.preview.compare(False))
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._dot)
        state.addWidget(self._headline)
        state.addWidget(self._sentence, 1)
        controls = QHBoxLayout()
        controls.addWidget(self.switch)
        controls.addStretch()
        controls.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(state)
        column.addWidget(self.preview, 1)
        column.addLayout(controls)
        bridge.glance_changed.connect(self.show_glance)
        bridge.switch_changed.connect(self.switch.show_choice)

    def show_glance(self, glance: Glance) -> None:
        """Say what viewers see."""
        self._dot.show_look(glance.look)
        self._headline.setText(glance.headline)
        self._sentence.setText(glance.sentence)
        self._dot.setAccessibleName(f"{glance.headline}. {glance.sentence}")

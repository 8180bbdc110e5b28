"""The first start: three steps that can be skipped, laid over the window and never in the way of a call."""

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vcam.gui.bridge import Bridge
from vcam.gui.gallery import Gallery
from vcam.gui.page import Page
from vcam.gui.pages.background import BackgroundPage
from vcam.gui.pages.camera import CameraPage
from vcam.gui.pages.output import Findings
from vcam.gui.preview import Preview
from vcam.gui.theme import colours
from vcam.gui.widgets import button, label
from vcam.gui.words import tr

PROGRAMS = ("Zoom", "Google Meet", "Microsoft Teams", "OBS")


class Welcome(QWidget):
    """Camera, background, virtual camera.

    Signals:
        done: the user has come to the end or has had enough.
    """

    done = pyqtSignal()

    def __init__(self, bridge: Bridge, gallery: Gallery) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.preview = Preview(bridge)
        self.background = BackgroundPage(bridge, gallery)
        self.findings = Findings(only_errors=True)
        self._steps = QStackedWidget()
        for title, sentence, page in (
            (
                tr("Choose your camera"),
                tr("You see at once what it gives."),
                CameraPage(bridge, is_short=True),
            ),
            (
                tr("Choose what stands behind you"),
                tr("Viewers see this, and your room only if you choose it."),
                self.background,
            ),
            (tr("Use it in a call"), tr("Choose the camera called vcam."), self._make_last_step()),
        ):
            if isinstance(page, Page):
                page.title.hide()
                page.column.setContentsMargins(2, 2, 12, 2)
            self._steps.addWidget(_step(title, sentence, page))
        self._place = label("", "quiet", wraps=False)
        self._back = button(tr("Back"), lambda: self.go(-1))
        self._next = button(tr("Next"), lambda: self.go(1), "main")
        self._skip = button(tr("Skip"), self.done.emit, "link")
        line = QHBoxLayout()
        for each in (self._skip, self._place):
            line.addWidget(each)
        line.addStretch()
        for each in (self._back, self._next):
            line.addWidget(each)
        right = QVBoxLayout()
        right.addWidget(self._steps, 1)
        right.addLayout(line)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(20)
        whole.addWidget(self.preview, 3)
        whole.addLayout(right, 2)
        self._show_place()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Let the return key go on."""
        super().showEvent(event)
        self._next.setFocus()

    @property
    def step(self) -> int:
        """The step that is shown, from 0."""
        return self._steps.currentIndex()

    def go(self, steps: int) -> None:
        """Go on or back; after the last step it is done."""
        wanted = self.step + steps
        if wanted >= self._steps.count():
            self.done.emit()
            return
        self._steps.setCurrentIndex(max(0, wanted))
        if self.step == self._steps.count() - 1:
            self.findings.examine()
        self._show_place()

    def _show_place(self) -> None:
        count = self._steps.count()
        self._place.setText(tr("Step {0} of {1}").format(self.step + 1, count))
        self._back.setEnabled(self.step > 0)
        is_last = self.step == count - 1
        self._next.setText(tr("Done") if is_last else tr("Next"))
        self._skip.setVisible(not is_last)

    def _make_last_step(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2, 2, 12, 2)
        pictures = QWidget()
        grid = QGridLayout(pictures)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, program in enumerate(PROGRAMS):
            grid.addWidget(HowTo(program), place // 2, place % 2)
        column.addWidget(pictures)
        column.addWidget(self.findings)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area


class HowTo(QWidget):
    """A drawing of where a program lets its camera be chosen."""

    def __init__(self, program: str) -> None:
        super().__init__()
        self._program = program
        self._where = {
            "Zoom": tr("Settings, Video, Camera"),
            "Google Meet": tr("Settings, Video, Camera"),
            "Microsoft Teams": tr("Devices, Camera"),
            "OBS": tr("Sources, Video capture"),
        }[program]
        self.setFixedHeight(104)
        self.setMinimumWidth(150)
        self.setAccessibleName(tr("{0}: {1}, then vcam").format(program, self._where))

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw a menu in which vcam is chosen."""
        tone = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(tone.line), 1))
        painter.setBrush(QColor(tone.card))
        painter.drawRoundedRect(area, 10, 10)
        width = area.width() - 20
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tone.text))
        painter.drawText(QRectF(area.left() + 10, area.top() + 7, width, 18), 0, self._program)
        font.setBold(False)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        painter.setPen(QColor(tone.quiet))
        painter.drawText(QRectF(area.left() + 10, area.top() + 26, width, 16), 0, self._where)
        for place, text in enumerate((tr("Webcam"), "vcam")):
            line = QRectF(area.left() + 10, area.top() + 47 + 23 * place, width, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone.accent if place else tone.side))
            painter.drawRoundedRect(line, 5, 5)
            painter.setPen(QColor(tone.on_accent if place else tone.quiet))
            painter.drawText(line.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _step(title: str, sentence: str, page: QWidget) -> QWidget:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(label(title, "title"))
    column.addWidget(label(sentence, "quiet"))
    column.addWidget(page, 1)
    return step

"""A small chart of what each stage of a picture costs, as it runs."""

from collections import deque
from collections.abc import Mapping

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vcam.gui.theme import colours
from vcam.gui.words import tr

TALLEST = 3.0
"""The chart is at most so many budgets high; what is higher is cut off."""
KEPT = 120
"""So many looks are shown."""
LEFT_PX = 54
"""So much room have the numbers beside the chart."""
TONES = ("#4f8fd6", "#e0983c", "#4db08a", "#b46cc4", "#d9655f", "#8a90a0")
MOST_STAGES = len(TONES)


class Chart(QWidget):
    """Stacked times of the stages; the line is the time that a picture has."""

    def __init__(self) -> None:
        super().__init__()
        self._looks: deque[Mapping[str, float]] = deque(maxlen=KEPT)
        self._stages: dict[str, str] = {}
        self._budget_ms = 33.3
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(150)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A quarter of the page."""
        return QSize(340, 150)

    def add(self, stages_ms: Mapping[str, float], budget_ms: float) -> None:
        """Take in one look.

        Args:
            stages_ms: what each stage took.
            budget_ms: what all may take together.
        """
        self._looks.append(dict(stages_ms))
        self._budget_ms = budget_ms
        self._choose_stages()
        total = sum(stages_ms.values())
        self.setAccessibleName(tr("Stage times: {0:.1f} of {1:.1f} ms").format(total, budget_ms))
        self.update()

    @property
    def stages(self) -> dict[str, str]:
        """The stages that cost most in all that is shown, as they are stacked, each with its colour."""
        return self._stages

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw it."""
        tone = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(LEFT_PX, 8, self.width() - LEFT_PX - 6, self.height() - 16)
        most = max([self._budget_ms, *(sum(look.values()) for look in self._looks)])
        # A moment of a busy computer must not press everything else flat.
        highest = min(most * 1.12, self._budget_ms * TALLEST)
        painter.setPen(QPen(QColor(tone.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if not self._looks:
            painter.setPen(QColor(tone.quiet))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("No picture has been measured yet."))
            return
        floor = [0.0] * len(self._looks)
        painter.setClipRect(area)
        for stage, shade in self._stages.items():
            top = [low + look.get(stage, 0.0) for low, look in zip(floor, self._looks, strict=True)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade))
            painter.drawPolygon(self._band(floor, top, area, highest))
            floor = top
        painter.setClipping(False)
        y = area.bottom() - area.height() * self._budget_ms / highest
        painter.setPen(QPen(QColor(tone.bad), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(tone.quiet))
        aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, y - 9, LEFT_PX - 4, 18), aligned, f"{self._budget_ms:.0f} ms")
        painter.drawText(QRectF(0, area.bottom() - 12, LEFT_PX - 4, 18), aligned, "0")

    def _choose_stages(self) -> None:
        """A stage keeps its colour and its place for as long as it is among the costliest."""
        names = dict.fromkeys(stage for look in self._looks for stage in look)
        totals_ms = {name: sum(look.get(name, 0.0) for look in self._looks) for name in names}
        costliest = sorted(totals_ms, key=lambda stage: -totals_ms[stage])[:MOST_STAGES]
        kept = {stage: tone for stage, tone in self._stages.items() if stage in costliest}
        free = (tone for tone in TONES if tone not in kept.values())
        self._stages = {**kept, **{stage: next(free) for stage in costliest if stage not in kept}}

    def _band(self, low: list[float], high: list[float], area: QRectF, highest: float) -> QPolygonF:
        step = area.width() / (KEPT - 1)
        first = KEPT - len(low)

        def at(place: int, value: float) -> QPointF:
            x = area.left() + (first + place) * step
            return QPointF(x, area.bottom() - area.height() * value / highest)

        upper = [at(place, value) for place, value in enumerate(high)]
        lower = [at(place, value) for place, value in enumerate(low)]
        return QPolygonF([*upper, *reversed(lower)])


class Legend(QWidget):
    """The names of the chart's stages with their times."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, str, float]] = []
        self.setFixedHeight(20)

    def show_stages(self, stages: Mapping[str, str], times_ms: Mapping[str, float]) -> None:
        """Show these with their colours, in this order."""
        self._lines = [(stage, tone, times_ms.get(stage, 0.0)) for stage, tone in stages.items()]
        self.setFixedHeight(20 * max(1, (len(self._lines) + 1) // 2))
        self.setAccessibleName(", ".join(f"{stage} {time:.1f} ms" for stage, _, time in self._lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self.width() / 2
        for place, (stage, tone, time) in enumerate(self._lines):
            left, top = (place % 2) * half, (place // 2) * 20.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone))
            painter.drawRoundedRect(QRectF(left + 2, top + 5, 10, 10), 3, 3)
            painter.setPen(QColor(colours().text))
            painter.drawText(QRectF(left + 20, top, half - 78, 20), Qt.AlignmentFlag.AlignVCenter, stage)
            painter.setPen(QColor(colours().quiet))
            painter.drawText(
                QRectF(left + half - 62, top, 50, 20),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{time:.1f} ms",
            )

"""The large picture: exactly what viewers get, and for as long as a key is held, what only the user sees."""

from PyQt6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vcam.guard import WHOLE
from vcam.gui.bridge import Bridge
from vcam.gui.preview_buffer import as_qimage
from vcam.gui.steering import Seen
from vcam.gui.theme import colours
from vcam.gui.words import tr
from vcam.types import Frame

COMPARE_KEY = Qt.Key.Key_Space
CORNER = 12.0


class Preview(QWidget):
    """Shows the newest picture, and lets a person in it be chosen.

    Signals:
        person_chosen: whom a click met, by track id; where on the screen; and on which pixel of the frame.
    """

    person_chosen = pyqtSignal(int, QPoint, QPoint)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._picture: QImage | None = None
        self._part = WHOLE
        self._raw: Frame | None = None
        self._is_comparing = False
        self._people: tuple[Seen, ...] = ()
        self._hovered = 0
        self._is_hovered = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 135)
        self.setAccessibleName(tr("What viewers see"))
        self.setAccessibleDescription(tr("Hold the space bar to see the room, on this screen only."))
        bridge.preview_waiting.connect(self._take)
        bridge.people_changed.connect(self._take_people)

    @property
    def is_hovered(self) -> bool:
        """Whether the pointer is over it, so that people must be known."""
        return self._is_hovered

    @property
    def picture(self) -> QImage | None:
        """What it shows of what viewers get."""
        return self._picture

    @property
    def shows_raw(self) -> bool:
        """Whether it shows what only the user may see."""
        return self._is_comparing and self._raw is not None

    def compare(self, is_on: bool) -> None:
        """Show the room while `is_on`; nothing changes for viewers."""
        self._is_comparing = is_on
        self._raw = self._bridge.newest_frame() if is_on else None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A comfortable size."""
        return QSize(720, 405)

    def showEvent(self, _event: QShowEvent | None) -> None:  # noqa: N802
        """Ask for pictures."""
        self._bridge.show_preview(self, True)

    def hideEvent(self, _event: QHideEvent | None) -> None:  # noqa: N802
        """Pictures cost nothing while nobody looks."""
        self._bridge.show_preview(self, False)
        self._is_hovered = False
        self.compare(False)

    def enterEvent(self, _event: QEnterEvent | None) -> None:  # noqa: N802
        """Begin to look for people under the pointer."""
        self._is_hovered = True
        self._bridge.ask_people(with_faces=False)

    def leaveEvent(self, _event: QEvent | None) -> None:  # noqa: N802
        """Take the outline away."""
        self._is_hovered, self._hovered = False, 0
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802
        """A key that is held while the window changes is never let go here."""
        self.compare(False)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Compare while the space bar is held."""
        if event is not None and event.key() == COMPARE_KEY:
            if not event.isAutoRepeat():
                self.compare(True)
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """End comparing."""
        if event is not None and event.key() == COMPARE_KEY:
            if not event.isAutoRepeat():
                self.compare(False)
            return
        super().keyReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """Outline whoever is under the pointer."""
        if event is None:
            return
        hovered = self._person_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """Choose whoever is under the pointer."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(event.position(), event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802
        """The other mouse button does the same."""
        if event is not None:
            self._choose(QPointF(event.pos()), event.globalPos())

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """Draw the picture and what is laid over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = as_qimage(self._raw.image) if self.shows_raw and self._raw is not None else self._picture
        area = self._area(image)
        shape = QPainterPath()
        shape.addRoundedRect(area, CORNER, CORNER)
        painter.fillPath(shape, QColor("#101114"))
        if image is None:
            self._write(painter, area, tr("Waiting for the first picture"))
        else:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(area, image)
            painter.restore()
        if self.shows_raw:
            self._mark_private(painter, area)
        else:
            self._outline_people(painter, image)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CORNER, CORNER)

    def _take(self) -> None:
        if not self.isVisible():
            return
        self._picture = self._bridge.preview.take()
        self._part = self._bridge.preview.part
        if self._is_comparing:
            self._raw = self._bridge.newest_frame()
        self.update()

    def _take_people(self, people: tuple[Seen, ...]) -> None:
        self._people = people
        if self._is_hovered:
            self.update()

    def _area(self, image: QImage | None) -> QRectF:
        """Where the picture lies: as large as fits."""
        width, height = (image.width(), image.height()) if image is not None else (16, 9)
        scale = min(self.width() / width, self.height() / height)
        size = (width * scale, height * scale)
        return QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)

    def _person_at(self, place: QPointF) -> int:
        """Give the track id of the nearest person in front at a place, or 0."""
        if self._picture is None or self.shows_raw:
            return 0
        point = self._to_frame(place)
        hit = [seen.who for seen in self._people if _rect(seen).contains(point)]
        # Whoever reaches further down stands further in front.
        return max(hit, key=lambda who: (who.box.y1, -who.track_id)).track_id if hit else 0

    def _to_frame(self, place: QPointF) -> QPointF:
        image, area, part = self._picture, self._area(self._picture), self._part
        assert image is not None, "asked only while there is a picture"
        within = (place - area.topLeft()) * (image.width() / area.width())
        return within * part.scale + QPointF(part.left, part.top)

    def _on_screen(self, box: QRectF, image: QImage, area: QRectF) -> QRectF:
        """Where a box in the frame's pixels lies in the widget."""
        part, scale = self._part, area.width() / image.width() / self._part.scale
        corner = (box.topLeft() - QPointF(part.left, part.top)) * scale + area.topLeft()
        return QRectF(corner, box.size() * scale)

    def _choose(self, place: QPointF, on_screen: QPoint) -> None:
        track_id = self._person_at(place)
        if track_id:
            self.person_chosen.emit(track_id, on_screen, self._to_frame(place).toPoint())

    def _outline_people(self, painter: QPainter, image: QImage | None) -> None:
        if not self._is_hovered or image is None:
            return
        area = self._area(image)
        painter.setClipRect(area)
        for seen in self._people:
            shown = self._on_screen(_rect(seen), image, area)
            is_hovered = seen.who.track_id == self._hovered
            painter.setPen(QPen(QColor("#ffffff" if is_hovered else "#b0ffffff"), 3 if is_hovered else 1.5))
            painter.setBrush(QColor(255, 255, 255, 26 if is_hovered else 0))
            painter.drawRoundedRect(shown, 10, 10)
            if is_hovered:
                _tag(painter, shown, area, describe(seen))
        painter.setClipping(False)

    def _mark_private(self, painter: QPainter, area: QRectF) -> None:
        """Leave no doubt that this is not what viewers see."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#d03a3a"), 5))
        painter.drawRoundedRect(area.adjusted(2.5, 2.5, -2.5, -2.5), CORNER, CORNER)
        strip = QRectF(area.left(), area.bottom() - 40, area.width(), 40)
        painter.fillRect(strip.adjusted(4, 0, -4, -4), QColor(160, 30, 30, 225))
        painter.setPen(QColor("#ffffff"))
        text = tr("Private: without vcam. Only you see this.")
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, text)

    def _write(self, painter: QPainter, area: QRectF, text: str) -> None:
        painter.setPen(QColor("#b8bac4"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def describe(seen: Seen) -> str:
    """Say who somebody is, in a word or two."""
    who = seen.who
    name = who.name or (tr("You") if who.is_me else tr("Person {0}").format(who.track_id))
    return f"{name} ({tr('You')})" if who.is_me and who.name else name


def _rect(seen: Seen) -> QRectF:
    box = seen.who.box
    return QRectF(QPointF(box.x0, box.y0), QPointF(box.x1, box.y1))


def _tag(painter: QPainter, box: QRectF, area: QRectF, text: str) -> None:
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 20
    top = max(area.top() + 6, box.top() + 8)
    left = min(max(area.left() + 6, box.center().x() - width / 2), area.right() - width - 6)
    place = QRectF(left, top, width, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 22, 26, 215))
    painter.drawRoundedRect(place, 8, 8)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

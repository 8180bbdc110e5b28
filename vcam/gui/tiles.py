"""Tiles with pictures to choose from; the one in force is marked, wherever the keyboard is."""

from pathlib import Path

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
)
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vcam.gui.theme import colours, icon_pixmap
from vcam.gui.words import tr

TILE = QSize(150, 112)
"""A tile is about as large; it grows until the tiles fill the width."""
TITLE_PX = 34
KEY = Qt.ItemDataRole.UserRole
ENTRY = Qt.ItemDataRole.UserRole + 1
PICTURE = Qt.ItemDataRole.UserRole + 2


class Tiles(QListWidget):
    """Tiles to choose from; files can be dropped on them."""

    dropped = pyqtSignal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gallery")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(TILE)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_TileDelegate(self))
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Backgrounds"))
        self.setMouseTracking(True)
        self._put_at = ""  # the tile that show_chosen has put the keyboard at

    def fit(self) -> None:
        """Fill the width, and be as high as all tiles together, so that only the page scrolls."""
        columns = max(2, self.width() // TILE.width())
        width = (self.width() - 2) // columns
        height = round((width - 12) * 9 / 16) + TITLE_PX
        self.setGridSize(QSize(width, height))
        self.setFixedHeight(-(-self.count() // columns) * height + 6)

    def show_chosen(self, key: str, colour: str) -> None:
        """Mark the tile whose background is in force; whoever has reached another one stays there.

        Args:
            key: the tile's.
            colour: that of the tile for a colour.
        """
        current = self.currentItem()
        is_followed = current is None or current.data(KEY) == self._put_at
        self.setProperty("chosen", key)
        self.setProperty("colour", colour)
        reached = None
        for item in self.all_items():
            is_chosen = item.data(KEY) == key
            said = tr("{0}, chosen").format(item.text()) if is_chosen else item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            reached = item if is_chosen else reached
        if is_followed:
            self._put_at = key
            self.setCurrentItem(reached)
        room = self.viewport()
        assert room is not None, "a list has a viewport"
        room.update()

    def follow(self) -> None:
        """Go along with the next choice, whoever made this one; who has reached another tile stays there."""
        current = self.currentItem()
        if current is not None and current.data(KEY) == self.property("chosen"):
            self._put_at = current.data(KEY)

    def all_items(self) -> list[QListWidgetItem]:
        """All tiles, in their order."""
        found = (self.item(place) for place in range(self.count()))
        return [item for item in found if item is not None]

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """Keep the height right."""
        super().resizeEvent(event)
        self.fit()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802
        """Take files only."""
        if event is not None and _local_files(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:  # noqa: N802
        """Take them anywhere."""
        if event is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802
        """Tell which files were dropped."""
        if event is not None:
            event.acceptProposedAction()
            self.dropped.emit(_local_files(event))


class _TileDelegate(QStyledItemDelegate):
    """Draws a tile: a rounded picture with its title below."""

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw it."""
        if painter is None:
            return
        tone = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(option.rect.adjusted(6, 6, -6, -28))
        shape = QPainterPath()
        shape.addRoundedRect(place, 8, 8)
        painter.setClipPath(shape)
        self._fill(painter, place, index)
        painter.setClipping(False)
        is_chosen = index.data(KEY) == self._told("chosen")
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        edge = tone.accent if is_chosen else tone.quiet if is_hovered else tone.line
        painter.setPen(QPen(QColor(edge), 3 if is_chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 8, 8)
        is_reached = bool(option.state & QStyle.StateFlag.State_Selected) and not is_chosen
        if is_reached or option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tone.text), 1.5))
            painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 10, 10)
        font = QFont(option.font)
        font.setBold(is_chosen)
        painter.setFont(font)
        painter.setPen(QColor(tone.accent if is_chosen else tone.text))
        below = QRect(option.rect.left() + 8, option.rect.bottom() - 24, option.rect.width() - 16, 20)
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideMiddle, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # noqa: N802
        """All tiles are alike."""
        tiles = self.parent()
        return tiles.gridSize() if isinstance(tiles, Tiles) else TILE

    def _fill(self, painter: QPainter, place: QRectF, index: QModelIndex) -> None:
        picture = index.data(PICTURE)
        if isinstance(picture, QImage) and not picture.isNull():
            painter.drawImage(place, picture)
            return
        tone = colours()
        key = str(index.data(KEY))
        if key == "chroma":
            painter.fillRect(place, QColor("#00b140"))
        elif key == "colour":
            painter.fillRect(place, QColor(str(self._told("colour") or "#3a5a78")))
        else:
            painter.fillRect(place, QColor(tone.card))
            _draw_sign(painter, place, key)

    def _told(self, name: str) -> object:
        tiles = self.parent()
        return tiles.property(name) if tiles is not None else None


def _draw_sign(painter: QPainter, place: QRectF, key: str) -> None:
    """Draw what a tile without a picture means: discs that are more or less out of focus, or an eye."""
    tone = colours()
    if not key.startswith("blur"):
        name = "eye" if key == "none" else "background"
        pixmap = icon_pixmap(name, 34, tone.warn if key == "none" else tone.quiet, 2.0)
        painter.drawPixmap(int(place.center().x() - 17), int(place.center().y() - 17), pixmap)
        return
    rings = 3 if key == "blur-light" else 9
    painter.setPen(Qt.PenStyle.NoPen)
    for x, y, radius, colour in (
        (0.3, 0.45, 17, "#4f8fd6"),
        (0.55, 0.6, 13, "#e0983c"),
        (0.74, 0.36, 15, "#4db08a"),
    ):
        for ring in range(rings):
            shade = QColor(colour)
            shade.setAlpha(200 // rings)
            painter.setBrush(shade)
            reach = radius + (ring - rings / 2) * 3.2
            centre = place.topLeft() + QRectF(0, 0, place.width() * x, place.height() * y).bottomRight()
            painter.drawEllipse(centre, reach, reach)


def _local_files(event: QDropEvent) -> list[Path]:
    data = event.mimeData()
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]

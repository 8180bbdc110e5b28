"""Colours, icons and the style sheet, for light and dark."""

from dataclasses import dataclass
from functools import cache

from PyQt6.QtCore import QByteArray, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from vcam.paths import assets_dir


@dataclass(frozen=True, slots=True)
class Colours:
    """The window's colours, each as #RRGGBB.

    Attributes:
        base: behind everything.
        side: behind the navigation.
        card: behind what belongs together.
        field: behind what can be typed in or pressed.
        line: between things.
        text: what is read.
        quiet: what is read second.
        accent: what is chosen.
        on_accent: text upon it.
        good, warn, bad: states.
    """

    base: str
    side: str
    card: str
    field: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str


LIGHT = Colours(
    base="#f7f7f9",
    side="#eeeff3",
    card="#ffffff",
    field="#ffffff",
    line="#dcdde3",
    text="#1c1d22",
    quiet="#636672",
    accent="#2f6db5",
    on_accent="#ffffff",
    good="#1f8a4c",
    warn="#a8660a",
    bad="#c23232",
)
DARK = Colours(
    base="#1d1e22",
    side="#18191c",
    card="#26282d",
    field="#2f3138",
    line="#3b3e46",
    text="#ececf1",
    quiet="#a3a6b2",
    accent="#6ea6e8",
    on_accent="#10151c",
    good="#5cc98a",
    warn="#e5ac4c",
    bad="#f07a74",
)


_preferred: list[bool] = []


def prefer(is_dark: bool) -> None:
    """Be light or dark whatever the desktop says, as for pictures of the window."""
    _preferred[:] = [is_dark]


def is_dark() -> bool:
    """Whether the window is dark, as the desktop asks."""
    if _preferred:
        return _preferred[0]
    hints = QGuiApplication.styleHints()
    return hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark


def colours() -> Colours:
    """The colours in force."""
    return DARK if is_dark() else LIGHT


def make_palette(tone: Colours) -> QPalette:
    """Put the colours where the native widgets look for them."""
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, tone.base),
        (role.WindowText, tone.text),
        (role.Base, tone.field),
        (role.AlternateBase, tone.card),
        (role.Text, tone.text),
        (role.PlaceholderText, tone.quiet),
        (role.Button, tone.field),
        (role.ButtonText, tone.text),
        (role.ToolTipBase, tone.card),
        (role.ToolTipText, tone.text),
        (role.Highlight, tone.accent),
        (role.HighlightedText, tone.on_accent),
        (role.Link, tone.accent),
        (role.Accent, tone.accent),
    ):
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(tone.quiet))
    return palette


def icon_pixmap(name: str, side: int, colour: str | None = None, ratio: float = 1.0) -> QPixmap:
    """Draw an icon of assets/icons; a damaged or missing one is empty.

    Args:
        name: the file's name without its end.
        side: in logical pixels.
        colour: of its lines, as #RRGGBB; without it they stay as they are drawn.
        ratio: device pixels for each logical pixel.
    """
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    text = _icon_text(name)
    if text:
        painted = text if colour is None else text.replace("#000000", colour)
        renderer = QSvgRenderer(QByteArray(painted.encode()))
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def make_icon(name: str, colour: str | None = None, chosen: str | None = None) -> QIcon:
    """Make an icon for the window, also for displays at 200 %.

    Args:
        name: as for `icon_pixmap`.
        colour: likewise.
        chosen: its colour where it is switched on or selected.
    """
    icon = QIcon()
    for side in (20, 40):
        icon.addPixmap(icon_pixmap(name, side, colour))
        if chosen is not None:
            marked = icon_pixmap(name, side, chosen)
            icon.addPixmap(marked, QIcon.Mode.Normal, QIcon.State.On)
            icon.addPixmap(marked, QIcon.Mode.Selected)
    return icon


@cache
def make_sign(name: str) -> QIcon:
    """Make an icon in all sizes that trays and desktops ask for."""
    icon = QIcon()
    for side in (16, 22, 24, 32, 48, 64):
        icon.addPixmap(icon_pixmap(name, side))
    return icon


def style_sheet(tone: Colours) -> str:
    """The style sheet for these colours."""
    arrow = (assets_dir() / "icons" / f"down-{'dark' if tone is DARK else 'light'}.svg").as_posix()
    values = {name: getattr(tone, name) for name in Colours.__slots__}
    sheet = _SHEET.replace("@arrow", arrow)
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", values[name])
    return sheet


@cache
def _icon_text(name: str) -> str:
    try:
        return (assets_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        return ""


_SHEET = """
QWidget { color: @text; }
QMainWindow, #page, #stage, QScrollArea, #welcome { background: @base; }
QScrollArea, QScrollArea > QWidget > QWidget { border: none; background: @base; }
#side { background: @side; border: none; border-right: 1px solid @line; }
#panel { background: @base; border-left: 1px solid @line; }
#navigation { background: transparent; border: none; outline: none; }
#navigation::item { padding: 7px 8px; margin: 1px 0; border-radius: 7px; color: @text; }
#navigation::item:hover { background: @line; }
#navigation::item:selected { background: @card; color: @accent; }
#navigation::item:focus { border: 2px solid @accent; padding: 5px 6px; }
#card { background: @card; border: 1px solid @line; border-radius: 10px; }
#title { font-size: 17pt; font-weight: 600; }
#heading { font-weight: 600; }
#quiet { color: @quiet; }
#bad { color: @bad; } #warn { color: @warn; } #good { color: @good; }
#banner { background: @card; border: 1px solid @warn; border-radius: 8px; margin: 12px 16px; }
QToolTip { background: @card; color: @text; border: 1px solid @line; padding: 4px; }
QPushButton, QToolButton#plain {
    background: @field; border: 1px solid @line; border-radius: 7px; padding: 6px 14px; min-height: 18px; }
QPushButton:hover { border-color: @quiet; }
QPushButton:pressed { background: @line; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:disabled { color: @quiet; background: @base; }
QPushButton#main { background: @accent; color: @on_accent; border-color: @accent;
    font-weight: 600; }
QPushButton#main:focus { border: 2px solid @text; }
QPushButton#link { background: transparent; border: none; color: @accent; padding: 4px 6px;
    text-align: left; }
QPushButton#link:focus { border: 2px solid @accent; padding: 2px 4px; }
QToolButton#small { background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 3px; }
QToolButton#small:hover { background: @line; }
QToolButton#small:focus { border: 2px solid @accent; padding: 2px; }
#segments { background: @side; border: 1px solid @line; border-radius: 9px; }
#segments QPushButton { background: transparent; border: 1px solid transparent; padding: 5px 14px; }
#segments QPushButton:hover { background: @line; }
#segments QPushButton:checked { background: @accent; color: @on_accent; }
#segments QPushButton:focus { border: 2px solid @text; padding: 4px 13px; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QKeySequenceEdit QLineEdit {
    background: @field; border: 1px solid @line; border-radius: 7px; padding: 5px 8px; min-height: 18px;
    selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border: 2px solid @accent; padding: 4px 7px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(@arrow); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; selection-background-color: @accent;
    selection-color: @on_accent; outline: none; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    width: 0; }
QSlider { min-height: 24px; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -7px 0; border-radius: 9px; background: @card;
    border: 2px solid @accent; }
QSlider::handle:horizontal:hover { background: @line; }
QSlider:focus { border: 1px solid @accent; border-radius: 6px; }
QListWidget#gallery { background: transparent; border: none; outline: none; }
QTableWidget { background: @card; border: none; gridline-color: @line; outline: none; }
QTableWidget::item { padding: 4px 6px; }
QTableWidget::item:selected { background: @accent; color: @on_accent; }
QHeaderView::section { background: @card; color: @quiet; border: none; border-bottom: 1px solid @line;
    padding: 6px; }
QMenu { background: @card; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 6px 22px 6px 10px; border-radius: 5px; }
QMenu::item:selected { background: @accent; color: @on_accent; }
QMenu::item:disabled { color: @quiet; }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }
QMenu::icon { padding-left: 6px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @line; border-radius: 4px; min-height: 30px; margin: 1px 2px; }
QScrollBar::handle:vertical:hover { background: @quiet; }
QScrollBar:horizontal { background: transparent; height: 10px; }
QScrollBar::handle:horizontal { background: @line; border-radius: 4px; min-width: 30px; margin: 2px 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

"""What this is, and where its files lie."""

from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QLabel

from vcam import __version__
from vcam.gui.bridge import Bridge
from vcam.gui.page import Page
from vcam.gui.theme import icon_pixmap
from vcam.gui.widgets import Card, Row, button, label
from vcam.gui.words import tr
from vcam.paths import log_file, settings_file


class AboutPage(Page):
    """Name, version, licence, files."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, tr("About"))
        card = Card()
        sign = QLabel()
        sign.setPixmap(icon_pixmap("vcam", 72, None, 2.0))
        card.add(sign)
        card.add(label(f"vcam {__version__}", "heading"))
        card.add(
            label(tr("A virtual camera for video calls that hides your room and never shows it by accident."))
        )
        card.add(
            label(tr("Free software under the GNU General Public License, version 3 or later."), "quiet")
        )
        card.add(label(tr("No picture leaves this computer except through the virtual camera."), "quiet"))
        self.add(card)
        files = Card(tr("Files"))
        for what, path in ((tr("Settings"), settings_file()), (tr("Log"), log_file())):
            shown = label(f"{what}: {path}", "quiet")
            shown.setTextInteractionFlags(shown.textInteractionFlags().TextSelectableByMouse)
            files.add(shown)
        # Below one another: in some languages they are too long to stand side by side.
        files.add(Row(button(tr("Open the settings folder"), lambda: _open(settings_file().parent)), None))
        files.add(Row(button(tr("Open the log"), lambda: _open(log_file())), None))
        self.add(files)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

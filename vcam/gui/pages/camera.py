"""Which camera, and how its pictures are taken."""

import threading

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QFileDialog

from vcam.gui.bridge import Bridge
from vcam.gui.editors import ChoiceEditor
from vcam.gui.page import WatchingPage
from vcam.gui.setting_row import SettingRow
from vcam.gui.widgets import Card, Row, button, label
from vcam.gui.words import tr
from vcam.settings.model import Settings


class CameraPage(WatchingPage):
    """The choice of a camera; it is looked for again whenever the page is opened."""

    PERIOD_MS = 1000
    _found = pyqtSignal(list)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, tr("Camera"))
        self._sources: list[tuple[str, str]] = []
        self._source = ChoiceEditor(self._choices(), is_free=True, is_wide=True)
        card = Card()
        card.add(SettingRow(bridge, "camera.source", self._source))
        self._now = label("", "quiet")
        card.add(self._now)
        card.add(
            Row(
                button(tr("Look for cameras again"), self.look),
                button(tr("Use a video"), self._ask_file),
                None,
            )
        )
        self.add(card)
        self.add_settings(tr("Picture"), ("output.mirror", "camera.size", "camera.fps"))
        self._found.connect(self._show_found)
        bridge.status_changed.connect(self._show_status)

    def ask(self) -> None:
        """Ask what the camera gives."""
        self.bridge.ask_status()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Look for cameras whenever the page is opened."""
        super().showEvent(event)
        self.look()

    def look(self) -> None:
        """Look for cameras, which takes a while where one does not answer."""
        threading.Thread(target=self._list, name="vcam-list-cameras", daemon=True).start()

    def _list(self) -> None:
        from vcam.devices import list_devices

        found = [
            (device.path, f"{device.name} ({device.path})")
            for device in list_devices()
            if device.kind == "camera"
        ]
        try:
            self._found.emit(found)
        except RuntimeError:
            return  # the window was closed meanwhile

    def _show_found(self, found: list[tuple[str, str]]) -> None:
        self._sources = found
        self._source.set_choices(self._choices(), self.bridge.settings.camera.source)

    def _choices(self) -> list[tuple[str, str]]:
        return [
            ("auto", tr("First camera")),
            *self._sources,
            ("demo", tr("Demo: two people in a drawn room")),
        ]

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, tr("Use a video"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.bridge.change({"camera.source": name}))
        dialog.open()

    def _show_status(self, status: object, _times: object) -> None:
        camera = getattr(status, "camera", "")
        self._now.setText(tr("Now: {0}").format(camera) if camera else tr("The camera is closed now."))

    def show_settings(self, settings: Settings) -> None:
        """Show the camera that is chosen."""
        self._source.show(settings.camera.source)

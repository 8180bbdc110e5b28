"""Which camera, and how its pictures are taken."""

import threading

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QFileDialog

from vcam.gui.bridge import Bridge
from vcam.gui.controls import ControlsCard
from vcam.gui.editors import ChoiceEditor
from vcam.gui.page import WatchingPage
from vcam.gui.setting_row import SettingRow
from vcam.gui.widgets import Card, Row, button, label
from vcam.gui.words import tr
from vcam.settings.model import Settings
from vcam.suffixes import ends_like_file


class CameraPage(WatchingPage):
    """The choice of a camera; it is looked for again whenever the page is opened.

    With `is_short` there is nothing but the choice.
    """

    PERIOD_MS = 1000
    _found = pyqtSignal(list)

    def __init__(self, bridge: Bridge, is_short: bool = False) -> None:
        super().__init__(bridge, tr("Camera"), bridge.ask_status)
        self._sources: list[tuple[str, str]] = []
        self._source = ChoiceEditor(self._choices(), is_free=True, is_wide=True)
        card = Card()
        card.add(SettingRow(bridge, "camera.source", self._source, tr("The camera whose pictures are used.")))
        self._now = label("", "quiet")
        card.add(self._now)
        # Below one another: in some languages they are too long to stand side by side.
        card.add(Row(button(tr("Look for cameras again"), self.look), None))
        card.add(Row(button(tr("Use a video"), self._ask_file), None))
        self.add(card)
        self.controls = ControlsCard(bridge)
        self._controlled = ""
        if not is_short:
            self.later(self._add_rest)
        self._found.connect(self._show_found)
        bridge.status_changed.connect(self._show_status)

    def _add_rest(self) -> None:
        self.add_settings(tr("Picture"), ("output.mirror", "camera.size", "camera.fps"))
        self.add(self.controls)
        self.bridge.settings_changed.connect(self._show_settings)
        self._show_settings(self.bridge.settings)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Look for cameras whenever the page is opened."""
        super().showEvent(event)
        self.look()

    def look(self) -> None:
        """Look for cameras, which takes a while where one does not answer."""
        if self._controlled and not self.controls.isHidden():
            self.controls.look()
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

    def _show_settings(self, settings: Settings) -> None:
        """Offer what can be set on a camera where there is one."""
        source = settings.camera.source
        if source != self._controlled:
            self._controlled = source
            # By the ending alone: a disk that does not answer would stop the window.
            is_camera = source != "demo" and not ends_like_file(source)
            self.controls.setVisible(is_camera)
            if is_camera and self.isVisible():
                self.controls.look()

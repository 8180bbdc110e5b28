"""The virtual camera: what viewers see, what is wrong with this computer, and how to put it right."""

import threading
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QLineEdit

from vcam.errors import VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.editors import ChoiceEditor
from vcam.gui.look import Glance, Look
from vcam.gui.page import WatchingPage
from vcam.gui.setting_row import SettingRow
from vcam.gui.widgets import Card, Row, button, copy_text, label, small_button
from vcam.gui.words import tr
from vcam.settings.fields import all_settings

if TYPE_CHECKING:
    from vcam.doctor import Finding
    from vcam.readers import Readers
    from vcam.steered import Status

ORDER = ("error", "warning", "hint")
ROLES = {"error": "bad", "warning": "warn", "hint": "quiet", "ok": "good"}


class Findings(Card):
    """What the doctor finds, with a button or a command for each.

    Signals:
        examined: the number of findings that keep viewers from seeing anything.
    """

    examined = pyqtSignal(int)
    _found = pyqtSignal(tuple, str)
    _fixed = pyqtSignal(str)

    def __init__(self, only_errors: bool = False) -> None:
        super().__init__(tr("This computer"))
        self._only_errors = only_errors
        self._kept = self.column.count()
        self._found.connect(self.show_findings)
        self._fixed.connect(self._after_fix)
        self._failure = ""

    def examine(self) -> None:
        """Look at this computer, in the background."""
        self.clear(self._kept)
        self.add(label(tr("Looking at this computer"), "quiet"))
        threading.Thread(target=self._examine, name="vcam-doctor", daemon=True).start()

    def _examine(self) -> None:
        from vcam.doctor import System, examine

        system = System()
        found = examine(system)
        try:
            self._found.emit(found, system.elevation(in_terminal=False))
        except RuntimeError:
            return  # the window was closed meanwhile

    def show_findings(self, found: "tuple[Finding, ...]", elevation: str) -> None:
        """Show what was found, the worst first.

        Args:
            found: as `vcam.doctor.examine` gives it.
            elevation: what makes a command run as root.
        """
        self.clear(self._kept)
        if self._failure:
            self.add(label(self._failure, "bad"))
        shown = sorted(
            (each for each in found if each.severity in ORDER), key=lambda each: ORDER.index(each.severity)
        )
        if self._only_errors:
            shown = [each for each in shown if each.severity == "error"]
        if not shown:
            self.add(label(tr("All is well."), "good"))
        for finding in shown:
            self._add_finding(finding, elevation)
        self.add(Row(button(tr("Look again"), self._look_again), None))
        self.examined.emit(sum(each.severity == "error" for each in found))

    def _look_again(self) -> None:
        self._failure = ""
        self.examine()

    def _add_finding(self, finding: "Finding", elevation: str) -> None:
        self.add(label(tr(finding.message), ROLES[finding.severity]))
        remedy = finding.remedy
        if remedy is None:
            return
        self.add(label(tr(remedy.sentence), "quiet"))
        command = remedy.command(elevation)
        if not command:
            return
        shown = QLineEdit(remedy.command("sudo"))
        shown.setReadOnly(True)
        shown.setCursorPosition(0)
        shown.setAccessibleName(tr("Command for a terminal"))
        copy = small_button("copy", tr("Copy the command"), lambda: copy_text(remedy.command("sudo")))
        mend = button(tr("Fix"), lambda: self._fix(finding, command, elevation), "main")
        mend.setToolTip(command)
        mend.setAccessibleDescription(command)
        mend.setVisible(finding.fixable)
        self.add(Row(shown, copy, mend))

    def _fix(self, finding: "Finding", command: str, elevation: str) -> None:
        self.clear(self._kept)
        self.add(label(tr("Carrying out: {0}").format(command), "quiet"))

        def mend() -> None:
            from vcam.doctor import fix

            said = ""
            try:
                fix(finding, command, elevation)
            except VcamError as error:
                said = str(error)
            self._fixed.emit(said)

        threading.Thread(target=mend, name="vcam-fix", daemon=True).start()

    def _after_fix(self, said: str) -> None:
        self._failure = said
        self.examine()


def in_words(readers: "Readers | None") -> str:
    """Say who reads the virtual camera."""
    if readers is None:
        return tr("It cannot be known here which program uses the camera.")
    if readers.programs:
        return tr("Used by {0}.").format(", ".join(readers.programs))
    return tr("A program uses the camera.") if readers.count else tr("No program uses the camera.")


class OutputPage(WatchingPage):
    """State, findings and settings of the virtual camera."""

    PERIOD_MS = 1000
    _devices = pyqtSignal(list)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, tr("Virtual camera"), bridge.ask_status)
        self._state = Card(tr("What viewers see"))
        self._headline = label("", "heading")
        self._sentence = label("", "quiet")
        self._counts = label("", "quiet")
        self._readers = label("", "quiet")
        for each in (self._headline, self._sentence, self._readers, self._counts):
            self._state.add(each)
        self.add(self._state)
        self.findings = Findings()
        self._sink = ChoiceEditor([("auto", tr("First virtual camera"))], is_free=True, is_wide=True)
        self.later(self._add_findings, self._add_output, self._add_programs, self._add_safety)
        bridge.glance_changed.connect(self._show_glance)
        bridge.status_changed.connect(self._show_status)
        self._devices.connect(self._show_devices)

    def _add_findings(self) -> None:
        self.add(self.findings)
        self.findings.examine()

    def _add_output(self) -> None:
        card = Card(tr("Output"))
        says = tr("Choose the camera of this name in Zoom, Teams or a browser.")
        card.add(SettingRow(self.bridge, "output.sink", self._sink, says))
        self.add(card)
        self.later(*(partial(self._add_setting, card, key) for key in ("output.size", "output.fps")))

    def _add_programs(self) -> None:
        self.add_settings("", ["programs.profiles"])

    def _add_safety(self) -> None:
        self.add_settings(tr("Safety"), (key for key in all_settings() if key.startswith("safety.")))

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Look for virtual cameras whenever the page is opened."""
        super().showEvent(event)
        threading.Thread(target=self._list, name="vcam-list-outputs", daemon=True).start()

    def _list(self) -> None:
        from vcam.devices import list_virtual_cameras

        found = [(each.path, f"{each.name} ({each.path})") for each in list_virtual_cameras()]
        try:
            self._devices.emit(found)
        except RuntimeError:
            return  # the window was closed meanwhile

    def _show_devices(self, found: list[tuple[str, str]]) -> None:
        choices = [("auto", tr("First virtual camera")), *found]
        self._sink.set_choices(choices, self.bridge.settings.output.sink)

    def _show_glance(self, glance: Glance) -> None:
        roles = {Look.LIVE: "good", Look.OPEN: "warn", Look.TROUBLE: "bad"}
        self._headline.setText(glance.headline)
        self._headline.setObjectName(roles.get(glance.look, "heading"))
        style = self._headline.style()
        if style is not None:
            style.polish(self._headline)
        self._sentence.setText(glance.sentence)
        self._sentence.setVisible(bool(glance.sentence))

    def _show_status(self, status: "Status", _times: object) -> None:
        receipt = status.receipt
        self._readers.setText(in_words(status.readers))
        self._counts.setText(
            tr("{0} pictures: {1} with the room hidden, {2} cards, {3} with the room visible.").format(
                receipt.frames_out, receipt.protected, receipt.on_card, receipt.unprotected
            )
        )

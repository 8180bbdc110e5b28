"""What can be set on the camera itself: exposure, focus, brightness and whatever else it offers."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSignalBlocker, pyqtSignal

from vcam.errors import SourceError, VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.editors import ChoiceEditor, Editor, NumberEditor, SwitchEditor
from vcam.gui.widgets import Card, Row, button, label, small_button
from vcam.gui.words import CONTROLS, control_title, tr

if TYPE_CHECKING:
    from vcam.sources.controls import CameraControl

    Controls = tuple[CameraControl, ...]

List = Callable[[str], "Controls"]
Set = Callable[[str, str, int], object]


def list_of_camera(source: str) -> "Controls":
    """List what can be set on a camera; see `vcam.sources.controls`."""
    from vcam.sources.controls import list_controls

    return list_controls(source)


def set_on_camera(source: str, name: str, value: int) -> object:
    """Set one thing on a camera; see `vcam.sources.controls`."""
    from vcam.sources.controls import set_control

    return set_control(source, name, value)


class ControlsCard(Card):
    """A row for each thing that can be set on the camera in use.

    The camera is asked on a thread of its own, for its answer may take long.

    Args:
        bridge: names the camera, and is told what failed.
        list_: lists what can be set on a camera, or raises VcamError.
        set_: sets one thing by its name, or raises VcamError.
    """

    _found = pyqtSignal(tuple)
    _silent = pyqtSignal(str)

    def __init__(self, bridge: Bridge, list_: List = list_of_camera, set_: Set = set_on_camera) -> None:
        super().__init__(tr("The camera itself"), tr("The camera keeps these until it is unplugged."))
        self._bridge = bridge
        self._list = list_
        self._set = set_
        self._lock = threading.Lock()
        self._source = ""
        self._wanted: dict[str, int] = {}
        self._resets = self._asks = self._is_working = False
        self._said = label("", "quiet")
        self._reset_all = button(tr("All as the maker set them"), self.reset)
        self._reset_all.hide()
        self.add(self._said)
        self.add(Row(self._reset_all, None))
        self._kept = self.column.count()
        self.rows: dict[str, ControlRow] = {}
        self._found.connect(self.show_controls)
        self._silent.connect(self._show_silence)

    def look(self) -> None:
        """Ask the camera what can be set, and how it is set now."""
        source = self._bridge.settings.camera.source
        if source != self._source:
            self._turn_to(source)
        with self._lock:
            self._asks = True
        self._work_if_idle()

    def set(self, name: str, value: int) -> None:
        """Set one thing; of several values that wait only the newest is set."""
        with self._lock:
            self._wanted[name] = value
        self._work_if_idle()

    def reset(self) -> None:
        """Set everything as the camera's maker did."""
        with self._lock:
            self._resets = True
        self._work_if_idle()

    def show_controls(self, controls: "Controls") -> None:
        """Show how things are; a value that the user is just changing is left alone."""
        if [*self.rows] != [control.name for control in in_order(controls)]:
            self._make_rows(controls)
        with self._lock:
            waiting = set(self._wanted)
        for control in controls:
            if control.name not in waiting:
                self.rows[control.name].show_control(control)
        self._said.setText("" if controls else tr("This camera lets nothing be set."))
        self._said.setVisible(not controls)
        self._reset_all.setVisible(bool(controls))

    def _turn_to(self, source: str) -> None:
        """Forget another camera, and what was still to be set on it."""
        with self._lock:
            self._source, self._wanted, self._resets = source, {}, False
        self._make_rows(())
        self._reset_all.hide()

    def _make_rows(self, controls: "Controls") -> None:
        for row in self.rows.values():
            self.column.removeWidget(row)
            row.deleteLater()
        self.rows = {}
        for place, control in enumerate(in_order(controls)):
            row = self.rows[control.name] = ControlRow(control, self.set)
            self.column.insertWidget(self._kept - 1 + place, row)

    def _show_silence(self, sentence: str) -> None:
        self.show_controls(())
        self._said.setText(sentence)

    def _work_if_idle(self) -> None:
        with self._lock:
            if self._is_working:
                return
            self._is_working = True
        threading.Thread(target=self._work, name="vcam-controls", daemon=True).start()

    def _work(self) -> None:
        try:
            while self._work_once():
                pass
        except RuntimeError:
            return  # the window was closed meanwhile

    def _work_once(self) -> bool:
        """Do what waits; tell whether there was something."""
        with self._lock:
            source = self._source
            wanted, self._wanted = self._wanted, {}
            resets, asks = self._resets, self._asks
            self._resets = self._asks = False
            self._is_working = bool(wanted) or resets or asks
            if not self._is_working:
                return False
        try:
            for name, value in wanted.items():
                self._set(source, name, value)
            if resets:
                self._set_defaults(source)
        except VcamError as error:
            self._bridge.failed.emit(str(error))
        try:
            tell = partial(self._found.emit, self._list(source))
        except SourceError as error:
            tell = partial(self._silent.emit, str(error))
        if source == self._source:  # else another camera was chosen meanwhile
            tell()
        return True

    def _set_defaults(self, source: str) -> None:
        # First what is chosen or switched: it says which numbers may be set at all.
        for is_number in (False, True):
            for control in self._list(source):
                if _is_number(control) == is_number and control.can_change:
                    self._set(source, control.name, control.default)


class ControlRow(Card):
    """One thing that can be set on a camera."""

    def __init__(self, control: "CameraControl", set_: Callable[[str, int], None]) -> None:
        super().__init__()
        self.setObjectName("")
        self.column.setContentsMargins(0, 2, 0, 4)
        self.column.setSpacing(3)
        self._set = partial(set_, control.name)
        self._default = control.default
        title = control_title(control.name, control.label)
        self.editor = _make_editor(control)
        self.editor.widget.setAccessibleName(title)
        self.editor.on_change = lambda value: self._set(_snap(control, int(value)))
        self._back = small_button(
            "reset", tr("Back to the default: {0}").format(title), lambda: self._set(control.default)
        )
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        beside = () if self.editor.is_wide else (self.editor.widget,)
        row = Row(label(title), *beside, self._back)
        row.line.setStretch(0, 1)
        self.add(row)
        if self.editor.is_wide:
            self.add(self.editor.widget)

    def show_control(self, control: "CameraControl") -> None:
        """Show how it is set, and whether it may be set now."""
        shown = str(control.value) if control.choices else control.value
        blocker = QSignalBlocker(self.editor.widget)
        self.editor.show(shown)
        blocker.unblock()
        self.setEnabled(control.can_change)
        self.setToolTip("" if control.can_change else tr("The camera sets this by itself now."))
        self._back.setVisible(control.can_change and control.value != self._default)


def in_order(controls: "Controls") -> "Controls":
    """Give first what most people look for."""
    places: Mapping[str, int] = {name: place for place, name in enumerate(CONTROLS)}
    return tuple(sorted(controls, key=lambda control: places.get(control.name, len(places))))


def _is_number(control: "CameraControl") -> bool:
    return not control.choices and (control.minimum, control.maximum) != (0, 1)


def _snap(control: "CameraControl", value: int) -> int:
    if not _is_number(control):
        return value
    step = max(1, control.step)
    steps = min(round((value - control.minimum) / step), (control.maximum - control.minimum) // step)
    return control.minimum + steps * step


def _make_editor(control: "CameraControl") -> Editor:
    if control.choices:
        return ChoiceEditor([(str(number), tr(meaning)) for number, meaning in control.choices], convert=int)
    if not _is_number(control):
        return SwitchEditor()
    editor = NumberEditor(control.minimum, control.maximum, True, "")
    editor.name(control_title(control.name, control.label))
    return editor

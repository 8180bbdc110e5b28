"""What a camera lets be set is shown, set and put back; a slow or silent camera keeps nobody waiting."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QAbstractSpinBox, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from vcam.errors import SourceError, UsageError
from vcam.gui.controls import ControlsCard
from vcam.gui.editors import ChoiceEditor, NumberEditor, SwitchEditor
from vcam.sources.controls import CameraControl

BRIGHT = CameraControl("brightness", "Brightness", 100, 128, 0, 250, 50, (), can_change=True)
FOCUS = CameraControl("focus_automatic_continuous", "Focus, Auto", 1, 1, 0, 1, 1, (), can_change=True)
EXPOSURE = CameraControl("exposure_time_absolute", "Exposure", 3, 9, 1, 99, 1, (), can_change=False)
MODE = CameraControl("auto_exposure", "Mode", 3, 1, 0, 3, 1, ((1, "Manual"), (3, "Auto")), can_change=True)


@dataclass
class Camera:
    """A camera that does what it is told; the time of exposure can be set only by hand."""

    controls: dict[str, CameraControl] = field(
        default_factory=lambda: {each.name: each for each in (BRIGHT, FOCUS, EXPOSURE, MODE)}
    )
    sets: list[tuple[str, int]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    trouble: str = ""

    def list(self, source: str) -> tuple[CameraControl, ...]:
        assert source == "auto"
        if self.trouble:
            raise SourceError(self.trouble)
        is_free = self.controls["auto_exposure"].value == 1
        time = replace(self.controls["exposure_time_absolute"], can_change=is_free)
        return tuple({**self.controls, time.name: time}.values())

    def set(self, source: str, name: str, value: int) -> None:
        assert self.gate.wait(30)
        if self.trouble:
            raise UsageError(self.trouble)
        self.sets.append((name, value))
        self.controls[name] = replace(self.controls[name], value=value)


@pytest.fixture
def camera() -> Camera:
    made = Camera()
    made.gate.set()
    return made


@pytest.fixture
def card(camera: Camera, open_desk: OpenDesk, qtbot: QtBot) -> Iterator[ControlsCard]:
    made = ControlsCard(open_desk().desk.bridge, camera.list, camera.set)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made._found):
        made.look()
    yield made
    camera.gate.set()
    qtbot.waitUntil(lambda: not made._is_working)


def test_each_thing_has_the_editor_that_fits_it_and_the_most_wanted_come_first(card: ControlsCard) -> None:
    assert [*card.rows] == [
        "auto_exposure",
        "exposure_time_absolute",
        "focus_automatic_continuous",
        "brightness",
    ]
    kinds = [type(row.editor) for row in card.rows.values()]
    assert kinds == [ChoiceEditor, NumberEditor, SwitchEditor, NumberEditor]
    assert not card.rows["exposure_time_absolute"].isEnabled(), "the camera sets it by itself"
    assert all(row.editor.widget.accessibleName() for row in card.rows.values())


def test_a_choice_sets_the_camera_and_frees_what_depends_on_it(
    card: ControlsCard, camera: Camera, qtbot: QtBot
) -> None:
    card.rows["auto_exposure"].editor.on_change(1)
    qtbot.waitUntil(card.rows["exposure_time_absolute"].isEnabled)
    assert camera.sets == [("auto_exposure", 1)]


def test_a_slider_sets_only_steps_that_the_camera_has(
    card: ControlsCard, camera: Camera, qtbot: QtBot
) -> None:
    for value in (130, 249, 1):
        card.rows["brightness"].editor.on_change(value)
        qtbot.waitUntil(lambda: not card._is_working)
    assert camera.sets == [("brightness", 150), ("brightness", 250), ("brightness", 0)]


def test_while_the_camera_is_slow_only_the_newest_value_waits(
    card: ControlsCard, camera: Camera, qtbot: QtBot
) -> None:
    camera.gate.clear()
    for value in (50, 100, 150, 200):
        card.set("brightness", value)
    camera.gate.set()
    qtbot.waitUntil(lambda: camera.controls["brightness"].value == 200)
    assert len(camera.sets) <= 2


def test_all_goes_back_to_what_the_maker_set(card: ControlsCard, camera: Camera, qtbot: QtBot) -> None:
    card.reset()
    qtbot.waitUntil(lambda: not card._is_working)
    assert {name: each.value for name, each in camera.controls.items()} == {
        "brightness": 128,
        "focus_automatic_continuous": 1,
        "exposure_time_absolute": 9,
        "auto_exposure": 1,
    }


@pytest.mark.parametrize("reach", [2**31, 2**63])
def test_a_number_as_large_as_drivers_know_is_shown_and_its_ends_are_reached(
    reach: int, card: ControlsCard
) -> None:
    card.show_controls((replace(BRIGHT, minimum=-reach, maximum=reach - 1, value=5, step=1),))
    editor = card.rows["brightness"].editor
    assert isinstance(editor, NumberEditor)
    told: list[int] = []
    editor.on_change = told.append
    for value in (-reach, reach - 1):
        editor.show(value)
    editor.slider.setValue(editor.slider.minimum())
    editor.slider.setValue(editor.slider.maximum())
    assert told == [-(2**31), 2**31 - 1]


@pytest.mark.parametrize("value", [7, 2**40])
def test_a_number_with_a_single_value_is_shown(value: int, card: ControlsCard) -> None:
    card.show_controls((replace(BRIGHT, minimum=value, maximum=value, value=value),))
    assert [*card.rows] == ["brightness"]


def test_another_camera_chosen_during_a_slow_listing_is_listed_and_gets_none_of_the_old_ones_wishes(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    bridge, gate = open_desk().desk.bridge, threading.Event()
    sets: list[tuple[str, str, int]] = []

    def list_slowly(source: str) -> tuple[CameraControl, ...]:
        assert gate.wait(30)
        return (BRIGHT,) if source == "auto" else (FOCUS,)

    card = ControlsCard(bridge, list_slowly, lambda *what: sets.append(what))
    qtbot.addWidget(card)
    card.look()
    card.set("brightness", 50)
    bridge.change({"camera.source": "1"})
    shown: list[list[str]] = []
    card._found.connect(lambda controls: shown.append([control.name for control in controls]))
    card.look()
    gate.set()
    qtbot.waitUntil(lambda: [*card.rows] == ["focus_automatic_continuous"])
    assert shown == [["focus_automatic_continuous"]]
    assert not sets


def test_a_camera_that_refuses_or_is_gone_leaves_a_sentence(
    card: ControlsCard, camera: Camera, qtbot: QtBot
) -> None:
    camera.trouble = "The camera was unplugged; plug it in again."
    with qtbot.waitSignal(card._bridge.failed) as told:
        card.set("brightness", 50)
    assert told.args == [camera.trouble]
    qtbot.waitUntil(lambda: not card.rows)
    assert card._said.text() == camera.trouble


def takes_the_wheel(part: QWidget) -> bool:
    spot = QPointF(part.rect().center())
    turned = QWheelEvent(
        spot,
        spot,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(part, turned)
    return turned.isAccepted()


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_wheel_over_a_number_scrolls_the_page_and_changes_nothing(qtbot: QtBot, is_whole: bool) -> None:
    editor = NumberEditor(0, 10, is_whole, "")
    qtbot.addWidget(editor.widget)
    editor.show(5)
    told: list[object] = []
    editor.on_change = told.append
    for part in (*editor.widget.findChildren(QAbstractSpinBox), editor.slider):
        assert not takes_the_wheel(part)
    assert told == []


def test_a_wheel_over_a_list_does_so_too(qtbot: QtBot) -> None:
    editor = ChoiceEditor([(word, word) for word in "abc"])
    qtbot.addWidget(editor.widget)
    editor.show("b")
    told: list[object] = []
    editor.on_change = told.append
    assert not takes_the_wheel(editor.widget)
    assert told == []

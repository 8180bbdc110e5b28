"""What `undo` takes back; it never opens the room by the way."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from tests.gui.fakes import wait_for_all_that_was_asked
from vcam.settings.fields import with_values
from vcam.settings.model import Settings


def test_undo_takes_back_the_newest_change_and_a_drag_counts_as_one(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"background.kind": "chroma"})
    for strength in (0.1, 0.2, 0.3):
        bridge.change({"background.blur_strength": strength})
    bridge.undo()
    assert bridge.settings.background.blur_strength == Settings().background.blur_strength
    assert bridge.settings.background.kind == "chroma"
    bridge.undo()
    assert bridge.settings == Settings()
    assert not bridge.can_undo


def test_a_drag_right_after_a_tile_is_taken_back_alone(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"background.kind": "none"})
    bridge.change({"background.kind": "blur", "background.blur_strength": 0.9})
    bridge.change({"background.blur_strength": 0.8})
    bridge.undo()
    assert bridge.settings.background.kind == "blur", "viewers would see the room"
    assert bridge.settings.background.blur_strength == 0.9


def test_another_tile_soon_after_the_first_is_taken_back_alone(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"background.kind": "none"})
    for strength in (0.35, 0.9):
        bridge.change({"background.kind": "blur", "background.blur_strength": strength})
    bridge.undo()
    assert bridge.settings.background.kind == "blur", "viewers would see the room"
    assert bridge.settings.background.blur_strength == 0.35


@pytest.mark.parametrize(
    ("others", "is_kept"),
    [({"background.blur_strength": 0.9, "profile": "work"}, False), ({"camera.fps": 25.0}, True)],
)
def test_undo_opens_no_room_after_others_have_changed_how_one_looks(
    others: dict[str, object], is_kept: bool, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    opened = open_desk()
    bridge = opened.desk.bridge
    bridge.change({"background.kind": "none"})
    bridge.change({"output.mirror": True})
    bridge.change({"background.kind": "blur"})
    wait_for_all_that_was_asked(bridge)
    opened.live.settings = with_values(opened.live.settings, others)
    with qtbot.waitSignal(bridge.settings_changed):
        bridge.look()
    bridge.undo()
    assert bridge.settings.background.kind == ("none" if is_kept else "blur")
    assert bridge.settings.output.mirror == is_kept, "what is no look can still be taken back"


def test_a_drag_that_left_a_profile_is_taken_back_as_one(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"profile": "office"})
    before = bridge.settings
    for strength in (0.1, 0.2, 0.3):
        bridge.change({"background.blur_strength": strength})
    bridge.undo()
    assert bridge.settings == before

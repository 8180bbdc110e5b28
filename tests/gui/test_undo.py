"""What `undo` takes back; it never opens the room by the way."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk, Opened
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


def test_undo_gives_another_look_no_profiles_name(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    bridge = opened.desk.bridge
    bridge.change({"background.kind": "none", "profile": "open"})
    bridge.change({"profile": ""})
    wait_for_all_that_was_asked(bridge)
    opened.live.settings = with_values(opened.live.settings, {"background.kind": "blur"})
    with qtbot.waitSignal(bridge.settings_changed):
        bridge.look()
    bridge.undo()
    assert bridge.settings.profile == "", "the next start would show the room"


def refuse_a_picture(opened: Opened, qtbot: QtBot) -> None:
    """Click on a picture that cannot be shown, and wait until it is taken back."""
    bridge, before = opened.desk.bridge, opened.desk.bridge.settings.background.file
    opened.live.cannot_show = "The background '/gone.png' cannot be read."
    bridge.change({"background.kind": "picture", "background.file": "/gone.png"})
    qtbot.waitUntil(lambda: bridge.settings.background.file == before)


def test_a_picture_that_is_refused_takes_no_other_changes_undo_along(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    opened = open_desk()
    bridge = opened.desk.bridge
    bridge.change({"background.kind": "chroma"})
    wait_for_all_that_was_asked(bridge)
    refuse_a_picture(opened, qtbot)
    assert bridge.settings.background.kind == "chroma"
    bridge.undo()
    assert bridge.settings == Settings()
    assert not bridge.can_undo


def test_undo_opens_no_room_that_a_refused_picture_has_closed(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    bridge = opened.desk.bridge
    bridge.change({"background.kind": "none", "profile": "open"})
    bridge.change({"profile": ""})
    wait_for_all_that_was_asked(bridge)
    refuse_a_picture(opened, qtbot)
    while bridge.can_undo:
        bridge.undo()
    assert (bridge.settings.background.kind, bridge.settings.profile) == ("blur", "")


def test_a_drag_that_left_a_profile_is_taken_back_as_one(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"profile": "office"})
    before = bridge.settings
    for strength in (0.1, 0.2, 0.3):
        bridge.change({"background.blur_strength": strength})
    bridge.undo()
    assert bridge.settings == before

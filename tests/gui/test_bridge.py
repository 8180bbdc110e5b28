"""Wishes reach the camera in order of urgency, and the window never waits for it."""

import threading
import time
from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from tests.gui.fakes import (
    FakeLive,
    FakePerson,
    closed_doors,
    hear_all_that_was_asked,
    plain,
    wait_for_all_that_was_asked,
)
from vcam.gui.bridge import Bridge
from vcam.gui.faces import cut_face
from vcam.gui.look import Look
from vcam.gui.preview_buffer import PreviewBuffer
from vcam.readers import Readers
from vcam.settings.fields import with_values
from vcam.settings.file import load
from vcam.settings.model import Settings
from vcam.steered import Status, Switch
from vcam.types import Box, Frame


def test_a_camera_that_hangs_never_stops_the_window(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk(has_tray=False)
    opened.live.gate.clear()
    opened.desk.bridge.change({"output.mirror": True})
    beats: list[int] = []
    beat = QTimer()
    beat.timeout.connect(lambda: beats.append(1))
    beat.start(5)
    for page in opened.desk.window.pages:
        opened.desk.window.show_page(page)
        opened.desk.bridge.ask_status()
        opened.desk.bridge.turn("card")
        count = len(beats)
        qtbot.waitUntil(lambda count=count: len(beats) > count)  # type: ignore[misc]
    assert not [call for call in opened.live.calls if call[0] == "change"], "the camera still hangs"
    opened.live.gate.set()


class SlowLive(FakeLive):
    """A camera that takes its time for every answer."""

    def status(self) -> Status:
        self.hurry.wait(0.2)
        return super().status()

    def people(self) -> tuple[FakePerson, ...]:
        self.hurry.wait(0.2)
        return super().people()

    def change(self, values: Mapping[str, object]) -> Settings:
        self.hurry.wait(0.2)
        return super().change(values)

    @cached_property
    def hurry(self) -> threading.Event:
        return threading.Event()


@pytest.mark.slow
def test_no_turn_of_the_windows_thread_takes_long_although_the_camera_is_slow(
    open_desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.pages.output.Findings.examine", lambda _: None)
    opened = open_desk(make=SlowLive)
    window = opened.desk.window
    opened.live.there = (FakePerson(1), FakePerson(2))
    opened.live.newest_frame = Frame(plain((9, 9, 9), 1280, 720), 0, 0.0)
    longest_s: dict[str, float] = {}

    def take(what: str, work: Callable[[], object]) -> None:
        began_s = time.thread_time()
        work()
        longest_s[what] = max(longest_s.get(what, 0.0), time.thread_time() - began_s)

    take("window", window.bring_to_front)
    for page in list(window.pages):
        take(f"click on {page}", lambda page=page: window.show_page(page))  # type: ignore[misc]
        for shade in range(12):
            opened.live.send(plain((40, shade, 40), 1280, 720))
            take(page, QApplication.processEvents)
        while not window.page(page).is_finished:
            take(page, QApplication.processEvents)
    for strength in range(5):
        values = {"background.kind": "blur", "background.blur_strength": strength / 10}
        take("change", lambda values=values: opened.desk.bridge.change(values))  # type: ignore[misc]
        take("change", QApplication.processEvents)
    assert max(longest_s.values()) < 0.05, longest_s


def test_of_many_changes_that_wait_only_the_newest_value_is_carried_out(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    opened = open_desk()
    opened.live.gate.clear()
    opened.desk.bridge.change({"output.mirror": True})
    for strength in (0.1, 0.5, 0.9):
        opened.desk.bridge.change({"background.blur_strength": strength})
    opened.live.gate.set()
    qtbot.waitUntil(lambda: opened.live.settings.background.blur_strength == 0.9)
    assert opened.live.settings.output.mirror
    assert len([call for call in opened.live.calls if call[0] == "change"]) <= 2


def test_a_change_is_saved_at_once_and_nothing_else_is(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    opened.live.settings = opened.live.settings.model_copy(update={"profile": "passing"})
    opened.desk.bridge.change({"background.kind": "chroma"})
    file = opened.desk._folder / "settings.toml"
    qtbot.waitUntil(lambda: load(file).settings.background.kind == "chroma")
    assert load(file).settings.profile == ""


def test_panic_is_obeyed_at_once_while_a_change_hangs(open_desk: OpenDesk) -> None:
    opened = open_desk()
    opened.live.gate.clear()
    opened.desk.bridge.change({"output.mirror": True})
    opened.desk.bridge.panic()
    assert opened.live.switch == "off"
    assert not opened.live.settings.output.mirror
    opened.live.gate.set()


def test_of_presses_while_the_camera_is_made_the_newest_holds_before_it_starts(open_desk: OpenDesk) -> None:
    may_start = threading.Event()

    def make(settings: Settings) -> FakeLive:
        assert may_start.wait(30)
        return FakeLive(settings)

    opened = open_desk(make=make)
    opened.desk.bridge.turn("on")
    opened.desk.bridge.panic()
    may_start.set()
    switched = [call for call in opened.live.calls if call[0] in ("turn", "start")]
    assert switched == [("turn", "off"), ("start", True)]


def test_a_press_that_finds_the_camera_made_is_newer_than_one_that_did_not(qtbot: QtBot) -> None:
    may_start = threading.Event()

    class TurnedMeanwhile(FakeLive):
        """Its first turn takes until a newer press is on its way."""

        def turn(self, switch: Switch) -> None:
            if not presses.is_alive():
                presses.start()
                presses.join(0.1)
            super().turn(switch)

    def make(settings: Settings) -> FakeLive:
        assert may_start.wait(30)
        return live

    live = TurnedMeanwhile(Settings())
    bridge = Bridge(Settings(), make, lambda _: None, closed_doors)
    presses = threading.Thread(target=bridge.panic)
    bridge.open()
    bridge.turn("on")
    may_start.set()
    qtbot.waitUntil(lambda: ("turn", "off") in live.calls)
    assert live.switch == "off"
    bridge.close()


def test_news_that_are_older_than_a_change_do_not_show_it_as_undone(open_desk: OpenDesk) -> None:
    opened = open_desk()
    opened.live  # noqa: B018 (waits for the start)
    bridge = opened.desk.bridge
    bridge.look()
    wait_for_all_that_was_asked(bridge)
    bridge.change({"output.mirror": True})
    hear_all_that_was_asked(bridge)
    assert bridge.settings.output.mirror


def test_a_change_of_how_one_looks_leaves_the_profile(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"profile": "office"})
    bridge.change({"camera.fps": 25.0})
    assert bridge.settings.profile == "office"
    bridge.change({"background.kind": "chroma"})
    assert bridge.settings.profile == ""


def test_a_click_on_what_is_in_force_leaves_no_profile(open_desk: OpenDesk) -> None:
    bridge = open_desk().desk.bridge
    bridge.change({"background.kind": "chroma", "profile": "office"})
    before = bridge.settings
    told: list[Settings] = []
    bridge.settings_changed.connect(told.append)
    bridge.change({"background.kind": "chroma"})
    assert bridge.settings == before
    assert not told


@pytest.mark.parametrize("on_demand", [True, False])
def test_only_a_webcam_that_is_on_when_needed_is_called_closed_while_nobody_reads(
    on_demand: bool, open_desk: OpenDesk
) -> None:
    opened = open_desk()
    live, bridge = opened.live, opened.desk.bridge
    live.settings = with_values(live.settings, {"camera.on_demand": on_demand})
    live.readers = Readers()
    seen: list[Look] = []
    bridge.glance_changed.connect(lambda glance: seen.append(glance.look))
    for _ in range(2):
        live.send(plain((9, 9, 9)))
        bridge.look()
        hear_all_that_was_asked(bridge)
    assert (seen[-1] is Look.OFF) == on_demand


def test_why_newer_settings_do_not_act_is_told_once_and_stays_in_sight(open_desk: OpenDesk) -> None:
    opened = open_desk()
    live, bridge = opened.live, opened.desk.bridge
    opened.desk._timer.stop()  # it would look, too
    wait_for_all_that_was_asked(bridge)
    told: list[str] = []
    seen: list[str] = []
    bridge.failed.connect(told.append)
    bridge.glance_changed.connect(lambda glance: seen.append(glance.sentence))
    gone = "The background 'mine.png' is gone; choose another."
    for live.trouble in (gone, gone, "", gone):
        bridge.look()
        hear_all_that_was_asked(bridge)
    assert [gone in sentence for sentence in seen] == [True, True, False, True]
    assert told == [gone, gone], "it had been well between"


def test_the_preview_holds_exactly_what_viewers_get(qapp: object) -> None:
    told = threading.Event()
    buffer, live = PreviewBuffer(told.set), FakeLive(Settings())
    live.watch(buffer.put)
    picture = plain((10, 200, 30))
    picture[5, 7] = (1, 2, 3)
    live.send(picture)
    assert buffer.take() is None, "nobody looked"
    buffer.come(self_made := object())
    live.send(picture)
    assert told.is_set()
    shown = buffer.take()
    assert shown is not None
    assert shown.pixelColor(7, 5).getRgb()[:3] == (3, 2, 1)
    assert shown.pixelColor(0, 0).getRgb()[:3] == (30, 200, 10)
    buffer.leave(self_made)
    assert not buffer.is_wanted


def test_a_picture_that_is_shown_is_not_written_into(qapp: object) -> None:
    buffer, live = PreviewBuffer(lambda: None), FakeLive(Settings())
    live.watch(buffer.put)
    buffer.come(1)
    live.send(plain((0, 0, 255)))
    shown = buffer.take()
    live.send(plain((255, 0, 0)))
    live.send(plain((0, 255, 0)))
    assert shown is not None
    assert shown.pixelColor(0, 0).getRgb()[:3] == (255, 0, 0)


def test_people_come_with_their_faces_only_if_asked(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    opened.live.there = (FakePerson(1),)
    opened.live.newest_frame = Frame(plain((9, 9, 9)), 0, 0.0)
    for with_faces in (False, True):
        with qtbot.waitSignal(opened.desk.bridge.people_changed) as told:
            opened.desk.bridge.ask_people(with_faces)
        assert told.args[0][0].face.isNull() != with_faces


@pytest.mark.parametrize(
    "box",
    [Box(-50, -40, 30, 60, 1, 1, None), Box(900, 900, 950, 999, 1, 1, None), Box(5, 5, 5, 5, 1, 1, None)],
)
def test_a_face_at_the_edge_or_outside_breaks_nothing(box: Box, qapp: object) -> None:
    image = np.arange(64 * 48 * 3, dtype=np.uint8).reshape(48, 64, 3)
    face = cut_face(Frame(image, 0, 0.0), box)
    assert face.isNull() or face.width() <= 64


def test_whoever_looks_next_gets_pictures_although_the_last_one_was_never_fetched(qapp: object) -> None:
    buffer, live = PreviewBuffer(lambda: None), FakeLive(Settings())
    live.watch(buffer.put)
    buffer.come("first")
    live.send(plain((1, 1, 1)))
    buffer.come("second")
    buffer.leave("first")
    live.send(plain((200, 0, 0)))
    shown = buffer.take()
    assert shown is not None
    assert shown.pixelColor(0, 0).getRgb()[:3] == (0, 0, 200)

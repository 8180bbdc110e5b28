"""What is refused is told, costs nothing else, and is not saved."""

import threading
from collections.abc import Mapping
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenDesk
from tests.gui.fakes import FakeLive, wait_for_all_that_was_asked
from vcam.errors import UsageError
from vcam.settings.file import load
from vcam.settings.model import Settings


def test_a_value_that_is_not_allowed_is_told_and_changes_nothing(open_desk: OpenDesk, qtbot: QtBot) -> None:
    bridge = open_desk().desk.bridge
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.change({"background.blur_strength": 7})
    assert "blur_strength" in told.args[0]
    assert bridge.settings == Settings()


def test_what_the_camera_refuses_is_shown_as_it_was(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk()
    opened.live.refuses = "There is no file x.mp4; give a video."
    with qtbot.waitSignal(opened.desk.bridge.failed) as told:
        opened.desk.bridge.change({"camera.source": "x.mp4"})
    assert told.args == ["There is no file x.mp4; give a video."]
    qtbot.waitUntil(lambda: opened.desk.bridge.settings.camera.source == "auto")


def test_a_picture_that_cannot_be_shown_is_told_and_not_saved(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    opened = open_desk()
    (mine := tmp_path / "mine.png").touch()
    opened.live.cannot_show = "The background 'mine.png' is no picture that can be read."
    bridge = opened.desk.bridge
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.change({"background.kind": "picture", "background.file": str(mine)})
    assert told.args == [opened.live.cannot_show]
    qtbot.waitUntil(lambda: bridge.settings.background == Settings().background)
    assert load(opened.desk._folder / "settings.toml").settings == Settings()
    assert opened.live.settings == Settings()


def test_with_a_picture_that_cannot_be_shown_the_rest_acts_and_an_open_room_does_not_stay(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    opened = open_desk()
    bridge, live = opened.desk.bridge, opened.live
    bridge.change({"background.kind": "none"})
    qtbot.waitUntil(lambda: live.settings.background.kind == "none")
    live.cannot_show = "The background 'mine.png' is no picture that can be read."
    with qtbot.waitSignal(bridge.failed):
        bridge.change({"background.kind": "picture", "background.file": "mine.png", "people.show": "only-me"})
    qtbot.waitUntil(lambda: bridge.settings == live.settings)
    assert (live.settings.background.kind, live.settings.people.show) == ("blur", "only-me")
    qtbot.waitUntil(lambda: load(opened.desk._folder / "settings.toml").settings == live.settings)


class WithoutThatCamera(FakeLive):
    """A camera that takes no other source."""

    def change(self, values: Mapping[str, object]) -> Settings:
        if "camera.source" in values:
            raise UsageError("There is no file gone.mp4; give a video.")
        return super().change(values)


def test_with_a_source_that_is_refused_the_rest_acts(open_desk: OpenDesk, qtbot: QtBot) -> None:
    opened = open_desk(make=WithoutThatCamera)
    bridge, live = opened.desk.bridge, opened.live
    bridge.change({"background.kind": "none"})
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.change({"background.kind": "blur", "camera.source": "gone.mp4"})
    assert told.args == ["There is no file gone.mp4; give a video."]
    qtbot.waitUntil(lambda: bridge.settings == live.settings)
    assert (live.settings.background.kind, live.settings.camera.source) == ("blur", "auto")
    qtbot.waitUntil(lambda: load(opened.desk._folder / "settings.toml").settings == live.settings)


def test_of_a_wish_whose_source_and_picture_are_refused_both_are_told(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    opened = open_desk(make=WithoutThatCamera)
    bridge, live = opened.desk.bridge, opened.live
    live.cannot_show = "There is no network called 'typo'."
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.change({"portrait.network": "typo", "camera.source": "gone.mp4", "people.show": "only-me"})
    assert told.args == [f"{live.cannot_show}\nThere is no file gone.mp4; give a video."]
    qtbot.waitUntil(lambda: live.settings.people.only_me)


def test_a_source_that_is_refused_alone_is_not_written_over_the_one_that_is_missed(
    open_desk: OpenDesk, file: Path, qtbot: QtBot
) -> None:
    file.write_text(SHOWS_A_FILE)

    class Live(WithoutThatCamera):
        def __post_init__(self) -> None:
            super().__post_init__()
            if self.settings.camera.source != "auto":
                raise UsageError("There is no file /media/usb/loop.mp4; give a video.")

    opened = open_desk(make=Live)
    opened.live  # noqa: B018 (waits for the start)
    with qtbot.waitSignal(opened.desk.bridge.failed, check_params_cb=lambda sentence: "gone.mp4" in sentence):
        opened.desk.bridge.change({"camera.source": "gone.mp4"})
    wait_for_all_that_was_asked(opened.desk.bridge)
    assert file.read_text() == SHOWS_A_FILE


def test_a_camera_that_cannot_be_built_leaves_a_sentence(open_desk: OpenDesk, qtbot: QtBot) -> None:
    def refuse(settings: Settings) -> FakeLive:
        if settings.camera.source == "auto":
            return FakeLive(settings)
        raise UsageError("There is no file gone.mp4; give a video.")

    opened = open_desk()
    opened.live  # noqa: B018 (waits for the start)
    opened.desk.bridge.change({"camera.source": "gone.mp4"})
    file = opened.desk._folder / "settings.toml"
    qtbot.waitUntil(lambda: load(file).settings.camera.source == "gone.mp4")
    again = open_desk(make=refuse)
    assert again.live.settings.camera.source == "auto"
    qtbot.waitUntil(lambda: again.desk.window.banner.text.startswith("There is no file gone.mp4"))


def only_a_camera(settings: Settings) -> FakeLive:
    """A camera as on a computer without the drive that its source was on."""
    if settings.camera.source != "auto":
        raise UsageError("There is no file /media/usb/loop.mp4; give a video.")
    return FakeLive(settings)


SHOWS_A_FILE = """
[camera]
source = "/media/usb/loop.mp4"
[output]
sink = "/dev/video9"
[background]
kind = "none"
"""


def test_the_webcam_in_place_of_a_file_that_is_gone_waits_for_the_user(
    open_desk: OpenDesk, file: Path
) -> None:
    file.write_text(SHOWS_A_FILE)
    live = open_desk(make=only_a_camera).live
    assert live.settings.background.kind == "none"
    assert live.calls.index(("turn", "off")) < live.calls.index(("start", True))
    assert live.switch == "off"
    assert live.settings.output.sink == "/dev/video9"
    assert file.read_text() == SHOWS_A_FILE


def test_the_card_in_place_of_a_file_that_is_gone_is_written_over_no_recording(
    open_desk: OpenDesk, file: Path
) -> None:
    file.write_text('[camera]\nsource = "/media/usb/loop.mp4"\n[output]\nsink = "/home/me/talk.mp4"\n')
    live = open_desk(make=only_a_camera).live
    assert (live.settings.camera.source, live.settings.output.sink) == ("auto", "auto")
    assert live.switch == "off"


def test_who_switches_on_before_the_file_is_missed_is_obeyed(open_desk: OpenDesk, file: Path) -> None:
    file.write_text(SHOWS_A_FILE)
    may_start = threading.Event()

    def make(settings: Settings) -> FakeLive:
        assert may_start.wait(30)
        return only_a_camera(settings)

    opened = open_desk(make=make)
    opened.desk.bridge.turn("on")
    may_start.set()
    assert opened.live.switch == "on"


def test_a_source_that_the_sink_would_overwrite_is_kept_and_the_sink_is_not(
    open_desk: OpenDesk, file: Path
) -> None:
    def make(settings: Settings) -> FakeLive:
        if settings.camera.source == settings.output.sink:
            raise UsageError(
                "/home/me/clip.mp4 would be written over by the sink; give the sink another name."
            )
        return FakeLive(settings)

    file.write_text('[camera]\nsource = "/home/me/clip.mp4"\n[output]\nsink = "/home/me/clip.mp4"\n')
    live = open_desk(make=make).live
    assert live.settings.camera.source == "/home/me/clip.mp4", "the webcam would be recorded over it"
    assert live.settings.output.sink == "auto"
    assert live.switch == "off"

"""Whatever the user changed is saved once, also if they quit while the camera is stuck."""

import threading
from collections.abc import Mapping

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.fakes import FakeLive, closed_doors
from vcam.errors import UsageError, VcamError
from vcam.gui.bridge import Bridge
from vcam.gui.wishes import Wishes
from vcam.settings.model import Settings


def test_what_waits_is_carried_out_at_once_and_saved_once() -> None:
    saved: list[Mapping[str, object]] = []
    wishes, live = Wishes(saved.append), FakeLive(Settings())
    assert wishes.add({"output.mirror": True})
    assert not wishes.add({"background.blur_strength": "0.5"}), "somebody was asked already"
    wishes.carry_out(live.change)
    wishes.end()
    assert live.calls == [("change", {"output.mirror": True, "background.blur_strength": "0.5"})]
    assert saved == [{"output.mirror": True, "background.blur_strength": 0.5}]
    assert not wishes


def test_what_was_refused_is_never_saved() -> None:
    saved: list[Mapping[str, object]] = []
    wishes, live = Wishes(saved.append), FakeLive(Settings(), refuses="There is no such file.")
    wishes.add({"camera.source": "gone.mp4"})
    with pytest.raises(UsageError):
        wishes.carry_out(live.change)
    wishes.end()
    assert saved == []


class StuckLive(FakeLive):
    """A camera that is stuck in the first change, and tells when it is."""

    def __post_init__(self) -> None:
        self.is_stuck = threading.Event()

    def change(self, values: Mapping[str, object]) -> Settings:
        self.is_stuck.set()
        return super().change(values)


def test_quitting_while_the_camera_is_stuck_saves_what_it_holds_and_what_waits(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.gui.bridge.FAREWELL_S", 0.01)
    saved: list[Mapping[str, object]] = []
    live = StuckLive(Settings())
    bridge = Bridge(Settings(), lambda _: live, saved.append, closed_doors)
    bridge.open()
    bridge.change({"output.mirror": True, "background.blur_strength": 0.2})
    assert live.is_stuck.wait(10)
    bridge.change({"background.blur_strength": 0.8})
    bridge.close()
    assert saved == [{"output.mirror": True, "background.blur_strength": 0.8}]
    live.gate.set()
    bridge._jobs.wait(10)
    assert live.calls[-1] == ("stop",)
    assert len(saved) == 1, "what the stuck change held is not saved again, over newer values"


def test_quitting_ends_with_the_card_although_nothing_can_be_saved(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_values: Mapping[str, object]) -> None:
        raise VcamError("The disk is full; free some space.")

    monkeypatch.setattr("vcam.gui.bridge.FAREWELL_S", 0.01)
    live = StuckLive(Settings())
    bridge = Bridge(Settings(), lambda _: live, refuse, closed_doors)
    bridge.open()
    bridge.change({"output.mirror": True})
    assert live.is_stuck.wait(10)
    bridge.close()
    assert "The disk is full" in caplog.text
    live.gate.set()
    bridge._jobs.wait(10)
    assert live.calls[-1] == ("stop",)

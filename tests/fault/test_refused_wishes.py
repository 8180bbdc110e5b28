"""What cannot be had is refused before anything changes, and holds up nothing else."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fault.steered import SETTINGS, Steered
from tests.support.scenery import PaintedSource, RecordingSink
from vcam.app import Live
from vcam.control.client import ask
from vcam.errors import UsageError
from vcam.settings import Settings
from vcam.types import Size

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets")


def test_a_source_that_is_refused_changes_nothing_and_ends_nothing(
    steered: Steered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(settings: Settings, _size: Size) -> PaintedSource:
        if settings.camera.source.endswith(".mp4"):
            raise UsageError("There is no such file.")
        return PaintedSource()

    monkeypatch.setattr("vcam.app.live.make_source", choose)
    before = steered.live.settings
    wishes: list[dict[str, object]] = [
        {"camera.source": "nope.mp4"},
        {"camera.source": "nope.mp4", "output.fps": 50.0},
        {"camera.source": "nope.mp4", "background.kind": "none"},
    ]
    for values in wishes:
        with pytest.raises(UsageError, match="no such file"):
            steered.live.change(values)
        assert steered.live.settings == before
    mark = len(steered.viewer.seen)
    steered.live.change({"output.fps": 50.0})
    steered.viewer.wait_for("composed", after=mark)
    assert not any(seen.shows_room for seen in steered.sink.sent)


def test_a_recording_is_not_begun_anew_but_may_be_ended(sink: RecordingSink) -> None:
    output = {"size": "96x64", "fps": 60.0, "sink": "call.mkv"}
    live = Live(Settings.model_validate({**SETTINGS, "output": output}))
    live.start()
    try:
        before = live.settings
        wishes: list[dict[str, object]] = [
            {"output.fps": 50.0},
            {"output.size": "192x128", "background.kind": "none"},
            {"output.sink": "./call.mkv"},
        ]
        for values in wishes:
            with pytest.raises(UsageError, match=r"call\.mkv is being recorded"):
                live.change(values)
            assert live.settings == before
        live.change({"output.mirror": True})
        assert sink.closed == 0
        live.change({"output.sink": "memory"})
        assert sink.closed == 1
    finally:
        live.stop()


def test_a_picture_or_a_network_that_cannot_be_used_is_found_out_before_it_is_wanted(
    steered: Steered, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    before = steered.live.settings
    wishes: list[tuple[str, dict[str, str]]] = [
        ("background", {"what": str(broken)}),
        ("set", {"key": "portrait.network", "value": "typo"}),
    ]
    for verb, values in wishes:
        with pytest.raises(UsageError, match=r"no picture that can be read|no network 'typo'"):
            ask(steered.place, verb, values)
    assert steered.live.settings == before
    assert steered.live.status().trouble == ""


def test_nothing_waits_for_a_disk_on_which_a_chosen_picture_lies(
    steered: Steered, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, is_well = threading.Event(), threading.Event()

    def hang(_settings: Settings, _before: Settings) -> None:
        reads.set()
        assert is_well.wait(60)

    monkeypatch.setattr("vcam.app.live.require_parts", hang)
    with ThreadPoolExecutor(1) as pool:
        wish = pool.submit(ask, steered.place, "background", {"what": "chroma"}, timeout_s=60)
        assert reads.wait(20)
        assert steered.live.change({"output.mirror": True}).output.mirror
        assert not wish.done()
        is_well.set()
        wish.result(60)
    assert steered.live.settings.background.kind == "chroma"

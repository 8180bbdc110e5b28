import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call
from vcam.devices import Device

WEBCAM = Device("/dev/video0", "Camera [red]", "usb-1", "uvcvideo", "camera", ("MJPG", "YUYV"))

MANIFEST = """
[[network]]
name = "sinet"
precision = "fp32"
file = "sinet.onnx"
sha256 = "{zeros}"
budget_px = 46080
nominal_size = "288x160"
parameters = 86000
macs = 1000000
terms = "MIT."
default = true
[network.scores.eg1800_test]
iou_fg = 94.5
"""


def test_devices_are_listed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vcam.devices.list_devices", lambda: [WEBCAM])
    out = call("devices").out
    assert "/dev/video0" in out
    assert "Camera [red]" in out
    (device,) = json.loads(call("devices", "--json").out)
    assert (device["path"], device["kind"], device["formats"]) == ("/dev/video0", "camera", ["MJPG", "YUYV"])


def test_no_device_is_told_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vcam.devices.list_devices", list)
    assert call("devices").out == "No camera was found.\n"
    assert json.loads(call("devices", "--json").out) == []


def test_a_camera_without_a_question_about_its_controls_is_refused(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def list_controls(camera: str) -> tuple[()]:
        asked.append(camera)
        return ()

    monkeypatch.setattr("vcam.sources.controls.list_controls", list_controls)
    outcome = call("devices", "--camera", "0")
    assert (outcome.code, outcome.out, asked) == (2, "", [])
    assert outcome.err == "--camera says whose controls are meant; add --controls or --set.\n"
    assert call("devices", "--camera", "0", "--controls").code == 0
    assert call("devices", "--controls").code == 0
    assert asked == ["0", "auto"]


def test_networks_are_listed_with_size_scores_and_terms(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VCAM_MODELS", str(home))
    (home / "manifest.toml").write_text(MANIFEST.format(zeros="0" * 64))
    (network,) = json.loads(call("networks", "--json").out)
    assert (network["name"], network["size"], network["parameters"]) == ("sinet", "288x160", 86000)
    assert (network["scores"], network["terms"]) == ({"eg1800_test": {"iou_fg": 94.5}}, "MIT.")
    told = call("networks").out
    for seen in ("288x160", "86,000", "94.5", "MIT."):
        assert seen in told


def test_the_closeup_network_is_told_with_its_terms_but_is_no_choice(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VCAM_MODELS", str(home))
    portrait = MANIFEST.format(zeros="0" * 64)
    near = portrait.replace("[[network]]", "[[closeup]]").replace("network.scores", "closeup.scores")
    near = near.replace('"sinet"', '"closeup"').replace('"MIT."', '"Ours alone."')
    (home / "manifest.toml").write_text(portrait + near)
    told = call("networks").out
    assert "Beside these, closeup looks from near" in told
    assert "Ours alone." in told
    assert [each["name"] for each in json.loads(call("networks", "--json").out)] == ["sinet"]


def test_a_missing_list_of_networks_is_one_sentence(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VCAM_MODELS", str(home))
    outcome = call("networks")
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (1, "", 1)

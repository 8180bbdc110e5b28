"""The same promises with the real network loader and the real backgrounds."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.fault.conftest import Start, composed, more_than
from tests.support.scenery import PERSON, SIZE, TrueFinder, painted_room, person_box
from vcam.app import make_plan
from vcam.compositing.compositor import Compositor
from vcam.engine import Plan
from vcam.paths import assets_dir, models_dir
from vcam.pipeline import Pipeline
from vcam.portrait.manifest import read_manifest
from vcam.settings.model import BackgroundSettings, Settings
from vcam.stats import RunStats
from vcam.types import Frame

BACKGROUNDS = (
    BackgroundSettings(kind="colour", colour="#203040"),
    BackgroundSettings(kind="picture", file=str(assets_dir() / "backgrounds" / "paper.jpg")),
    BackgroundSettings(kind="chroma"),
    BackgroundSettings(kind="blur", blur_strength=1.0),
    BackgroundSettings(kind="blur", blur_strength=0.0),
)


def true_plan(background: BackgroundSettings) -> Plan:
    """Real composition with an alpha that is known to be right."""
    return Plan(
        build=lambda: Pipeline(TrueFinder(), Compositor(background, SIZE), SIZE),
        protect=background.kind != "none",
    )


def settings_with(background: BackgroundSettings) -> Settings:
    return Settings(background=background)


@pytest.mark.parametrize("background", BACKGROUNDS, ids=lambda b: f"{b.kind}-{b.blur_strength}")
def test_no_background_lets_the_room_through(start: Start, background: BackgroundSettings) -> None:
    running = start(true_plan(background))
    running.sink.wait_until(composed(20))
    assert running.sink.sent[-1].shows_person
    running.assert_no_room()


def test_switching_between_all_backgrounds_shows_neither_room_nor_gap(start: Start) -> None:
    running = start(true_plan(BACKGROUNDS[0]))
    running.sink.wait_until(composed(5))
    before = len(running.sink.sent)
    for background in BACKGROUNDS * 3:
        mark = len(running.sink.sent)
        running.engine.apply(true_plan(background))
        running.sink.wait_until(composed(3, mark))
    running.assert_no_room()
    running.assert_rate_kept()
    assert all(seen.kind == "composed" for seen in running.sink.sent[before:]), "no card while switching"


@pytest.mark.parametrize("damage", ["missing", "flipped", "no manifest", "empty"])
def test_a_damaged_network_means_the_card_with_its_reason(
    start: Start, damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    shutil.copytree(models_dir(), models)
    # All of them: which one is taken depends on the machine.
    for network in models.glob("*.onnx"):
        match damage:
            case "missing":
                network.unlink()
            case "flipped":
                content = bytearray(network.read_bytes())
                content[100] ^= 255
                network.write_bytes(content)
            case "empty":
                network.write_bytes(b"")
    if damage == "no manifest":
        (models / "manifest.toml").unlink()
    monkeypatch.setenv("VCAM_MODELS", str(models))
    running = start(make_plan(settings_with(BACKGROUNDS[0]), SIZE, RunStats()))
    running.sink.wait_until(lambda sent: len(sent) > 60 and running.engine.state.kind == "card")
    running.sink.wait_until(lambda _: "reinstall vcam" in running.engine.state.message)
    assert all(seen.kind == "card" for seen in running.sink.sent)
    running.assert_no_room()
    running.assert_rate_kept()


def test_every_network_can_be_switched_to_while_running(start: Start) -> None:
    entries = read_manifest(models_dir())
    running = start(true_plan(BACKGROUNDS[0]))
    running.sink.wait_until(composed(3))
    for entry in entries:
        settings = settings_with(BACKGROUNDS[0])
        portrait = settings.portrait.model_copy(update={"network": entry.name, "precision": entry.precision})
        plan = make_plan(settings.model_copy(update={"portrait": portrait}), SIZE, RunStats())
        mark = len(running.sink.sent)
        running.engine.apply(plan)
        running.sink.wait_until(more_than(mark + 60))
    running.assert_rate_kept()
    assert running.guard.receipt().unprotected == 0


def test_a_background_picture_that_is_lost_leaves_the_protected_picture(start: Start, tmp_path: Path) -> None:
    picture = tmp_path / "beach.png"
    cv2.imwrite(str(picture), np.full((40, 60, 3), 90, np.uint8))
    lost = BackgroundSettings(kind="picture", file=str(picture))
    picture.unlink()
    running = start(true_plan(BACKGROUNDS[0]))
    running.sink.wait_until(composed(5))
    running.engine.apply(true_plan(lost))
    mark = len(running.sink.sent)
    running.sink.wait_until(composed(20, mark))
    running.assert_no_room()


def test_the_person_keeps_their_colours() -> None:
    pipeline = Pipeline(TrueFinder(), Compositor(BACKGROUNDS[0], SIZE), SIZE)
    canvas = pipeline.make_canvas()
    rendered = pipeline.render(pipeline.analyse(Frame(painted_room(), 0, 0.0), canvas), canvas)
    assert (rendered.image[person_box(SIZE)] == PERSON).all()
    pipeline.close()

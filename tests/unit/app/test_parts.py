"""What is made of settings."""

import logging
import shutil
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from vcam.app.parts import file_of_sink, make_portrait_stage, make_source, require_parts, unused
from vcam.app.telling import Separation, make_closeups, make_people_stage
from vcam.cast import Cast
from vcam.errors import NetworkError, UsageError
from vcam.instances.closeups import HEIGHT, WIDTH
from vcam.paths import models_dir
from vcam.portrait.manifest import read_closeups
from vcam.seeds.faces import FaceFinder
from vcam.settings.model import CameraSettings, OutputSettings, PeopleSettings, PortraitSettings, Settings
from vcam.sources.camera import CameraSource
from vcam.sources.file import FileSource
from vcam.stats import RunStats
from vcam.types import Box, Size

SIZE, SMALL = Size(640, 360), Size(256, 144)
PAIR = [
    Box(100, 40, 300, 360, 0.9, 1, (170, 60, 230, 120)),
    Box(240, 40, 440, 360, 0.9, 2, (310, 60, 370, 120)),
]


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All networks, of which those of close-ups are damaged."""
    models = tmp_path / "models"
    shutil.copytree(models_dir(), models, ignore=shutil.ignore_patterns("*.pt", "*.png"))
    for entry in read_closeups(models):
        (models / entry.file).write_bytes(b"damaged")
    monkeypatch.setenv("VCAM_MODELS", str(models))
    return models


def test_closeups_are_looked_at_with_the_shipped_network() -> None:
    closeups = make_closeups(SIZE, SMALL)
    assert closeups is not None
    frame = np.random.default_rng(1).integers(0, 256, SIZE.shape, np.uint8)
    owned = closeups.look(frame, PAIR)
    assert owned.track_ids == (1, 2)
    assert owned.shares.shape == (2, SMALL.height, SMALL.width)
    assert (WIDTH, HEIGHT) == (160, 128)


def test_a_damaged_closeup_network_is_refused(damaged: Path) -> None:
    with pytest.raises(NetworkError, match="is damaged"):
        make_closeups(SIZE, SMALL)


def test_without_closeups_people_are_told_apart_all_the_same(
    damaged: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(portrait=PortraitSettings(precision="fp32"))
    finder = make_portrait_stage(settings, SIZE, RunStats())
    separation = Separation(Cast(SIZE, PeopleSettings()), FaceFinder(lambda: None))  # type: ignore[arg-type, return-value]
    with caplog.at_level(logging.WARNING):
        stage = make_people_stage(separation, finder, SIZE, RunStats())
    assert stage._closeups is None
    assert "told apart less well" in caplog.text


def background_of(kind: str, file: Path) -> Settings:
    return Settings.model_validate({"background": {"kind": kind, "file": str(file)}})


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_a_background_file_that_cannot_be_shown_is_refused_but_not_if_it_is_in_force(
    kind: str, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"neither")
    wanted = background_of(kind, broken)
    with pytest.raises(UsageError, match=f"is no {kind} that can be read"):
        require_parts(wanted, Settings())
    require_parts(wanted.model_copy(update={"people": PeopleSettings(show="only-me")}), wanted)
    require_parts(Settings(), wanted)


def test_a_background_that_can_be_shown_is_good(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "beach.png"), np.full(SMALL.shape, 90, np.uint8))
    require_parts(background_of("picture", tmp_path / "beach.png"), Settings())


def test_a_network_that_is_not_there_is_refused_but_not_if_it_is_in_force() -> None:
    wanted = Settings(portrait=PortraitSettings(network="typo"))
    with pytest.raises(UsageError, match="no network 'typo'"):
        require_parts(wanted, Settings())
    require_parts(Settings(portrait=PortraitSettings(network="typo", threads=2)), wanted)
    require_parts(Settings(portrait=PortraitSettings(precision="int8")), Settings())


def source_of(name: str, sink: str = "memory") -> object:
    return make_source(Settings(camera=CameraSettings(source=name), output=OutputSettings(sink=sink)), SIZE)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, in which the test also works."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_any_file_with_an_ending_that_is_there_is_a_source(home: Path) -> None:
    for name in ("clip.3gp", "clip.WMV", "my.clip", "room.ppm", "clip.mp4"):
        (home / name).touch()
        assert isinstance(source_of(name), FileSource)
        assert isinstance(source_of(f"~/{name}"), FileSource)


def test_a_camera_stays_a_camera_whatever_its_name_holds(home: Path) -> None:
    (home / "auto").touch()
    for name in ("auto", "/dev/video0", "USB2.0 HD UVC WebCam", "usb-0000:00:14.0-8", "~nobody at all"):
        assert isinstance(source_of(name), CameraSource)


def test_a_source_that_is_missing_or_written_over_is_refused(home: Path) -> None:
    (home / "clip.mp4").touch()
    with pytest.raises(UsageError, match="There is no file"):
        source_of("~/lost.mp4")
    with pytest.raises(UsageError, match="written over"):
        source_of("clip.mp4", sink="~/clip.mp4")


def test_a_sink_lies_in_the_home_where_its_name_says_so(home: Path) -> None:
    assert file_of_sink("~/call.mkv") == home / "call.mkv"
    assert file_of_sink("call.MKV") == Path("call.MKV")
    assert [file_of_sink(name) for name in ("memory", "auto", "/dev/video10")] == [None] * 3


def test_a_recording_is_not_written_over_by_the_next_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    talk = tmp_path / "talk.mp4"
    assert unused(talk) == talk
    talk.touch()
    (tmp_path / "talk-2.mp4").touch()
    assert unused(talk) == tmp_path / "talk-3.mp4"
    assert "talk.mp4 exists and is kept; this is recorded as talk-3.mp4." in caplog.text


def test_a_picture_that_is_the_sink_is_always_the_newest(tmp_path: Path) -> None:
    (tmp_path / "now.png").touch()
    assert unused(tmp_path / "now.png") == tmp_path / "now.png"


def test_a_source_on_a_server_that_hangs_is_refused_after_a_while(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr("vcam.app.parts.os.path.isfile", lambda path: gate.wait())
    monkeypatch.setattr("vcam.app.parts.LONGEST_STAT_S", 0.01)
    far = str(home / "far.mp4")
    with pytest.raises(UsageError, match=r"far\.mp4 does not answer"):
        make_source(Settings(camera=CameraSettings(source=far)), SIZE)
    gate.set()

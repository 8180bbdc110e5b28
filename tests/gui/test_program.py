"""The program as a whole, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PyQt6.QtGui import QImage

from vcam.settings.file import load, save
from vcam.settings.model import CameraSettings, OutputSettings, Settings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
DEMO = Settings(
    camera=CameraSettings(source="demo", size="320x180", fps=10),
    output=OutputSettings(sink="memory", size="320x180", fps=10),
)


def run(
    folder: Path, page: str, picture: str, *values: str, words: str = "", **environment: str
) -> tuple[int, str]:
    """Run the program with folders of its own until it says `words`; give its exit code and all it said."""
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "CACHE", "STATE", "DATA")}
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    everything = {
        **os.environ,
        **own,
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        **environment,
    }
    command = [sys.executable, "-m", "tests.gui.program", page, picture, words, *values]
    done = subprocess.run(command, env=everything, capture_output=True, text=True, timeout=280)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    file = tmp_path / "config" / "vcam" / "settings.toml"
    save(DEMO, file)
    return file


def test_what_was_changed_survives_kill_9(tmp_path: Path, settings_file: Path) -> None:
    code, said = run(tmp_path, "background", "killed", "background.kind=chroma", "output.mirror=true")
    assert code == -9, said
    kept = load(settings_file)
    assert (kept.settings.background.kind, kept.settings.output.mirror) == ("chroma", True)
    assert not kept.problems
    assert kept.settings.camera == DEMO.camera


def test_a_broken_file_is_kept_aside_and_named(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text("[[[")
    code, said = run(tmp_path, "about", str(tmp_path / "w.png"), words=".broken-")
    assert code == 0, said
    aside = [path.name for path in settings_file.parent.glob("settings.toml.broken-*")]
    assert len(aside) == 1
    assert aside[0] in said


def test_without_camera_virtual_camera_or_face_model_there_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config" / "vcam" / "settings.toml"
    save(Settings(), file)
    code, said = run(tmp_path, "output", str(tmp_path / "w.png"), words="Nobody sees anything")
    assert code == 0, said
    assert "Traceback" not in said
    assert "title vcam: Nobody sees anything" in said


def test_a_settings_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "vcam").write_text("a file where the folder should be")
    picture = str(tmp_path / "w.png")
    code, said = run(tmp_path, "background", picture, "background.kind=chroma", words="cannot be written")
    assert code == 0, said
    assert "cannot be written" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("cv2_first", ["", "1"])
def test_a_real_window_opens_although_cv2_points_qt_elsewhere(
    cv2_first: str, tmp_path: Path, settings_file: Path, x_server: str
) -> None:
    picture = tmp_path / "window.png"
    code, said = run(
        tmp_path, "camera", str(picture), DISPLAY=x_server, QT_QPA_PLATFORM="xcb", IMPORT_CV2_FIRST=cv2_first
    )
    assert code == 0, said
    assert "platform xcb" in said
    assert "plugins None" in said, "what cv2 had set would be inherited by whatever is started"
    window = QImage(str(picture))
    colours = {window.pixelColor(x, y).rgb() for x in range(0, window.width(), 9) for y in range(0, 480, 9)}
    assert window.width() >= 820
    assert len(colours) > 20, "the window is not empty"


def test_without_a_display_there_is_a_sentence(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    own.pop("QT_QPA_PLATFORM", None)
    own["XDG_RUNTIME_DIR"] = str(tmp_path)
    words = [sys.executable, "-m", "vcam"]
    done = subprocess.run(words, env=own, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no display for a window; use `vcam run` for the camera alone.\n"

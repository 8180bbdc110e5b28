"""The page for the choice of a camera."""

import pytest

from tests.gui.conftest import Opened
from vcam.gui.pages.camera import CameraPage
from vcam.gui.window import MainWindow


def test_a_source_is_told_from_a_camera_without_looking_for_it(
    window: MainWindow, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.page("camera")
    page.finish()
    assert isinstance(page, CameraPage)
    monkeypatch.setattr("os.path.isfile", lambda path: pytest.fail(f"{path} may be on a disk that hangs"))
    for source in ("/net/clip.mp4", "/net/usb-Cam_1.0-index0"):
        opened.desk.bridge.change({"camera.source": source})
        assert page.controls.isHidden() == source.endswith(".mp4")

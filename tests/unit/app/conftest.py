"""What the tests of profiles by program share."""

from pathlib import Path

import pytest

from tests.unit.app.wardrobe import TABLE, Wardrobe
from vcam.settings.fields import with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import save_profile


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wardrobe:
    """A running camera, and two profiles that its table gives to programs."""
    monkeypatch.setattr("vcam.app.by_program.LINGER_S", 0.01)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    plain = with_values(Settings(), {"programs.profiles": TABLE, "camera.source": "demo"})
    save_profile("office", with_values(plain, {"background.kind": "colour"}))
    save_profile("fun", with_values(plain, {"background.kind": "chroma"}))
    return Wardrobe(plain)

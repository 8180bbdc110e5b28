from pathlib import Path

import pytest

from vcam.app.outside import own_look
from vcam.settings import Settings, save
from vcam.settings.fields import with_values
from vcam.settings.profiles import load_profile, save_profile


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.mark.parametrize("profile", ["", "office"])
def test_a_runs_own_look_is_what_neither_the_file_nor_the_profile_says(profile: str) -> None:
    save(with_values(Settings(), {"background.kind": "none", "camera.source": "demo"}))
    save_profile("office", with_values(Settings(), {"background.kind": "chroma"}))
    begun = load_profile(profile, Settings()).settings if profile else Settings()
    options = {"background.kind": "blur", "people.show": "only-me", "camera.source": "other"}
    started = with_values(begun, {**options, "background.blur_strength": 0.9})
    assert own_look(started) == {
        "background.kind": "blur",
        "background.blur_strength": 0.9,
        "people.show": "only-me",
    }


def test_what_a_lost_profile_said_is_nobodys_own() -> None:
    assert own_look(with_values(Settings(), {"profile": "gone", "background.kind": "colour"})) == {}

import os
from pathlib import Path

import pytest

from vcam import paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.delenv("VCAM_MODELS", raising=False)
    return tmp_path


def test_numba_keeps_its_loops_in_our_cache(home: Path) -> None:
    paths.prepare_environment()
    assert os.environ["NUMBA_CACHE_DIR"] == str(home / "cache" / "vcam" / "numba")
    assert (home / "cache" / "vcam" / "numba").is_dir()
    del os.environ["NUMBA_CACHE_DIR"]


def test_a_place_for_numba_that_the_user_chose_stays(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/chosen")
    paths.prepare_environment()
    assert os.environ["NUMBA_CACHE_DIR"] == "/chosen"


def test_a_cache_that_cannot_be_written_stops_nothing(home: Path) -> None:
    (home / "cache").write_text("a file where the folder should be")
    paths.prepare_environment()
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_networks_lie_beside_the_package_or_in_share_or_where_the_user_says(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_CHECKOUT", home)
    assert paths.models_dir().parts[-3:] == ("share", "vcam", "models")
    (home / "models").mkdir()
    assert paths.models_dir() == home / "models"
    monkeypatch.setenv("VCAM_MODELS", "/elsewhere")
    assert paths.models_dir() == Path("/elsewhere")


def test_vcam_is_called_by_its_name_or_by_where_it_lies(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "my place" / "python"))
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert paths.own_command() == f"'{tmp_path}/my place/python' -m vcam"
    (tmp_path / "my place").mkdir()
    (tmp_path / "my place" / "vcam").touch()
    assert paths.own_command() == f"'{tmp_path}/my place/vcam'"
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert paths.own_command() == "vcam"

"""These tests need real pictures and weights by others, which are never part of the project."""

import os
from pathlib import Path

import pytest

from tests.support.one_thread import one_thread

__all__ = ["data", "one_thread"]


@pytest.fixture(scope="session")
def data() -> Path:
    """The data folder: VCAM_DATA, or ../shared/data beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("VCAM_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"needs the data folder {folder}; set VCAM_DATA")
    return folder

"""What a video call in a browser gets."""

import itertools
import os
import shutil

import pytest

from tests.e2e.conftest import InGuest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.mark.skipif(
    "VCAM_E2E_BROWSER" not in os.environ, reason="takes minutes: set VCAM_E2E_BROWSER=1 to try a browser"
)
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium: apt install chromium")
def test_a_page_in_chromium_finds_the_camera_by_its_name_and_gets_pictures_in_order(
    in_guest: InGuest,
) -> None:
    # Under Chromium the guest hangs now and then; that says nothing of us.
    page = in_guest("browser")
    assert "error" not in page, page["error"]
    assert "vcam" in page["labels"]
    assert page["size"] == [640, 360]
    numbers = page["numbers"]
    assert len(numbers) > 20
    assert sum(later < earlier for earlier, later in itertools.pairwise(numbers)) <= 2
    assert len(set(numbers)) > len(numbers) // 2

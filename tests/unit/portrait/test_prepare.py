"""The size at which a network looks at a frame."""

import pytest

from vcam.instances.superpixels import Superpixels
from vcam.portrait.prepare import fit_network_size


@pytest.mark.parametrize("multiple", [16, 32])
@pytest.mark.parametrize("aspect", [5, 6.5, 7, 9, 30])
def test_in_a_panorama_people_can_be_told_apart(aspect: float, multiple: int) -> None:
    for budget_px in (20_000, 41_000, 58_000):
        width, height = fit_network_size((round(400 * aspect), 400), budget_px, multiple)
        assert (width % multiple, height % multiple) == (0, 0)
        Superpixels(width, height)


def test_usual_frames_keep_their_shape() -> None:
    assert fit_network_size((1280, 720), 256 * 160, 16) == (256, 144)
    assert fit_network_size((640, 480), 256 * 160, 16) == (240, 176)

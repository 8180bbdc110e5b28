"""Compares whole pictures with ones that were looked at and kept."""

import os
from pathlib import Path

import cv2

from vcam.types import Image

FOLDER = Path(__file__).parent.parent / "golden"
FAILED = FOLDER / "failed"
"""Expected, actual and difference of a picture that is not as it should be."""
UPDATE = "VCAM_UPDATE_GOLDEN"


def assert_golden(actual: Image, name: str, tolerance: int = 2) -> None:
    """Compare a picture with `tests/golden/NAME.png`.

    With VCAM_UPDATE_GOLDEN=1 the picture is kept instead; the commit says why.

    Args:
        actual: (H, W, 3) uint8 BGR.
        name: of the golden picture, without its suffix.
        tolerance: largest difference of a byte, for other processors' rounding.
    """
    path = FOLDER / f"{name}.png"
    if os.environ.get(UPDATE) == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), actual)
        return
    expected = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert expected is not None, (
        f"no golden picture {path}; look at the actual one and keep it with {UPDATE}=1"
    )
    assert expected.shape == actual.shape, f"{name}: {actual.shape} instead of {expected.shape}"
    difference = cv2.absdiff(expected, actual)
    if int(difference.max()) <= tolerance:
        return
    FAILED.mkdir(exist_ok=True)
    for what, image in (("expected", expected), ("actual", actual), ("difference", difference)):
        cv2.imwrite(str(FAILED / f"{path.stem}-{what}.png"), image)
    raise AssertionError(f"{name} differs by up to {difference.max()} levels; see {FAILED}")

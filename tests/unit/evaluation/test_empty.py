from pathlib import Path

import cv2
import numpy as np
import pytest

from vcam.errors import UsageError
from vcam.evaluation.empty import evaluate_empty
from vcam.types import Alpha, Image


class BrightIsPerson:
    def predict(self, image: Image) -> Alpha:
        return np.asarray(image[..., 0] / np.float32(255), np.float32)


def test_what_is_taken_for_a_person_is_counted(tmp_path: Path) -> None:
    dark = np.zeros((40, 80, 3), np.uint8)
    lit = dark.copy()
    lit[:, :16] = 255
    (tmp_path / "nested").mkdir()
    cv2.imwrite(str(tmp_path / "dark.jpg"), dark)
    cv2.imwrite(str(tmp_path / "nested" / "lit.jpg"), lit)
    found = evaluate_empty(tmp_path, BrightIsPerson())
    assert found.n == 2
    assert found.marked == pytest.approx(10)
    assert found.haunted == pytest.approx(50)


def test_a_folder_without_pictures_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no pictures"):
        evaluate_empty(tmp_path, BrightIsPerson())

from pathlib import Path

import cv2
import numpy as np
import pytest

from vcam.errors import UsageError
from vcam.evaluation.stability import evaluate_videos
from vcam.types import Alpha, ByteAlpha, Image

HEIGHT, WIDTH = 60, 80


class Script:
    """Answers what was written down for each frame."""

    def __init__(self, answers: list[ByteAlpha]) -> None:
        self._answers = iter(answers)

    def predict(self, image: Image) -> Alpha:
        return np.asarray(next(self._answers) / np.float32(255), np.float32)


def person(left: int) -> ByteAlpha:
    """A label: a person 30 pixels wide from `left` on."""
    label = np.zeros((HEIGHT, WIDTH), np.uint8)
    label[10:, left : left + 30] = 255
    return label


def write_video(folder: Path, labels: list[ByteAlpha]) -> None:
    folder.mkdir(parents=True)
    for number, label in enumerate(labels):
        cv2.imwrite(str(folder / f"{number:05}.jpg"), np.zeros((HEIGHT, WIDTH, 3), np.uint8))
        cv2.imwrite(str(folder / f"{number:05}.png"), label)


def test_a_mask_that_follows_the_person_is_perfectly_steady(tmp_path: Path) -> None:
    walk = [person(left) for left in (5, 15, 25)]
    write_video(tmp_path / "walk", walk)
    found = evaluate_videos(tmp_path, Script(walk))
    assert (found.n_frames, found.dtssd, found.flicker) == (2, 0, 0)


def test_a_mask_that_comes_and_goes_flickers(tmp_path: Path) -> None:
    nobody = np.zeros((HEIGHT, WIDTH), np.uint8)
    write_video(tmp_path / "seat", [nobody] * 3)
    ghost = nobody.copy()
    ghost[:, : WIDTH // 4] = 255
    found = evaluate_videos(tmp_path, Script([nobody, ghost, nobody]))
    assert found.dtssd == pytest.approx(50)
    assert found.flicker == pytest.approx(25)


def test_still_frames_count_as_frames_not_as_squares(tmp_path: Path) -> None:
    nobody = np.zeros((HEIGHT, WIDTH), np.uint8)
    write_video(tmp_path / "seat", [nobody] * 11)
    ghost = nobody.copy()
    ghost[:, : WIDTH // 4] = 255
    found = evaluate_videos(tmp_path, Script([nobody] * 10 + [ghost]))
    assert found.dtssd == pytest.approx(5)


def test_a_mask_that_lags_behind_does_not_flicker_but_follows_badly(tmp_path: Path) -> None:
    walk = [person(left) for left in (5, 15, 25)]
    write_video(tmp_path / "walk", walk)
    found = evaluate_videos(tmp_path, Script([walk[0], walk[0], walk[0]]))
    assert found.flicker == 0
    # A step moves 20 columns of 50 rows in or out.
    assert found.dtssd == pytest.approx(100 * np.sqrt(20 * 50 / (HEIGHT * WIDTH)))


def test_one_video_says_nothing_of_the_next(tmp_path: Path) -> None:
    write_video(tmp_path / "a", [person(0)] * 2)
    write_video(tmp_path / "b", [person(40)] * 2)
    begun: list[None] = []
    script = Script([person(0)] * 2 + [person(40)] * 2)
    found = evaluate_videos(tmp_path, script, begin=lambda: begun.append(None))
    assert len(begun) == 2
    assert (found.n_frames, found.dtssd) == (2, 0)


def test_a_folder_without_two_frames_is_refused(tmp_path: Path) -> None:
    write_video(tmp_path / "one", [person(0)])
    with pytest.raises(UsageError, match="holds no video"):
        evaluate_videos(tmp_path, Script([person(0)]))

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.networks import write_bright_is_person
from vcam.errors import UsageError, VcamError
from vcam.evaluation import run
from vcam.evaluation.report import as_json, as_lines, draw_worst
from vcam.evaluation.run import SessionPredictor, evaluate
from vcam.portrait.manifest import NetworkEntry
from vcam.portrait.session import Session
from vcam.types import Alpha, Image, Size


class BrightIsPerson:
    """Finds whatever is bright, at half the picture's size."""

    def predict(self, image: Image) -> Alpha:
        half = (image.shape[1] // 2, image.shape[0] // 2)
        small = cv2.resize(image, half, interpolation=cv2.INTER_AREA)
        return np.asarray(small[..., 0] / np.float32(255), np.float32)


class NoNumbers:
    """Answers what is no number."""

    def predict(self, image: Image) -> Alpha:
        return np.full((4, 4), np.nan, np.float32)


def write_pair(stem: Path, label: np.ndarray[tuple[int, int], np.dtype[np.uint8]], bright: slice) -> None:
    """Write a dark picture whose columns `bright` are white, and its label."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    picture = np.zeros((*label.shape, 3), np.uint8)
    picture[:, bright] = 255
    cv2.imwrite(str(stem.with_suffix(".jpg")), picture, [cv2.IMWRITE_JPEG_QUALITY, 100])
    cv2.imwrite(str(stem.with_suffix(".png")), label)


def columns(**values: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A label of 32x64 with a value in each quarter of its width."""
    row = np.repeat([values.get(name, 0) for name in "abcd"], 16).astype(np.uint8)
    return np.tile(row, (32, 1))


def test_pictures_in_folders_within_the_folder_are_judged_too(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    write_pair(tmp_path / "deep" / "er" / "two", columns(a=255), slice(0, 32))
    cv2.imwrite(str(tmp_path / "unlabelled.jpg"), np.zeros((8, 8, 3), np.uint8))
    evaluation = evaluate(tmp_path, BrightIsPerson())
    assert [judged.picture.stem for judged in evaluation.pictures] == ["two", "one"]
    assert [judged.score.iou for judged in evaluation.pictures] == [pytest.approx(0.5), 1]


def test_in_a_set_of_two_values_255_is_person(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255, b=255), slice(0, 32))
    assert evaluate(tmp_path, BrightIsPerson()).overall.iou_fg == 100


def test_in_a_set_of_numbers_every_number_is_person_and_255_is_ignored(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=1, b=2, d=255), slice(0, 32))
    write_pair(tmp_path / "two", columns(a=255, b=255), slice(0, 16))
    evaluation = evaluate(tmp_path, BrightIsPerson())
    assert evaluation.overall.iou_fg == 100
    assert evaluation.pictures[0].score.neither == 32 * 16


def test_each_folder_has_its_own_kind_of_label(tmp_path: Path) -> None:
    write_pair(tmp_path / "numbers" / "one", columns(a=1, b=255), slice(0, 16))
    write_pair(tmp_path / "masks" / "two", columns(a=255, b=255), slice(0, 32))
    assert evaluate(tmp_path, BrightIsPerson()).overall.iou_fg == 100


def test_a_soft_label_is_person_above_one_half(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255, b=200, c=90), slice(0, 32))
    assert evaluate(tmp_path, BrightIsPerson()).overall.iou_fg == 100


def test_every_picture_is_reported(tmp_path: Path) -> None:
    for name in "abc":
        write_pair(tmp_path / name, columns(a=255), slice(0, 16))
    told: list[tuple[int, int]] = []
    evaluate(tmp_path, BrightIsPerson(), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_folder_without_labels_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no pictures with labels"):
        evaluate(tmp_path, BrightIsPerson())


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    (tmp_path / "one.jpg").write_bytes(b"no picture")
    with pytest.raises(VcamError, match=r"one\.jpg is not a picture that can be read"):
        evaluate(tmp_path, BrightIsPerson())


def test_a_label_of_another_size_is_named(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    cv2.imwrite(str(tmp_path / "one.png"), np.zeros((8, 8), np.uint8))
    with pytest.raises(VcamError, match=r"one\.jpg and its label differ in size"):
        evaluate(tmp_path, BrightIsPerson())


def test_an_answer_without_numbers_is_refused(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    with pytest.raises(VcamError, match="gives no numbers"):
        evaluate(tmp_path, NoNumbers())


def test_a_network_of_ours_is_run_at_the_size_it_is_given(tmp_path: Path) -> None:
    entry = write_bright_is_person(tmp_path / "bright.onnx")
    predictor = SessionPredictor(entry, tmp_path, size=Size(64, 32))
    assert predictor.predict(np.zeros((90, 70, 3), np.uint8)).shape == (32, 64)


def test_a_network_of_ours_takes_the_shape_of_each_picture(tmp_path: Path) -> None:
    entry = write_bright_is_person(tmp_path / "bright.onnx")
    predictor = SessionPredictor(entry, tmp_path)
    assert predictor.predict(np.zeros((90, 160, 3), np.uint8)).shape == (160, 288)
    assert predictor.predict(np.zeros((160, 90, 3), np.uint8)).shape == (288, 160)


def test_pictures_of_like_shape_share_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may hold pictures of hundreds of sizes: one network for each would fill the memory."""
    entry = write_bright_is_person(tmp_path / "bright.onnx")
    loaded: list[Size] = []

    def load(entry: NetworkEntry, folder: Path, picture: Size, threads: int, size: Size) -> Session:
        loaded.append(size)
        return Session(entry, folder, picture, threads, size)

    monkeypatch.setattr(run, "Session", load)
    predictor = SessionPredictor(entry, tmp_path)
    for width in range(150, 170):
        assert predictor.predict(np.zeros((90, width, 3), np.uint8)).shape == (160, 288)
    assert len(loaded) == 1


def test_the_json_holds_what_outside_checks_read(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    told = as_json("sinet", "fp32", evaluate(tmp_path, BrightIsPerson()).overall)
    assert json.loads(json.dumps(told)) == {
        "network": "sinet",
        "precision": "fp32",
        "n": 1,
        "iou_fg": 100.0,
        "iou_fg_p10": 100.0,
        "miou": 100.0,
        "boundary_f": 100.0,
        "boundary_iou": 100.0,
        "ci95": {name: [100.0, 100.0] for name in told["ci95"]},
    }


def test_the_lines_name_the_network_and_each_measure(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    lines = as_lines("sinet", "fp32", evaluate(tmp_path, BrightIsPerson()).overall)
    assert lines[0].startswith("sinet fp32 on 1 pictures")
    assert "boundary F" in lines[4]
    assert "100.00" in lines[4]


def test_the_sheet_begins_with_the_worst_picture(tmp_path: Path) -> None:
    write_pair(tmp_path / "good", columns(a=255), slice(0, 16))
    write_pair(tmp_path / "bad", columns(a=255), slice(0, 64))
    evaluation = evaluate(tmp_path, BrightIsPerson())
    draw_worst(evaluation, BrightIsPerson(), tmp_path / "sheet.png")
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    assert sheet.shape == (270, 6 * 240, 3)
    first, second = sheet[:100, :240], sheet[:100, 240:480]
    assert first.mean() > 2 * second.mean()


def test_a_sheet_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    write_pair(tmp_path / "one", columns(a=255), slice(0, 16))
    evaluation = evaluate(tmp_path, BrightIsPerson())
    with pytest.raises(VcamError, match="cannot be written"):
        draw_worst(evaluation, BrightIsPerson(), tmp_path / "nowhere" / "sheet.png")

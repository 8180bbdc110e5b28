"""Single pictures of several people, judged in every way."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.known_faces import KnownFaces
from tests.support.people_pictures import SIZE, draw, face_at, faces_at, no_closeups, open_stage, write
from vcam.errors import VcamError
from vcam.evaluation.look import is_pair, read_pair, true_boxes, true_mask
from vcam.evaluation.people import WAYS, JudgedStill, judge_stills, score_stills
from vcam.portrait.stage import PortraitStage
from vcam.types import Alpha, ByteAlpha, Frame, Size

LEFT, RIGHT = 60, 98


def judge(folder: Path, faces: KnownFaces, *middles: int) -> list[JudgedStill]:
    write(folder / "one", *draw(middles))
    return judge_stills([folder / "one.jpg"], open_stage, no_closeups, faces, lambda: None)


def test_two_people_who_touch_are_found_in_every_way_but_by_connected_pieces(tmp_path: Path) -> None:
    judged = judge(tmp_path, faces_at(LEFT, RIGHT), LEFT, RIGHT)
    scores = score_stills(judged)
    assert set(scores) == set(WAYS)
    assert scores["ours"].overall.at[0.8] == 100
    assert scores["oracle_both"].overall.at[0.8] == 100
    assert scores["components"].overall.at[0.8] < 100
    assert scores["ours"].pairs == scores["ours"].overall


def test_only_people_who_overlap_are_looked_at_finely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []
    find = PortraitStage.find

    def watch(
        stage: PortraitStage, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False
    ) -> None:
        looks.append(finely)
        find(stage, frame, evidence, alpha, finely)

    monkeypatch.setattr(PortraitStage, "find", watch)
    judge(tmp_path / "apart", faces_at(30, 120), 30, 120)
    assert looks == [False]
    judge(tmp_path / "together", faces_at(LEFT, RIGHT), LEFT, RIGHT)
    assert looks == [False, False, True]


def test_the_true_mask_makes_up_for_a_network_that_sees_nobody(tmp_path: Path) -> None:
    image, labels = draw([LEFT, RIGHT])
    write(tmp_path / "dark", image // 4, labels)
    judged = judge_stills(
        [tmp_path / "dark.jpg"], open_stage, no_closeups, faces_at(LEFT, RIGHT), lambda: None
    )
    scores = score_stills(judged)
    assert scores["ours"].overall.ap == scores["oracle_boxes"].overall.ap == 0
    assert scores["oracle_mask"].overall.at[0.8] == 100


def test_true_boxes_make_up_for_a_face_that_is_not_seen(tmp_path: Path) -> None:
    scores = score_stills(judge(tmp_path, faces_at(LEFT), LEFT, RIGHT))
    assert scores["ours"].overall.at[0.8] < 100
    assert scores["oracle_boxes"].overall.at[0.8] == 100


def test_without_a_detector_people_apart_are_found_by_parts_of_the_mask(tmp_path: Path) -> None:
    faces = faces_at()
    faces.problem = "no model"
    (judged,) = judge(tmp_path, faces, 30, 120)
    assert judged.claims["ours"].worst_iou > 0.9
    assert not judged.is_pair


def test_a_true_box_has_the_face_that_lies_in_its_person() -> None:
    _, labels = draw([40, 120])
    first, second = true_boxes(labels, [face_at(120)])
    assert (first.x0, first.x1, first.head) == (14, 67, None)
    assert second.head == pytest.approx((112, 24, 128, 40))


def test_a_pair_is_two_people_whose_boxes_overlap() -> None:
    assert is_pair(draw([LEFT, RIGHT])[1])
    assert not is_pair(draw([30, 120])[1])
    assert not is_pair(draw([LEFT])[1])


def test_a_speck_beside_two_people_makes_no_third_one() -> None:
    _, labels = draw([LEFT, RIGHT])
    labels[0, 0] = 9
    assert is_pair(labels)


def test_what_the_label_ignores_is_nobody_in_the_true_mask() -> None:
    labels = np.array([[1, 1, 255, 0]], np.int32)
    small, full = true_mask(labels, Size(2, 1))
    assert full.tolist() == [[255, 255, 0, 0]]
    assert small.tolist() == [[1, 0]]


def test_a_label_of_another_size_is_one_sentence(tmp_path: Path) -> None:
    image, labels = draw([LEFT])
    write(tmp_path / "odd", image, labels[: SIZE.height // 2])
    with pytest.raises(VcamError, match="differ in size"):
        read_pair(tmp_path / "odd.jpg")

"""A folder of people: what is a clip in it, and how its outcome is told and drawn."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.known_faces import KnownFaces
from tests.support.people_pictures import draw, faces_at, no_closeups, open_stage, write
from vcam.errors import VcamError
from vcam.evaluation.folder import read_folder
from vcam.evaluation.people_report import as_json, as_lines, evaluate_people
from vcam.evaluation.people_sheet import draw_worst


def make_folder(folder: Path) -> Path:
    write(folder / "still" / "pair", *draw([60, 98]))
    for number in (1, 2, 3):
        write(folder / "walk" / f"{number:04}", *draw([60, 98]))
    return folder


def see_pair() -> KnownFaces:
    return faces_at(60, 98)


def test_numbered_pictures_in_a_folder_inside_are_a_clip_in_their_order(tmp_path: Path) -> None:
    write(tmp_path / "still" / "pair", *draw([60]))
    for number in (9, 10, 8):
        write(tmp_path / "walk" / str(number), *draw([60]))
    found = read_folder(tmp_path)
    assert [path.stem for path in found.stills] == ["pair"]
    assert [[path.stem for path in clip] for clip in found.clips] == [["8", "9", "10"]]
    assert found.count == 4


def test_numbers_with_a_gap_or_in_the_folder_itself_are_single_pictures(tmp_path: Path) -> None:
    for name in ("1", "2", "in/1", "in/3"):
        write(tmp_path / name, *draw([60]))
    found = read_folder(tmp_path)
    assert (len(found.stills), found.clips) == (4, ())


def test_pictures_of_clips_are_judged_singly_too_where_there_are_no_others(tmp_path: Path) -> None:
    for name in ("walk/1", "walk/2"):
        write(tmp_path / name, *draw([60]))
    found = read_folder(tmp_path)
    assert (len(found.stills), len(found.clips)) == (2, 1)


def test_the_outcome_holds_what_the_contract_names_and_more(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = evaluate_people(
        make_folder(tmp_path),
        open_stage,
        no_closeups,
        see_pair,
        lambda done, total: seen.append((done, total)),
    )
    told = as_json(found)
    assert {"ap", "ap50", "ap60", "ap70", "ap80", "ap90", "n_images", "n_people"} <= set(told)
    assert (told["n_images"], told["n_people"], told["ap80"]) == (1, 2, 100)
    assert told["pairs"]["ap"] == told["ap"]
    assert set(told["oracles"]) == {"boxes", "mask", "both"}
    assert set(told["baselines"]) == {"box_centre", "components", "watershed"}
    assert told["clips"]["n_frames"] == 3
    assert told["clips"]["only_me"]["bystander_shown"] == 0
    assert set(told["clips"]["each"]) == {"walk"}
    assert seen[-1] == (4, 4)


def test_the_table_has_a_line_for_each_way_and_each_clip(tmp_path: Path) -> None:
    lines = as_lines(
        evaluate_people(make_folder(tmp_path), open_stage, no_closeups, see_pair, lambda done, total: None)
    )
    assert sum(line.startswith(("vcam", "with", "nearest", "connected", "watershed")) for line in lines) == 7
    assert any(line.startswith("walk") for line in lines)
    assert not any("without a face detector" in line for line in lines)


def test_labels_of_nobody_cannot_be_judged(tmp_path: Path) -> None:
    image, labels = draw([60])
    write(tmp_path / "empty", image, np.zeros_like(labels))
    with pytest.raises(VcamError, match="person numbers"):
        evaluate_people(tmp_path, open_stage, no_closeups, see_pair, lambda done, total: None)


def test_the_sheet_shows_stills_and_clips_side_by_side(tmp_path: Path) -> None:
    found = evaluate_people(
        make_folder(tmp_path), open_stage, no_closeups, see_pair, lambda done, total: None
    )
    out = tmp_path / "sheet.png"
    draw_worst(found.stills, found.clips, out)
    sheet = cv2.imread(str(out))
    assert sheet is not None
    first, second, *empty = np.hsplit(sheet, 4)
    assert first.max() == second.max() == 255
    assert not any(tile.any() for tile in empty)


def test_a_sheet_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    found = evaluate_people(
        make_folder(tmp_path), open_stage, no_closeups, see_pair, lambda done, total: None
    )
    with pytest.raises(VcamError, match="choose another place"):
        draw_worst(found.stills, found.clips, tmp_path / "nowhere" / "sheet.png")

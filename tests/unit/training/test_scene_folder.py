"""Made scenes as a data set."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.unit.training.test_people_scenes import make_maker
from vcam.cli.answer import answer
from vcam.errors import UsageError
from vcam.evaluation.folder import read_folder
from vcam.training.data.scene_folder import SceneSet, load_maker, write_scenes


def make(out: Path, wanted: SceneSet) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    write_scenes(out, make_maker(), wanted, lambda done, total: told.append((done, total)))
    return told


def test_scenes_are_written_as_stills_and_clips_with_numbers_for_labels(tmp_path: Path) -> None:
    told = make(tmp_path / "scenes", SceneSet(stills=2, clips=2, frames=4, seed=1))
    found = read_folder(tmp_path / "scenes")
    assert (len(found.stills), [len(clip) for clip in found.clips]) == (2, [4, 4])
    label = cv2.imread(str(found.stills[0].with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
    assert label is not None
    assert set(np.unique(label)) == {0, 1, 2}
    assert told[-1] == (10, 10)


def test_the_same_seed_writes_the_same_files_and_another_one_others(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make(tmp_path / name, SceneSet(1, 1, 2, seed))
    written = {name: sorted((tmp_path / name).rglob("*.jpg")) for name in "abc"}
    first, again, other = ([path.read_bytes() for path in written[name]] for name in "abc")
    assert first == again
    assert first != other


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="empty folder"):
        make(tmp_path, SceneSet(1, 0, 2, 1))


def test_missing_people_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="people and rooms"):
        load_maker(tmp_path / "people", tmp_path)


def test_the_command_makes_a_folder_that_can_be_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import typer

    from vcam.cli import scenes

    people, rooms = tmp_path / "data" / "eg1800" / "test", tmp_path / "data" / "rooms"
    people.mkdir(parents=True)
    rooms.mkdir()
    image, mask = np.full((60, 40, 3), 90, np.uint8), np.zeros((60, 40), np.uint8)
    mask[10:, 8:32] = 255
    cv2.imwrite(str(people / "a.jpg"), image)
    cv2.imwrite(str(people / "a.png"), mask)
    cv2.imwrite(str(rooms / "r.jpg"), np.full((80, 120, 3), 40, np.uint8))
    app = typer.Typer()
    scenes.register(app)
    words = [str(tmp_path / "out"), "--data", str(tmp_path / "data"), "--stills", "1", "--clips", "0"]
    assert answer(typer.main.get_command(app), words) == 0
    assert "evaluate" in capsys.readouterr().out
    assert len(read_folder(tmp_path / "out").stills) == 1

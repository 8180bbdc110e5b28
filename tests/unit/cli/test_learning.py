import json
import shutil
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer

from tests.support.networks import write_bright_is_person
from tests.support.people_pictures import draw, write
from vcam.cli import benches, judging, learning
from vcam.cli.answer import answer
from vcam.cli.train_libraries import train_libraries
from vcam.errors import VcamError
from vcam.portrait.session import Session
from vcam.types import Alpha, Image


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one tiny network, which the commands find."""
    folder = tmp_path / "models"
    folder.mkdir()
    entry = write_bright_is_person(folder / "bright.onnx")
    lines = [f"{name} = {json.dumps(value)}" for name, value in entry.model_dump(exclude={"scores"}).items()]
    (folder / "manifest.toml").write_text("[[network]]\n" + "\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("VCAM_MODELS", str(folder))
    return folder


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    picture = np.zeros((90, 160, 3), np.uint8)
    picture[:, :80] = 255
    cv2.imwrite(str(folder / "a.jpg"), picture)
    cv2.imwrite(str(folder / "a.png"), picture[..., 0])
    return folder


def run(*words: str) -> int:
    app = typer.Typer()
    learning.register(app)
    judging.register(app)
    app.add_typer(benches.app, name="bench")
    return answer(typer.main.get_command(app), words)


def test_evaluate_prints_the_contract_as_json(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evaluate", str(pictures), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["network"], told["precision"], told["n"]) == ("bright", "fp32", 1)
    assert told["iou_fg"] > 98


def test_a_teacher_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "sinet", "--out", str(tmp_path / "run"), "--teacher", "resnet") == 2
    assert "There is no network 'resnet'; choose one of bright." in capsys.readouterr().err


def test_evaluate_takes_a_file_and_a_size_and_draws_a_sheet(
    pictures: Path, models: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.png"
    network = str(models / "bright.onnx")
    words = ["evaluate", str(pictures), "--network", network, "--size", "64x32", "--sheet", str(sheet)]
    assert run(*words) == 0
    assert cv2.imread(str(sheet)) is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--network", "resnet"), "There is no network 'resnet'; choose one of bright."),
        (("--size", "100x100"), "both sides must be multiples of 32"),
        (("--size", "large"), "is no size; write WxH"),
        (("--size", "0x32", "--task", "video"), "both sides must be multiples of 32"),
        (("--size", "100x100", "--task", "instances"), "both sides must be multiples of 32"),
        (("--size", "64x32", "--refine"), "leave out --size"),
        (("--network", "none.tflite"), "There is no file none.tflite"),
        (("--network", "none.tflite", "--task", "video"), "There is no file none.tflite"),
    ],
)
def test_wrong_use_is_one_sentence(
    pictures: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run("evaluate", str(pictures), *words) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_videos_are_judged_by_their_steadiness(
    pictures: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    network = tmp_path / "bright.onnx"
    write_bright_is_person(network)
    first = next(pictures.glob("*.jpg"))
    for suffix in (".jpg", ".png"):
        shutil.copy(first.with_suffix(suffix), first.with_name(f"{first.stem}-next{suffix}"))
    for refined in ((), ("--refine",)):
        assert (
            run("evaluate", str(pictures), "--task", "video", "--network", str(network), "--json", *refined)
            == 0
        )
        told = json.loads(capsys.readouterr().out)
        assert told["n"] >= 1
        assert {"dtssd", "flicker"} < set(told)


def test_rooms_are_judged_by_what_is_seen_in_them(
    pictures: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    network = tmp_path / "bright.onnx"
    write_bright_is_person(network)
    assert run("evaluate", str(pictures), "--task", "empty", "--network", str(network), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["marked"] > 0


def test_an_unknown_network_is_not_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "resnet", "--out", str(tmp_path)) == 2
    assert "choose one of vcam, sinet" in capsys.readouterr().err


def test_export_needs_a_checkpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", str(tmp_path / "best.pt"), str(tmp_path / "out.onnx")) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_average_needs_checkpoints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, best = str(tmp_path / "mean.pt"), str(tmp_path / "best.pt")
    assert run("average", out, best) == 1
    assert "best.pt cannot be read" in capsys.readouterr().err


def test_bench_measures_every_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "networks", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["name"], told["size"]) == ("bright", "288x160")
    assert 0 < told["best_ms"] <= told["median_ms"]


def test_options_of_bench_go_to_the_command_behind_them_or_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("bench", "--json", "networks") == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "bright"
    assert run("bench", "--peer", "none.tflite", "people") == 2
    assert run("bench", "--size", "320x180", "networks") == 2
    assert "--size means nothing to `vcam bench networks`; leave it out." in capsys.readouterr().err


def test_bench_puts_our_loop_beside_the_usual_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "--frames", "10", "--size", "320x180", "--json") == 0
    loops = json.loads(capsys.readouterr().out)["sizes"]["320x180"]
    assert loops.keys() == {"ours", "naive", "lean", "copy_limit"}
    assert all(0 < times["best_ms"] <= times["cpu_ms"] for times in loops.values())


def test_bench_tells_ratios_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "--frames", "10", "--size", "320x180") == 0
    assert "naive" in capsys.readouterr().out


def test_a_missing_training_library_is_one_sentence() -> None:
    with pytest.raises(VcamError, match=rf"{sys.executable} -m pip install .*\[train\]"), train_libraries():
        raise ModuleNotFoundError("No module named 'torch'", name="torch")


def test_a_missing_module_of_ours_is_not_hidden() -> None:
    with pytest.raises(ModuleNotFoundError), train_libraries():
        raise ModuleNotFoundError("No module named 'vcam.nothing'", name="vcam.nothing")


@pytest.mark.slow
def test_bench_times_people_told_apart_and_superpixels_beside_those_of_opencv(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.paths.face_model", lambda: tmp_path / "none.tflite")
    assert run("bench", "people", "--frames", "10", "--size", "320x180", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["sizes"]["320x180"]) == {
        "two_apart",
        "two_overlapping",
        "four_overlapping",
        "two_only_me",
        "finer_mask",
    }
    assert set(told["superpixels"]) == {"ours_cold", "ours_warm", "seeds"}
    assert (
        told["sizes"]["320x180"]["two_apart"]["cpu_ms"]
        < told["sizes"]["320x180"]["four_overlapping"]["cpu_ms"]
    )
    assert told["detector_ms"] is None


def test_people_are_judged_with_a_network_of_the_size_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def look(session: Session, small: Image, out: Alpha) -> Alpha:
        seen.append(session.size)
        out.fill(0)
        return out

    monkeypatch.setattr("vcam.paths.face_model", lambda: tmp_path / "none.tflite")
    monkeypatch.setattr(Session, "infer", look)
    write(tmp_path / "people" / "one", *draw([36, 120]))
    words = ("evaluate", str(tmp_path / "people"), "--task", "instances", "--json")
    assert run(*words, "--size", "96x64") == 0
    assert seen == [(96, 64)]
    assert json.loads(capsys.readouterr().out)["ap50"] == 0


def test_evaluate_tells_who_is_who_and_draws_a_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vcam.paths.face_model", lambda: tmp_path / "none.tflite")
    write(tmp_path / "people" / "one", *draw([36, 120]))
    sheet = tmp_path / "sheet.png"
    assert (
        run("evaluate", str(tmp_path / "people"), "--task", "instances", "--sheet", str(sheet), "--json") == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["n_images"], told["n_people"], told["ap50"]) == (1, 2, 100)
    assert sheet.is_file()


def test_what_cannot_be_done_is_told_before_it_takes_long(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", str(tmp_path), "--sheet", str(tmp_path / "nowhere" / "sheet.png")) == 2
    assert run("evaluate", str(tmp_path), "--task", "video", "--sheet", str(tmp_path / "sheet.png")) == 2
    assert run("quantize", str(tmp_path / "none.onnx"), str(tmp_path / "out.onnx")) == 1
    (tmp_path / "text.onnx").write_text("this is no network")
    assert run("quantize", str(tmp_path / "text.onnx"), str(tmp_path / "out.onnx")) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 4
    assert not any("Something broke" in line for line in told)

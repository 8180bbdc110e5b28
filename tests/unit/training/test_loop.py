import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.support.portraits import with_heads, write_data_folder
from tests.support.teachers import SureOfAll
from vcam.errors import UsageError, VcamError
from vcam.instances.closeups import HEIGHT, WIDTH
from vcam.training import loop
from vcam.training.checkpoint import load_checkpoint
from vcam.training.data import batches, closeups
from vcam.training.data.batches import Batches
from vcam.training.data.labels import PERSON
from vcam.training.data.scenes import Mix
from vcam.training.data.teacher import label_folder
from vcam.training.loop import Progress, train
from vcam.training.networks.catalogue import make_network
from vcam.training.recipe import Recipe


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Drawn data, whose batches are made in this process and in the smallest size."""
    folder = tmp_path / "data"
    write_data_folder(folder)
    monkeypatch.setattr(loop, "load_batches", lambda batches, workers: iter(batches))
    return folder


@pytest.mark.slow
def test_a_training_goes_on_where_it_was_stopped(data: Path, tmp_path: Path) -> None:
    recipe = Recipe("sinet", pictures=6, batch=2, small_share=1.0)
    seen: list[int] = []

    def stop_after_two(progress: Progress) -> None:
        seen.append(progress.step)
        if progress.step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(recipe, data, tmp_path / "run", tmp_path / "cache", stop_after_two, check_every=2)
    best = train(
        recipe, data, tmp_path / "run", tmp_path / "cache", lambda now: seen.append(now.step), check_every=2
    )
    assert seen == [1, 2, 3, 3]  # step 3 was not kept, so it is taken again
    assert {path.name for path in best.parent.iterdir()} >= {"last.pt", "curves.png"}
    assert torch.load(tmp_path / "run" / "last.pt", weights_only=True)["step"] == 3


@pytest.mark.slow
@pytest.mark.parametrize(("at_the_end", "kept_step"), [(79.8, 2), (79.0, 1), (81.0, 2)])
def test_the_last_weights_are_kept_unless_earlier_ones_were_clearly_better(
    at_the_end: float, kept_step: int, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = iter([80.0, 80.0, at_the_end, at_the_end])  # of the network and its average, twice
    monkeypatch.setattr(loop, "held_out_score", lambda *_: next(scores))
    recipe = Recipe("sinet", pictures=4, batch=2, small_share=1.0)
    best = train(recipe, data, tmp_path / "run", tmp_path / "cache", lambda now: None, check_every=1)
    assert torch.load(best, weights_only=True)["step"] == kept_step


@pytest.mark.slow
def test_a_finished_training_has_nothing_left_to_do(data: Path, tmp_path: Path) -> None:
    recipe = Recipe("sinet", pictures=2, batch=2, small_share=1.0)
    seen: list[int] = []
    for _ in range(2):
        train(recipe, data, tmp_path / "run", tmp_path / "cache", lambda now: seen.append(now.step))
    assert seen == [1]


def ignore(_: Progress) -> None:
    """Nobody looks."""


@pytest.mark.slow
def test_a_folder_goes_on_with_its_own_training_alone(data: Path, tmp_path: Path) -> None:
    recipe = Recipe("sinet", pictures=2, batch=2, small_share=1.0)
    best = train(recipe, data, tmp_path / "run", tmp_path / "cache", ignore)
    for other in (replace(recipe, network="eoam"), replace(recipe, start=best)):
        with pytest.raises(UsageError, match="holds another training"):
            train(other, data, tmp_path / "run", tmp_path / "cache", ignore)


def test_what_cannot_be_trained_is_told_before_anything_is_made(data: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "run", tmp_path / "cache"
    with pytest.raises(UsageError, match="fewer pictures than a step"):
        train(Recipe("sinet", pictures=3, batch=4), data, out, cache, ignore)
    with pytest.raises(VcamError, match=r"nowhere\.pt"):
        train(Recipe("sinet", 4, 4, start=tmp_path / "nowhere.pt"), data, out, cache, ignore)
    assert not out.exists()


@pytest.mark.parametrize(
    ("folder", "says"),
    [("rooms", "pictures of rooms"), ("cutouts", "people cut out"), ("ccp", "no pictures")],
)
def test_data_that_is_missing_is_one_sentence(data: Path, tmp_path: Path, folder: str, says: str) -> None:
    shutil.rmtree(data / folder)
    with pytest.raises(VcamError, match=says):
        train(Recipe("sinet", 4, 2), data, tmp_path / "run", tmp_path / "cache", ignore)


def test_a_batch_depends_on_its_number_and_the_seed_alone(data: Path, tmp_path: Path) -> None:
    def batch(seed: int, first: int, skip: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
        batches = iter(Batches(data, tmp_path / "cache", seed, 2, first, small_until=100))
        for _ in range(skip):
            next(batches)
        return next(batches)

    images, labels = batch(seed=1, first=3)
    assert images.dtype == labels.dtype == torch.uint8
    assert images.shape[:2] == (2, 3)
    assert labels.shape == (2, 5, *images.shape[2:])
    again = batch(seed=1, first=1, skip=2)
    assert torch.equal(images, again[0])
    assert torch.equal(labels, again[1])
    other = batch(seed=2, first=3)
    assert images.shape != other[0].shape or not torch.equal(images, other[0])


def test_a_batch_holds_what_its_mix_says(data: Path, tmp_path: Path) -> None:
    def marked(mix: Mix | None) -> list[bool]:
        batches = iter(Batches(data, tmp_path / "cache", 1, 4, 0, small_until=100, mix=mix))
        return [bool(labels[:, PERSON].any()) for labels in (next(batches)[1] for _ in range(3))]

    nobody = Mix(portrait=0.0, fashion=0.0, pseudo=0.0, scene=0.0)
    assert marked(nobody) == [False] * 3
    assert all(marked(None))


def test_without_unlabelled_pictures_no_teacher_is_asked(data: Path, tmp_path: Path) -> None:
    assert label_folder(data / "unlabelled_people", tmp_path / "no-models", tmp_path / "cache") == ()


def save_checkpoint(network: torch.nn.Module, name: str, path: Path) -> Path:
    torch.save({"network": name, "weights": network.state_dict(), "step": 1, "val_score": 1.0}, path)
    return path


@pytest.mark.slow
def test_a_training_can_start_from_an_earlier_ones_weights(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = make_network("sinet")
    first: list[torch.Tensor] = []

    def look(run: loop._Run, *_: torch.Tensor) -> float:
        first.append(next(run.network.parameters()).detach().clone())
        run.step = run.recipe.steps
        return 0.0

    monkeypatch.setattr(loop._Run, "learn", look)
    start = save_checkpoint(earlier, "sinet", tmp_path / "earlier.pt")
    recipe = Recipe("sinet", pictures=2, batch=2, start=start)
    train(recipe, data, tmp_path / "run", tmp_path / "cache", lambda _: None)
    assert torch.equal(first[0], next(earlier.parameters()))
    _, kept = load_checkpoint(tmp_path / "run" / "first.pt")
    assert torch.equal(next(kept.parameters()), first[0])


@pytest.mark.slow
def test_closeups_are_learned_from_vcams_weights(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, ...]] = []

    def look(run: loop._Run, images: torch.Tensor, labels: torch.Tensor) -> float:
        seen.append((*images.shape, *labels.shape))
        run.step = run.recipe.steps
        return 0.0

    monkeypatch.setattr(loop._Run, "learn", look)
    monkeypatch.setattr(batches, "find_heads", lambda pools, cache: with_heads(pools))
    monkeypatch.setattr(closeups, "HELD_OUT", 3)
    start = save_checkpoint(make_network("vcam"), "vcam", tmp_path / "vcam.pt")
    recipe = Recipe("closeup", pictures=2, batch=2, start=start)
    best = train(recipe, data, tmp_path / "run", tmp_path / "cache", lambda _: None)
    assert seen == [(2, 3, HEIGHT, WIDTH, 2, 5, HEIGHT, WIDTH)]
    assert load_checkpoint(best)[0] == "closeup"


@pytest.mark.slow
def test_teachers_are_asked_once_for_a_training(data: Path, tmp_path: Path) -> None:
    teacher = SureOfAll()
    for pictures in (2, 4):
        recipe = Recipe("sinet", pictures=pictures, batch=2, small_share=1.0)
        train(recipe, data, tmp_path / "run", tmp_path / "cache", lambda _: None, teachers=[teacher])
    # Two portraits and two of fashion, and each of them mirrored.
    assert teacher.asked == 8


def test_another_networks_weights_are_refused(data: Path, tmp_path: Path) -> None:
    start = save_checkpoint(make_network("eoam"), "eoam", tmp_path / "eoam.pt")
    recipe = Recipe("sinet", pictures=2, batch=2, start=start)
    with pytest.raises(VcamError, match="holds eoam; name a checkpoint of sinet"):
        train(recipe, data, tmp_path / "run", tmp_path / "cache", lambda _: None)


@pytest.mark.parametrize("kept_as", ["{}/earlier.pt", "earlier.pt"])
def test_a_training_goes_on_without_its_start_which_may_be_spelled_otherwise(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_as: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loop, "held_out_score", lambda *_: 1.0)
    recipe = Recipe("sinet", pictures=2, batch=2, start=Path("earlier.pt"))  # which is gone
    out = tmp_path / "run"
    out.mkdir()
    stopped = loop._Run(recipe, out)
    stopped.step = recipe.steps
    stopped.keep(())
    kept = torch.load(out / "last.pt", weights_only=True)
    assert Path(kept["start"]).is_absolute(), "who goes on may be in another folder"
    torch.save({**kept, "start": kept_as.format(tmp_path)}, out / "last.pt")
    for same in ("earlier.pt", "run/../earlier.pt", tmp_path / "earlier.pt"):
        train(replace(recipe, start=Path(same)), data, out, tmp_path / "cache", ignore)
    for other in (None, Path("other.pt"), Path("run/earlier.pt")):
        with pytest.raises(UsageError, match="holds another training"):
            train(replace(recipe, start=other), data, out, tmp_path / "cache", ignore)

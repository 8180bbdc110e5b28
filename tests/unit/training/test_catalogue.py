from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.support.portraits import draw_portrait, make_pools, write_data_folder
from vcam.errors import UsageError
from vcam.training.data.batches import Batches
from vcam.training.data.heads import draw_heads
from vcam.training.data.scenes import SceneMaker
from vcam.training.loop import parameter_groups
from vcam.training.networks.catalogue import (
    NETWORKS,
    Shipped,
    Trainable,
    find_network,
    make_network,
    normalise,
)
from vcam.training.recipe import recipe_for

SHAPE = (64, 96)


def two_pictures() -> tuple[torch.Tensor, torch.Tensor]:
    """(2, 3, 64, 96) uint8 and their (2, 5, 64, 96) float32 labels."""
    people = [draw_portrait(number, SHAPE) for number in range(2)]
    images = torch.from_numpy(np.stack([one.image for one in people])).permute(0, 3, 1, 2)
    labels = np.stack([(one.alpha, np.zeros_like(one.alpha), *draw_heads(one)) for one in people])
    return images, torch.from_numpy(labels).float() / 255


def begin(name: str) -> tuple[Trainable[Any], torch.nn.Module, torch.Tensor, torch.Tensor]:
    """A network that learns, two pictures as its loss takes them, and their labels."""
    torch.manual_seed(1)
    trainable = find_network(name)
    images, labels = two_pictures()
    pictures = normalise(images.repeat(2, 1, 1, 1) if trainable.plain_every else images)
    return trainable, trainable.make().train(), pictures, labels


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_a_few_steps_on_two_pictures_lower_the_loss(name: str) -> None:
    trainable, network, pictures, labels = begin(name)
    optimiser = torch.optim.AdamW(parameter_groups(network), lr=trainable.peak_rate)
    losses = []
    for _ in range(4):
        torch.manual_seed(2)  # the same previous masks in every step
        loss: torch.Tensor = trainable.loss(network, pictures, labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vcam", "sinet", "portraitnet", "eoam", "cof-lite"])
@torch.no_grad()
def test_a_network_that_computes_with_16_bits_is_judged_with_32(name: str) -> None:
    trainable, network, pictures, labels = begin(name)
    wanted = trainable.loss(network, pictures, labels)
    with torch.autocast("cpu", torch.bfloat16):
        brief = trainable.loss(network, pictures, labels)
    assert brief.dtype == torch.float32
    assert brief.item() != wanted.item()
    assert brief.item() == pytest.approx(wanted.item(), rel=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
@torch.no_grad()
def test_every_network_ships_as_bytes_in_and_alpha_out(name: str) -> None:
    alpha = Shipped(make_network(name).eval())(torch.full((1, *SHAPE, 3), 90, dtype=torch.uint8))
    assert alpha.shape == (1, *SHAPE)
    assert alpha.dtype == torch.float32
    assert 0 <= float(alpha.min()) <= float(alpha.max()) <= 1


@pytest.mark.parametrize("name", NETWORKS)
def test_an_encoder_from_imagenet_is_part_of_its_network(name: str) -> None:
    trainable = find_network(name)
    network = trainable.make()
    if trainable.encoder is not None:
        assert trainable.encoder(network) in set(network.modules())


def test_a_recipe_without_a_rate_takes_the_networks() -> None:
    recipe = recipe_for("portraitnet", pictures=16_000)
    assert max(recipe.rate(step) for step in range(50)) == pytest.approx(1e-3)


def test_a_recipe_that_starts_from_weights_takes_half_the_rate() -> None:
    recipe = recipe_for("portraitnet", pictures=16_000, start=Path("best.pt"))
    assert max(recipe.rate(step) for step in range(50)) == pytest.approx(0.5e-3)


def test_an_unknown_network_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no network 'unet'.*eoam"):
        make_network("unet")


@pytest.mark.parametrize("seed", range(6))
def test_the_plain_picture_belongs_to_the_textured_one(seed: int) -> None:
    maker = SceneMaker(make_pools())
    textured, plain = maker.draw_pair(np.random.default_rng(seed), SHAPE)
    assert np.array_equal(textured.image, maker.draw(np.random.default_rng(seed), SHAPE).image)
    assert plain.shape == textured.image.shape
    assert plain.dtype == np.uint8


def test_plain_pictures_follow_the_textured_ones_in_every_nth_batch(tmp_path: Path) -> None:
    write_data_folder(tmp_path / "data")
    for picture in (tmp_path / "data" / "unlabelled_people").iterdir():
        picture.unlink()  # else the teachers would be asked

    def batches(plain_every: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        return iter(Batches(tmp_path / "data", tmp_path / "cache", 1, 2, 0, 10, plain_every))

    textured, labels = next(batches(plain_every=0))
    every_second = batches(plain_every=2)
    both, same_labels = next(every_second)
    assert len(textured) == len(labels) == 2
    assert len(both) == 4
    assert torch.equal(both[:2], textured)
    assert torch.equal(same_labels, labels)
    assert [len(next(every_second)[0]) for _ in range(3)] == [2, 4, 2]

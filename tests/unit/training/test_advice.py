from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.support.portraits import draw_portrait, make_pools
from tests.support.teachers import SureOfAll
from vcam.errors import VcamError
from vcam.training.data.advice import ask_teachers, soften
from vcam.training.data.scenes import Mix, SceneMaker
from vcam.types import Alpha, Image


class LeftSide:
    """Says that people are in the left half of every picture, at a size of its own."""

    def predict(self, image: Image) -> Alpha:
        alpha = np.zeros((32, 24), np.float32)
        alpha[:, :12] = 1
        return alpha


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "advice.npz"


def test_of_a_picture_and_its_mirror_image_the_mean_is_told(store: Path) -> None:
    pools = make_pools()
    ask_teachers(pools, [LeftSide()], store)
    label, softened = pools.portraits[0].alpha, soften(pools, store).portraits[0].alpha
    # Either side is person in one of the two views: half for everything, of which half counts.
    assert softened.shape == label.shape
    assert np.abs(softened[label == 0].astype(int) - 64).max() <= 2
    assert np.abs(softened[label == 255].astype(int) - 191).max() <= 2


def test_several_teachers_count_alike(store: Path) -> None:
    pools = make_pools()
    ask_teachers(pools, [LeftSide(), SureOfAll()], store)
    softened = soften(pools, store).portraits[0].alpha
    assert np.abs(softened[pools.portraits[0].alpha == 0].astype(int) - 96).max() <= 2


@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_no_border_moves_however_sure_the_teachers_are(alpha: float, store: Path) -> None:
    pools = make_pools()
    ask_teachers(pools, [SureOfAll(alpha)], store)
    for label, softened in zip(pools.fashion, soften(pools, store).fashion, strict=True):
        assert ((softened.alpha > 127) == (label.alpha > 127)).all()


def test_pasted_people_stay_opaque(store: Path) -> None:
    pools = make_pools()
    ask_teachers(pools, [LeftSide()], store)
    taught = soften(pools, store)
    assert taught.cutouts is pools.cutouts
    scenes = SceneMaker(pools, Mix(portrait=0, fashion=0, pseudo=0, scene=1), taught)
    hard = SceneMaker(pools, Mix(portrait=0, fashion=0, pseudo=0, scene=1))
    drawn = [maker.draw_pair(np.random.default_rng(3), (96, 160), calm=1.0)[0] for maker in (scenes, hard)]
    assert np.array_equal(drawn[0].image, drawn[1].image)


def test_photographs_are_shown_with_softened_labels(store: Path) -> None:
    pools = make_pools()
    ask_teachers(pools, [LeftSide()], store)
    maker = SceneMaker(pools, Mix(portrait=1, fashion=0, pseudo=0, scene=0), soften(pools, store))
    sample = maker.draw_pair(np.random.default_rng(1), (96, 72), calm=1.0)[0]
    assert 180 < sample.alpha.max() < 200


def test_advice_on_other_pictures_is_refused(store: Path) -> None:
    pools = make_pools()
    ask_teachers(pools, [SureOfAll()], store)
    more = replace(pools, portraits=(*pools.portraits, draw_portrait(7)))
    with pytest.raises(VcamError, match="about other pictures; delete it"):
        soften(more, store)

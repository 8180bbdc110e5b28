import cv2
import numpy as np
import pytest

from tests.support.bust import HEAD_XY, RADIUS, bust, nobody
from vcam.training.data.cloth import draw_cloth, draw_colour
from vcam.training.data.clothes import COLLAR, print_clothes


@pytest.mark.parametrize("seed", range(12))
def test_only_what_is_worn_below_the_head_is_printed(seed: int) -> None:
    person = bust()
    printed = print_clothes(person, np.random.default_rng(seed))
    assert (printed.alpha == person.alpha).all()
    assert (printed.image[person.alpha == 0] == person.image[person.alpha == 0]).all()
    collar = int(HEAD_XY[1] + (COLLAR[0] - 0.2) * RADIUS)
    assert (printed.image[:collar] == person.image[:collar]).all()


def test_most_clothes_are_changed_and_the_person_is_left_as_it_was() -> None:
    person = bust()
    before = person.image.copy()
    changed = [
        (print_clothes(person, np.random.default_rng(seed)).image != before).any() for seed in range(40)
    ]
    assert sum(changed) > 30
    assert (person.image == before).all()


def test_a_fold_stays_darker_than_what_is_around_it() -> None:
    person = bust()
    person.image[130:140, 20:100] = 60
    mixed = np.mean([print_clothes(person, np.random.default_rng(seed)).image for seed in range(40)], axis=0)
    assert mixed[130:140, 30:90].mean() < 0.8 * mixed[142:152, 30:90].mean()


def test_who_has_no_head_or_nothing_below_it_is_given_back() -> None:
    assert print_clothes(nobody(), np.random.default_rng(1)).image.max() == 0
    person = bust()
    person.alpha[HEAD_XY[1] + RADIUS :] = 0
    for seed in range(10):
        assert (print_clothes(person, np.random.default_rng(seed)).image == person.image).all()


@pytest.mark.parametrize("seed", range(20))
def test_cloth_has_the_asked_shape_and_comes_again_from_the_same_seed(seed: int) -> None:
    cloth = draw_cloth(np.random.default_rng(seed), (48, 80), unit=10)
    assert cloth.shape == (48, 80, 3)
    assert cloth.dtype == np.uint8
    assert np.array_equal(cloth, draw_cloth(np.random.default_rng(seed), (48, 80), unit=10))


def test_most_cloth_has_a_pattern_of_few_colours() -> None:
    cloths = [draw_cloth(np.random.default_rng(seed), (96, 96), unit=20) for seed in range(30)]
    edges = [cv2.Laplacian(cv2.cvtColor(cloth, cv2.COLOR_BGR2GRAY), cv2.CV_32F) for cloth in cloths]
    with_edges = [(np.abs(edge) > 20).mean() > 0.01 for edge in edges]
    assert sum(with_edges) > 15


def test_colours_are_bytes_and_now_and_then_black_or_white() -> None:
    rng = np.random.default_rng(1)
    colours = np.array([draw_colour(rng) for _ in range(200)])
    assert colours.min() == 0
    assert colours.max() == 255

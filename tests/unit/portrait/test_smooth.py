from collections.abc import Iterable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from vcam.portrait.smooth import Smoother
from vcam.types import Alpha, Image

SHAPE = (12, 24)


def still_picture(brightness: int = 100) -> Image:
    return np.full((*SHAPE, 3), brightness, np.uint8)


def smooth_all(smoother: Smoother, alphas: Iterable[Alpha], pictures: Iterable[Image]) -> list[Alpha]:
    return [
        smoother.smooth(alpha, picture, np.empty(SHAPE, np.float32))
        for alpha, picture in zip(alphas, pictures, strict=True)
    ]


def bright_left_of(x: int) -> tuple[Alpha, Image]:
    """A bright person whose right edge is at x, and its alpha."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[:, :x] = 1
    return alpha, (60 + 140 * alpha[..., None].repeat(3, 2)).astype(np.uint8)


def test_a_still_pictures_flicker_falls_to_less_than_half() -> None:
    rng = np.random.default_rng(0)
    alphas = np.clip(0.5 + 0.1 * rng.standard_normal((40, *SHAPE)), 0, 1).astype(np.float32)
    pictures = [(100 + rng.normal(0, 2, (*SHAPE, 1)).repeat(3, 2)).astype(np.uint8) for _ in alphas]
    smoothed = np.array(smooth_all(Smoother(SHAPE, 0.8), alphas, pictures))
    assert np.abs(np.diff(smoothed, axis=0)).mean() < np.abs(np.diff(alphas, axis=0)).mean() / 2


def test_a_moving_edge_lags_by_at_most_a_pixel() -> None:
    alphas, pictures = zip(*(bright_left_of(4 + 2 * step) for step in range(9)), strict=True)
    for alpha, smoothed in zip(alphas, smooth_all(Smoother(SHAPE, 1.0), alphas, pictures), strict=True):
        assert np.abs((smoothed[6] > 0.5).sum() - alpha[6].sum()) <= 1


def test_a_wrong_past_disappears_as_soon_as_the_picture_moves() -> None:
    smoother = Smoother(SHAPE, 1.0)
    nobody = np.full(SHAPE, 0.3, np.float32)
    smooth_all(smoother, [np.full(SHAPE, 0.7, np.float32)], [still_picture(100)])
    [smoothed] = smooth_all(smoother, [nobody], [still_picture(115)])
    assert_array_equal(smoothed, nobody)


def test_a_network_that_is_sure_is_followed_even_in_a_still_picture() -> None:
    everybody, nobody = np.ones(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    _, smoothed = smooth_all(Smoother(SHAPE, 1.0), [everybody, nobody], [still_picture()] * 2)
    assert_array_equal(smoothed, nobody)


def test_a_cut_forgets_the_past() -> None:
    before, after = np.full(SHAPE, 0.6, np.float32), np.full(SHAPE, 0.4, np.float32)
    _, smoothed = smooth_all(Smoother(SHAPE, 1.0), [before, after], [still_picture(40), still_picture(90)])
    assert_array_equal(smoothed, after)


def test_after_a_reset_the_next_alpha_stands_alone() -> None:
    smoother = Smoother(SHAPE, 1.0)
    smooth_all(smoother, [np.full(SHAPE, 0.6, np.float32)], [still_picture()])
    smoother.reset()
    [smoothed] = smooth_all(smoother, [np.full(SHAPE, 0.4, np.float32)], [still_picture()])
    assert_allclose(smoothed, 0.4)


def test_no_strength_leaves_alpha_as_it_is() -> None:
    alphas = [np.full(SHAPE, 0.6, np.float32), np.full(SHAPE, 0.4, np.float32)]
    smoothed = smooth_all(Smoother(SHAPE, 0.0), alphas, [still_picture()] * 2)
    assert_array_equal(smoothed, alphas)


@pytest.mark.parametrize("poison", [np.nan, np.inf])
def test_what_is_no_number_is_passed_on_and_forgotten(poison: float) -> None:
    good, bad = np.full(SHAPE, 0.5, np.float32), np.full(SHAPE, 0.5, np.float32)
    bad[3, 4] = poison
    alphas = [good, bad, np.full(SHAPE, 0.4, np.float32)]
    _, passed_on, afterwards = smooth_all(Smoother(SHAPE, 1.0), alphas, [still_picture()] * 3)
    assert not np.isfinite(passed_on[3, 4])
    assert_array_equal(afterwards, alphas[2])


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="smooths"):
        Smoother(SHAPE, 0.5).smooth(
            np.zeros((5, 5), np.float32), still_picture(), np.zeros(SHAPE, np.float32)
        )

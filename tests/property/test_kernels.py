"""Each kernel against a slow, obvious twin, and the promise that it is compiled once."""

from types import ModuleType
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from tests.support import twins
from vcam.casting import Casting, Effect, EffectKind
from vcam.compositing import blend, blur, feather
from vcam.compositing.compositor import Compositor
from vcam.compositing.effects import cartoon, cells, hide, outline, pixelate, silhouette, spotlight, tint
from vcam.portrait import lines as fitting
from vcam.portrait import refine, smooth
from vcam.settings.model import BackgroundSettings
from vcam.types import Frame, Scene, Size

sizes = st.tuples(st.integers(1, 9), st.integers(1, 9))
seeds = st.integers(0, 2**32 - 1)
several = settings(max_examples=40, deadline=None)


def random_bytes(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def random_alpha(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).random(shape, np.float32)


def test_every_mix_of_two_bytes_is_within_half_a_level_of_the_truth() -> None:
    over, under = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    blender = blend.Blender(256, 256)
    over3, under3 = (np.repeat(plane[..., None], 3, 2) for plane in (over, under))
    out = np.empty_like(over3)
    for value in range(256):
        alpha = np.full((256, 256), value, np.uint8)
        blender.blend(over3, alpha, under3, out)
        assert np.abs(out - twins.blend(over3, alpha, under3)).max() <= 0.5


@several
@given(sizes, seeds)
def test_no_alpha_is_exactly_the_background_and_full_alpha_exactly_the_person(
    size: tuple[int, int], seed: int
) -> None:
    height, width = size
    over, under = random_bytes(seed, 2, height, width, 3)
    out = np.empty_like(over)
    for value, expected in ((0, under), (255, over)):
        blend.Blender(width, height).blend(over, np.full(size, value, np.uint8), under, out)
        assert_array_equal(out, expected)


@several
@given(sizes, st.integers(1, 9), seeds)
def test_a_background_of_fewer_rows_is_spread_evenly(size: tuple[int, int], rows: int, seed: int) -> None:
    height, width = size
    rows = min(rows, height)
    over, under = random_bytes(seed, height, width, 3), random_bytes(seed + 1, rows, width, 3)
    alpha = random_bytes(seed + 2, height, width)
    out = np.empty_like(over)
    blend.Blender(width, height).blend(over, alpha, under, out)
    # The rows' shares are 256ths, and between two roundings lies one level more.
    assert_allclose(out, twins.blend(over, alpha, twins.stretch_rows(under, height)), rtol=0, atol=1.6)


@several
@given(sizes, st.integers(0, 3), seeds)
def test_lines_of_alpha_over_brightness_fit_their_windows(
    size: tuple[int, int], radius: int, seed: int
) -> None:
    grey, alpha = random_bytes(seed, *size), random_alpha(seed, *size)
    height, width = size
    lines = np.empty((height, 2, width), np.float32)
    columns, windows = np.empty((5, width + 2 * radius), np.float32), np.empty((5, width), np.float32)
    fitting.fit_lines(grey, alpha, radius, columns, windows, lines)
    expected = twins.fit_lines(grey, alpha, radius)
    brightness = grey[:, None, :].astype(np.float64)
    # What counts is the alpha that a line gives, in levels.
    assert_allclose(
        lines[:, :1] * brightness + lines[:, 1:],
        expected[:, :1] * brightness + expected[:, 1:],
        rtol=0,
        atol=0.5,
    )


@several
@given(sizes, seeds, st.floats(0, 1, width=32, allow_subnormal=False))
def test_the_past_counts_as_far_as_nothing_moved(size: tuple[int, int], seed: int, most_past: float) -> None:
    present, past = random_alpha(seed, 2, *size)
    motion = random_bytes(seed, *size) // 16
    out = np.empty_like(present)
    smooth._mix_with_past(present, past, motion, np.float32(most_past), out)
    assert_allclose(out, twins.mix_with_past(present, past, motion, most_past), rtol=0, atol=1e-5)


@several
@given(sizes, seeds)
def test_pixels_weigh_as_much_as_they_show_of_the_room(size: tuple[int, int], seed: int) -> None:
    image, alpha = random_bytes(seed, *size, 3), random_bytes(seed, *size) // 8
    weighted = np.empty((*size, 4), np.float32)
    blur._weigh(image, alpha, weighted)
    assert_allclose(weighted, twins.weigh(image, alpha), rtol=1e-5, atol=1e-4)


@several
@given(sizes, sizes, seeds)
def test_flat_alpha_is_refined_to_itself_whatever_the_sizes(
    frame_size: tuple[int, int], network_size: tuple[int, int], seed: int
) -> None:
    image, small = random_bytes(seed, *frame_size, 3), random_bytes(seed, *network_size, 3)
    refiner = refine.Refiner(Size(*frame_size[::-1]), (network_size[1], network_size[0]))
    for value in (0, 1):
        out = np.full(frame_size, 77, np.uint8)
        refiner.refine(image, small, np.full(network_size, value, np.float32), out)
        assert_array_equal(out, value * 255)


def run_everything() -> None:
    size = Size(32, 24)
    image, small = random_bytes(1, *size.shape), random_bytes(2, 6, 8, 3)
    alpha, smoothed = random_alpha(3, 6, 8), np.empty((6, 8), np.float32)
    smoother = smooth.Smoother((6, 8), 0.5)
    refined = np.empty(size.shape[:2], np.uint8)
    out = np.empty_like(image)
    read_only = image.copy()
    read_only.flags.writeable = False
    for frame in (image, read_only, image[:, ::-1]):
        smoother.smooth(alpha, small, smoothed)
        refine.Refiner(size, (8, 6)).refine(frame, small, smoothed, refined)
        for kind in ("blur", "chroma"):
            settings_ = BackgroundSettings.model_validate({"kind": kind})
            Compositor(settings_, size).compose(Scene(Frame(frame, 0, 0.0), smoothed, refined), out)
    blend.Blender(32, 24).blend(image, refined, image, out)
    Compositor(BackgroundSettings(kind="chroma"), size).warm_up_effects()
    for frame in (image, read_only, image[:, ::-1]):
        for kind in ("chroma", "none"):
            run_effects(frame, refined, kind)


def run_effects(image: Any, alpha: Any, background: str) -> None:
    labels = np.where(alpha > 0, 3, 0).astype(np.uint16)
    compositor = Compositor(BackgroundSettings.model_validate({"kind": background}), Size(32, 24))
    for kind in get_args(EffectKind):
        casting = Casting(False, 3, {3: Effect(kind)}, Effect("hide" if kind == "show" else kind))
        frame, nothing, spans = Frame(image, 0, 0.0), np.zeros((0, 0), np.float32), {3: (0, 0, 32, 24)}
        scene = Scene(frame, nothing, alpha, labels, (), spans, casting)
        compositor.compose(scene, np.empty(image.shape, np.uint8), np.empty_like(alpha))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (cartoon, "draw"),
        (cartoon, "measure_brightness"),
        (cells, "gather"),
        (cells, "divide"),
        (cells, "interpolate"),
        (feather, "fade"),
        (hide, "keep_only"),
        (hide, "take_out"),
        (hide, "cover_up"),
        (hide, "cover_rim"),
        (outline, "cut_out"),
        (outline, "draw_line"),
        (pixelate, "fill"),
        (silhouette, "flood"),
        (spotlight, "dim"),
        (tint, "colour_brightness"),
        (blend, "blend_rows"),
        (blend, "blend_stretched_rows"),
        (blur, "_weigh"),
        (blur, "_divide"),
        (refine, "_clean"),
        (fitting, "fit_lines"),
        (refine, "_find_runs"),
        (refine, "_paint"),
        (smooth, "_mix_with_past"),
    ],
)
def test_a_kernel_is_compiled_for_one_kind_of_arguments(module: ModuleType, name: str) -> None:
    run_everything()
    assert len(getattr(module, name).signatures) == 1

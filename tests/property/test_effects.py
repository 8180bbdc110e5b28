"""The effects' kernels against slow, obvious twins."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from vcam.compositing.effects import cells, hide, outline, pixelate, spotlight
from vcam.compositing.feather import Feather, fade
from vcam.types import Size

several = settings(max_examples=40, deadline=None)
sizes = st.tuples(st.integers(1, 30), st.integers(1, 30))
seeds = st.integers(0, 2**32 - 1)
ME = 7


def random_frame(seed: int, size: tuple[int, int]) -> tuple[Any, Any, Any, tuple[int, int, int, int]]:
    """A frame as rows of bytes, its alpha, its labels, and a span somewhere in it."""
    rng = np.random.default_rng(seed)
    height, width = size
    frame = rng.integers(0, 256, (height, 3 * width), np.uint8)
    alpha = rng.choice(np.array([0, 100, 220, 255], np.uint8), size)
    labels = rng.choice(np.array([0, ME, 300], np.uint16), size)
    x0, y0 = int(rng.integers(width)), int(rng.integers(height))
    span = x0, y0, int(rng.integers(x0, width)) + 1, int(rng.integers(y0, height)) + 1
    return frame, alpha, labels, span


def grid_of(span: tuple[int, int, int, int], cell: int) -> tuple[int, int]:
    x0, y0, x1, y1 = span
    return (y1 - 1) // cell - y0 // cell + 1, (x1 - 1) // cell - x0 // cell + 1


@several
@given(sizes, seeds, st.integers(4, 9), st.sampled_from([1, 2]))
def test_cells_sum_up_what_is_surely_the_person(
    size: tuple[int, int], seed: int, cell: int, step: int
) -> None:
    frame, alpha, labels, span = random_frame(seed, size)
    x0, y0, x1, y1 = span
    grid = np.full((*grid_of(span, cell), 4), 9, np.float32)
    cells.gather(frame, alpha, labels, ME, span, cell, step, grid)
    expected = np.zeros(grid.shape)
    for y in range(y0, y1, step):
        for x in range(x0, x1):
            # Columns are sampled from the beginning of each cell or of the span.
            begin = max(x // cell * cell, x0)
            if labels[y, x] == ME and (x - begin) % step == 0:
                sure = max(int(alpha[y, x]) - cells.MIXED, 0)
                place = y // cell - y0 // cell, x // cell - x0 // cell
                expected[place] += [*(sure * frame[y, 3 * x : 3 * x + 3].astype(float)), sure]
    assert_allclose(grid, expected, rtol=1e-5)


@several
@given(sizes, seeds, st.integers(4, 9))
def test_colours_are_interpolated_between_the_cells_centres(
    size: tuple[int, int], seed: int, cell: int
) -> None:
    frame, alpha, labels, span = random_frame(seed, size)
    x0, y0, x1, y1 = span
    rows, columns = grid_of(span, cell)
    colours = np.random.default_rng(seed).uniform(0, 255, (rows, columns, 4)).astype(np.float32)
    top, left = y0 // cell * cell, x0 // cell * cell
    painted = frame.copy()
    cells.interpolate(colours, cell, top, left, alpha, labels, ME, span, painted)
    for y in range(size[0]):
        for x in range(size[1]):
            here = slice(3 * x, 3 * x + 3)
            is_painted = y0 <= y < y1 and x0 <= x < x1 and labels[y, x] == ME and alpha[y, x] > 0
            if not is_painted:
                assert_array_equal(painted[y, here], frame[y, here])
                continue
            down = np.clip((y - top + 0.5) / cell - 0.5, 0, rows - 1)
            across = np.clip((x - left + 0.5) / cell - 0.5, 0, columns - 1)
            i, j = int(down), int(across)
            below, right = min(i + 1, rows - 1), min(j + 1, columns - 1)
            s, t = down - i, across - j
            expected = (1 - s) * ((1 - t) * colours[i, j] + t * colours[i, right]) + s * (
                (1 - t) * colours[below, j] + t * colours[below, right]
            )
            assert_allclose(painted[y, here], expected[:3], rtol=0, atol=0.51)


@several
@given(sizes, seeds, st.integers(4, 9))
def test_squares_are_filled_where_the_person_is(size: tuple[int, int], seed: int, cell: int) -> None:
    frame, alpha, labels, span = random_frame(seed, size)
    x0, y0, x1, y1 = span
    colours = np.random.default_rng(seed).uniform(0, 255, (*grid_of(span, cell), 4)).astype(np.float32)
    painted = frame.copy()
    pixelate.fill(colours, cell, y0 // cell * cell, x0 // cell * cell, alpha, labels, ME, span, painted)
    expected = frame.copy()
    for y in range(y0, y1):
        for x in range(x0, x1):
            if labels[y, x] == ME and alpha[y, x] > 0:
                colour = colours[y // cell - y0 // cell, x // cell - x0 // cell, :3]
                expected[y, 3 * x : 3 * x + 3] = (colour + np.float32(0.5)).astype(np.uint8)
    assert_array_equal(painted, expected)


@several
@given(sizes, seeds, st.sets(st.sampled_from([0, ME, 300, 9])))
def test_who_is_hidden_is_taken_out(size: tuple[int, int], seed: int, hidden: set[int]) -> None:
    _, alpha, labels, _ = random_frame(seed, size)
    gone = np.isin(labels, list(hidden))
    shown, seen = np.full(size, 77, np.uint8), np.full(size, 77, np.uint8)
    hide.take_out(alpha, labels, np.array(sorted(hidden), np.int32), shown)
    assert_array_equal(shown, np.where(gone, 0, alpha))
    hide.cover_up(alpha, labels, np.array(sorted(hidden), np.int32), seen)
    of_somebody = gone & (labels > 0) & (alpha > 0)
    assert_array_equal(seen, np.where(of_somebody, 0, np.where(gone, 255 - alpha, 255)))
    hide.keep_only(alpha, labels, ME, shown)
    assert_array_equal(shown, np.where(labels == ME, alpha, 0))


@several
@given(sizes, seeds)
def test_what_is_gone_counts_twice(size: tuple[int, int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    shown, gone = rng.integers(0, 256, size, np.uint8), rng.integers(0, 256, size, np.uint8)
    expected = np.round(shown * np.maximum(255.0 - 2.0 * gone, 0) / 255)
    fade(shown, gone)
    assert_allclose(shown, expected, rtol=0, atol=0.5)


@several
@given(sizes, seeds)
def test_a_soft_edge_shows_nothing_more(size: tuple[int, int], seed: int) -> None:
    _, alpha, labels, _ = random_frame(seed, size)
    shown = np.where(labels == ME, alpha, 0).astype(np.uint8)
    soft = shown.copy()
    Feather(Size(size[1], size[0])).soften(alpha, soft)
    assert (soft <= shown).all()


@several
@given(sizes, seeds, st.integers(0, 256))
def test_what_is_not_lit_gets_darker(size: tuple[int, int], seed: int, dark: int) -> None:
    frame, alpha, labels, _ = random_frame(seed, size)
    out = frame.copy()
    spotlight.dim(alpha, labels, np.array([ME, 300], np.int32), dark, out)
    share = np.where(labels > 0, dark + (256 - dark) * (alpha / 255.0), dark)
    assert_allclose(out, np.repeat(share, 3, 1) / 256 * frame, rtol=0, atol=2)


@several
@given(sizes, seeds)
def test_a_line_is_drawn_as_far_as_the_core_does_not_reach(size: tuple[int, int], seed: int) -> None:
    frame, alpha, labels, span = random_frame(seed, size)
    x0, y0, x1, y1 = span
    own = np.empty((y1 - y0, x1 - x0), np.uint8)
    outline.cut_out(alpha, labels, ME, span, own)
    doubled = np.where(labels == ME, np.minimum(2 * alpha.astype(int), 255), 0)
    assert_array_equal(own, doubled[y0:y1, x0:x1])
    core = (own * np.random.default_rng(seed).random(own.shape)).astype(np.uint8)
    out = frame.copy()
    outline.draw_line(own, core, span, (10, 20, 30), out)
    part = np.zeros(size)
    part[y0:y1, x0:x1] = (own.astype(float) - core) / np.maximum(own, 1)
    part = np.repeat(part, 3, 1)
    expected = frame * (1 - part) + np.tile([10, 20, 30], size[1]) * part
    assert_allclose(out, expected, rtol=0, atol=2)

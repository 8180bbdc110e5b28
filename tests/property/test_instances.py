"""What holds for every division of a mask, and each kernel against a slow twin."""

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from tests.support import instance_twins as twins
from vcam.instances import affinity, claims, cleanup, cover, geodesic, likeness, pieces, superpixels, upscale
from vcam.instances.split import Splitter
from vcam.types import Box, Size

SMALL = Size(twins.WIDTH, twins.HEIGHT)
seeds = st.integers(0, 2**32 - 1)
several = settings(max_examples=25, deadline=None)
splitter = Splitter(SMALL, SMALL)


def draw_scene(seed: int, people: int) -> tuple[Any, Any, list[Box]]:
    """Noise over a mask of rectangles; the boxes fit them badly."""
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, SMALL.shape, np.uint8)
    alpha = np.zeros(SMALL.shape[:2], np.float32)
    boxes = []
    for k in range(people):
        x0, y0 = int(rng.integers(0, 44)), int(rng.integers(0, 30))
        x1, y1 = x0 + int(rng.integers(6, 40)), y0 + int(rng.integers(6, 40))
        alpha[y0:y1, x0:x1] = 0.9
        head = (x0 + 1.0, y0 + 1.0, x0 + 6.0, y0 + 6.0) if rng.random() < 0.5 else None
        off = rng.uniform(-3, 3, 4)
        boxes.append(
            Box(x0 + off[0], y0 + off[1], x1 + off[2], y1 + off[3], float(rng.random()), k + 1, head)
        )
    return image, alpha, boxes


def split(image: Any, alpha: Any, boxes: list[Box]) -> Any:
    splitter.forget()
    return splitter.split(image, alpha, boxes, None, np.full(SMALL.shape[:2], 99, np.int32))


@several
@given(seeds, st.integers(2, 12), st.integers(1, 30))
def test_ways_are_as_cheap_as_a_slow_search_finds_them(seed: int, count: int, tries: int) -> None:
    rng = np.random.default_rng(seed)
    edges = {}
    for _ in range(tries):
        a, b = sorted(int(k) for k in rng.integers(0, count, 2))
        if a != b:
            edges[a, b] = float(np.float32(rng.random()))
    neighbours, degree = np.zeros((count, count), np.int32), np.zeros(count, np.int32)
    costs = np.zeros((count, count), np.float32)
    for (a, b), cost in edges.items():
        for one, other in ((a, b), (b, a)):
            neighbours[one, degree[one]], costs[one, degree[one]] = other, cost
            degree[one] += 1
    starts = {int(k): float(np.float32(rng.random())) for k in rng.integers(0, count, 2)}
    distance = np.full(count, geodesic.UNREACHED, np.float32)
    for k, start in starts.items():
        distance[k] = start
    room = count * (count + 1)
    geodesic.walk(neighbours, degree, costs, distance, np.empty(room, np.float32), np.empty(room, np.int32))
    assert_allclose(distance, twins.distances(edges, starts, count), rtol=1e-5)


@several
@given(seeds, st.booleans())
def test_regions_are_connected_pieces_that_fill_exactly_the_mask(seed: int, warm: bool) -> None:
    image, alpha, _ = draw_scene(seed, 2)
    mask = (alpha > 0.5).astype(np.uint8)
    finder = superpixels.Superpixels(SMALL.width, SMALL.height, 8)
    window = (0, 0, SMALL.width, SMALL.height)
    if warm:
        finder.find(image, mask, window, 2, False)
    count = finder.find(image, mask, window, 2, warm)
    assert_array_equal(finder.regions >= 0, mask > 0)
    assert_array_equal(np.bincount(finder.regions[mask > 0], minlength=count), finder.area[:count])
    assert twins.pieces(finder.regions) == count


@several
@given(seeds)
def test_histograms_sum_to_one_and_differ_by_at_most_one(seed: int) -> None:
    image, alpha, _ = draw_scene(seed, 2)
    window = (0, 0, SMALL.width, SMALL.height)
    finder = superpixels.Superpixels(SMALL.width, SMALL.height, 8)
    count = finder.find(image, (alpha > 0.5).astype(np.uint8), window, 2, False)
    graph = affinity.Affinity(finder.most_regions, 8)
    edges = np.zeros(alpha.shape, np.float32)
    graph.compare(image, finder.regions, count, finder.area, finder.centre, edges, window)
    assert_allclose(graph.histograms[:count].sum(1), 1, atol=1e-4)
    first, last = graph.histograms[0], graph.histograms[count - 1]
    assert affinity.chi_square(first, first) == 0
    assert 0 <= affinity.chi_square(first, last) <= 1.0001
    for k in range(count):
        for i in range(graph.degree[k]):
            j = graph.neighbours[k, i]
            back = graph.neighbours[j, : graph.degree[j]].tolist().index(k)
            assert_allclose(graph.costs[k, i], graph.costs[j, back], rtol=1e-4)


@several
@given(seeds, st.integers(0, 8))
def test_labels_lie_in_the_mask_and_sure_pixels_keep_their_owner(seed: int, people: int) -> None:
    image, alpha, boxes = draw_scene(seed, people)
    labels = split(image, alpha, boxes)
    assert not labels[alpha <= 0.5].any()
    assert set(np.unique(labels)) <= {0, *(box.track_id for box in boxes)}
    holders = np.zeros((people + 1, *labels.shape), bool)
    for box in boxes:
        x0, y0 = max(round(box.x0), 0), max(round(box.y0), 0)
        holders[box.track_id, y0 : max(round(box.y1), 0), x0 : max(round(box.x1), 0)] = True
    alone = (holders.sum(0) == 1) & (alpha > 0.5)
    assert_array_equal(labels[alone], holders.argmax(0)[alone])
    contested = (holders.sum(0) > 1) & (alpha > 0.5)
    assert (labels[contested] > 0).all()
    assert np.take_along_axis(holders, labels[None], 0)[0][contested].all()


@several
@given(seeds, st.integers(2, 6), st.randoms(use_true_random=False))
def test_the_order_of_the_boxes_does_not_matter(seed: int, people: int, random: Any) -> None:
    image, alpha, boxes = draw_scene(seed, people)
    labels = split(image, alpha, boxes)
    shuffled = list(boxes)
    random.shuffle(shuffled)
    assert_array_equal(split(image, alpha, shuffled), labels)


@several
@given(seeds, st.integers(1, 150), st.integers(1, 120))
def test_enlarged_labels_are_those_around_and_no_others(seed: int, width: int, height: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, (9, 16)).astype(np.int32)
    enlarger = upscale.LabelUpscaler(Size(width, height), 16, 9)
    out = enlarger.upscale_labels(labels, np.full((height, width), 99, np.uint16))
    assert bool((out > 0).all()) == bool(labels.any())
    assert set(np.unique(out)) <= {0, *np.unique(labels).tolist()}


def run_everything() -> None:
    """Once with whatever could make an array of another kind: read-only, sliced, few and many."""
    for people in (0, 1, 2, 5):
        image, alpha, boxes = draw_scene(7, people)
        image.flags.writeable = False
        labels = split(image, alpha, boxes)
        split(image[:, ::-1], alpha[:, ::-1], boxes)
        edges = np.zeros(alpha.shape, np.float32)
        splitter.split(image, alpha, boxes, edges, np.empty(alpha.shape, np.int32))
        enlarger = upscale.LabelUpscaler(Size(128, 96), SMALL.width, SMALL.height)
        enlarger.upscale_labels(labels, np.empty((96, 128), np.uint16))
        enlarger.upscale_labels(labels[:, ::-1], np.empty((96, 128), np.uint16))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (superpixels, "_cluster"),
        (pieces, "connect"),
        (affinity, "fill_histograms"),
        (affinity, "find_neighbours"),
        (affinity, "_price"),
        (geodesic, "walk"),
        (cover, "threshold"),
        (cover, "cover_mask"),
        (cover, "find_contested"),
        (claims, "tally"),
        (claims, "place_seeds"),
        (claims, "decide"),
        (claims, "paint"),
        (likeness, "learn_colours"),
        (likeness, "find_unlikeness"),
        (likeness, "price_for"),
        (likeness, "lean"),
        (cleanup, "smooth"),
        (cleanup, "absorb_crumbs"),
        (cleanup, "grow"),
        (cleanup, "rename"),
        (upscale, "_enlarge"),
    ],
)
def test_a_kernel_is_compiled_for_one_kind_of_arguments(module: ModuleType, name: str) -> None:
    run_everything()
    assert len(getattr(module, name).signatures) == 1

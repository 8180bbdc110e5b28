"""What holds for any people: the assignment is exact, ids are unique and never come back to somebody else."""

from itertools import permutations
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vcam.seeds import boxes as placing
from vcam.seeds.boxes import find_people
from vcam.seeds.windows import Face
from vcam.tracking import appearance as looks
from vcam.tracking.matching import NOT_MATCHED, assign, match
from vcam.tracking.tracker import Tracker
from vcam.types import Box, Size

several = settings(max_examples=60, deadline=None)
numbers = st.integers(0, 2**32 - 1)


def cheapest(costs: Any) -> float:
    """Try every assignment."""
    rows = range(len(costs))
    return min(float(sum(costs[row, order[row]] for row in rows)) for order in permutations(rows))


@several
@given(st.integers(1, 6), numbers)
def test_the_assignment_is_the_cheapest_of_all(count: int, seed: int) -> None:
    costs = np.random.default_rng(seed).random((count, count))
    columns = assign(costs)
    assert sorted(columns) == list(range(count))
    assert np.isclose(costs[np.arange(count), columns].sum(), cheapest(costs))


@several
@given(st.integers(0, 5), st.integers(0, 5), numbers)
def test_a_match_is_the_cheapest_if_staying_alone_has_its_price(rows: int, columns: int, seed: int) -> None:
    costs = np.random.default_rng(seed).random((rows, columns)) * 1.5
    pairs = match(costs)
    side = max(rows, columns)
    capped = np.full((side, side), NOT_MATCHED)
    capped[:rows, :columns] = np.minimum(costs, NOT_MATCHED)
    paid = sum(costs[pair] for pair in pairs) + NOT_MATCHED * (side - len(pairs))
    assert all(costs[pair] < NOT_MATCHED for pair in pairs)
    assert np.isclose(paid, cheapest(capped) if side else 0)


@several
@given(numbers, st.integers(0, 10))
def test_ids_are_unique_at_any_time_and_only_ever_grow(seed: int, most: int) -> None:
    random = np.random.default_rng(seed)
    tracker, highest = Tracker(), 0
    for step in range(25):
        seen = [any_box(random) for _ in range(random.integers(0, most + 1))]
        clothes = [random.dirichlet(np.ones(8), 2).astype(np.float32) for _ in seen]
        tracks = tracker.update(seen, clothes, 4 * step, step / 8)
        ids = [track.track_id for track in tracks if track.is_confirmed]
        assert len(set(ids)) == len(ids)
        assert all(track.box.track_id == track.track_id for track in tracks)
        assert max(ids, default=0) <= highest + len(seen)
        highest = max(highest, *ids, 0)


@several
@given(numbers, st.integers(1, 6))
def test_an_id_whose_owner_has_gone_is_never_anybody_else_s(seed: int, most: int) -> None:
    random = np.random.default_rng(seed)
    tracker, highest = Tracker(), 0
    owners: dict[int, int] = {}
    boxes, clothes = [any_box(random) for _ in range(most)], np.eye(most, dtype=np.float32)
    here = random.random(most) < 0.5
    for step in range(60):
        here ^= random.random(most) < 0.05
        seen = [k for k in np.flatnonzero(here) if random.random() < 0.9]
        looks = [clothes[[k, k]] for k in seen]
        for track in tracker.update([boxes[k] for k in seen], looks, 4 * step, step / 8):
            if track.is_confirmed:
                assert track.appearance is not None
                assert track.track_id in owners or track.track_id > highest
                owner = int(track.appearance[0].argmax())
                assert owners.setdefault(track.track_id, owner) == owner
        highest = max(highest, *owners, 0)


@several
@given(numbers, st.integers(0, 5))
def test_boxes_stay_in_the_frame_whatever_the_faces_and_the_mask_are(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    alpha = np.repeat(np.repeat(random.random((8, 12), np.float32), 4, 0), 4, 1)
    faces = []
    for x, y, side in random.random((count, 3)):
        faces.append(Face(x - side / 2, y - side / 2, x + side / 2, y + side / 2, 0.9))
    people = find_people(faces, alpha, Size(96, 64))
    assert not (people.explained & people.unexplained).any()
    for box in people.boxes:
        assert 0 <= box.x0 < box.x1 <= 96
        assert 0 <= box.y0 < box.y1 <= 64


def test_each_kernel_is_compiled_once() -> None:
    placing.warm_up()
    looks.warm_up()
    image = np.zeros((32, 48, 3), np.uint8)
    seen = find_people([Face(0.3, 0.1, 0.6, 0.4, 0.9)], np.ones((32, 48), np.float32), Size(96, 64))
    looks.appearances(
        image, np.ones((32, 48), np.float32), np.zeros((32, 48), np.int32), seen.boxes, Size(96, 64)
    )
    match(np.ones((2, 3)) / 2)
    kernels: list[Any] = [placing._follow_bodies, placing._share_out, looks.count_softly, assign]
    assert [len(kernel.signatures) for kernel in kernels] == [1, 1, 1, 1]


def any_box(random: np.random.Generator) -> Box:
    x, y = random.random(2) * (1000, 400)
    side = 20 + 60 * random.random()
    head = (x, y, x + side, y + side) if random.random() < 0.7 else None
    return Box(x - side, y - side / 2, x + 2 * side, y + 4 * side, random.random(), 0, head)

import numpy as np
import pytest

from vcam.training.data.bare import draw_bare_room


@pytest.mark.parametrize("seed", range(20))
def test_a_bare_room_has_the_asked_shape_and_comes_again_from_the_same_seed(seed: int) -> None:
    room = draw_bare_room(np.random.default_rng(seed), (48, 80))
    assert room.shape == (48, 80, 3)
    assert room.dtype == np.uint8
    assert np.array_equal(room, draw_bare_room(np.random.default_rng(seed), (48, 80)))


def test_bare_rooms_are_of_many_kinds() -> None:
    rooms = [draw_bare_room(np.random.default_rng(seed), (48, 80)) for seed in range(40)]
    spreads = [float(room.std()) for room in rooms]
    assert min(spreads) == 0  # a wall in one colour
    assert max(spreads) > 60
    assert any((room[0] == room[-1]).all() and room.std() > 20 for room in rooms)  # bars

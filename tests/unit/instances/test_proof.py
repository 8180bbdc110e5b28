"""Who joins me in my mask is not taken for me before it is known."""

import numpy as np
import pytest

from tests.unit.instances.watched import HERE, ME, MINE, MY_COLOUR, OTHER, OTHER_COLOUR, ROOM, SIZE, Watched
from vcam.instances.proof import ALERT_FRAMES, HELD, NOWHERE, PATIENCE, SOMEBODY, Proof
from vcam.types import Image, Labels


def test_a_part_that_was_somebody_elses_a_moment_ago_is_not_me_at_first() -> None:
    watched = Watched()
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE], labels[10:, 40:50] = ME, OTHER
    watched.proof.forget(labels, HERE)
    seen = watched.see(np.s_[10:, 40:50])
    assert (seen[10:, 40:50] == SOMEBODY).all()
    assert (seen[MINE] == ME).all()


def test_where_i_touch_somebody_my_outermost_pixels_are_not_shown() -> None:
    watched = Watched()
    image: Image = np.full(SIZE.shape, MY_COLOUR, np.uint8)
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE], labels[10:, 34:50] = ME, OTHER
    watched.proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, False)
    assert (labels[13:, 32:34] == SOMEBODY).all()
    assert (labels[13:, 20:32] == ME).all()


def test_what_comes_into_view_where_i_was_is_not_me_though_it_has_my_colours() -> None:
    watched = Watched()
    image: Image = np.full(SIZE.shape, ROOM, np.uint8)
    labels = np.zeros(SIZE.shape[:2], np.int32)
    image[MINE], labels[MINE] = MY_COLOUR, ME
    image[10:, 27:34] = OTHER_COLOUR
    image[20:, :6], labels[20:, :6] = OTHER_COLOUR, OTHER
    evidence = (labels > 0).astype(np.float32)
    for _ in range(3):
        watched.proof.withhold(image, evidence, labels.copy(), ME, HERE, False)
    image[10:, 20:24] = OTHER_COLOUR
    seen = labels.copy()
    watched.proof.withhold(image, evidence, seen, ME, HERE, False)
    assert (seen[12:, 20:22] == SOMEBODY).all()
    assert (seen[12:, 29:34] == ME).all()


def test_somebody_who_joins_my_mask_is_not_me() -> None:
    watched = Watched()
    watched.see()
    for reach in range(1, 20):
        labels = watched.see(np.s_[12:, 34 : 34 + reach])
        assert (labels[MINE] == ME).all()
        assert (labels[12:, 36 : 34 + reach] == SOMEBODY).all()


def test_who_is_looked_for_often_without_being_found_to_be_another_is_me() -> None:
    watched = Watched()
    watched.see()
    bag = np.s_[20:30, 34:44]
    for _ in range(PATIENCE):
        assert (watched.see(bag, is_look=True)[20:30, 37:44] == SOMEBODY).all()
    assert (watched.see(bag)[bag] == ME).all()


def test_time_alone_proves_nothing() -> None:
    watched = Watched()
    watched.see()
    for _ in range(300):
        labels = watched.see(np.s_[12:, 34:44], is_look=False)
    assert (labels[12:, 37:44] == SOMEBODY).all()


def test_while_others_are_about_colours_alone_do_not_bring_me_back() -> None:
    watched = Watched()
    nothing, beside = np.s_[0:0, 0:0], np.s_[14:, 34:44]
    for _ in range(3):
        see_in_my_colours(watched, nothing, other=True)
    nobody = np.zeros(SIZE.shape[:2], np.int32)
    image, evidence = np.zeros(SIZE.shape, np.uint8), np.zeros(SIZE.shape[:2], np.float32)
    watched.proof.withhold(image, evidence, nobody, 0, {}, False)
    seen = [see_in_my_colours(watched, beside, other=True) for _ in range(HELD)]
    assert all((labels[14:, 37:44] == SOMEBODY).all() for labels in seen[:-1])
    assert (seen[-1][MINE] == ME).mean() > 0.85


def test_my_arm_in_my_own_colour_is_me_as_far_as_it_can_have_moved() -> None:
    watched = Watched()
    watched.see()
    image = np.full(SIZE.shape, ROOM, np.uint8)
    labels = np.zeros(SIZE.shape[:2], np.int32)
    image[MINE], labels[MINE] = MY_COLOUR, ME
    image[20:24, 34:60], labels[20:24, 34:60] = MY_COLOUR, ME
    watched.proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, False)
    assert labels[22, 34] == ME
    assert labels[22, 58] == SOMEBODY


def test_who_takes_my_place_as_i_move_is_not_me() -> None:
    watched = Watched()
    watched.see()
    for dx in range(2, 12, 2):
        labels = watched.see(np.s_[10:, 20 : 20 + dx], dx=dx)
        assert (labels[10:, 20 + dx : 34 + dx] == ME).all()
        assert not (labels[10:, 20 : 17 + dx] == ME).any()


def test_people_without_a_label_are_called_somebody() -> None:
    labels = np.zeros(SIZE.shape[:2], np.int32)
    evidence = np.zeros(labels.shape, np.float32)
    evidence[5:9, 5:9] = 0.9
    Proof(SIZE).withhold(np.zeros(SIZE.shape, np.uint8), evidence, labels, 0, {}, False)
    assert (labels[5:9, 5:9] == SOMEBODY).all()
    assert np.count_nonzero(labels) == 16


def see_in_my_colours(watched: Watched, part: tuple[slice, slice], other: bool) -> Labels:
    """Show me with a part in my colours beside me, and if so asked another person at the left edge."""
    image: Image = np.full(SIZE.shape, ROOM, np.uint8)
    labels = np.zeros(SIZE.shape[:2], np.int32)
    for where in (MINE, part):
        image[where], labels[where] = MY_COLOUR, ME
    if other:
        image[20:, :6], labels[20:, :6] = OTHER_COLOUR, OTHER
    watched.proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, False)
    return labels


def test_while_others_are_about_who_comes_out_behind_me_in_my_colours_is_not_me() -> None:
    watched = Watched()
    nothing, behind = np.s_[0:0, 0:0], np.s_[14:, 34:44]
    for _ in range(3):
        see_in_my_colours(watched, nothing, other=True)
    for _ in range(12):
        labels = see_in_my_colours(watched, behind, other=False)
    assert (labels[14:, 37:44] == SOMEBODY).all()
    assert (labels[MINE] == ME).all()


def test_alone_again_for_a_while_i_may_reach_out() -> None:
    watched = Watched()
    nothing, arm = np.s_[0:0, 0:0], np.s_[20:24, 34:40]
    see_in_my_colours(watched, nothing, other=True)
    for _ in range(ALERT_FRAMES + 1):
        see_in_my_colours(watched, nothing, other=False)
    for _ in range(8):
        labels = see_in_my_colours(watched, arm, other=False)
    assert (labels[arm] == ME).all()


def test_who_sways_slowly_beside_somebody_stays_whole() -> None:
    watched = Watched()
    for k in range(30):
        x = 20 + 0.3 * k
        share = np.clip(np.minimum(np.arange(64) + 1 - x, x + 14 - np.arange(64)), 0, 1)
        image = np.full(SIZE.shape, ROOM, np.float32)
        image[10:] += share[:, None] * (np.array(MY_COLOUR, np.float32) - image[10:])
        labels = np.zeros(SIZE.shape[:2], np.int32)
        labels[10:, share > 0.5] = ME
        image[20:, 54:] = OTHER_COLOUR
        labels[20:, 54:] = OTHER
        evidence = (labels > 0).astype(np.float32)
        mine = labels == ME
        watched.proof.withhold(
            image.astype(np.uint8), evidence, labels, ME, {ME: (27.0 + 0.3 * k, 20.0)}, False
        )
        assert (labels[mine] == ME).all()


def test_whoever_takes_my_place_after_many_looks_at_me_is_not_me() -> None:
    watched = Watched()
    for _ in range(60):
        watched.see(is_look=True)
    for dx in range(2, 12, 2):
        labels = watched.see(np.s_[10:, 20 : 20 + dx], dx=dx, is_look=False)
        assert not (labels[10:, 20 : 17 + dx] == ME).any()


def test_whoever_leans_over_me_after_many_looks_at_me_is_not_me() -> None:
    watched = Watched()
    for _ in range(60):
        watched.see(is_look=True)
    image: Image = np.full(SIZE.shape, ROOM, np.uint8)
    image[MINE] = MY_COLOUR
    image[20:36, 20:34] = OTHER_COLOUR
    for _ in range(3):
        labels = np.zeros(SIZE.shape[:2], np.int32)
        labels[MINE] = ME
        watched.proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, False)
        assert not (labels[24:, 22:32] == ME).any()


HAT = np.s_[10:14, 20:34]
ABOVE = (18, 4, 36, 14)


@pytest.mark.parametrize(("window", "is_shown"), [(ABOVE, True), (NOWHERE, False)])
def test_a_hat_that_is_called_somebodys_for_a_while_stays_mine_and_what_is_below_does_not(
    window: tuple[int, int, int, int], is_shown: bool
) -> None:
    watched = Watched()
    watched.see()
    low = np.s_[24:28, 20:34]
    for dx in (0, 1, 1, 0, -1, 0):
        image = np.full(SIZE.shape, ROOM, np.uint8)
        labels = np.zeros(SIZE.shape[:2], np.int32)
        here = np.s_[10:, 20 + dx : 34 + dx]
        image[here], labels[here] = MY_COLOUR, ME
        labels[HAT] = labels[low] = SOMEBODY
        middles = {ME: (27.0 + dx, 20.0)}
        watched.proof.withhold(image, (labels != 0).astype(np.float32), labels, ME, middles, False, window)
    assert (labels[10:12, 22:32] == ME).all() == is_shown
    assert (labels[low] == SOMEBODY).all()
    assert (labels[17:21, 22:32] == ME).all()


def test_whoever_comes_up_above_my_face_is_no_hat() -> None:
    watched = Watched()
    watched.see()
    for _ in range(60):
        image = np.full(SIZE.shape, ROOM, np.uint8)
        labels = np.zeros(SIZE.shape[:2], np.int32)
        image[MINE], labels[MINE] = MY_COLOUR, ME
        stranger = np.s_[4:14, 20:34]
        image[stranger], labels[stranger] = OTHER_COLOUR, SOMEBODY
        watched.proof.withhold(image, (labels != 0).astype(np.float32), labels, ME, HERE, True, ABOVE)
        assert not (labels[stranger] == ME).any()

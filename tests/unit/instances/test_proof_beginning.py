"""At the beginning, and after an absence, nobody is taken for me before it is known."""

import numpy as np

from tests.unit.instances.watched import HERE, ME, MINE, MY_COLOUR, OTHER, OTHER_COLOUR, ROOM, SIZE, Watched
from vcam.instances.proof import HELD, SOMEBODY, Proof
from vcam.types import Image


def test_who_has_sat_there_for_a_while_is_believed_at_once() -> None:
    assert (Watched().see()[MINE] == ME).all()


def see_from_the_beginning(proof: Proof) -> bool:
    """Show me to a proof that has seen nothing before; tell whether I am believed."""
    image: Image = np.full(SIZE.shape, ROOM, np.uint8)
    labels = np.zeros(SIZE.shape[:2], np.int32)
    image[MINE], labels[MINE] = MY_COLOUR, ME
    proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, False)
    return bool((labels[MINE] == ME).all())


def test_who_is_me_from_the_first_frame_on_is_believed_after_a_while() -> None:
    proof = Proof(SIZE)
    assert [see_from_the_beginning(proof) for _ in range(HELD + 5)] == [False] * (HELD - 1) + [True] * 6


def test_who_joins_my_mask_before_i_am_believed_is_not_me_when_i_am() -> None:
    proof = Proof(SIZE)
    stranger = np.s_[12:, 40:50]
    for frame in range(HELD + 20):
        image: Image = np.full(SIZE.shape, ROOM, np.uint8)
        labels = np.zeros(SIZE.shape[:2], np.int32)
        image[MINE], labels[MINE] = MY_COLOUR, ME
        if frame >= HELD // 2:
            image[stranger], labels[stranger] = OTHER_COLOUR, ME
        proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, frame % 4 == 0)
        assert not (labels[stranger] == ME).any()
    assert (labels[13:, 22:32] == ME).all()


def test_in_a_still_picture_i_am_believed_at_once() -> None:
    assert see_from_the_beginning(Proof(SIZE, held=1))


def test_who_stepped_up_just_before_i_had_to_be_proven_is_not_me() -> None:
    watched = Watched()
    stranger = np.s_[12:, 34:44]
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE] = labels[stranger] = ME
    for _ in range(HELD - 2):
        watched.proof.forget(labels, HERE)
    seen = watched.see(stranger)
    assert (seen[12:, 37:44] == SOMEBODY).all()
    assert (seen[MINE] == ME).all()


def test_a_frame_without_anybody_proves_nobody_who_joined_before() -> None:
    watched = Watched()
    stranger, hand = np.s_[10:, 34:50], np.s_[20:28, 40:48]
    image: Image = np.full(SIZE.shape, ROOM, np.uint8)
    image[MINE], image[stranger], image[hand] = MY_COLOUR, OTHER_COLOUR, MY_COLOUR
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE] = labels[stranger] = ME
    for _ in range(20):
        watched.see()
    for frame in range(40):
        is_black = frame == 5
        seen = np.zeros_like(labels) if is_black else labels.copy()
        watched.proof.withhold(image, (seen > 0).astype(np.float32), seen, ME, HERE, False)
        assert not (seen[hand] == ME).any()
    assert (seen[MINE] == ME).mean() > 0.85


def test_while_nobody_is_me_everybody_keeps_their_soft_borders() -> None:
    watched = Watched()
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE], labels[10:, 44:50] = OTHER, OTHER + 1
    wanted = labels.copy()
    image = np.zeros(SIZE.shape, np.uint8)
    watched.proof.withhold(image, (labels > 0).astype(np.float32), labels, 0, {}, False)
    np.testing.assert_array_equal(labels, wanted)


def test_while_i_am_away_nobody_is_me_and_when_i_come_back_i_am() -> None:
    watched = Watched()
    watched.see()
    image = np.full(SIZE.shape, ROOM, np.uint8)
    labels = np.full(SIZE.shape[:2], OTHER, np.int32)
    watched.proof.withhold(image, np.ones(labels.shape, np.float32), labels, 0, {}, False)
    assert not (labels == ME).any()
    assert (watched.see()[MINE] == ME).all()


def test_after_a_black_frame_specks_of_my_colours_prove_nobody_to_be_me() -> None:
    watched = Watched()
    stranger = np.s_[10:, 34:50]
    image: Image = np.full(SIZE.shape, ROOM, np.uint8)
    image[MINE], image[stranger] = MY_COLOUR, OTHER_COLOUR
    rows, columns = np.mgrid[10:36, 38:50]
    image[10:36, 38:50][(rows // 2 + columns // 2) % 2 == 0] = MY_COLOUR
    for _ in range(20):
        watched.see()
    for frame in range(40):
        labels = np.zeros(SIZE.shape[:2], np.int32)
        if frame != 5:
            labels[MINE] = labels[stranger] = ME
        watched.proof.withhold(image, (labels > 0).astype(np.float32), labels, ME, HERE, False)
        assert not (labels[10:, 38:50] == ME).any()
    assert (labels[MINE] == ME).mean() > 0.85


def test_what_was_withheld_is_mine_once_only_me_was_switched_off_for_a_while() -> None:
    watched = Watched()
    jacket = np.s_[20:30, 34:44]
    for _ in range(60):
        watched.see()
    for _ in range(60):
        assert not (watched.see(jacket, is_look=False)[20:30, 37:44] == ME).any()
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE] = labels[jacket] = ME
    for _ in range(HELD + 5):
        watched.proof.forget(labels, HERE)
    assert (watched.see(jacket)[jacket] == ME).all()


def test_only_me_that_was_off_for_a_blink_believes_at_once() -> None:
    watched = Watched()
    for _ in range(30):
        watched.see()
    labels = np.zeros(SIZE.shape[:2], np.int32)
    labels[MINE] = ME
    for _ in range(3):
        watched.proof.forget(labels, HERE)
    assert (watched.see()[MINE] == ME).all()

import numpy as np
import pytest

from vcam.card import draw_card
from vcam.types import Size


@pytest.mark.parametrize(
    "size", [Size(640, 360), Size(1280, 720), Size(480, 640), Size(64, 64), Size(1, 1), Size(100, 1)]
)
def test_the_card_has_the_size_that_is_asked_for(size: Size) -> None:
    card = draw_card(size, "Back in a moment", "The camera is starting")
    assert card.shape == size.shape
    assert card.dtype == np.uint8


def test_the_same_words_give_the_same_array_which_nobody_can_write() -> None:
    card = draw_card(Size(320, 180), "Back in a moment", "Switching")
    assert draw_card(Size(320, 180), "Back in a moment", "Switching") is card
    with pytest.raises(ValueError, match="read-only"):
        card[0, 0] = 0


def test_another_reason_is_seen_below_the_title_only() -> None:
    one = draw_card(Size(640, 360), "Back in a moment", "Switching")
    other = draw_card(Size(640, 360), "Back in a moment", "The camera is starting")
    rows = np.flatnonzero((one != other).any(axis=(1, 2)))
    assert rows.min() > 360 * 0.7


def test_long_words_stay_inside_the_picture() -> None:
    bare = draw_card(Size(640, 360), "", "").astype(int)
    card = draw_card(Size(640, 360), "A title that goes on and on and on", "and a reason " * 9).astype(int)
    columns = np.flatnonzero((bare != card).any(axis=(0, 2)))
    assert columns.min() > 20
    assert columns.max() < 620


def test_it_has_room_for_letters_of_other_languages() -> None:
    """A letter that the font does not have would become a question mark."""
    questions = draw_card(Size(320, 180), "??????", "")
    assert not np.array_equal(draw_card(Size(320, 180), "äßéЖλ…", ""), questions)

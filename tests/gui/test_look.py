"""What the tray tells is what has left, not what was wanted."""

from typing import Literal

import pytest

from vcam.engine import EngineState
from vcam.guard import Receipt
from vcam.gui.look import PATIENCE_S, Glance, Judge, Look, with_trouble
from vcam.gui.notify import Notices

Switch = Literal["on", "card", "off"]


def receipt(protected: int = 0, unprotected: int = 0, on_card: int = 0) -> Receipt:
    return Receipt(protected + unprotected + on_card, protected, unprotected, on_card, {})


def look_at(
    *receipts: Receipt, switch: Switch = "on", message: str = "", rests: bool = False, step_s: float = 1.0
) -> Look:
    """Judge these, one after another, and give the last verdict."""
    judge = Judge()
    state = EngineState("card" if message else "live", message)
    looks = [judge.judge(switch, state, each, rests, place * step_s) for place, each in enumerate(receipts)]
    return looks[-1].look


def test_pictures_with_the_room_hidden_are_live() -> None:
    assert look_at(receipt(), receipt(protected=30)) is Look.LIVE


def test_one_picture_that_shows_the_room_among_many_is_told() -> None:
    assert look_at(receipt(), receipt(protected=29, unprotected=1)) is Look.OPEN


@pytest.mark.parametrize(("switch", "look"), [("card", Look.CARD), ("off", Look.OFF)])
def test_a_card_that_was_asked_for_is_no_trouble(switch: Switch, look: Look) -> None:
    cards = [receipt(on_card=30 * second) for second in range(9)]
    assert look_at(*cards, switch=switch) is look


def test_a_switch_that_does_not_act_is_not_believed() -> None:
    assert look_at(receipt(), receipt(protected=30), switch="off") is Look.LIVE


def test_a_card_that_nobody_asked_for_is_trouble_after_a_while() -> None:
    cards = [receipt(on_card=30 * second) for second in range(9)]
    assert look_at(*cards[:2], message="Camera lost") is Look.STARTING
    assert look_at(*cards, message="Camera lost") is Look.TROUBLE


def test_silence_is_trouble_although_all_is_wanted() -> None:
    silent = [receipt(protected=30)] * 9
    assert look_at(*silent, step_s=PATIENCE_S / 2) is Look.TROUBLE


def test_two_looks_at_the_same_picture_say_the_same() -> None:
    same = [receipt(), receipt(unprotected=1), receipt(unprotected=1)]
    assert look_at(*same, step_s=0.5) is Look.OPEN
    assert look_at(*same, *same[-1:] * 2, step_s=0.5) is Look.STARTING, "by then the slowest has the next one"


def test_nobody_reading_is_not_trouble() -> None:
    cards = [receipt(on_card=30 * second) for second in range(9)]
    assert look_at(*cards, message="No program uses the camera", rests=True) is Look.OFF


def test_whoever_is_still_seen_does_not_rest() -> None:
    assert look_at(receipt(), receipt(unprotected=1), rests=True) is Look.OPEN


def test_a_trouble_is_told_beside_what_viewers_see_and_not_twice() -> None:
    gone = "The picture is gone."
    assert (
        with_trouble(Glance(Look.LIVE, "Live", "Viewers see you."), gone).sentence
        == f"Viewers see you. {gone}"
    )
    for glance in (Glance(Look.TROUBLE, "Only the card is shown", gone), Glance(Look.STARTING, "Starting")):
        assert with_trouble(glance, gone).sentence == gone


def test_a_loss_is_told_once_and_a_wish_is_not_told() -> None:
    told: list[str] = []
    notices = Notices(lambda title, sentence: told.append(sentence))
    for look in (Look.TROUBLE, Look.LIVE, Look.TROUBLE, Look.TROUBLE, Look.LIVE, Look.OFF, Look.TROUBLE):
        notices.look(Glance(look, "", f"now {look.value}"))
    assert told == ["now trouble"]

"""One place between two threads."""

import threading

from vcam.slot import Slot


def test_the_newest_item_displaces_the_one_before() -> None:
    slot: Slot[int] = Slot()
    assert slot.put(1) is None
    assert slot.put(2) == 1
    assert slot.take() == 2
    assert slot.take() is None


def test_a_waiting_taker_gets_what_another_thread_puts() -> None:
    slot: Slot[str] = Slot()
    taken: list[str | None] = []
    taker = threading.Thread(target=lambda: taken.append(slot.take(timeout_s=5)))
    taker.start()
    slot.put("frame")
    taker.join()
    assert taken == ["frame"]


def test_a_waiting_taker_that_is_stirred_goes_on_with_nothing() -> None:
    slot: Slot[str] = Slot()
    taken: list[str | None] = []
    taker = threading.Thread(target=lambda: taken.append(slot.take(timeout_s=60)))
    taker.start()
    while taker.is_alive():  # it may not have lain down yet
        slot.stir()
        taker.join(0.01)
    assert taken == [None]

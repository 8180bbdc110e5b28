"""Work in slices is done in order, and never long at a time."""

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QApplication

from vcam.gui.slices import SLICE_S, Slices


class Clock:
    """Goes on only when told."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_turn_ends_after_the_step_that_filled_it(qapp: QApplication) -> None:
    clock, done = Clock(), list[int]()
    owner = QObject()
    slices = Slices(owner, clock)

    def step(number: int) -> None:
        done.append(number)
        clock.now_s += SLICE_S / 2

    slices.add(*(lambda number=number: step(number) for number in range(5)))
    assert done == [], "nothing is done before the next turn"
    counts = []
    while not slices.is_done:
        qapp.processEvents()
        counts.append(len(done))
    assert done == [0, 1, 2, 3, 4]
    assert counts[:3] == [2, 4, 5]


def test_steps_that_a_step_adds_come_before_those_that_waited(qapp: QApplication) -> None:
    done: list[str] = []
    owner = QObject()
    slices = Slices(owner)
    slices.add(
        lambda: slices.add(lambda: done.append("a1"), lambda: done.append("a2")), lambda: done.append("b")
    )
    slices.finish()
    assert done == ["a1", "a2", "b"]


def test_what_is_left_can_be_forgotten(qapp: QApplication) -> None:
    done: list[int] = []
    owner = QObject()
    slices = Slices(owner)
    slices.add(lambda: done.append(1))
    slices.forget()
    qapp.processEvents()
    assert slices.is_done
    assert done == []


def test_what_is_left_is_forgotten_with_the_owner(qapp: QApplication) -> None:
    done: list[int] = []
    owner = QObject()
    Slices(owner).add(lambda: done.append(1))
    del owner
    qapp.processEvents()
    assert done == []

"""Widgets in reference cycles are taken apart in the window's thread alone."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vcam.gui import cycles


@pytest.fixture(autouse=True)
def python_collects() -> Iterator[None]:
    """Begin as Python does, and not as the other tests of the window."""
    gc.enable()
    yield
    gc.disable()


class Ring:
    """A widget in a reference cycle, which notes the thread that takes it apart."""

    def __init__(self, ended_in: list[str]) -> None:
        self._me = self
        self._widget = QWidget()
        self._ended_in = ended_in

    def __del__(self) -> None:
        self._ended_in.append(threading.current_thread().name)


def allocate_elsewhere() -> None:
    """Let another thread allocate far more than what has Python collect by itself."""
    work = threading.Thread(target=lambda: [[] for _ in range(20 * gc.get_threshold()[0])], name="elsewhere")
    work.start()
    work.join()


def test_cycles_are_collected_by_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cycles, "YOUNG_MS", 10)
    ended_in: list[str] = []
    with cycles.collect_here():
        Ring(ended_in)
        allocate_elsewhere()
        assert ended_in == []
        qtbot.waitUntil(lambda: ended_in == [threading.main_thread().name])


def test_afterwards_python_collects_as_ever(qapp: object) -> None:
    ended_in: list[str] = []
    with cycles.collect_here():
        Ring(ended_in)
    assert ended_in == [threading.main_thread().name]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0

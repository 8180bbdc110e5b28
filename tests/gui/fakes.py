"""A camera for the window that does what it is told and remembers it; its pictures pass a real guard."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from PyQt6.QtWidgets import QApplication

from vcam.cast import Person
from vcam.engine import EngineState
from vcam.errors import UsageError
from vcam.guard import WHOLE, Cleared, Guard, enlarge
from vcam.gui.bridge import Bridge
from vcam.gui.steering import Steering
from vcam.readers import Readers
from vcam.settings.fields import with_values
from vcam.settings.model import Settings
from vcam.steered import Status, Switch
from vcam.types import Box, Frame, Image, Part

PLACE = Box(100, 20, 220, 180, 0.9, 1, (130, 30, 190, 90))


@dataclass(frozen=True)
class FakePerson(Person):
    name: str = ""
    box: Box = PLACE
    is_me: bool = False
    effect: str = "show"
    may_be_me: bool = False


@dataclass
class FakeLive:
    """What `vcam.app.Live` promises the window.

    Attributes:
        calls: what was asked for, in order.
        gate: while it is cleared, changes take for ever.
        there: who is in the picture.
    """

    settings: Settings
    calls: list[tuple[object, ...]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    there: tuple[FakePerson, ...] = ()
    newest_frame: Frame | None = None
    refuses: str = ""
    cannot_show: str = ""
    state: EngineState = field(default_factory=lambda: EngineState("live"))
    switch: Switch = "on"
    trouble: str = ""
    readers: Readers | None = None
    guard: Guard = field(default_factory=Guard)
    watchers: list[Callable[[Cleared], None]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.gate.set()

    def start(self, patient: bool = False) -> None:
        self._note("start", patient)

    def stop(self) -> None:
        self._note("stop")

    def turn(self, switch: Switch) -> None:
        self.switch = switch
        self._note("turn", switch)

    def panic(self) -> None:
        self.turn("off")

    def check(self, values: Mapping[str, object]) -> None:
        if self.cannot_show:
            raise UsageError(self.cannot_show)

    def change(self, values: Mapping[str, object]) -> Settings:
        assert self.gate.wait(30), "the test forgot to open the gate"
        if self.refuses:
            raise UsageError(self.refuses)
        self.settings = with_values(self.settings, values)
        self._note("change", dict(values))
        return self.settings

    def watch(self, on_sent: Callable[[Cleared], None]) -> None:
        self.watchers.append(on_sent)

    def watch_state(self, on_state: Callable[[EngineState], None]) -> None:
        self._note("watch_state")

    def status(self) -> Status:
        figures = {"fps": 30.0, "cpu_ms_per_frame": 9.0, "peak_rss_mb": 300.0, "stages": {}}
        receipt = self.guard.receipt()
        return Status(
            state=self.state,
            since=datetime.now(UTC),
            switch=self.switch,
            camera="Webcam",
            sink="auto",
            receipt=receipt,
            figures=figures,
            readers=self.readers,
            trouble=self.trouble,
        )

    def newest_times(self) -> dict[str, float]:
        return {"network": 6.0, "blend": 2.0, "loop": 8.0}

    def preview(self, shown: bool) -> None:
        self._note("preview", shown)

    def people(self) -> tuple[FakePerson, ...]:
        return self.there

    def set_effect(self, track_id: int, text: str | None) -> None:
        self._note("set_effect", track_id, text)

    def choose_me(self, track_id: int) -> None:
        self._note("choose_me", track_id)

    def name_person(self, track_id: int, name: str) -> None:
        self._note("name_person", track_id, name)

    def find_person(self, text: str) -> int:
        raise UsageError(f"Nobody is called {text}; the window knows people by their ids.")

    def keep(self, x: int, y: int, track_id: int) -> None:
        self._note("keep", x, y, track_id)

    def send(self, image: Image, part: Part = WHOLE) -> None:
        """Let viewers get a picture, or a part of it."""
        cleared = self.guard.card(image, "test")
        if part is not WHOLE:
            cleared = enlarge(cleared, part, np.empty_like(image))
        for on_sent in self.watchers:
            on_sent(cleared)

    def _note(self, *call: object) -> None:
        self.calls.append(call)


def closed_doors(
    _live: Steering, _end: Callable[[], None], _show: Callable[[], None]
) -> AbstractContextManager[None]:
    """Nobody else steers."""
    return nullcontext()


def plain(bgr: tuple[int, int, int], width: int = 320, height: int = 180) -> Image:
    """A picture of one colour."""
    return np.full((height, width, 3), bgr, np.uint8)


def wait_for_all_that_was_asked(bridge: Bridge) -> None:
    """Let the bridge's thread answer, while its answers wait for this one."""
    done = threading.Event()
    bridge.ask(lambda _: done.set())
    assert done.wait(30)


def hear_all_that_was_asked(bridge: Bridge) -> None:
    """Let the bridge's thread answer, and this one take in the answers."""
    wait_for_all_that_was_asked(bridge)
    QApplication.processEvents()

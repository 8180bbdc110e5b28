"""Engines that run between a painted room and a sink that looks at every picture."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.fault.steered import LOADING_S, SETTINGS, Steered, Viewer
from tests.support.metronome import Metronome
from tests.support.scenery import FPS, SIZE, PaintedSource, PlainComposer, RecordingSink, Sent, TrueFinder
from vcam.app import Live
from vcam.control.place import claimed, listen
from vcam.control.server import Server
from vcam.control.steering import Steering
from vcam.engine import Engine, EngineState, Plan
from vcam.guard import Guard
from vcam.pipeline import AlphaFinder, Composer, Pipeline
from vcam.ports import Source
from vcam.settings import Settings
from vcam.settings.profiles import save_profile
from vcam.stats import RunStats
from vcam.types import Image, Size


def plain_card(size: Size, reason: str) -> Image:
    """A card that is neither room nor person."""
    return np.full(size.shape, 30, np.uint8)


def look_at_a_card() -> None:
    """Do about as much as whoever sends a picture and looks at it."""
    sink = RecordingSink()
    sink.send(Guard().card(plain_card(SIZE, "work"), "work"))


def plan_of(finder: AlphaFinder | None, composer: Composer, protect: bool = True, veil: bool = False) -> Plan:
    """A plan for parts that exist already."""
    return Plan(build=lambda: Pipeline(finder, composer, SIZE), protect=protect, veil=veil)


def good_plan() -> Plan:
    """A plan in which nothing fails."""
    return plan_of(TrueFinder(), PlainComposer())


def composed(count: int, after: int = 0) -> Callable[[list[Sent]], bool]:
    """Whether that many composed pictures came, not counting the first `after` pictures."""
    return lambda sent: sum(seen.kind == "composed" for seen in sent[after:]) >= count


def cards(count: int, after: int = 0) -> Callable[[list[Sent]], bool]:
    """Whether that many cards came, not counting the first `after` pictures."""
    return lambda sent: sum(seen.kind == "card" for seen in sent[after:]) >= count


def more_than(count: int) -> Callable[[list[Sent]], bool]:
    """Whether more than `count` pictures came."""
    return lambda sent: len(sent) > count


@dataclass
class Running:
    """A started engine with its parts at hand."""

    engine: Engine
    sink: RecordingSink
    guard: Guard
    stats: RunStats
    metronome: Metronome
    states: list[EngineState] = field(default_factory=list)

    def assert_rate_kept(self) -> None:
        """Pictures came at the sink's rate, in spite of all: no gap is long, and few are missing.

        Each picture takes several steps, and a busy machine may hold up each as long as a bare thread.
        """
        times = np.array([seen.time_s for seen in self.sink.sent])
        gaps = np.diff(times)
        stall_s = self.metronome.longest_s
        assert gaps.max() < 0.5 + 3 * stall_s, f"nothing for {gaps.max():.2f} s, bare thread {stall_s:.2f} s"
        due = self.metronome.rate * (times[-1] - times[0])
        assert len(times) >= 0.6 * due, f"{len(times)} pictures where this machine allows {due:.0f}"

    def assert_no_room(self) -> None:
        """Not one pixel of the room was in any picture."""
        leaks = [number for number, seen in enumerate(self.sink.sent) if seen.shows_room]
        assert not leaks, f"pictures {leaks[:5]} show the room"
        assert self.guard.receipt().unprotected == 0


Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start engines that are stopped, checked for their farewell, at the test's end."""
    running: list[Running] = []

    def start_one(
        plan: Plan,
        source: Source | None = None,
        sink: RecordingSink | None = None,
        reopen_sink: bool = True,
    ) -> Running:
        sink = sink or RecordingSink()
        guard, stats = Guard(), RunStats()
        states: list[EngineState] = []
        engine = Engine(
            source or PaintedSource(),
            sink,
            SIZE,
            FPS,
            guard,
            plain_card,
            stats,
            reopen_sink=reopen_sink,
            on_state=states.append,
        )
        one = Running(engine, sink, guard, stats, Metronome(FPS, look_at_a_card), states)
        running.append(one)
        engine.start(plan)
        return one

    yield start_one
    for one in running:
        one.metronome.stop()
        one.engine.stop()
        if one.engine.state.kind != "failed":
            assert one.sink.sent[-1].kind == "card", "the last picture must be the card"
        assert one.sink.closed >= 1


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> RecordingSink:
    """Where a live camera before the painted room sends to."""
    sink = RecordingSink()

    def load_network(settings: Settings, size: Size, stats: RunStats) -> TrueFinder:
        threading.Event().wait(LOADING_S)
        return TrueFinder()

    monkeypatch.setattr("vcam.app.live.make_source", lambda *_: PaintedSource())
    monkeypatch.setattr("vcam.app.live.make_sink", lambda *_: (sink, False))
    monkeypatch.setattr("vcam.app.parts.make_portrait_stage", load_network)
    return sink


@pytest.fixture
def steered(sink: RecordingSink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Steered]:
    """A live camera, steered through a real socket."""
    viewer = Viewer()
    with tempfile.TemporaryDirectory(prefix="vcam") as home:
        monkeypatch.setenv("XDG_CONFIG_HOME", home)
        for name, colour in (("red", "#ff0000"), ("blue", "#0000ff")):
            look = {"background": {"kind": "colour", "colour": colour}}
            save_profile(name, Settings.model_validate(look))
        live = Live(Settings.model_validate(SETTINGS))
        live.watch(viewer.look)
        place = Path(home) / "run"
        steering = Steering(live, end=lambda: None)
        with claimed(place, "a test"), Server(listen(place), steering.carry_out):
            live.start()
            try:
                viewer.wait_for("composed")
                yield Steered(live, sink, viewer, place)
            finally:
                live.stop()

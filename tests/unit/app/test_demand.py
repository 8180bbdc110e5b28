from typing import cast

import pytest

from vcam.app.demand import DRESSING, NOBODY, Demand
from vcam.engine import Engine
from vcam.readers import Readers

READ = Readers(1, ("meet",))
UNREAD = Readers()


class FakeEngine:
    """Remembers how it is steered."""

    def __init__(self) -> None:
        self.does = ""

    def resume(self) -> None:
        self.does = "works"

    def hold(self, reason: str, rest: bool = False) -> None:
        self.does = f"card: {reason}, camera {'closed' if rest else 'open'}"

    def idle(self, reason: str) -> None:
        self.does = f"idle: {reason}"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


def demand_for(engine: FakeEngine, on_demand: bool = True) -> Demand:
    demand = Demand(on_demand)
    demand.steer(cast("Engine", engine))
    return demand


def test_the_engine_works_only_while_somebody_reads(engine: FakeEngine) -> None:
    demand = demand_for(engine)
    demand.read_by(UNREAD)
    assert engine.does == f"idle: {NOBODY}"
    demand.read_by(READ)
    assert engine.does == "works"
    demand.read_by(UNREAD)
    assert engine.does == f"idle: {NOBODY}"


def test_a_preview_counts_as_a_reader_until_the_last_one_is_closed(engine: FakeEngine) -> None:
    demand = demand_for(engine)
    demand.read_by(UNREAD)
    demand.preview(True)
    demand.preview(True)
    demand.preview(False)
    assert engine.does == "works"
    demand.preview(False)
    assert engine.does.startswith("idle")
    demand.preview(False)
    demand.preview(True)
    assert engine.does == "works", "a preview that was closed twice does not count against the next"


def test_where_nobody_can_know_or_the_user_says_so_the_camera_is_always_on(engine: FakeEngine) -> None:
    demand = demand_for(engine)
    demand.read_by(None)
    assert engine.does == "works"
    demand.read_by(UNREAD)
    demand.use(on_demand=False)
    assert engine.does == "works"
    demand.use(on_demand=True)
    assert engine.does.startswith("idle")


@pytest.mark.parametrize("readers", [READ, UNREAD])
def test_switched_off_nobody_can_switch_it_on_by_reading(engine: FakeEngine, readers: Readers) -> None:
    demand = demand_for(engine)
    demand.turn("off")
    demand.read_by(readers)
    demand.preview(True)
    assert engine.does == "card: Camera off, camera closed"


def test_the_card_keeps_the_camera_open_for_a_reader_only(engine: FakeEngine) -> None:
    demand = demand_for(engine)
    demand.read_by(READ)
    demand.turn("card")
    assert engine.does == "card: Back in a moment, camera open"
    demand.read_by(UNREAD)
    assert engine.does == "idle: Back in a moment"


def test_another_engine_is_steered_like_the_one_before(engine: FakeEngine) -> None:
    demand = demand_for(engine)
    demand.read_by(UNREAD)
    other = FakeEngine()
    demand.steer(cast("Engine", other))
    assert other.does.startswith("idle")


def test_whoever_asks_is_told_who_reads() -> None:
    demand, told = Demand(on_demand=True), list[Readers | None]()
    demand.on_readers = told.append
    demand.read_by(READ)
    demand.read_by(UNREAD)
    assert told == [READ, UNREAD]


def test_a_new_reader_gets_the_card_until_the_look_is_the_one_for_it(engine: FakeEngine) -> None:
    demand, looks = demand_for(engine, on_demand=False), {"zoom": False}
    demand.is_dressed = lambda: looks["zoom"]
    demand.read_by(READ)
    assert engine.does == f"card: {DRESSING}, camera open"
    demand.dressed()
    assert engine.does.startswith("card"), "that was another look"
    looks["zoom"] = True
    demand.dressed()
    assert engine.does == "works"
    looks["zoom"] = False
    demand.turn("off")
    assert engine.does == "card: Camera off, camera closed", "what the user wants comes first"


def test_who_chooses_the_look_hears_of_a_reader_before_it_sees_anything(engine: FakeEngine) -> None:
    demand, seen = demand_for(engine), list[str]()
    demand.read_by(UNREAD)
    demand.on_readers = lambda _: seen.append(engine.does)
    demand.read_by(READ)
    assert seen == [f"idle: {NOBODY}"]

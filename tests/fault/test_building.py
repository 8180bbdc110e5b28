"""A pipeline that cannot be built leaves the card up, and comes as soon as it can be built."""

import threading

from tests.fault.conftest import Start, cards, composed, good_plan, more_than, plan_of
from tests.support.scenery import FPS, SIZE, PlainComposer, TrueFinder
from vcam.engine import Plan
from vcam.engine.analysis import Analysis
from vcam.engine.state import Board
from vcam.errors import NetworkError, UsageError
from vcam.pipeline import Pipeline
from vcam.slot import Slot
from vcam.stats import RunStats


def test_without_any_pipeline_the_card_stays_and_says_why(start: Start) -> None:
    def build() -> Pipeline:
        raise NetworkError("models/sinet.onnx is missing; reinstall vcam.")

    running = start(Plan(build=build, protect=True))
    running.sink.wait_until(lambda sent: len(sent) > 60)
    assert all(seen.kind == "card" for seen in running.sink.sent)
    assert "reinstall" in running.engine.state.message
    running.assert_no_room()
    running.assert_rate_kept()


def test_what_could_not_be_built_is_tried_again(start: Start) -> None:
    tries: list[str] = []

    def build() -> Pipeline:
        tries.append("try")
        if len(tries) < 3:
            raise UsageError("There is no picture /media/stick/beach.jpg.")
        return Pipeline(TrueFinder(), PlainComposer(), SIZE)

    running = start(Plan(build=build, protect=True))
    running.sink.wait_until(lambda _: running.engine.trouble == "There is no picture /media/stick/beach.jpg.")
    running.sink.wait_until(composed(10))
    assert (len(tries), running.engine.trouble) == (3, "")
    running.sink.wait_until(more_than(len(running.sink.sent) + 60))
    assert len(tries) == 3
    running.assert_no_room()
    running.assert_rate_kept()


def test_what_failed_is_forgotten_once_something_else_is_wanted(start: Start) -> None:
    tries: list[str] = []

    def build() -> Pipeline:
        tries.append("try")
        raise NetworkError("models/sinet.onnx is missing; reinstall vcam.")

    running = start(Plan(build=build, protect=True))
    running.sink.wait_until(cards(10))
    running.engine.apply(good_plan())
    running.sink.wait_until(composed(10))
    tried = len(tries)
    running.sink.wait_until(composed(10 + round(2 * FPS)))
    assert len(tries) == tried
    running.assert_no_room()


def test_a_pipeline_that_cannot_be_warmed_up_is_closed(start: Start) -> None:
    class ColdComposer(PlainComposer):
        def warm_up(self) -> None:
            raise OSError("There is no space left on the device.")

    composer = ColdComposer()
    running = start(plan_of(TrueFinder(), composer))
    running.sink.wait_until(lambda _: composer.is_closed)
    running.sink.wait_until(cards(10))
    running.assert_no_room()


def test_a_pipeline_that_is_built_too_late_is_closed(start: Start) -> None:
    building, may_end, composer = threading.Event(), threading.Event(), PlainComposer()

    def build() -> Pipeline:
        building.set()
        assert may_end.wait(timeout=30)
        return Pipeline(TrueFinder(), composer, SIZE)

    running = start(Plan(build=build, protect=True))
    assert building.wait(timeout=30)
    ending = threading.Thread(target=running.engine.stop)
    ending.start()
    assert running.engine.wait(timeout_s=30)
    may_end.set()
    ending.join()
    assert composer.is_closed


def test_a_pipeline_that_nobody_took_before_the_end_is_closed() -> None:
    pipelines, stop, composer = Slot[Pipeline](), threading.Event(), PlainComposer()
    pipelines.put(Pipeline(TrueFinder(), composer, SIZE))
    stop.set()
    Analysis(pipelines, Slot(), Slot(), Board(), RunStats()).run(stop)
    assert composer.is_closed

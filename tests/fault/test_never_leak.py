"""Whatever breaks, viewers never see one pixel of the room, and the sink keeps its rate."""

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.fault.conftest import Start, cards, composed, good_plan, plan_of
from tests.support.scenery import (
    PaintedSource,
    PlainComposer,
    RecordingSink,
    TrueFinder,
    painted_room,
)
from vcam.engine import Plan
from vcam.errors import NetworkError, SinkError, SourceError
from vcam.pipeline import Pipeline
from vcam.types import Alpha, ByteAlpha, Image, Size

pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered in cast")


def test_a_healthy_run_shows_the_person_and_never_the_room(start: Start) -> None:
    running = start(good_plan())
    running.sink.wait_until(composed(30))
    assert running.sink.sent[0].kind == "card"
    assert running.sink.sent[-1].shows_person
    running.assert_no_room()
    running.assert_rate_kept()


def nan_everywhere(evidence: Alpha, alpha: ByteAlpha) -> None:
    evidence.fill(np.nan)


def nan_at_one_place(evidence: Alpha, alpha: ByteAlpha) -> None:
    evidence[3, 5] = np.nan


def above_one(evidence: Alpha, alpha: ByteAlpha) -> None:
    evidence *= 2


def infinite(evidence: Alpha, alpha: ByteAlpha) -> None:
    evidence[0, 0] = np.inf


def negative(evidence: Alpha, alpha: ByteAlpha) -> None:
    evidence[0, 0] = -0.5


def everything_is_person(evidence: Alpha, alpha: ByteAlpha) -> None:
    evidence.fill(1)
    alpha.fill(255)


def alpha_of_nothing_seen(evidence: Alpha, alpha: ByteAlpha) -> None:
    alpha.fill(255)


def an_exception(evidence: Alpha, alpha: ByteAlpha) -> None:
    raise RuntimeError("the stage broke")


def a_known_error(evidence: Alpha, alpha: ByteAlpha) -> None:
    raise NetworkError("The network gave nothing; choose another one.")


@pytest.mark.parametrize(
    "fault",
    [
        nan_everywhere,
        nan_at_one_place,
        above_one,
        infinite,
        negative,
        everything_is_person,
        alpha_of_nothing_seen,
        an_exception,
        a_known_error,
    ],
)
@pytest.mark.parametrize("veil", [False, True])
def test_a_broken_mask_puts_the_card_up_until_it_is_whole_again(
    start: Start, fault: Callable[[Alpha, ByteAlpha], None], veil: bool
) -> None:
    finder = TrueFinder()
    running = start(plan_of(finder, PlainComposer(), veil=veil))
    running.sink.wait_until(composed(5))
    finder.spoil = fault
    before = len(running.sink.sent)
    running.sink.wait_until(cards(10, before))
    finder.spoil = None
    before = len(running.sink.sent)
    running.sink.wait_until(composed(5, before))
    running.assert_no_room()
    running.assert_rate_kept()


def test_an_empty_mask_shows_the_backdrop_alone(start: Start) -> None:
    def nobody(evidence: Alpha, alpha: ByteAlpha) -> None:
        evidence.fill(0)
        alpha.fill(0)

    running = start(plan_of(TrueFinder(nobody), PlainComposer()))
    running.sink.wait_until(composed(10))
    running.assert_no_room()


def test_a_finder_that_writes_nothing_does_not_pass_with_an_older_mask(start: Start) -> None:
    finder = TrueFinder()
    running = start(plan_of(finder, PlainComposer()))
    running.sink.wait_until(composed(5))
    finder.find = lambda *_: None  # type: ignore[method-assign]
    before = len(running.sink.sent)
    running.sink.wait_until(cards(10, before))
    running.assert_no_room()


def test_a_composer_that_breaks_puts_the_card_up(start: Start) -> None:
    def spoil() -> None:
        raise MemoryError("no room for the picture")

    composer = PlainComposer()
    running = start(plan_of(TrueFinder(), composer))
    running.sink.wait_until(composed(5))
    composer.spoil = spoil
    before = len(running.sink.sent)
    running.sink.wait_until(cards(10, before))
    running.assert_no_room()
    running.assert_rate_kept()


def test_a_stage_that_sleeps_is_replaced_by_the_card_at_full_rate(start: Start) -> None:
    wake = threading.Event()
    finder = TrueFinder()
    running = start(plan_of(finder, PlainComposer()))
    running.sink.wait_until(composed(5))
    finder.spoil = lambda evidence, alpha: (wake.wait(5), None)[1]
    before = len(running.sink.sent)
    running.sink.wait_until(cards(30, before))
    finder.spoil = None
    wake.set()
    before = len(running.sink.sent)
    running.sink.wait_until(composed(5, before))
    running.assert_no_room()
    running.assert_rate_kept()


@pytest.mark.parametrize(
    "error", [SourceError("The camera was unplugged; plug it in again."), OSError("EIO")]
)
def test_a_lost_camera_puts_the_card_up_and_comes_back_by_itself(start: Start, error: Exception) -> None:
    unplugged = threading.Event()

    def read(_count: int) -> None:
        if unplugged.is_set():
            raise error

    source = PaintedSource(read)
    running = start(good_plan(), source)
    running.sink.wait_until(composed(5))
    unplugged.set()
    before = len(running.sink.sent)
    running.sink.wait_until(cards(10, before))
    unplugged.clear()
    before = len(running.sink.sent)
    running.sink.wait_until(composed(5, before))
    running.assert_no_room()
    running.assert_rate_kept()


def test_the_card_says_why_the_camera_is_lost(start: Start) -> None:
    def read(count: int) -> None:
        if count > 5:
            raise SourceError("The camera was unplugged; plug it in again.")

    running = start(good_plan(), PaintedSource(read))
    running.sink.wait_until(lambda sent: running.engine.state.kind == "card" and len(sent) > 60)
    assert "plug it in again" in running.engine.state.message


def test_frames_of_changing_size_never_leak(start: Start) -> None:
    sizes = [Size(96, 64), Size(192, 128), Size(50, 70), Size(97, 33), Size(1, 1), Size(640, 360)]

    def read(count: int) -> Image:
        return painted_room(sizes[count // 5 % len(sizes)])

    running = start(good_plan(), PaintedSource(read))
    running.sink.wait_until(lambda sent: len(sent) > 120)
    running.assert_no_room()
    running.assert_rate_kept()


def test_a_source_of_nonsense_puts_the_card_up(start: Start) -> None:
    def read(count: int) -> Image | None:
        return np.zeros((4, 4), np.uint8) if count > 10 else None

    running = start(good_plan(), PaintedSource(read))
    running.sink.wait_until(lambda sent: cards(90)(sent))
    running.assert_no_room()
    running.assert_rate_kept()


def test_switching_while_running_never_leaks(start: Start) -> None:
    running = start(good_plan())
    for _ in range(20):
        before = len(running.sink.sent)
        running.engine.apply(good_plan())
        running.sink.wait_until(composed(2, before))
    running.assert_no_room()
    running.assert_rate_kept()


def test_protection_holds_from_the_moment_it_is_switched_on(start: Start) -> None:
    running = start(plan_of(None, PlainComposer(hides_room=False), protect=False))
    running.sink.wait_until(lambda sent: sum(seen.shows_room for seen in sent) > 10)
    assert running.guard.receipt().unprotected > 10
    running.engine.apply(good_plan())
    before = len(running.sink.sent) + 1  # one picture may be on its way to the sink
    running.sink.wait_until(composed(20, before))
    assert not any(seen.shows_room for seen in running.sink.sent[before:])


def test_a_plan_that_cannot_be_built_leaves_the_protected_picture(start: Start) -> None:
    def build() -> Pipeline:
        raise NetworkError("The network is missing; choose another one.")

    running = start(good_plan())
    running.sink.wait_until(composed(5))
    running.engine.apply(Plan(build=build, protect=True))
    before = len(running.sink.sent)
    running.sink.wait_until(composed(20, before))
    running.assert_no_room()


def test_a_virtual_camera_that_fails_is_opened_again(start: Start) -> None:
    def fail_once(count: int) -> None:
        if count == 20 and sink.opened == 1:
            raise SinkError("The virtual camera is gone; load v4l2loopback.")

    sink = RecordingSink(on_send=fail_once)
    running = start(good_plan(), sink=sink)
    running.sink.wait_until(composed(40))
    assert sink.opened == 2
    running.assert_no_room()


def test_a_full_disk_ends_the_run_with_its_reason(start: Start) -> None:
    def fail(count: int) -> None:
        if count == 10:
            raise SinkError("The disk is full; free some space.")

    running = start(good_plan(), sink=RecordingSink(on_send=fail), reopen_sink=False)
    assert running.engine.wait(timeout_s=5)
    running.engine.stop()
    assert running.engine.state.kind == "failed"
    assert "free some space" in running.engine.state.message


def test_a_file_is_waited_for_until_it_is_closed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vcam.engine.engine.FAREWELL_S", 0.01)
    closes, is_written = threading.Event(), threading.Event()

    class SlowDisk(RecordingSink):
        def close(self) -> None:
            closes.set()
            assert is_written.wait(timeout=30)
            super().close()

    running = start(good_plan(), sink=SlowDisk(), reopen_sink=False)
    ending = threading.Thread(target=running.engine.stop)
    ending.start()
    assert closes.wait(timeout=30)
    ending.join(timeout=0.2)
    assert ending.is_alive(), "the process would end without the file"
    is_written.set()
    ending.join(timeout=30)
    assert running.sink.closed == 1


def test_only_me_without_a_pipeline_that_tells_people_apart_shows_nobody(start: Start) -> None:
    running = start(good_plan())
    running.sink.wait_until(composed(5))
    before = len(running.sink.sent)
    running.engine.apply(replace(good_plan(), only_me=True))
    running.sink.wait_until(cards(20, after=before))
    assert not any(seen.shows_person for seen in running.sink.sent[before + 2 :])
    running.engine.apply(good_plan())
    running.sink.wait_until(composed(5, after=len(running.sink.sent)))
    running.assert_no_room()
    running.assert_rate_kept()

import queue
import threading
from concurrent.futures import ThreadPoolExecutor

from vcam.control.errands import Errands
from vcam.control.messages import Answer, Reply, Request


def test_at_the_end_what_was_begun_is_finished_and_the_rest_refused() -> None:
    begun, may_end = threading.Event(), threading.Event()
    done: list[str] = []

    def hang(request: Request) -> Answer:
        begun.set()
        assert may_end.wait(20)
        done.append(request.values["what"])
        return {}

    errands = Errands(hang, "test")
    first, second, later = (queue.SimpleQueue[Reply]() for _ in range(3))
    errands.ask(Request("background", {"what": "1.png"}), first.put)
    assert begun.wait(20)
    errands.ask(Request("background", {"what": "2.png"}), second.put)
    with ThreadPoolExecutor(1) as pool:
        closed = pool.submit(errands.close, 20)
        while later.empty() or "ends" not in later.get().error:
            errands.ask(Request("background", {"what": "late.png"}), later.put)
        may_end.set()
        closed.result(20)
    assert first.get(timeout=20) == Reply()
    assert "start it again" in second.get(timeout=20).error
    assert done == ["1.png"]


def test_a_disk_that_hangs_for_ever_does_not_keep_vcam_from_ending() -> None:
    begun, never = threading.Event(), threading.Event()

    def hang(_request: Request) -> Answer:
        begun.set()
        never.wait()
        return {}

    errands = Errands(hang, "test")
    errands.ask(Request("profile", {"name": "far"}), lambda _: None)
    assert begun.wait(20)
    errands.close(0.05)
    never.set()


def test_what_is_quick_needs_no_thread() -> None:
    threads: list[str] = []

    def note(_request: Request) -> Answer:
        threads.append(threading.current_thread().name)
        return {}

    errands = Errands(note, "test")
    for verb in ("panic", "off", "card", "on", "status"):
        errands.ask(Request(verb), lambda _: None)
    assert threads == [threading.current_thread().name] * 5

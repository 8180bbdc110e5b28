import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vcam.control import server as server_module
from vcam.control.client import NotRunningError, ask
from vcam.control.errands import MOST_WAITING
from vcam.control.messages import MAX_BYTES, Answer, Request, write_request
from vcam.control.place import claimed, is_same_user, listen, socket_path
from vcam.control.server import Server
from vcam.errors import SinkError, UsageError, VcamError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix sockets")

STATUS = write_request(Request("status"))


def echo(request: Request) -> Answer:
    """Tell what was asked, or fail in the way that a setting's name asks for."""
    match request.values.get("key"):
        case "usage":
            raise UsageError("There is no such setting; give another.")
        case "failure":
            raise SinkError("The disk is full; free some space.")
        case "crash":
            raise ZeroDivisionError
    return {"verb": request.verb, **request.values}


@contextmanager
def serving(
    folder: Path,
    carry_out: Callable[[Request], Answer] = echo,
    may_steer: Callable[[socket.socket], bool] = is_same_user,
    patience_s: float = 30.0,
) -> Iterator[Path]:
    with claimed(folder, "a test"), Server(listen(folder), carry_out, may_steer, patience_s):
        yield folder


@pytest.fixture
def running(folder: Path) -> Iterator[Path]:
    with serving(folder) as where:
        yield where


def connect(folder: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(20)
    connection.connect(str(socket_path(folder)))
    return connection


def hear(connection: socket.socket) -> bytes:
    """All that is said until the other end hangs up."""
    heard = bytearray()
    try:
        while part := connection.recv(65536):
            heard += part
    except ConnectionResetError:
        pass  # it hung up on what it had not read
    return bytes(heard)


def test_a_request_is_answered(running: Path) -> None:
    assert ask(running, "get", {"key": "background"}) == {"verb": "get", "key": "background"}


def test_errors_keep_their_kind_and_their_sentence(running: Path) -> None:
    with pytest.raises(UsageError, match="There is no such setting"):
        ask(running, "get", {"key": "usage"})
    with pytest.raises(VcamError, match="The disk is full") as failed:
        ask(running, "get", {"key": "failure"})
    assert not isinstance(failed.value, UsageError)


def test_a_request_that_breaks_costs_only_itself(running: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(VcamError, match="see the log"):
        ask(running, "get", {"key": "crash"})
    assert "ZeroDivisionError" in caplog.text
    assert ask(running, "status") == {"verb": "status"}


def test_without_a_server_the_sentence_says_how_to_start_one(folder: Path) -> None:
    with pytest.raises(NotRunningError, match="No vcam is running; start one with: vcam run"):
        ask(folder, "status")
    folder.mkdir()
    socket_path(folder).touch()
    with pytest.raises(NotRunningError):
        ask(folder, "status")


def test_another_user_is_refused_in_a_sentence(folder: Path) -> None:
    asked: list[Request] = []

    def remember(request: Request) -> Answer:
        asked.append(request)
        return {}

    with serving(folder, remember, may_steer=lambda _: False):
        with connect(folder) as stranger:
            assert b"Only the user who runs vcam" in hear(stranger)
        with pytest.raises(VcamError, match="Only the user"):
            ask(folder, "off")
    assert asked == []


def test_a_server_of_another_user_is_told_nothing(running: Path) -> None:
    with pytest.raises(VcamError, match="belongs to another user"):
        ask(running, "off", is_trusted=lambda _: False)


def test_many_lines_at_once_are_answered_in_their_order(running: Path) -> None:
    with connect(running) as client:
        keys = [f"key{number}" for number in range(100)]
        client.sendall(b"".join(write_request(Request("get", {"key": key})) for key in keys))
        client.shutdown(socket.SHUT_WR)
        answers = [json.loads(line)["answer"]["key"] for line in hear(client).splitlines()]
    assert answers == keys


def test_a_request_may_come_in_pieces(running: Path) -> None:
    with connect(running) as client:
        for byte in STATUS:
            client.sendall(bytes([byte]))
        assert json.loads(client.recv(65536))["answer"] == {"verb": "status"}


def test_half_a_request_gets_no_answer(running: Path) -> None:
    with connect(running) as client:
        client.sendall(STATUS[:-1])
        client.shutdown(socket.SHUT_WR)
        assert hear(client) == b""


def test_a_line_without_end_is_cut_off(running: Path) -> None:
    with connect(running) as client:
        client.sendall(b"x" * MAX_BYTES)
        assert b"too long" in hear(client)
    assert ask(running, "status") == {"verb": "status"}


def test_a_request_that_is_too_long_is_not_even_sent(running: Path) -> None:
    with pytest.raises(UsageError, match="too long"):
        ask(running, "get", {"key": "x" * MAX_BYTES})


def test_garbage_is_answered_once_and_then_hung_up_on(running: Path) -> None:
    with connect(running) as client:
        client.sendall(b"\n" * 1000)
        answer = hear(client)
    assert answer.count(b"\n") == 1
    assert b"no JSON" in answer


def test_fifty_quick_clients_are_all_answered(running: Path) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda n: ask(running, "get", {"key": str(n)})["key"], range(50)))
    assert answers == [str(number) for number in range(50)]


def test_silent_clients_leave_when_their_time_is_over_and_make_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "MOST_CLIENTS", 2)
    with serving(folder, patience_s=0.3), connect(folder) as silent, connect(folder) as slow:
        slow.sendall(b'{"vcam"')
        # There is no room left: this one is heard as soon as the others are sent away.
        assert ask(folder, "status", timeout_s=20) == {"verb": "status"}
        assert (hear(silent), hear(slow)) == (b"", b"")


def test_a_client_that_takes_no_answers_holds_up_nobody(folder: Path) -> None:
    with serving(folder, lambda _: {"long": "x" * 60_000}), connect(folder) as deaf:
        deaf.sendall(STATUS * 500)
        assert len(ask(folder, "status")["long"]) == 60_000


class HangingDisk:
    """Obeys, but whoever asks for a background waits until the disk is well again."""

    def __init__(self) -> None:
        self.begun, self.is_well = threading.Semaphore(0), threading.Event()
        self.done: list[str] = []

    def obey(self, request: Request) -> Answer:
        if request.verb == "background":
            self.begun.release()
            assert self.is_well.wait(30)
        self.done.append(request.values.get("what", request.verb))
        return {"verb": request.verb}


def background(name: str) -> bytes:
    return write_request(Request("background", {"what": name}))


def test_while_a_background_hangs_the_card_is_answered_at_once(folder: Path) -> None:
    disk = HangingDisk()
    # The patience is for clients that say nothing; who waits for a reply is not sent away.
    with serving(folder, disk.obey, patience_s=0.3), connect(folder) as client:
        client.sendall(background("slow.mp4"))
        assert disk.begun.acquire(timeout=20)
        for verb in ("panic", "off", "card", "on", "status", "panic"):
            assert ask(folder, verb) == {"verb": verb}
        assert "slow.mp4" not in disk.done
        assert not disk.is_well.wait(0.5)
        disk.is_well.set()
        assert json.loads(client.recv(65536))["ok"]


def test_what_may_take_long_is_done_in_the_order_in_which_it_was_asked(folder: Path) -> None:
    disk = HangingDisk()
    with serving(folder, disk.obey), connect(folder) as first, connect(folder) as second:
        first.sendall(background("1.png") + background("3.png"))
        assert disk.begun.acquire(timeout=20)
        second.sendall(background("2.png"))
        ask(folder, "status")  # so it has been heard
        disk.is_well.set()
        # Both replies to the first may come at once.
        assert json.loads(first.recv(65536).splitlines()[0])["ok"]
        assert json.loads(second.recv(65536))["ok"]
        assert disk.begun.acquire(timeout=20)
        assert disk.begun.acquire(timeout=20)
    assert disk.done == ["status", "1.png", "2.png", "3.png"]


def test_while_a_disk_hangs_only_some_may_wait_for_it_and_who_has_left_is_forgotten(folder: Path) -> None:
    disk = HangingDisk()
    with serving(folder, disk.obey), ExitStack() as stack:
        clients = [stack.enter_context(connect(folder)) for _ in range(MOST_WAITING + 1)]
        for number, client in enumerate(clients):
            client.sendall(background(f"{number}.png"))
            if number == 0:
                assert disk.begun.acquire(timeout=20)
        ask(folder, "status")
        with pytest.raises(VcamError, match="still busy"):
            ask(folder, "background", {"what": "late.png"})
        clients[3].close()
        ask(folder, "status")
        disk.is_well.set()
        for client in clients[:3] + clients[4:]:
            assert json.loads(client.recv(65536))["ok"]
    wanted = [f"{number}.png" for number in range(MOST_WAITING + 1) if number != 3]
    assert disk.done == ["status", "status", *wanted]


def test_who_waits_for_a_hanging_disk_too_long_is_told_so(folder: Path) -> None:
    disk = HangingDisk()
    with serving(folder, disk.obey):
        with pytest.raises(VcamError, match=r"not done that within 0\.3 seconds.*goes on trying"):
            ask(folder, "background", {"what": "slow.mp4"}, timeout_s=0.3)
        disk.is_well.set()


def test_closing_hangs_up_on_everybody(folder: Path) -> None:
    with serving(folder):
        client = connect(folder)
        client.sendall(STATUS)
        assert client.recv(65536)
    with client:
        assert hear(client) == b""
    with pytest.raises(NotRunningError):
        ask(folder, "status")


def test_whoever_asks_for_the_end_is_still_answered(folder: Path) -> None:
    ends = threading.Event()

    def end(_: Request) -> Answer:
        ends.set()
        return {"ends": True}

    with ThreadPoolExecutor(1) as pool, serving(folder, end):
        asked = pool.submit(ask, folder, "quit")
        assert ends.wait(20)
    assert asked.result(20) == {"ends": True}


message_parts = st.one_of(
    st.binary(max_size=50),
    st.just(b"\n"),
    st.just(STATUS),
    st.sampled_from([b"{", b'{"vcam": 1, ', b'"verb": ', b'"off"', b"}\n", b"\x00", b"\xff\n"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(message_parts, max_size=12))
def test_whatever_is_sent_it_answers_or_hangs_up_and_goes_on(running: Path, parts: list[bytes]) -> None:
    with connect(running) as client:
        try:
            for part in parts:
                client.sendall(part)
            client.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up on us already
        for line in hear(client).splitlines():
            reply = json.loads(line)
            assert reply["vcam"] == 1
            assert reply["ok"] or reply["error"].endswith(".")
    assert ask(running, "status") == {"verb": "status"}

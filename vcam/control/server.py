"""One thread that hears all who steer a running vcam, whatever they send and however slowly.

What may take long is done by another: while it lasts, others are heard, and the card can be asked for.
"""

import logging
import select
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self

from vcam.control.errands import Errands
from vcam.control.messages import (
    MAX_BYTES,
    Answer,
    Reply,
    Request,
    read_request,
    refusal,
    write_reply,
)
from vcam.control.place import is_same_user
from vcam.errors import UsageError, VcamError

log = logging.getLogger(__name__)

MOST_CLIENTS = 32
"""Whoever comes when so many are there waits until one leaves."""
PATIENCE_S = 5.0
"""A client gets so long for a request and for taking its answer."""
TICK_S = 0.5

STRANGER = VcamError("Only the user who runs vcam may steer it; run your own.")
TOO_LONG = UsageError(f"The message is too long; a request has at most {MAX_BYTES} bytes.")


@dataclass(eq=False, slots=True)
class _Client:
    """A connection: what has come and is not yet understood, what is still to be sent."""

    connection: socket.socket
    due_s: float
    inbox: bytearray = field(default_factory=bytearray)
    outbox: bytearray = field(default_factory=bytearray)
    leaves: bool = False  # once the outbox is empty
    waits: bool = False  # for a reply, unheard till then


class Server:
    """Answers requests until it is closed.

    Args:
        listener: a listening socket; the server closes it.
        carry_out: does what is asked and gives the answer, or raises VcamError.
        may_steer: whether a connection comes from somebody who may steer.
        patience_s: how long a client may take for a request and for its answer.
    """

    def __init__(
        self,
        listener: socket.socket,
        carry_out: Callable[[Request], Answer],
        may_steer: Callable[[socket.socket], bool] = is_same_user,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._listener = listener
        self._errands = Errands(carry_out, "vcam-errands")
        self._replies: deque[tuple[_Client, Reply]] = deque()
        self._may_steer = may_steer
        self._patience_s = patience_s
        self._stop = threading.Event()
        self._bell, self._ear = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._clients: set[_Client] = set()
        self._hears_newcomers = False
        self._thread = threading.Thread(target=self._run, name="vcam-control", daemon=True)

    def __enter__(self) -> Self:
        self._listener.setblocking(False)
        self._ear.setblocking(False)
        self._bell.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ, self._ear)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hear nobody any more; a request that is being carried out is still answered."""
        self._errands.close(self._patience_s)
        self._stop.set()
        self._ring()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=self._patience_s)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._welcome_or_not()
                for key, _ in self._selector.select(self._until_next_deadline()):
                    self._attend(key.data)
                self._send_away_the_slow()
            self._hand_out_replies()
        except Exception:
            log.exception("vcam can no longer be steered from outside")
        finally:
            for client in list(self._clients):
                self._drop(client)
            self._selector.close()
            for each in (self._listener, self._bell, self._ear):
                each.close()

    def _welcome_or_not(self) -> None:
        """Listen to newcomers only while there is room for them; the kernel lets them wait."""
        has_room = len(self._clients) < MOST_CLIENTS
        if has_room and not self._hears_newcomers:
            self._selector.register(self._listener, selectors.EVENT_READ, self._listener)
        elif not has_room and self._hears_newcomers:
            self._selector.unregister(self._listener)
        self._hears_newcomers = has_room

    def _until_next_deadline(self) -> float | None:
        due_s = [client.due_s for client in self._clients if not client.waits]
        return max(0.0, min(due_s) - time.monotonic()) if due_s else None

    def _attend(self, who: "socket.socket | _Client | None") -> None:
        if isinstance(who, _Client):
            with self._hearing(who):
                self._serve(who)
        elif who is self._listener:
            self._accept()
        else:
            with suppress(BlockingIOError):
                self._ear.recv(MOST_CLIENTS)
            self._hand_out_replies()

    def _ring(self) -> None:
        """Wake the thread that hears; a bell that has been rung often enough need not be rung again."""
        with suppress(OSError):
            self._bell.send(b"!")

    @contextmanager
    def _hearing(self, client: _Client) -> Iterator[None]:
        """Let go of a client that has hung up, or that has been told all it is to hear."""
        try:
            yield
        except OSError:
            client.leaves = True
            client.inbox.clear()
            client.outbox.clear()
        if client.leaves and not client.waits and not client.outbox and b"\n" not in client.inbox:
            self._drop(client)

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except BlockingIOError:
            return  # it was gone again
        except OSError as error:
            log.warning("somebody who wants to steer cannot be heard: %s", error.strerror)
            self._stop.wait(TICK_S)  # such as too many open files: it lasts, and the socket stays readable
            return
        client = _Client(connection, time.monotonic() + self._patience_s)
        connection.setblocking(False)
        self._clients.add(client)
        self._selector.register(connection, selectors.EVENT_READ, client)
        with self._hearing(client):
            if not self._may_steer(connection):
                log.warning("another user wanted to steer vcam and was refused")
                self._turn_away(client, STRANGER)

    def _serve(self, client: _Client) -> None:
        """Read or write as far as that goes without waiting."""
        if client.outbox:
            self._send(client)
        else:
            self._receive(client)
        self._obey(client)

    def _obey(self, client: _Client) -> None:
        """Take up what has been asked, one request after another."""
        while not (client.outbox or client.waits) and b"\n" in client.inbox:
            line, _, rest = bytes(client.inbox).partition(b"\n")
            client.inbox = bytearray(rest)
            try:
                request = read_request(line)
            except UsageError as error:
                self._turn_away(client, error)
            else:
                client.waits = True
                self._selector.unregister(client.connection)
                is_there = partial(_is_there, client.connection)
                self._errands.ask(request, partial(self._bring_reply, client), is_there)

    def _bring_reply(self, client: _Client, reply: Reply) -> None:
        """Leave a reply for the thread that hears; called from any thread."""
        self._replies.append((client, reply))
        self._ring()

    def _hand_out_replies(self) -> None:
        while self._replies:
            client, reply = self._replies.popleft()
            client.waits = False
            self._selector.register(client.connection, selectors.EVENT_READ, client)
            with self._hearing(client):
                self._answer(client, reply)
                self._obey(client)

    def _receive(self, client: _Client) -> None:
        try:
            part = client.connection.recv(MAX_BYTES)
        except BlockingIOError:
            return
        client.inbox += part
        client.leaves = not part
        if len(client.inbox) >= MAX_BYTES and b"\n" not in client.inbox[:MAX_BYTES]:
            self._turn_away(client, TOO_LONG)

    def _turn_away(self, client: _Client, error: VcamError) -> None:
        """Say why, and hear no more of it."""
        client.leaves = True
        client.inbox.clear()
        self._answer(client, refusal(error))

    def _answer(self, client: _Client, reply: Reply) -> None:
        client.outbox += write_reply(reply)
        self._send(client)

    def _send(self, client: _Client) -> None:
        with suppress(BlockingIOError):
            while client.outbox:
                del client.outbox[: client.connection.send(client.outbox)]
        if not client.outbox:
            client.due_s = time.monotonic() + self._patience_s
        wanted = selectors.EVENT_WRITE if client.outbox else selectors.EVENT_READ
        self._selector.modify(client.connection, wanted, client)

    def _send_away_the_slow(self) -> None:
        now_s = time.monotonic()
        for client in [each for each in self._clients if each.due_s <= now_s and not each.waits]:
            self._drop(client)

    def _drop(self, client: _Client) -> None:
        self._clients.discard(client)
        if not client.waits:
            self._selector.unregister(client.connection)
        client.connection.close()


def _is_there(connection: socket.socket) -> bool:
    """Whether the other end is still open; one that only sends no more waits for its answer."""
    if connection.fileno() < 0:
        return False
    poll = select.poll()
    poll.register(connection, 0)
    return not poll.poll(0)

"""Carries out requests: quick ones at once, the others one after another on a thread of its own.

A background may lie on a disk that hangs: whoever hears requests must not wait for it, since the
next one may be for the card.
"""

import logging
import queue
import threading
from collections.abc import Callable
from typing import TypeAlias

from vcam.control.messages import VERBS, Answer, Reply, Request, refusal
from vcam.errors import VcamError

log = logging.getLogger(__name__)

MOST_WAITING = 8
"""So many slow requests may wait; more are refused, so that there is always somebody to hear the next."""

BUSY = VcamError("The running vcam is still busy with earlier requests; try again in a moment.")
ENDS = VcamError("The running vcam ends; start it again with: vcam run")

_Errand: TypeAlias = tuple[Request, Callable[[Reply], None], Callable[[], bool]]


class Errands:
    """Safe to use from any thread.

    Args:
        carry_out: does what is asked and gives the answer, or raises VcamError.
        name: of the thread, which starts with the first request that may take long.
    """

    def __init__(self, carry_out: Callable[[Request], Answer], name: str) -> None:
        self._carry_out = carry_out
        self._name = name
        self._lock = threading.Lock()
        self._waiting: queue.Queue[_Errand | None] = queue.Queue(MOST_WAITING + 1)
        self._thread: threading.Thread | None = None
        self._has_ended = False

    def ask(
        self, request: Request, done: Callable[[Reply], None], is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        """Have a request carried out.

        Args:
            request: what is asked for.
            done: gets the reply, from this thread or from that of the errands.
            is_wanted: whether somebody still waits for it when its turn comes.
        """
        if VERBS[request.verb].is_quick:
            done(self._reply_to(request))
            return
        with self._lock:
            if self._has_ended or self._waiting.qsize() >= MOST_WAITING:
                refused = refusal(ENDS if self._has_ended else BUSY)
            else:
                refused = None
                self._waiting.put((request, done, is_wanted))
                self._start()
        if refused is not None:
            done(refused)

    def close(self, timeout_s: float) -> None:
        """Finish what is being done, for at most so long, and refuse what has not been begun."""
        with self._lock:
            self._has_ended = True
            self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (errand := self._waiting.get()) is not None:
            request, done, is_wanted = errand
            if self._has_ended:
                done(refusal(ENDS))
            elif is_wanted():
                done(self._reply_to(request))

    def _reply_to(self, request: Request) -> Reply:
        try:
            return Reply(self._carry_out(request))
        except VcamError as error:
            return refusal(error)
        except Exception:
            log.exception("%s broke", request.verb)
            return refusal(VcamError("Something broke inside vcam; see the log."))

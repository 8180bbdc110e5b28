import threading
from itertools import count

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.support.pictures import BLUE, GREEN, RED, TINY, cleared, solid
from vcam.guard import Guard
from vcam.sinks.memory import MemorySink
from vcam.types import Size


def test_it_keeps_copies_with_their_times() -> None:
    ticks = count()
    sink = MemorySink(keep=None, clock=lambda: float(next(ticks)))
    sink.open(TINY, 30)
    buffer = solid(RED)
    sink.send(Guard().card(buffer, "Test"))
    buffer[:] = 0
    sink.send(cleared(GREEN))
    assert [sent.time_s for sent in sink.pictures] == [0, 1]
    assert [sent.kind for sent in sink.pictures] == ["card", "card"]
    assert_array_equal(sink.pictures[0].image, solid(RED))


def test_it_keeps_only_the_newest_that_it_may() -> None:
    sink = MemorySink(keep=1)
    sink.open(TINY, 30)
    for bgr in (RED, GREEN, BLUE):
        sink.send(cleared(bgr))
    assert sink.count == 3
    assert len(sink.pictures) == 1
    newest = sink.newest
    assert newest is not None
    assert_array_equal(newest.image, solid(BLUE))


def test_waiting_ends_when_enough_pictures_have_arrived() -> None:
    sink = MemorySink(keep=None)
    sink.open(TINY, 30)

    def send_three() -> None:
        for bgr in (RED, GREEN, BLUE):
            sink.send(cleared(bgr))

    sender = threading.Thread(target=send_three)
    sender.start()
    assert sink.wait_for(3, timeout_s=5)
    assert not sink.wait_for(4, timeout_s=0)
    sender.join()


def test_a_raw_picture_or_another_size_is_a_mistake() -> None:
    sink = MemorySink(keep=None)
    sink.open(TINY, 30)
    with pytest.raises(TypeError, match="only what the guard has cleared"):
        sink.send(np.zeros(TINY.shape, np.uint8))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="opened for 32x16"):
        sink.send(cleared(RED, Size(8, 8)))
    sink.close()
    assert sink.size is None

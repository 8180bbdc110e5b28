"""What the card says is for viewers: it names no file and no camera."""

import pytest

from tests.fault.conftest import Start, cards, good_plan, plain_card
from tests.support.scenery import PaintedSource
from vcam.engine import Plan
from vcam.errors import SourceError, UsageError
from vcam.pipeline import Pipeline
from vcam.types import Image, Size

SECRET = "/home/anna/Therapy/session.mp4 cannot be read; choose another one."


class Lost(PaintedSource):
    """A camera that is gone after its first picture."""

    def read(self) -> Image | None:
        raise SourceError(SECRET)


def refuse() -> Pipeline:
    raise UsageError(SECRET)


@pytest.mark.parametrize("broken", ["source", "build"])
def test_viewers_read_no_names_and_the_user_does(
    start: Start, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    words: list[str] = []

    def draw(size: Size, reason: str) -> Image:
        words.append(reason)
        return plain_card(size, reason)

    monkeypatch.setattr("tests.fault.conftest.plain_card", draw)
    plan = good_plan() if broken == "source" else Plan(build=refuse, protect=True, veil=False)
    running = start(plan, Lost() if broken == "source" else None)
    running.sink.wait_until(lambda _: running.engine.state.message == SECRET)
    running.sink.wait_until(cards(5, len(running.sink.sent)))
    assert words
    assert not any("anna" in reason for reason in words)

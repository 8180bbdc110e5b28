"""What is shown while something takes long."""

import io
import sys

import pytest

from vcam.cli.progress import counting_bar


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["clip {1}.mp4", "a{b}.mp4", "open{.mp4", "take [final].mp4", "[red].mp4"])
def test_any_name_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "dumb")
    with counting_bar(name) as report:
        report(1, 2)
    assert name in terminal.getvalue()

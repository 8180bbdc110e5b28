"""A running camera that only remembers what it was told, and a folder short enough for a socket."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vcam.cast import Person
from vcam.engine import EngineState
from vcam.errors import UsageError
from vcam.guard import Receipt
from vcam.readers import Readers
from vcam.settings import Settings
from vcam.settings.fields import with_values
from vcam.steered import Status, Switch
from vcam.types import Box

PLACE = Box(0, 0, 40, 80, 0.9, 1, None)


@dataclass(frozen=True)
class FakePerson(Person):
    name: str = ""
    box: Box = PLACE
    is_me: bool = False
    effect: str = "show"
    may_be_me: bool = False


def a_status() -> Status:
    """What it does, as told to whoever asks."""
    return Status(
        state=EngineState("card", "Camera off"),
        since=datetime(2026, 5, 4, 12, 30, tzinfo=UTC),
        switch="on",
        camera="Integrated Camera, 1280x720 at 30 fps, MJPG",
        readers=Readers(1, ("chromium",)),
        sink="/dev/video10",
        receipt=Receipt(12, 9, 1, 2, {"Starting": 2}),
        figures={"fps": 29.97},
    )


@dataclass
class FakeLive:
    """Stands where `vcam.app.Live` stands."""

    settings: Settings = field(default_factory=Settings)
    told: list[tuple[object, ...]] = field(default_factory=list)
    here: tuple[FakePerson, ...] = (FakePerson(1, "Anna", is_me=True), FakePerson(2, effect="blur"))
    now: Status = field(default_factory=a_status)
    questions: int = 0
    cannot_show: str = ""

    def turn(self, switch: Switch) -> None:
        self.told.append(("turn", switch))

    def panic(self) -> None:
        self.told.append(("panic",))

    def check(self, values: Mapping[str, object]) -> None:
        if self.cannot_show:
            raise UsageError(self.cannot_show)

    def change(self, values: Mapping[str, object]) -> Settings:
        self.settings = with_values(self.settings, values)
        self.told.append(("change", *values))
        return self.settings

    def status(self) -> Status:
        return self.now

    def people(self) -> Sequence[FakePerson]:
        """As the real one: the first question only begins the search."""
        self.questions += 1
        return self.here if self.questions > 1 else ()

    def find_person(self, text: str) -> int:
        for one in self.here:
            if text in (str(one.track_id), one.name):
                return one.track_id
        raise UsageError(f"Nobody is called {text!r}; here are 1 (Anna), 2.")

    def set_effect(self, track_id: int, text: str | None) -> None:
        self.told.append(("effect", track_id, text))

    def choose_me(self, track_id: int) -> None:
        self.told.append(("me", track_id))

    def name_person(self, track_id: int, name: str) -> None:
        self.told.append(("name", track_id, name))


@pytest.fixture
def live() -> FakeLive:
    return FakeLive()


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vcam") as name:
        yield Path(name) / "run"

"""A running camera that only remembers what it was told, and a folder short enough for a socket."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from vcam.engine import EngineState
from vcam.errors import UsageError
from vcam.guard import Receipt
from vcam.readers import Readers
from vcam.settings import Settings
from vcam.settings.fields import with_values


@dataclass(frozen=True)
class FakeStatus:
    state: EngineState = field(default_factory=lambda: EngineState("card", "Camera off"))
    since: datetime = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    switch: str = "on"
    camera: str = "Integrated Camera, 1280x720 at 30 fps, MJPG"
    readers: Readers | None = field(default_factory=lambda: Readers(1, ("chromium",)))
    sink: str = "/dev/video10"
    receipt: Receipt = field(default_factory=lambda: Receipt(12, 9, 1, 2, {"Starting": 2}))
    figures: Mapping[str, object] = field(default_factory=lambda: {"fps": 29.97})
    people: "Sequence[FakePerson]" = ()


@dataclass(frozen=True)
class FakePerson:
    track_id: int
    name: str = ""
    is_me: bool = False
    effect: str = "show"


@dataclass
class FakeLive:
    """Stands where `vcam.app.Live` stands."""

    settings: Settings = field(default_factory=Settings)
    told: list[tuple[object, ...]] = field(default_factory=list)
    here: tuple[FakePerson, ...] = (FakePerson(1, "Anna", is_me=True), FakePerson(2, effect="blur"))
    now: FakeStatus = field(default_factory=FakeStatus)
    questions: int = 0

    def turn(self, switch: Literal["on", "card", "off"]) -> None:
        self.told.append(("turn", switch))

    def panic(self) -> None:
        self.told.append(("panic",))

    def change(self, values: Mapping[str, object]) -> Settings:
        self.use(with_values(self.settings, values))
        return self.settings

    def use(self, settings: Settings) -> None:
        self.settings = settings
        self.told.append(("use",))

    def status(self) -> FakeStatus:
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

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

import vcam
from vcam.cli import main
from vcam.logs import stop_logging
from vcam.settings import BackgroundSettings, Settings
from vcam.types import Size

FIGURES: dict[str, object] = {
    "frames_out": 2,
    "unprotected": 0,
    "on_card": 1,
    "fps": 29.97,
    "cpu_ms_per_frame": 9.5,
    "peak_rss_mb": 280.0,
    "stages": {"network": {"p50_ms": 4.2, "p95_ms": 5.1}},
}


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


Report: TypeAlias = Callable[[int, int | None], None]
Call: TypeAlias = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, in which the test also works."""
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(name="call")
def make_call(home: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Carry out a command line in an empty home."""

    def call(*words: object) -> Outcome:
        code = main([str(word) for word in words])
        stop_logging()
        return Outcome(code, *capsys.readouterr())

    return call


@dataclass
class FakeApp(ModuleType):
    """Stands where the pictures would be made, and remembers what it was asked for."""

    made: list[Settings] = field(default_factory=list)
    asked: dict[str, object] = field(default_factory=dict)
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__("vcam.app")

    @property
    def settings(self) -> Settings:
        """The settings of the newest call."""
        return self.made[-1]

    def run(self, settings: Settings, stats_file: Path | None = None) -> dict[str, object]:
        self._remember(settings, stats=stats_file)
        return dict(FIGURES)

    def process(
        self,
        settings: Settings,
        source_file: Path,
        out: Path,
        stats_file: Path | None = None,
        alpha: Path | None = None,
        labels: Path | None = None,
        size: Size | None = None,
        report: Report = lambda done, total: None,
    ) -> dict[str, object]:
        self._remember(
            settings, source=source_file, out=out, stats=stats_file, alpha=alpha, labels=labels, size=size
        )
        report(1, 2)
        return dict(FIGURES)

    def demo(
        self,
        settings: Settings,
        out: Path,
        stats_file: Path | None = None,
        report: Report = lambda done, total: None,
    ) -> dict[str, object]:
        self._remember(settings, out=out, stats=stats_file)
        report(1, None)
        return dict(FIGURES)

    def demo_background(self) -> BackgroundSettings:
        return BackgroundSettings(kind="picture", file="evening.jpg")

    def parse_size(self, text: str) -> Size:
        return Size(*map(int, text.split("x")))

    def _remember(self, settings: Settings, **asked: object) -> None:
        self.made.append(settings)
        self.asked = asked
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FakeApp:
    fake = FakeApp()
    monkeypatch.setitem(sys.modules, "vcam.app", fake)
    monkeypatch.setattr(vcam, "app", fake, raising=False)
    return fake

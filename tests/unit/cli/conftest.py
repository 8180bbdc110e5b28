import sys
from dataclasses import dataclass, field
from types import ModuleType

import pytest

import vcam
from vcam.cli import main
from vcam.logs import stop_logging
from vcam.settings import BackgroundSettings
from vcam.types import Size


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home, in which the test also works."""
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def call(home, capsys):
    """Carry out a command line in an empty home."""

    def call(*words):
        code = main([str(word) for word in words])
        stop_logging()
        return Outcome(code, *capsys.readouterr())

    return call


@dataclass
class FakeApp(ModuleType):
    """Stands where the pictures would be made, and remembers what it was asked for."""

    settings: object = None
    asked: dict = field(default_factory=dict)
    failure: BaseException | None = None

    def __post_init__(self):
        super().__init__("vcam.app")

    def run(self, settings, stats_file=None):
        self._remember(settings, stats=stats_file)
        return 0

    def process(self, settings, source_file, out, stats_file=None, alpha=None, size=None, report=None):
        self._remember(settings, source=source_file, out=out, stats=stats_file, alpha=alpha, size=size)
        report(1, 2)
        return {"frames_out": 2, "unprotected": 0, "on_card": 1}

    def demo(self, settings, out, stats_file=None, report=None):
        self._remember(settings, out=out, stats=stats_file)
        report(1, None)
        return {"frames_out": 2, "unprotected": 0, "on_card": 1}

    def demo_background(self):
        return BackgroundSettings(kind="picture", file="evening.jpg")

    def parse_size(self, text):
        return Size(*map(int, text.split("x")))

    def _remember(self, settings, **asked):
        self.settings, self.asked = settings, asked
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def app(monkeypatch):
    fake = FakeApp()
    monkeypatch.setitem(sys.modules, "vcam.app", fake)
    monkeypatch.setattr(vcam, "app", fake, raising=False)
    return fake

import pytest

from tests.support.scenery import SIZE, PlainComposer, TrueFinder
from vcam.app.kept import KeptFinder
from vcam.app.parts import build_pipeline
from vcam.errors import NetworkError
from vcam.pipeline import Pipeline
from vcam.settings import Settings
from vcam.stats import RunStats
from vcam.types import Size


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """For which settings a network was loaded."""
    for_settings: list[Settings] = []

    def make(settings: Settings, size: Size, stats: RunStats) -> TrueFinder:
        for_settings.append(settings)
        if settings.portrait.network == "broken":
            raise NetworkError("The network is damaged; reinstall vcam.")
        return TrueFinder()

    monkeypatch.setattr("vcam.app.parts.make_portrait_stage", make)
    return for_settings


def with_(**tables: object) -> Settings:
    return Settings.model_validate(tables)


def test_another_background_loads_no_network(made: list[Settings]) -> None:
    kept = KeptFinder()
    for kind in ("blur", "colour", "chroma"):
        build_pipeline(with_(background={"kind": kind}), SIZE, RunStats(), kept=kept).warm_up()
    assert len(made) == 1


@pytest.mark.parametrize(
    "other",
    [
        with_(portrait={"smoothing": 0.1}),
        with_(camera={"source": "demo"}),
        with_(output={"mirror": True}),
    ],
)
def test_what_the_stage_remembers_is_not_carried_elsewhere(made: list[Settings], other: Settings) -> None:
    kept = KeptFinder()
    first = kept.get(Settings(), SIZE, RunStats())
    assert kept.get(other, SIZE, RunStats()) is not first


def test_a_network_that_cannot_be_loaded_is_tried_again(made: list[Settings]) -> None:
    kept = KeptFinder()
    for _ in range(2):
        with pytest.raises(NetworkError):
            kept.get(with_(portrait={"network": "broken"}), SIZE, RunStats())
    assert len(made) == 2


def test_a_finder_in_use_sees_no_made_up_frame() -> None:
    found: list[bool] = []
    finder = TrueFinder(spoil=lambda *_: found.append(True))
    Pipeline(finder, PlainComposer(), SIZE, finder_is_warm=True).warm_up()
    assert found == []
    Pipeline(finder, PlainComposer(), SIZE).warm_up()
    assert found == [True]

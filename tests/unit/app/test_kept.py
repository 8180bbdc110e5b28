import pytest

from tests.support.known_faces import KnownFaces
from tests.support.scenery import SIZE, PlainComposer, TrueFinder
from vcam.app.kept import KeptStages
from vcam.app.parts import build_pipeline
from vcam.app.telling import Separation
from vcam.cast import Cast
from vcam.errors import NetworkError
from vcam.pipeline import Pipeline
from vcam.settings import Settings
from vcam.settings.model import PeopleSettings
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
    kept = KeptStages()
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
    kept = KeptStages()
    first = kept.finder(Settings(), SIZE, RunStats())
    assert kept.finder(other, SIZE, RunStats()) is not first


def test_when_the_camera_is_on_changes_nothing_that_is_remembered(made: list[Settings]) -> None:
    kept = KeptStages()
    first = kept.finder(Settings(), SIZE, RunStats())
    assert kept.finder(with_(camera={"on_demand": False}), SIZE, RunStats()) is first


def test_a_network_that_cannot_be_loaded_is_tried_again(made: list[Settings]) -> None:
    kept = KeptStages()
    for _ in range(2):
        with pytest.raises(NetworkError):
            kept.finder(with_(portrait={"network": "broken"}), SIZE, RunStats())
    assert len(made) == 2


class Told:
    """Stands for what tells people apart; counts how often it was warmed up."""

    is_wanted = is_crowded = False
    sees_closely = True

    def __init__(self) -> None:
        self.warmed = 0

    def warm_up(self) -> None:
        self.warmed += 1


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    """All that was made to tell people apart."""
    every: list[Told] = []

    def make(*_: object) -> Told:
        every.append(Told())
        return every[-1]

    monkeypatch.setattr("vcam.app.telling.make_people_stage", make)
    return every


SEPARATION = Separation(Cast(SIZE, PeopleSettings()), KnownFaces())


def test_what_is_known_of_me_outlives_a_background(made: list[Settings], told: list[Told]) -> None:
    kept = KeptStages()
    for kind in ("blur", "colour", "blur"):
        settings = with_(background={"kind": kind})
        build_pipeline(settings, SIZE, RunStats(), separation=SEPARATION, kept=kept).warm_up()
    assert [one.warmed for one in told] == [1]


def test_what_is_known_of_me_is_not_carried_to_another_camera(made: list[Settings], told: list[Told]) -> None:
    kept = KeptStages()
    for camera in ("first", "second"):
        settings = with_(camera={"source": camera})
        build_pipeline(settings, SIZE, RunStats(), separation=SEPARATION, kept=kept)
    assert len(told) == 2


def test_without_its_network_for_near_looks_it_is_made_anew(
    made: list[Settings], told: list[Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Told, "sees_closely", False)
    kept = KeptStages()
    for _ in range(2):
        build_pipeline(Settings(), SIZE, RunStats(), separation=SEPARATION, kept=kept)
    assert len(told) == 2


def test_people_need_a_finder_first() -> None:
    with pytest.raises(ValueError, match="finder"):
        KeptStages().separator(SEPARATION, SIZE, RunStats())


def test_a_finder_in_use_sees_no_made_up_frame() -> None:
    found: list[bool] = []
    finder = TrueFinder(spoil=lambda *_: found.append(True))
    Pipeline(finder, PlainComposer(), SIZE, is_warm=True).warm_up()
    assert found == []
    Pipeline(finder, PlainComposer(), SIZE).warm_up()
    assert found == [True]

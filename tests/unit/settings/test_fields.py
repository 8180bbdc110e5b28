import pytest

from vcam.errors import UsageError
from vcam.settings.fields import all_settings, closest, differences, keys_under, values_of, with_values
from vcam.settings.model import Settings


def test_every_setting_says_what_it_is_and_what_is_allowed() -> None:
    for setting in all_settings().values():
        assert setting.explanation.endswith(".")
        assert setting.allowed


def test_limits_and_units_come_from_the_declaration() -> None:
    assert all_settings()["camera.fps"].allowed == "a number from 1 to 120 per second"
    assert all_settings()["portrait.threads"].allowed == "a whole number from 1 to 8"
    assert all_settings()["safety.fallback"].allowed == "one of card, blur"


def test_a_group_means_all_its_settings() -> None:
    assert keys_under("people") == ("people.show", "people.effects")
    assert keys_under("people.show") == ("people.show",)
    with pytest.raises(UsageError, match=r"did you mean people\.show\?|did you mean people.show"):
        keys_under("people.shwo")


def test_the_closest_setting_may_be_in_a_group_that_was_forgotten() -> None:
    assert closest("mirror") == "output.mirror"
    assert closest("backgrund.kind") == "background.kind"
    assert closest("zzzzzz") is None


def test_values_are_taken_as_they_are_typed() -> None:
    settings = with_values(Settings(), {"output.fps": "25", "output.mirror": "on", "camera.source": "0"})
    assert (settings.output.fps, settings.output.mirror, settings.camera.source) == (25.0, True, "0")


def test_all_that_is_wrong_is_told_at_once_under_the_names_that_were_typed() -> None:
    with pytest.raises(UsageError) as refused:
        with_values(Settings(), {"output.fps": "0", "portrait.threads": "x"}, {"output.fps": "--fps"})
    assert str(refused.value) == (
        "--fps cannot be '0': allowed is a number from 1 to 60 per second; "
        "portrait.threads cannot be 'x': allowed is a whole number from 1 to 8."
    )


def test_every_value_can_be_reached_by_its_name() -> None:
    assert with_values(Settings(), values_of(Settings())) == Settings()


def test_the_differences_of_two_make_one_of_the_other() -> None:
    after = with_values(Settings(), {"background.kind": "chroma", "people.effects": {"2": "blur"}})
    found = differences(Settings(), after)
    assert found == {"background.kind": "chroma", "people.effects": {"2": "blur"}}
    assert with_values(Settings(), found) == after
    assert differences(after, after) == {}

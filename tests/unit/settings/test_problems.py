import pytest

from vcam.settings.problems import settle


def test_a_good_file_has_no_problems() -> None:
    settled = settle({"camera": {"fps": 25}})
    assert settled.values == {"camera.fps": 25.0}
    assert settled.problems == ()


def test_one_bad_value_is_told_and_replaced_and_the_good_one_beside_it_stays() -> None:
    settled = settle({"camera": {"fps": "fast", "size": "640x480"}})
    assert settled.values == {"camera.fps": 30.0, "camera.size": "640x480"}
    assert [str(problem) for problem in settled.problems] == [
        "camera.fps is 'fast'; allowed is a number from 1 to 120 per second; 30.0 is used instead."
    ]


def test_all_problems_are_told_at_once() -> None:
    data = {"camera": {"fps": 0}, "output": 5, "background": {"kind": "blurr"}, "version": 2}
    assert [problem.name for problem in settle(data).problems] == [
        "version",
        "camera.fps",
        "output",
        "background.kind",
    ]


def test_an_unknown_name_is_told_with_the_closest_one() -> None:
    (problem,) = settle({"camera": {"fsp": 25}}).problems
    assert str(problem) == "camera.fsp is not a setting; the closest one is camera.fps; it is left alone."


def test_an_old_name_is_understood() -> None:
    settled = settle({"background": {"color": "#ff0000"}})
    assert settled.values == {"background.colour": "#ff0000"}
    assert [problem.name for problem in settled.problems] == ["background.color"]


def test_the_new_name_wins_over_the_old_one() -> None:
    assert settle({"background": {"color": "#ff0000", "colour": "#00ff00"}}).values == {
        "background.colour": "#00ff00"
    }


def test_one_bad_effect_takes_no_other_with_it() -> None:
    settled = settle({"people": {"effects": {"anna": "grey", "ben": 3, "Carl": "sepia"}}})
    assert settled.values == {"people.effects": {"anna": "grey", "ben": "hide", "carl": "hide"}}
    assert [problem.name for problem in settled.problems] == ["people.effects.ben", "people.effects.Carl"]


def test_who_is_shown_falls_back_to_me_alone() -> None:
    settled = settle({"people": {"show": "onlyme"}})
    assert settled.values == {"people.show": "only-me"}
    assert [problem.name for problem in settled.problems] == ["people.show"]


@pytest.mark.parametrize("group", ["only-me", 5, [{"show": "only-me"}]])
def test_who_is_shown_falls_back_to_me_alone_with_the_whole_group(group: object) -> None:
    settled = settle({"people": group})
    assert settled.values == {"people.show": "only-me", "people.effects": {}}
    (problem,) = settled.problems
    assert str(problem).endswith("; its defaults are used, but people.show is 'only-me'.")


def test_a_bad_group_has_its_defaults_also_where_a_profile_lies_over_other_values() -> None:
    settled = settle({"background": "blur"})
    assert settled.values["background.kind"] == "blur"
    (problem,) = settled.problems
    assert str(problem) == "background is 'blur'; allowed is a table of settings; its defaults are used."


@pytest.mark.parametrize("effects", ["blur", ["others=blur"], 3])
def test_nobody_is_shown_where_even_whose_effects_were_wanted_is_unknown(effects: object) -> None:
    settled = settle({"people": {"effects": effects, "show": "all"}})
    assert settled.values == {"people.show": "all", "people.effects": {"me": "hide", "others": "hide"}}
    assert [problem.name for problem in settled.problems] == ["people.effects"]


@pytest.mark.parametrize("profile", ["", "work/home", 3])
def test_a_program_without_a_usable_profile_is_left_out_and_the_others_stay(profile: object) -> None:
    settled = settle({"programs": {"profiles": {"zoom": profile, "obs": "party"}}})
    assert settled.values == {"programs.profiles": {"obs": "party"}}
    (problem,) = settled.problems
    assert str(problem) == (
        f'programs.profiles.zoom is {profile!r}; allowed is a table of program = "profile", where a part '
        "of the program's name will do; it is left out."
    )


@pytest.mark.parametrize("profile", ["office", ""])
def test_a_profile_for_no_program_takes_no_other_with_it(profile: str) -> None:
    settled = settle({"programs": {"profiles": {" ": profile, "zoom": "", "obs": "party"}}})
    assert settled.values == {"programs.profiles": {"obs": "party"}}
    assert {problem.name.strip() for problem in settled.problems} == {
        "programs.profiles.",
        "programs.profiles.zoom",
    }

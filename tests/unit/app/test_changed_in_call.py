"""What the user changes while a profile is on by program is not lost, in this call and the next."""

import pytest

from tests.unit.app.wardrobe import Wardrobe
from vcam.app.by_program import ProfileByProgram
from vcam.settings.fields import with_values
from vcam.settings.profiles import save_profile

HIDDEN = {"background.kind": "blur", "people.show": "only-me", "profile": ""}


def test_what_the_user_changes_meanwhile_stays(live: Wardrobe) -> None:
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.settings = mine = with_values(live.settings, {"background.blur_strength": 0.1, "profile": ""})
    chooser.dress(())
    assert live.settings == mine


@pytest.mark.parametrize(
    "later",
    [
        [("zoom", "firefox")],
        [(), ("zoom",)],
        [(), ("firefox",), (), ("zoom",)],
    ],
)
def test_a_profile_is_not_laid_over_what_the_user_hid_meanwhile(
    live: Wardrobe, later: list[tuple[str, ...]]
) -> None:
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change(HIDDEN)
    for programs in later:
        chooser.dress(programs)
    assert (live.settings.background.kind, live.settings.people.show) == ("blur", "only-me")
    chooser.dress(("discord",))
    assert live.settings.profile == "fun"
    chooser.dress(("zoom",))
    assert (live.settings.background.kind, live.settings.people.show) == ("blur", "only-me")


def test_what_the_user_did_not_change_is_the_profiles_when_the_program_is_back(live: Wardrobe) -> None:
    save_profile("office", with_values(live.settings, {"people.show": "only-me"}))
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"background.blur_strength": 0.1, "profile": ""})
    chooser.dress(())
    assert (live.settings.people.show, live.settings.background.blur_strength) == ("all", 0.1)
    chooser.dress(("zoom",))
    assert (live.settings.people.show, live.settings.background.blur_strength) == ("only-me", 0.1)


def test_another_profile_that_the_user_chose_meanwhile_stays_whole(live: Wardrobe) -> None:
    hidden = {"people.show": "only-me", "background.kind": "blur"}
    for name in ("office", "party"):
        save_profile(name, with_values(live.settings, hidden))
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"profile": "party"})
    chooser.dress(())
    assert (live.settings.profile, live.settings.people.show) == ("party", "only-me")


def test_what_was_chosen_before_the_call_does_not_keep_the_profile_away_from_the_next(live: Wardrobe) -> None:
    live.change({"profile": "office", "background.kind": "colour"})
    chooser = ProfileByProgram(live)
    for programs in (("zoom",), ()):
        chooser.dress(programs)
    live.change({"profile": "", "background.kind": "none"})
    chooser.dress(("zoom",))
    assert (live.settings.profile, live.settings.background.kind) == ("office", "colour")


def test_what_is_no_look_may_change_and_the_profile_goes_all_the_same(live: Wardrobe) -> None:
    before = live.settings
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"output.mirror": True})
    chooser.dress(())
    assert live.settings == with_values(before, {"output.mirror": True})
    chooser.dress(("zoom",))
    assert live.settings.profile == "office"


def test_a_profile_that_the_user_chose_anyway_is_not_laid_anew(live: Wardrobe) -> None:
    live.change({"profile": "office", "background.kind": "colour"})
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change(HIDDEN)
    chooser.dress(("zoom", "firefox"))
    assert live.settings.background.kind == "blur"


def test_what_was_changed_in_a_call_and_again_outside_is_the_profiles_in_the_next(
    live: Wardrobe,
) -> None:
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    live.change({"background.kind": "chroma", "people.show": "only-me", "profile": ""})
    chooser.dress(())
    live.change({"background.kind": "none"})
    chooser.dress(("zoom",))
    assert live.settings.background.kind == "colour", "not the room, which was opened for something else"
    assert live.settings.people.show == "only-me", "that is still as it was chosen in the call"


def test_one_change_does_not_carry_the_rest_of_its_group_out_of_the_call(live: Wardrobe) -> None:
    save_profile("office", live.settings)
    live.change({"people.show": "only-me"})
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    assert live.settings.people.show == "all"
    live.change({"people.effects": {"others": "blur"}, "profile": ""})
    chooser.dress(())
    assert (live.settings.people.show, live.settings.people.effects) == ("only-me", {"others": "blur"})

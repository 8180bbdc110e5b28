"""What the user wants of people holds, and nobody unknown gains from it."""

import pytest

from tests.support.cast_stage import ALL, BIG, ONLY_ME, SMALL, Stage
from tests.support.tracked_people import ALIKE, BLUE, RED, person
from vcam.cast import ASKED_S
from vcam.casting import Effect
from vcam.errors import UsageError
from vcam.settings.model import PeopleSettings
from vcam.tracking.matching import Appearance
from vcam.types import Box, Size


def test_people_are_told_apart_only_while_somebody_needs_it() -> None:
    stage = Stage()
    assert not stage.cast.is_wanted
    assert stage.cast.people() == ()
    assert stage.cast.is_wanted
    stage.now_s += ASKED_S
    assert not stage.cast.is_wanted
    for needing in (ONLY_ME, PeopleSettings(effects={"me": "blur"})):
        stage.cast.use(needing)
        assert stage.cast.is_wanted
    stage.cast.use(ALL)
    assert not stage.cast.is_wanted


def test_who_is_there_is_told_with_all_that_is_known_of_them() -> None:
    stage = Stage(PeopleSettings(effects={"others": "grey"}))
    stage.see(BIG, SMALL)
    me, other = stage.cast.people()
    assert (me.is_me, me.effect, me.name, me.may_be_me) == (True, "show", "", False)
    assert (other.is_me, other.effect) == (False, "grey")
    assert me.box.head == BIG[0].head
    stage.now_s += 2
    assert stage.cast.people() == ()


def test_who_was_seen_for_a_moment_only_is_told_of_no_longer_than_that() -> None:
    stage = Stage()
    stage.see(BIG, times=9)
    stage.see(BIG, SMALL, times=3)
    assert [one.track_id for one in stage.cast.people()] == [1, 2]
    stage.see(BIG)
    assert [one.track_id for one in stage.cast.people()] == [1]
    stage.see(BIG, SMALL, times=9)
    stage.see(BIG)
    assert [one.track_id for one in stage.cast.people()] == [1, 2]


def test_an_effect_holds_from_the_next_frame_on_until_it_is_taken_back() -> None:
    stage = Stage()
    stage.see(BIG, SMALL)
    stage.cast.set_effect(2, "blur:0.8")
    assert stage.see(BIG, SMALL).looks[2] == Effect("blur", strength=0.8)
    assert stage.person(2).effect == "blur:0.8"
    stage.cast.set_effect(2, None)
    assert stage.see(BIG, SMALL).looks[2] == Effect("show")


@pytest.mark.parametrize(
    ("effects", "looks"),
    [
        ({"others": "grey"}, ("show", "grey")),
        ({"me": "cartoon", "others": "grey"}, ("cartoon", "grey")),
        ({"others": "grey", "2": "show"}, ("show", "show")),
        ({"others": "grey", "2": "blur", "anna": "hide"}, ("hide", "blur")),
    ],
)
def test_what_is_said_of_one_person_goes_before_what_is_said_of_all(
    effects: dict[str, str], looks: tuple[str, str]
) -> None:
    stage = Stage(PeopleSettings(effects=effects))
    stage.see(BIG, SMALL)
    stage.cast.name_person(1, "Anna")
    now = stage.see(BIG, SMALL).looks
    assert (now[1].kind, now[2].kind) == looks


def test_what_the_user_does_in_a_run_goes_before_the_settings_and_outlives_them() -> None:
    stage = Stage(PeopleSettings(effects={"2": "blur"}))
    stage.see(BIG, SMALL)
    stage.cast.set_effect(2, "grey")
    stage.cast.use(PeopleSettings(effects={"2": "hide"}))
    assert stage.see(BIG, SMALL).looks[2].kind == "grey"


def test_while_somebody_is_to_be_hidden_what_is_nobody_s_is_hidden_too() -> None:
    stage = Stage()
    assert stage.see(BIG, SMALL).rest.kind == "show"
    stage.cast.set_effect(2, "grey")
    assert stage.see(BIG, SMALL).rest.kind == "show"
    stage.cast.set_effect(2, "pixelate")
    assert stage.see(BIG, SMALL).rest.kind == "hide"


def test_who_may_be_somebody_hidden_is_hidden_until_that_is_clear() -> None:
    stage = Stage()
    stage.see(BIG, SMALL, times=10)
    stage.cast.set_effect(2, "blur")
    stage.see(BIG, times=60)
    returned = (person(1000, head=50), BLUE)
    looks = stage.see(BIG, returned, times=10).looks
    assert set(looks) == {1, 3}
    assert looks[3].kind == "blur"


AGAIN = (person(1000, head=50), BLUE)


def test_who_may_be_somebody_hidden_is_hidden_however_often_they_go_and_come() -> None:
    stage = Stage()
    stage.see(BIG, SMALL, times=10)
    stage.cast.set_effect(2, "hide")
    for track_id in (3, 4, 5):
        stage.see(BIG, times=150)
        assert stage.see(BIG, AGAIN, times=10).looks[track_id].kind == "hide"
    stage.cast.set_effect(5, "show")
    stage.see(BIG, times=150)
    assert stage.see(BIG, AGAIN, times=10).looks[6].kind == "show", "the user has said who that is not"


def test_who_may_be_somebody_hidden_is_not_shown_with_the_others_effect() -> None:
    stage = Stage(PeopleSettings(effects={"others": "outline", "2": "hide"}))
    stage.see(BIG, SMALL, times=10)
    stage.see(BIG, times=150)
    assert stage.see(BIG, AGAIN, times=10).looks[3].kind == "hide"


def test_nothing_that_is_said_of_whom_somebody_may_be_uncovers_who_is_hidden_as_another() -> None:
    stage = Stage(PeopleSettings(effects={"others": "hide", "me": "silhouette", "2": "blur"}), measured_s=1.0)
    assert {effect.kind for effect in stage.see(BIG, (person(200, head=50), BLUE)).looks.values()} == {
        "hide",
        "blur",
    }
    stage.see(BIG, SMALL, times=12)
    stage.see(BIG, times=150)
    assert stage.see(BIG, AGAIN, times=10).looks[3].kind == "hide"


def test_whoever_may_be_me_looks_as_concealed_as_i_want_to_be() -> None:
    stage = Stage(PeopleSettings(effects={"me": "blur", "others": "grey"}), measured_s=1.0)
    casting = stage.see(BIG, SMALL)
    assert casting.me == 0
    assert {effect.kind for effect in casting.looks.values()} == {"blur"}
    looks = stage.see(BIG, SMALL, times=12).looks
    assert (looks[1].kind, looks[2].kind) == ("blur", "grey")
    stage.see(SMALL, times=150)
    returned = (person(1000, head=90), RED)
    looks = stage.see(returned, SMALL, times=10).looks
    assert stage.person(3).may_be_me
    assert (looks[3].kind, looks[2].kind) == ("blur", "grey")


def test_the_user_says_who_is_me() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, SMALL)
    stage.cast.choose_me(2)
    assert stage.see(BIG, SMALL).me == 2
    stage.cast.choose_me(0)
    assert stage.see(BIG, SMALL).me == 1


def test_who_is_me_again_by_the_user_s_word_gets_the_old_number_name_and_effect_back() -> None:
    stage = Stage()
    stage.see(BIG, SMALL, times=10)
    stage.cast.name_person(1, "Anna")
    stage.cast.set_effect(1, "outline")
    stage.see(SMALL, times=200)
    elsewhere = (person(1000, head=90), RED)
    assert stage.see(elsewhere, SMALL, times=10).me == 0
    assert stage.person(3).may_be_me
    stage.cast.choose_me(3)
    casting = stage.see(elsewhere, SMALL)
    assert casting.me == 1
    assert casting.looks[1].kind == "outline"
    assert stage.person(1).name == "Anna"


def test_who_is_me_by_the_user_s_word_is_not_hidden_as_another_whom_i_resemble() -> None:
    stage = Stage()
    stage.see(BIG, SMALL, times=10)
    stage.cast.set_effect(2, "hide")
    stage.see(BIG, times=150)
    assert stage.see(BIG, AGAIN, times=10).looks[3].kind == "hide"
    stage.cast.choose_me(3)
    assert stage.see(BIG, AGAIN).looks[3].kind == "show"


def test_after_the_user_s_word_whom_i_resembled_is_a_rival_for_my_place() -> None:
    stage = Stage(ONLY_ME)
    stage.see(BIG, SMALL, times=10)
    stage.see(SMALL, times=150)
    stage.cast.choose_me(2)
    stage.see(BIG, SMALL, times=10)
    stage.cast.choose_me(3)
    assert stage.see(BIG, SMALL).me == 3
    stage.see(SMALL, times=15)
    assert stage.see(BIG, SMALL, times=10).me == 0, "that may as well be the one who was here before me"


@pytest.mark.parametrize("unseen", [1, 5])
def test_who_has_only_just_been_lost_is_found_again_by_the_user_s_word(unseen: int) -> None:
    stage = Stage(PeopleSettings(effects={"1": "blur"}))
    stage.see(BIG, SMALL, times=10)
    stage.see(SMALL, times=unseen)
    elsewhere = (person(1100, head=90), RED)
    stage.see(elsewhere, SMALL, times=3)
    stage.cast.choose_me(3)
    casting = stage.see(elsewhere, SMALL)
    assert (casting.me, casting.looks[1].kind) == (1, "blur")


def test_people_are_found_by_number_name_and_me() -> None:
    stage = Stage()
    with pytest.raises(UsageError, match="Nobody is known to be you yet"):
        stage.cast.find_person("me")
    stage.see(BIG, SMALL)
    stage.cast.name_person(2, " Uncle  Bob ")
    assert [stage.cast.find_person(text) for text in ("2", "02", "uncle bob", "ME")] == [2, 2, 2, 1]
    with pytest.raises(UsageError, match=r"Nobody is called 'eve'; here are 1, 2\."):
        stage.cast.find_person("eve")
    stage.see(BIG, SMALL)
    with pytest.raises(UsageError, match=r"There is no person 7; here are 1, 2 \(Uncle Bob\)\."):
        stage.cast.find_person("7")
    assert stage.cast.find_person("0" * 5000 + "2") == 2
    with pytest.raises(UsageError, match="There is no person 9"):
        stage.cast.find_person("9" * 5000)


@pytest.mark.parametrize("name", ["me", "Others", "12", "a=b", "x" * 41, "bob"])
def test_a_name_that_could_mean_somebody_else_is_refused(name: str) -> None:
    stage = Stage()
    stage.see(BIG, SMALL)
    stage.cast.name_person(2, "Bob")
    with pytest.raises(UsageError):
        stage.cast.name_person(1, name)


def test_a_name_can_be_taken_away() -> None:
    stage = Stage()
    stage.see(BIG)
    stage.cast.name_person(1, "Bob")
    stage.cast.name_person(1, " ")
    with pytest.raises(UsageError):
        stage.cast.find_person("bob")


def test_nothing_can_be_wanted_of_people_who_never_were() -> None:
    stage = Stage()
    stage.see(BIG)
    with pytest.raises(UsageError, match="There is no person 2"):
        stage.cast.set_effect(2, "blur")
    with pytest.raises(UsageError, match="There is no person 2"):
        stage.cast.choose_me(2)
    with pytest.raises(UsageError, match="There is no person 0"):
        stage.cast.name_person(0, "Bob")
    with pytest.raises(UsageError, match="There is no person 9"):
        stage.cast.keep(1, 1, 9)
    with pytest.raises(UsageError, match="is no effect"):
        stage.cast.set_effect(1, "sepia")
    with pytest.raises(UsageError, match="not in the picture"):
        stage.cast.keep(1280, 1, 1)


def test_ids_survive_another_size() -> None:
    stage = Stage()
    stage.see(BIG, SMALL, times=5)
    stage.cast.resize(Size(640, 360))
    assert set(stage.see((person(320, 50, 45), RED), (person(100, 50, 25), BLUE)).looks) == {1, 2}


def mirrored(x: float, head: float, clothes: Appearance) -> tuple[Box, Appearance]:
    return person(1280 - x, head=head), clothes


def test_who_sits_aside_is_still_me_when_left_and_right_are_swapped() -> None:
    stage = Stage(ONLY_ME)
    stage.see((person(400, head=135), RED), times=9)
    stage.cast.mirror()
    assert stage.see(mirrored(400, 135, RED), times=6).me == 1


def test_two_in_like_clothes_do_not_change_places_when_left_and_right_are_swapped() -> None:
    stage = Stage(ONLY_ME)
    stage.see((person(420, head=90), RED), (person(860, head=85), ALIKE), times=9)
    stage.cast.mirror()
    assert stage.cast.people() == ()
    people, casting = stage.cast.at(stage.frame, stage.now_s)
    assert (people, casting.me) == ((), 0), "frames under way are still the other way round"
    assert stage.see(mirrored(420, 90, RED), mirrored(860, 85, ALIKE), times=6).me == 1
    assert stage.person(1).box.x0 > stage.person(2).box.x0


def test_after_a_cut_nobody_gets_the_number_of_another() -> None:
    stage = Stage()
    stage.see(BIG, times=5)
    stage.cast.forget_places()
    assert stage.cast.people() == ()
    assert set(stage.see((person(640, head=90), BLUE), times=12).looks) == {2}

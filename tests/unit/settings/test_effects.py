"""Effects as people write them."""

import pytest

from vcam.casting import Effect
from vcam.errors import UsageError
from vcam.settings.effects import DARK, parse_effect, parse_person_effect


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("show", Effect("show")),
        ("blur", Effect("blur", strength=0.5)),
        (" Blur:0.8 ", Effect("blur", strength=0.8)),
        ("pixelate:1", Effect("pixelate", strength=1.0)),
        ("tint:#ff8800", Effect("tint", bgr=(0x00, 0x88, 0xFF))),
        ("outline", Effect("outline", bgr=(255, 255, 255))),
        ("outline:#010203", Effect("outline", bgr=(3, 2, 1))),
        ("silhouette", Effect("silhouette", bgr=DARK)),
        ("cartoon", Effect("cartoon")),
    ],
)
def test_an_effect_is_read(text: str, effect: Effect) -> None:
    assert parse_effect(text) == effect


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'' is no effect; give show, hide, blur"),
        ("sepia", "'sepia' is no effect; give show, hide, blur"),
        ("blur:2", "cannot be as strong as '2'; give a number from 0 to 1, like blur:0.8."),
        ("pixelate:", "cannot be as strong as ''; give a number from 0 to 1, like pixelate:0.8."),
        ("tint", "cannot have the colour ''; write it like tint:#ff8800."),
        ("outline:red", "cannot have the colour 'red'; write it like outline:#ff8800."),
        ("grey:0.5", "The effect grey takes nothing after it; leave out '0.5'."),
    ],
)
def test_what_is_no_effect_is_told_in_one_sentence(text: str, why: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_effect(text)
    assert why in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2=blur", ("2", "blur")),
        ("02 = blur", ("2", "blur")),
        ("Anna=tint:#ff8800", ("anna", "tint:#ff8800")),
    ],
)
def test_a_person_and_an_effect_are_read(text: str, read: tuple[str, str]) -> None:
    assert parse_person_effect(text) == read


@pytest.mark.parametrize("text", ["blur", "=blur", "2=", "2=sepia"])
def test_an_effect_for_nobody_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_person_effect(text)

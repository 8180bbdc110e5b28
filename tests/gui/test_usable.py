import threading

import pytest

from vcam.errors import UsageError
from vcam.gui.usable import DEVICES, SHOWN, left_of, refusal_of
from vcam.settings.fields import with_values
from vcam.settings.model import Settings


def test_a_check_is_waited_for_but_not_for_ever() -> None:
    def refuse() -> None:
        raise UsageError("It is no picture.")

    refusal = refusal_of(refuse)
    assert str(refusal) == "It is no picture."
    assert refusal_of(lambda: None) is None
    answers = threading.Event()

    def hang() -> None:
        answers.wait(60)

    assert refusal_of(hang, patience_s=0.01) is None
    answers.set()


@pytest.mark.parametrize(
    ("room", "wanted", "left"),
    [
        ("blur", {"background.kind": "picture", "people.show": "only-me"}, {"people.show": "only-me"}),
        ("none", {"background.kind": "video"}, {"background.kind": "blur"}),
        ("none", {"background.kind": "none", "portrait.network": "typo"}, {}),
        (
            "none",
            {"background.kind": "picture", "profile": "office"},
            {"background.kind": "blur", "profile": ""},
        ),
    ],
)
def test_what_hides_is_left_of_a_wish_that_is_refused(
    room: str, wanted: dict[str, object], left: dict[str, object]
) -> None:
    assert left_of(wanted, with_values(Settings(), {"background.kind": room}), SHOWN) == left


def test_without_its_camera_a_profile_keeps_its_name() -> None:
    wanted = {"background.kind": "blur", "camera.source": "gone.mp4", "profile": "office"}
    room = with_values(Settings(), {"background.kind": "none"})
    assert left_of(wanted, room, DEVICES) == {"background.kind": "blur", "profile": "office"}

"""A profile that cannot be put on, or not taken off, shows no room."""

from collections.abc import Mapping

import pytest

from tests.unit.app.wardrobe import Wardrobe
from vcam.app.by_program import ProfileByProgram
from vcam.errors import UsageError
from vcam.paths import profiles_dir
from vcam.settings.fields import with_values
from vcam.settings.model import Settings
from vcam.settings.profiles import save_profile


@pytest.mark.parametrize("kind", ["none", "chroma"])
def test_a_profile_that_cannot_be_put_on_shows_no_room_and_is_tried_again(
    live: Wardrobe, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(values: Mapping[str, object]) -> Settings:
        if "profile" in values:
            raise UsageError("There is no file /media/stick/me.mp4; give a video, a picture or a camera.")
        return change(values)

    change = live.change
    live.change({"background.kind": kind})
    before = live.settings
    chooser = ProfileByProgram(live)
    with monkeypatch.context() as patch:
        patch.setattr(live, "change", refuse)
        chooser.dress(("zoom",))
    assert live.settings.background.kind == {"none": "blur"}.get(kind, kind)
    chooser.dress(())
    assert live.settings == before
    chooser.dress(("zoom",))
    assert live.settings.profile == "office"


@pytest.mark.parametrize(("kind", "left"), [("none", "blur"), ("chroma", "chroma"), ("colour", "colour")])
def test_who_misses_a_profile_that_is_gone_does_not_show_the_room(
    live: Wardrobe, kind: str, left: str, caplog: pytest.LogCaptureFixture
) -> None:
    live.change({"programs.profiles": {"zoom": "gone"}, "background.kind": kind})
    before = live.settings
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    assert live.settings == with_values(before, {"background.kind": left})
    assert "gone" in caplog.text
    chooser.dress(())
    assert live.settings == before


def test_a_profile_whose_picture_cannot_be_shown_shows_no_room(live: Wardrobe) -> None:
    save_profile(
        "office", with_values(live.settings, {"background.kind": "picture", "background.file": "gone.png"})
    )
    live.change({"background.kind": "none"})
    ProfileByProgram(live).dress(("zoom",))
    assert live.settings.background.kind == "blur"


def test_a_profile_goes_also_where_the_camera_of_before_is_gone(live: Wardrobe) -> None:
    text = "[camera]\nsource = 'another'\n[background]\nkind = 'colour'\n"
    (profiles_dir() / "office.toml").write_text(text, encoding="utf-8")
    live.settings = before = with_values(live.settings, {"camera.source": "gone.mp4"})
    chooser = ProfileByProgram(live)
    chooser.dress(("zoom",))
    chooser.dress(())
    assert live.settings == with_values(before, {"camera.source": "another"})
    chooser.dress(("zoom",))
    assert live.settings.background.kind == "colour"

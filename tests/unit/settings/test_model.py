import pytest
from pydantic import ValidationError

from vcam.settings.model import BackgroundSettings, CameraSettings, OutputSettings, Settings


def test_the_room_is_hidden_until_somebody_asks_for_none() -> None:
    assert Settings().protects
    assert not Settings(background=BackgroundSettings(kind="none")).protects


def test_settings_are_replaced_and_never_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().camera.fps = 5  # type: ignore[misc]


def test_a_size_is_written_in_one_way_only() -> None:
    assert CameraSettings(size=" 0640X480 ").size == "640x480"
    assert OutputSettings(size="640x480").dimensions == (640, 480)


@pytest.mark.parametrize("size", ["641x480", "62x64", "64x3842", "640", "x", "-64x64", "640x480x2"])
def test_an_output_has_even_sides_from_64_to_3840(size: str) -> None:
    with pytest.raises(ValidationError):
        OutputSettings(size=size)


def test_a_colour_gives_blue_green_and_red() -> None:
    assert BackgroundSettings(colour="#0102FF").bgr == (255, 2, 1)


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#1234567", "#12345g", "#123456\n"])
def test_a_colour_has_six_hexadecimal_digits(colour: str) -> None:
    with pytest.raises(ValidationError):
        BackgroundSettings(colour=colour)


def test_a_file_name_of_another_encoding_is_refused() -> None:
    for make in (
        lambda name: CameraSettings(source=name),
        lambda name: OutputSettings(sink=name),
        lambda name: BackgroundSettings(kind="picture", file=name),
    ):
        assert make("café.mp4")
        with pytest.raises(ValidationError, match="UTF-8"):
            make("caf\udce9.mp4")


def test_a_camera_may_be_given_as_a_number() -> None:
    assert CameraSettings.model_validate({"source": 0}).source == "0"


@pytest.mark.parametrize("fps", [True, "30", float("nan"), float("inf"), 0, 121])
def test_a_rate_is_a_number_within_its_limits(fps: object) -> None:
    with pytest.raises(ValidationError):
        CameraSettings.model_validate({"fps": fps})


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", "x.", " x", "x ", "a\\b", "a\0", "a\n", "x" * 41])
def test_a_profile_cannot_lead_out_of_its_folder(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings(profile=name)

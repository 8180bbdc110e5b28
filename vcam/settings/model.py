"""Every setting, declared once: the file, the command line and the window all read it from here."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from vcam.errors import UsageError
from vcam.settings.colours import read_colour, to_bgr
from vcam.settings.effects import EFFECT_FORMS, PERSON_FORMS, normal_person, parse_effect
from vcam.texts import is_utf8

PROFILE_NAME = re.compile(r"\w(?:[\w .-]{0,38}[\w-])?")
"""A profile's name becomes a file's name: it holds no separator and neither begins nor ends with a dot."""


def _dimensions(text: str) -> tuple[int, int]:
    width, height = text.split("x")
    return int(width), int(height)


def _normal_size(text: str) -> str:
    match = re.fullmatch(r"\s*([0-9]{1,5})\s*[xX]\s*([0-9]{1,5})\s*", text)
    if match is None:
        raise ValueError("a size looks like 1280x720")
    return f"{int(match[1])}x{int(match[2])}"


def _camera_size(text: str) -> str:
    size = _normal_size(text)
    if not all(16 <= side <= 7680 for side in _dimensions(size)):
        raise ValueError("a side has from 16 to 7680 pixels")
    return size


def _output_size(text: str) -> str:
    size = _normal_size(text)
    if not all(64 <= side <= 3840 and side % 2 == 0 for side in _dimensions(size)):
        raise ValueError("a side has an even number of pixels from 64 to 3840")
    return size


def _some_text(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _profile(text: str) -> str:
    if text and PROFILE_NAME.fullmatch(text) is None:
        raise ValueError("not a profile's name")
    return text


def _named_profile(text: str) -> str:
    if not text:
        raise ValueError("not a profile's name")
    return _profile(text)


def _effect(text: str) -> str:
    try:
        parse_effect(text)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return text


SomeText = Annotated[str, AfterValidator(_some_text)]


class Table(BaseModel):
    """What all groups of settings share: they are never changed, only replaced as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _in_utf8(cls, value: Any) -> Any:
        """Refuse file names of other encodings, at which libraries for pictures and videos crash."""
        if isinstance(value, str) and not is_utf8(value):
            raise ValueError("not a text in UTF-8; rename the file")
        return value


class CameraSettings(Table):
    """Where pictures come from."""

    source: SomeText = Field(
        "auto",
        description="The camera: auto, its number, /dev/videoN, its name or bus, a file, or demo.",
        json_schema_extra={"allowed": "a text that is not empty"},
    )
    size: Annotated[str, AfterValidator(_camera_size)] = Field(
        "1280x720",
        description="The picture size that the camera is asked for.",
        json_schema_extra={"unit": "px", "allowed": "WIDTHxHEIGHT with sides from 16 to 7680"},
    )
    fps: float = Field(
        30.0,
        ge=1,
        le=120,
        description="How many pictures the camera is asked for.",
        json_schema_extra={"unit": "per second"},
    )
    on_demand: bool = Field(
        True,
        description="Whether the camera is on only while a program reads the virtual one, if that is known.",
    )

    @field_validator("source", mode="before")
    @classmethod
    def _number_as_text(cls, value: Any) -> Any:
        """Let a file say `source = 0`, which is what people write for the first camera."""
        return str(value) if type(value) is int else value

    @property
    def dimensions(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return _dimensions(self.size)


class OutputSettings(Table):
    """Where pictures go."""

    sink: SomeText = Field(
        "auto",
        description="The virtual camera: auto for the first, /dev/videoN or its name; or a file, or memory.",
        json_schema_extra={"allowed": "a text that is not empty"},
    )
    size: Annotated[str, AfterValidator(_output_size)] = Field(
        "1280x720",
        description="The size of the pictures that viewers get.",
        json_schema_extra={"unit": "px", "allowed": "WIDTHxHEIGHT with even sides from 64 to 3840"},
    )
    fps: float = Field(
        30.0,
        ge=1,
        le=60,
        description="How many pictures viewers get.",
        json_schema_extra={"unit": "per second"},
    )
    mirror: bool = Field(False, description="Whether left and right are swapped.")

    @property
    def dimensions(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return _dimensions(self.size)


class PortraitSettings(Table):
    """How people are told from the room."""

    network: SomeText = Field(
        "auto",
        description="The network that finds people: auto, or a name that `vcam networks` lists.",
        json_schema_extra={"allowed": "a text that is not empty"},
    )
    precision: Literal["auto", "fp32", "int8"] = Field(
        "auto",
        description="How exactly the network computes: int8 is smaller, fp32 finer, auto takes the faster.",
    )
    threads: int = Field(1, ge=1, le=8, description="How many processor cores the network may use.")
    smoothing: float = Field(
        0.6, ge=0, le=1, description="How strongly the edge is steadied over time; 0 is not at all."
    )
    edge_px: int = Field(
        2,
        ge=0,
        le=16,
        description="How far around the edge, in the network's picture, it is refined; 0 is not at all.",
        json_schema_extra={"unit": "px"},
    )


class BackgroundSettings(Table):
    """What viewers see instead of the room."""

    kind: Literal["none", "blur", "picture", "video", "colour", "chroma"] = Field(
        "blur", description="What replaces the room; none shows it as it is, chroma is a plain green."
    )
    blur_strength: float = Field(0.6, ge=0, le=1, description="How strongly a blurred room is blurred.")
    file: str = Field("", description="The picture or video that replaces the room.")
    colour: Annotated[str, AfterValidator(read_colour)] = Field(
        "#3a5a78",
        description="The colour that replaces the room.",
        json_schema_extra={"allowed": "#RRGGBB"},
    )

    @property
    def bgr(self) -> tuple[int, int, int]:
        """The colour as blue, green and red, each 0..255."""
        return to_bgr(self.colour)


class PeopleSettings(Table):
    """Who is shown, and how."""

    show: Literal["all", "only-me"] = Field(
        "all", description="Who is shown; with only-me the room is blurred if nothing else replaces it."
    )
    effects: dict[str, Annotated[str, AfterValidator(_effect)]] = Field(
        default_factory=dict,
        description="An effect for each person who has one.",
        json_schema_extra={
            "allowed": f'a table of person = "effect", where a person is {PERSON_FORMS}, and an effect '
            f"is {EFFECT_FORMS}"
        },
    )

    @field_validator("effects")
    @classmethod
    def _one_name_for_each(cls, value: dict[str, str]) -> dict[str, str]:
        return {normal_person(person): effect for person, effect in value.items()}

    @property
    def only_me(self) -> bool:
        """Whether nobody but the user may be seen."""
        return self.show == "only-me"


class FramingSettings(Table):
    """Which part of the picture is shown."""

    follow: bool = Field(
        False, description="Whether the picture follows the people who are seen, as a camera operator would."
    )
    closest: float = Field(
        1.6, ge=1.1, le=3, description="How many times the picture is enlarged at most to follow people."
    )

    @property
    def zoom(self) -> float:
        """How far pictures may be enlarged; 1 is not at all."""
        return self.closest if self.follow else 1.0


class SafetySettings(Table):
    """What viewers see when a picture cannot be vouched for."""

    fallback: Literal["card", "blur"] = Field(
        "card", description="What is shown instead: the card, or the whole picture strongly blurred."
    )
    card_title: str = Field(
        "Back in a moment",
        max_length=80,
        description="The title on the card.",
        json_schema_extra={"allowed": "a text of at most 80 characters"},
    )


class ProgramsSettings(Table):
    """What differs between the programs that read the virtual camera."""

    profiles: dict[SomeText, Annotated[str, AfterValidator(_named_profile)]] = Field(
        default_factory=dict,
        description="The profile for each program that reads the virtual camera, where that is known.",
        json_schema_extra={
            "allowed": 'a table of program = "profile", where a part of the program\'s name will do'
        },
    )


class Settings(Table):
    """All settings of vcam."""

    version: int = Field(
        1, ge=1, le=1, description="The version of this file's form.", json_schema_extra={"allowed": "1"}
    )
    profile: Annotated[str, AfterValidator(_profile)] = Field(
        "",
        description="The profile that is laid over these settings; empty for none.",
        json_schema_extra={"allowed": "a profile's name or nothing"},
    )
    camera: CameraSettings = CameraSettings()
    output: OutputSettings = OutputSettings()
    portrait: PortraitSettings = PortraitSettings()
    background: BackgroundSettings = BackgroundSettings()
    people: PeopleSettings = PeopleSettings()
    framing: FramingSettings = FramingSettings()
    safety: SafetySettings = SafetySettings()
    programs: ProgramsSettings = ProgramsSettings()

    @property
    def protects(self) -> bool:
        """Whether the room must never be seen.

        With only-me it must not be: whoever the network does not find would be seen in it.
        """
        return self.background.kind != "none" or self.people.only_me

    @property
    def effective_background(self) -> BackgroundSettings:
        """What stands behind people: the background, or a blurred room where the room must not be seen."""
        if self.background.kind == "none" and self.protects:
            return self.background.model_copy(update={"kind": "blur"})
        return self.background

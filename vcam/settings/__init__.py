"""What the user can change: declared in `model`, kept by `file` and `profiles`."""

from vcam.settings.background import parse_background, require_background_file
from vcam.settings.file import Loaded, load, save
from vcam.settings.model import (
    BackgroundSettings,
    CameraSettings,
    OutputSettings,
    PeopleSettings,
    PortraitSettings,
    SafetySettings,
    Settings,
)
from vcam.settings.problems import Problem

__all__ = [
    "BackgroundSettings",
    "CameraSettings",
    "Loaded",
    "OutputSettings",
    "PeopleSettings",
    "PortraitSettings",
    "Problem",
    "SafetySettings",
    "Settings",
    "load",
    "parse_background",
    "require_background_file",
    "save",
]

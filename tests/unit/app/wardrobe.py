"""A running camera, as far as its looks go."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from vcam.errors import UsageError
from vcam.settings.fields import with_values
from vcam.settings.model import Settings

TABLE = {"zoom": "office", "Discord": "fun", "simplescreenrecorder": "still"}


@dataclass
class Wardrobe:
    """A running camera, as far as its looks go."""

    settings: Settings
    worn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    shown: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def check(self, values: Mapping[str, object]) -> None:
        if values.get("background.file") == "gone.png":
            raise UsageError("gone.png cannot be shown.")

    def change(self, values: Mapping[str, object]) -> Settings:
        if values.get("camera.source") == "gone.mp4":
            raise UsageError("There is no file gone.mp4.")
        self.settings = with_values(self.settings, values)
        self.worn.release()
        return self.settings

    def dressed(self) -> None:
        self.shown.release()

    def wait(self) -> Settings:
        assert self.worn.acquire(timeout=30)
        return self.settings

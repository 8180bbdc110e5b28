"""Keeps the network loaded from one pipeline to the next, so that another background comes at once."""

from typing import TYPE_CHECKING

from vcam.pipeline import warm_up_finder
from vcam.settings.model import CameraSettings, PortraitSettings, Settings
from vcam.stats import RunStats
from vcam.types import Size

if TYPE_CHECKING:
    from vcam.portrait.stage import PortraitStage


class KeptFinder:
    """The newest portrait stage of one engine, warm.

    The engine's build thread asks for it. The pipelines that share it run one after the other on
    the analysis thread, so none of them may warm it up: that would mix made-up frames into real ones.
    """

    def __init__(self) -> None:
        self._made_for: tuple[PortraitSettings, CameraSettings, bool, Size] | None = None
        self._finder: PortraitStage | None = None

    def get(self, settings: Settings, size: Size, stats: RunStats) -> "PortraitStage":
        """Give the stage for these settings, which is made if the newest one is for others.

        It remembers what it saw, so another camera or another direction gets one of its own.

        Raises:
            NetworkError: the network is missing or damaged.
        """
        from vcam.app.parts import make_portrait_stage

        wanted = (settings.portrait, settings.camera, settings.output.mirror, size)
        if self._finder is None or self._made_for != wanted:
            self._finder = None
            finder = make_portrait_stage(settings, size, stats)
            warm_up_finder(finder, size)
            self._finder, self._made_for = finder, wanted
        return self._finder

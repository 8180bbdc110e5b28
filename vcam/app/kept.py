"""Keeps the stages that remember from one pipeline to the next, so that another background comes at once."""

from typing import TYPE_CHECKING

from vcam.pipeline import warm_up_finder
from vcam.settings.model import CameraSettings, PortraitSettings, Settings
from vcam.stats import RunStats
from vcam.types import Size

if TYPE_CHECKING:
    from vcam.app.telling import Separation
    from vcam.people import PeopleStage
    from vcam.portrait.stage import PortraitStage


class KeptStages:
    """The newest portrait stage of one engine, and what tells its people apart, both warm.

    The engine's build thread asks for them. The pipelines that share them run one after the other on
    the analysis thread, so none of them may warm them up: that would mix made-up frames into real ones.
    """

    def __init__(self) -> None:
        self._made_for: tuple[PortraitSettings, CameraSettings, bool, Size] | None = None
        self._finder: PortraitStage | None = None
        self._separator: PeopleStage | None = None

    def finder(self, settings: Settings, size: Size, stats: RunStats) -> "PortraitStage":
        """Give the stage for these settings, which is made if the newest one is for others.

        It remembers what it saw, so another camera or another direction gets one of its own.

        Raises:
            NetworkError: the network is missing or damaged.
        """
        from vcam.app.parts import make_portrait_stage

        camera = settings.camera.model_copy(update={"on_demand": True})  # when it is on changes no picture
        wanted = (settings.portrait, camera, settings.output.mirror, size)
        if self._finder is None or self._made_for != wanted:
            self._finder = self._separator = None
            finder = make_portrait_stage(settings, size, stats)
            warm_up_finder(finder, size)
            self._finder, self._made_for = finder, wanted
        return self._finder

    def separator(self, separation: "Separation", size: Size, stats: RunStats) -> "PeopleStage":
        """Give what tells people apart by what the newest `finder` finds.

        It knows which pixels have been proven to be me: one that began anew would show none for a while.

        Args:
            separation: what it does that with; the same one each time.
            size: of the frames.
            stats: gets the time of the stage.
        """
        from vcam.app.telling import make_people_stage

        if self._finder is None:
            raise ValueError("people are told apart by what a finder finds; ask for that first")
        if self._separator is None:
            separator = make_people_stage(separation, self._finder, size, stats)
            separator.warm_up()
            if not separator.sees_closely:
                return separator  # what is missing may have been put back by the next time
            self._separator = separator
        return self._separator

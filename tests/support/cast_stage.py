"""A cast whose clock and detections a test sets."""

from tests.support.tracked_people import BLUE, RED, STEP_FRAMES, STEP_S, person
from vcam.cast import Cast, Person
from vcam.casting import Casting
from vcam.settings.model import PeopleSettings
from vcam.tracking.matching import Appearance
from vcam.types import Box, Size

SIZE = Size(1280, 720)
ALL = PeopleSettings()
ONLY_ME = PeopleSettings(show="only-me")
BIG, SMALL = (person(640, head=90), RED), (person(200, head=50), BLUE)


class Stage:
    """A cast and a clock; `see` is one detection and the frame it is of."""

    def __init__(self, people: PeopleSettings = ALL, measured_s: float = 0.0) -> None:
        self.now_s = 0.0
        self.frame = 0
        self.cast = Cast(SIZE, people, clock=lambda: self.now_s, measured_s=measured_s)

    def see(self, *seen: tuple[Box, Appearance | None], times: int = 1) -> Casting:
        for _ in range(times):
            self.wait(STEP_S, STEP_FRAMES)
            boxes, clothes = [box for box, _ in seen], [colours for _, colours in seen]
            self.cast.update(boxes, clothes, self.frame, self.now_s)
        return self.cast.at(self.frame, self.now_s)[1]

    def wait(self, seconds: float, frames: int) -> None:
        self.now_s += seconds
        self.frame += frames

    def person(self, track_id: int) -> Person:
        return next(one for one in self.cast.people() if one.track_id == track_id)

"""The pipeline connects the stages and hands on proof."""

import numpy as np
import pytest

from tests.support.scenery import BACKDROP, PERSON, SIZE, PlainComposer, TrueFinder, painted_room, person_box
from vcam.casting import Casting, Effect
from vcam.pipeline import Pipeline
from vcam.types import NO_CUES, Alpha, ByteAlpha, Cues, Frame, FrameLabels, Image, Separated, Size


def test_a_scene_carries_its_own_frame_and_the_picture_its_scene() -> None:
    pipeline = Pipeline(TrueFinder(), PlainComposer(), SIZE)
    canvas = pipeline.make_canvas()
    frame = Frame(painted_room(), 7, 1.5)
    rendered = pipeline.render(pipeline.analyse(frame, canvas), canvas)
    assert rendered.scene.frame is frame
    assert (rendered.image[person_box(SIZE)] == PERSON).all()
    assert (rendered.image[:10] == BACKDROP).all()


def test_a_frame_of_another_size_is_a_caller_s_mistake() -> None:
    pipeline = Pipeline(TrueFinder(), PlainComposer(), SIZE)
    small = Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0)
    with pytest.raises(ValueError, match="not 4x4"):
        pipeline.analyse(small, pipeline.make_canvas())


def test_without_a_finder_the_scene_has_no_evidence() -> None:
    pipeline = Pipeline(None, PlainComposer(hides_room=False), Size(4, 4))
    canvas = pipeline.make_canvas()
    scene = pipeline.analyse(Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0), canvas)
    assert scene.evidence.size == 0


class Crowd:
    """Tells nobody apart, but says whether people overlap."""

    def __init__(self) -> None:
        self.is_wanted = self.is_crowded = True
        self.is_warm = False

    def separate(
        self,
        frame: Frame,
        small: Image,
        evidence: Alpha,
        alpha: ByteAlpha,
        labels: FrameLabels,
        cues: Cues = NO_CUES,
        half: Image | None = None,
    ) -> Separated:
        labels.fill(0)
        return Separated((), {}, Casting(False, 0, {}, Effect("show")))

    def warm_up(self) -> None:
        self.is_warm = True


class WatchedFinder(TrueFinder):
    """Keeps how finely it was told to look."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[bool] = []
        self.is_ready = False

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        self.looks.append(finely)
        super().find(frame, evidence, alpha, finely)

    def prepare_fine_look(self) -> None:
        self.is_ready = True


def test_people_who_overlap_are_looked_at_finely_while_they_are_told_apart() -> None:
    finder, crowd = WatchedFinder(), Crowd()
    pipeline = Pipeline(finder, PlainComposer(), SIZE, crowd)
    canvas = pipeline.make_canvas()
    frame = Frame(painted_room(), 0, 0.0)
    for crowd.is_wanted, crowd.is_crowded in ((True, True), (True, False), (False, True)):
        pipeline.analyse(frame, canvas)
    assert finder.looks == [True, False, False]


def test_only_who_tells_people_apart_makes_ready_to_look_finely() -> None:
    finder = WatchedFinder()
    Pipeline(finder, PlainComposer(), SIZE).warm_up()
    assert not finder.is_ready
    Pipeline(finder, PlainComposer(), SIZE, Crowd(), is_warm=True).warm_up()
    assert finder.is_ready


def test_closing_it_closes_the_composer() -> None:
    composer = PlainComposer()
    Pipeline(None, composer, SIZE).close()
    assert composer.is_closed

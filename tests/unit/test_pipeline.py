"""The pipeline connects the stages and hands on proof."""

import numpy as np
import pytest

from tests.support.scenery import BACKDROP, PERSON, SIZE, PlainComposer, TrueFinder, painted_room, person_box
from vcam.pipeline import Pipeline
from vcam.types import Frame, Size


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


def test_closing_it_closes_the_composer() -> None:
    composer = PlainComposer()
    Pipeline(None, composer, SIZE).close()
    assert composer.is_closed

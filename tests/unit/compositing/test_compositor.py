import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from tests.support.golden import assert_golden
from vcam.compositing.compositor import Compositor
from vcam.settings.model import BackgroundSettings
from vcam.types import ByteAlpha, Frame, Image, Scene, Size

SIZE = Size(96, 64)
ROOM = (255, 0, 255)


def painted(size: Size = SIZE) -> tuple[Frame, ByteAlpha]:
    """A frame whose room has the code colour, and the alpha of its grey person."""
    image = np.full(size.shape, ROOM, np.uint8)
    alpha = np.zeros(size.shape[:2], np.uint8)
    for array, value in ((image, (90, 140, 200)), (alpha, 255)):
        cv2.ellipse(array, (size.width // 2, size.height), (24, 44), 0, 0, 360, value, -1)
    return Frame(image, 0, 1.0), np.asarray(cv2.GaussianBlur(alpha, (7, 7), 0), np.uint8)


def scene_of(frame: Frame, alpha: ByteAlpha) -> Scene:
    """A scene in which nobody is told apart."""
    return Scene(frame, np.zeros((0, 0), np.float32), alpha)


def compose(frame: Frame, alpha: ByteAlpha, **background: str) -> Image:
    compositor = Compositor(BackgroundSettings.model_validate(background), frame.size)
    out = np.empty_like(frame.image)
    compositor.compose(scene_of(frame, alpha), out)
    compositor.close()
    return out


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("pictures") / "sky.png"
    ramp = np.linspace(60, 200, 640, dtype=np.uint8)
    cv2.imwrite(str(path), np.dstack([np.tile(ramp, (360, 1)), *[np.full((360, 640), 90, np.uint8)] * 2]))
    return str(path)


@pytest.mark.parametrize("kind", ["colour", "chroma", "picture"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_no_pixel_of_the_room_is_seen_where_nobody_is(kind: str, picture: str, seed: int) -> None:
    frame, _ = painted()
    rng = np.random.default_rng(seed)
    alpha = rng.choice(np.array([0, 0, 1, 128, 255], np.uint8), SIZE.shape[:2])
    out = compose(frame, alpha, kind=kind, file=picture)
    assert not (out == np.array(ROOM)).all(2)[alpha == 0].any()


def test_people_are_seen_exactly_as_they_were_captured() -> None:
    frame, alpha = painted()
    out = compose(frame, alpha, kind="chroma")
    assert_array_equal(out[alpha == 255], frame.image[alpha == 255])


def test_none_shows_the_frame_as_it_is_and_hides_nothing() -> None:
    frame, alpha = painted()
    assert_array_equal(compose(frame, alpha, kind="none"), frame.image)
    assert not Compositor(BackgroundSettings(kind="none"), SIZE).hides_room


def test_neither_frame_nor_alpha_is_written() -> None:
    frame, alpha = painted()
    image_before, alpha_before = frame.image.copy(), alpha.copy()
    compose(frame, alpha, kind="blur")
    assert_array_equal(frame.image, image_before)
    assert_array_equal(alpha, alpha_before)


def test_what_was_composed_before_leaves_no_trace() -> None:
    frame, alpha = painted()
    compositor = Compositor(BackgroundSettings(kind="blur"), SIZE)
    first, again = np.empty_like(frame.image), np.empty_like(frame.image)
    compositor.warm_up()
    compositor.compose(scene_of(frame, alpha), first)
    compositor.compose(scene_of(Frame(255 - frame.image, 1, 2.0), 255 - alpha), again)
    compositor.compose(scene_of(frame, alpha), again)
    assert_array_equal(again, first)


def test_the_laps_of_a_composition_are_told() -> None:
    laps: list[str] = []

    class Told:
        def lap(self, stage: str) -> None:
            laps.append(stage)

    frame, alpha = painted()
    Compositor(BackgroundSettings(kind="blur"), SIZE, Told()).compose(
        scene_of(frame, alpha), np.empty_like(frame.image)
    )
    assert laps == ["background", "blend"]


def test_another_size_is_refused() -> None:
    frame, alpha = painted(Size(80, 64))
    with pytest.raises(ValueError, match="composes 96x64"):
        Compositor(BackgroundSettings(), SIZE).compose(scene_of(frame, alpha), np.empty(SIZE.shape, np.uint8))


def drawn_room() -> tuple[Frame, ByteAlpha]:
    """A drawn room with a poster and a lamp, somebody before it, and a soft alpha."""
    image = np.full((180, 320, 3), (150, 170, 185), np.uint8)
    cv2.rectangle(image, (0, 140), (320, 180), (70, 95, 120), -1)
    cv2.rectangle(image, (30, 20), (100, 80), (250, 250, 250), -1)
    cv2.putText(image, "SECRET", (34, 55), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 20, 20), 1)
    cv2.circle(image, (270, 50), 18, (60, 220, 250), -1)
    alpha = np.zeros(image.shape[:2], np.uint8)
    for centre, axes, colour in (
        ((160, 190), (70, 80), (160, 60, 40)),
        ((160, 75), (30, 40), (140, 170, 225)),
    ):
        cv2.ellipse(image, centre, axes, 0, 0, 360, colour, -1)
        cv2.ellipse(alpha, centre, axes, 0, 0, 360, 255, -1)
    return Frame(image, 0, 1.0), np.asarray(cv2.GaussianBlur(alpha, (5, 5), 0), np.uint8)


@pytest.mark.parametrize("kind", ["blur", "colour", "chroma", "picture"])
def test_a_drawn_room_is_composed_as_it_was_looked_at(kind: str, picture: str) -> None:
    frame, alpha = drawn_room()
    assert_golden(compose(frame, alpha, kind=kind, file=picture), f"compositor/{kind}")

"""From detector to picture: who is not me is not seen, whatever happens in the room."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.known_faces import KnownFaces
from vcam.cast import Cast
from vcam.compositing.compositor import Compositor
from vcam.guard import Cleared, Guard
from vcam.people import PeopleStage
from vcam.pipeline import Pipeline
from vcam.seeds.windows import Face
from vcam.settings.model import BackgroundSettings, PeopleSettings
from vcam.types import NO_CUES, Alpha, ByteAlpha, Frame, Image, Rendered, Size

SIZE = Size(320, 192)
SMALL = Size(160, 96)
WALL = (200, 190, 180)
BACKGROUND = (0x50, 0x40, 0x30)
COLOURS = ((200, 40, 40), (40, 40, 200), (40, 160, 40), (150, 40, 150), (20, 150, 150), (90, 90, 20))


class Body:
    """Somebody drawn as head and trunk, in small pixels."""

    def __init__(self, x: int, colour: int, width: int = 24) -> None:
        self.x, self.colour, self.width = x, COLOURS[colour % len(COLOURS)], width

    @property
    def face(self) -> Face:
        half, top = self.width / 5, 30
        return Face((self.x - half) / 160, top / 96, (self.x + half) / 160, (top + 2 * half) / 96, 0.9)

    def draw(self, small: Image, alpha: Alpha) -> None:
        half = self.width // 2
        for rows, reach in ((slice(24, 48), half // 2), (slice(46, 96), half)):
            columns = slice(max(self.x - reach, 0), max(self.x + reach, 0))
            small[rows, columns], alpha[rows, columns] = self.colour, 1


class DrawnFinder:
    """Sees exactly whom it was told of, and the drawn frame as the network's small picture."""

    def __init__(self) -> None:
        self.small = np.full(SMALL.shape, WALL, np.uint8)
        self.half = None
        self.truth = np.zeros((SMALL.height, SMALL.width), np.float32)
        self.evidence_shape = (SMALL.height, SMALL.width)
        self.cues = NO_CUES

    def find(self, frame: Frame, evidence: Alpha, alpha: ByteAlpha, finely: bool = False) -> None:
        evidence[:] = self.truth
        alpha[:] = np.kron(self.truth, np.ones((2, 2), np.float32)) * 255

    def reset(self) -> None:
        """Remembers nothing anyway."""

    def warm_up(self) -> None:
        """Is warm."""

    def prepare_fine_look(self) -> None:
        """Looks at all frames alike."""


class Room:
    """A room, a camera, a detector that sees given faces, and all that follows down to the guard."""

    def __init__(self, show: str = "only-me", effects: dict[str, str] | None = None) -> None:
        people = PeopleSettings.model_validate({"show": show, "effects": effects or {}})
        self.now_s, self.index = 0.0, 0
        self.faces = KnownFaces()
        self.finder = DrawnFinder()
        self.cast = Cast(SIZE, people, clock=lambda: self.now_s, measured_s=0.5)
        stage = PeopleStage(self.faces, SIZE, SMALL, cast=self.cast, always=True)
        compositor = Compositor(BackgroundSettings(kind="colour", colour="#304050"), SIZE)
        self.pipeline = Pipeline(self.finder, compositor, SIZE, stage)
        self.canvas = self.pipeline.make_canvas()
        self.guard = Guard()
        self.guard.require(protect=True, only_me=people.only_me)

    def see(self, *people: Body, faces: tuple[Face, ...] | None = None, times: int = 1) -> Rendered:
        """Take frames; the detector sees `faces`, else everybody's."""
        for _ in range(times):
            self.index += 1
            self.now_s = self.index / 30
            self.finder.small[:], self.finder.truth[:] = WALL, 0
            for body in people:
                body.draw(self.finder.small, self.finder.truth)
            self.faces.faces = tuple(body.face for body in people) if faces is None else faces
            image = np.repeat(np.repeat(self.finder.small, 2, 0), 2, 1)
            rendered = self.pipeline.render(
                self.pipeline.analyse(Frame(image, self.index, self.now_s), self.canvas), self.canvas
            )
            assert isinstance(self.guard.clear(rendered, self.now_s), Cleared)
            self.assert_proven(rendered)
        return rendered

    def assert_proven(self, rendered: Rendered) -> None:
        scene, casting = rendered.scene, rendered.scene.casting
        assert scene.labels is not None
        assert casting is not None
        if casting.only_me:
            not_me = scene.labels != casting.me if casting.me else np.ones(scene.labels.shape, bool)
            assert (rendered.image[not_me] == BACKGROUND).all()


def seen(rendered: Rendered, body: Body) -> float:
    """The share of somebody's pixels of which viewers see more than of the background."""
    small, alpha = np.zeros(SMALL.shape, np.uint8), np.zeros((SMALL.height, SMALL.width), np.float32)
    body.draw(small, alpha)
    place = np.kron(alpha, np.ones((2, 2), np.float32)) > 0
    image = rendered.image[place].astype(int)
    near, far = (np.abs(image - colour).sum(1) for colour in (body.colour, BACKGROUND))
    return float((near < far).mean())


ME = Body(80, 0, width=44)


def test_an_empty_room_is_background() -> None:
    assert (Room().see(times=30).image == BACKGROUND).all()


def test_nobody_is_seen_before_somebody_is_me() -> None:
    room = Room()
    assert seen(room.see(ME, times=10), ME) == 0
    assert seen(room.see(ME, times=20), ME) > 0.99


def test_whoever_enters_is_not_seen_in_any_frame() -> None:
    room = Room()
    room.see(ME, times=30)
    for step in range(60):
        # From outside of the picture to behind my shoulder; the detector sees the face late.
        other = Body(-8 + min(step, 55), 1)
        rendered = room.see(other, ME, faces=(ME.face, other.face) if step > 20 else (ME.face,))
        assert seen(rendered, other) <= 0.005
        assert seen(rendered, ME) > 0.93


def test_whoever_comes_out_from_behind_me_is_not_seen_though_no_face_is() -> None:
    room = Room()
    room.see(ME, times=30)
    for step in range(30):
        other = Body(80 + step, 1, width=40)
        rendered = room.see(other, ME, faces=(ME.face,))
        red = (rendered.image == other.colour).all(2)
        assert red.mean() <= 0.002
        assert seen(rendered, ME) > 0.93


def _stays_unseen(room: Room, stranger: Body, frames: int) -> None:
    for _ in range(frames):
        rendered = room.see(stranger, ME, faces=(ME.face,))
        assert (rendered.image == stranger.colour).all(2).mean() <= 0.002
    assert seen(rendered, ME) > 0.85


@pytest.mark.parametrize("before", [0, 4, 12, 30])
def test_who_stepped_up_to_me_just_before_only_me_was_switched_on_is_not_seen(before: int) -> None:
    room, other = Room("all"), Body(112, 1, width=40)
    room.see(ME, times=60)
    if before:
        room.see(other, ME, faces=(ME.face,), times=before)
    room.guard.require(protect=True, only_me=True)
    room.cast.use(PeopleSettings(show="only-me"))
    _stays_unseen(room, other, 20)


@pytest.mark.parametrize("frames", [12, 25])
def test_who_steps_up_to_me_soon_after_the_start_is_not_seen(frames: int) -> None:
    room = Room()
    room.see(ME, times=frames)
    _stays_unseen(room, Body(112, 1, width=40), 90)


def test_who_steps_up_to_me_is_never_seen_where_no_detector_works() -> None:
    room = Room()
    room.faces.problem = "no model"
    room.see(ME, times=60)
    for _ in range(200):
        rendered = room.see(Body(108, 1, width=40), ME, faces=())
        assert (rendered.image == COLOURS[1]).all(2).mean() <= 0.002


@pytest.mark.parametrize("effect", ["hide", "silhouette:#0a0b0c"])
def test_an_effect_for_others_holds_for_whoever_steps_up_to_me(effect: str) -> None:
    room = Room("all", {"others": effect})
    room.see(ME, times=60)
    _stays_unseen(room, Body(112, 1, width=40), 60)


def test_eight_people_are_no_trouble_and_one_of_them_is_seen() -> None:
    room = Room()
    people = [Body(10 + 20 * k, k, width=18 if k != 4 else 22) for k in range(8)]
    rendered = room.see(*people, times=40)
    assert len(rendered.scene.people) == 8
    shown = [seen(rendered, body) for body in people]
    # Those beside cost a rim on both sides.
    assert sum(share > 0.75 for share in shown) == 1
    assert sum(share < 0.02 for share in shown) == 7


def test_a_poster_of_a_face_is_nobody() -> None:
    room = Room("all", {"others": "hide"})
    poster = Face(0.8, 0.2, 0.9, 0.4, 0.95)
    rendered = room.see(ME, faces=(ME.face, poster), times=40)
    assert len(rendered.scene.people) == 1
    assert seen(rendered, ME) > 0.99


def test_a_mirror_shows_a_second_person_who_is_hidden_although_dressed_like_me() -> None:
    room = Room()
    twin = Body(140, 0, width=20)
    rendered = room.see(ME, twin, times=60)
    assert len(rendered.scene.people) == 2
    assert seen(rendered, ME) > 0.99
    assert seen(rendered, twin) == 0


def test_who_leaves_and_soon_returns_to_the_place_is_me_again_and_nobody_was_meanwhile() -> None:
    room = Room()
    other = Body(20, 1)
    room.see(ME, other, times=40)
    for _ in range(70):
        rendered = room.see(other)
        assert (rendered.image == BACKGROUND).all()
    assert seen(room.see(ME, other, times=40), ME) > 0.95


def test_a_stranger_in_my_place_is_not_me() -> None:
    room = Room()
    room.see(ME, times=40)
    room.see(times=70)
    stranger = Body(80, 1, width=44)
    for _ in range(60):
        assert seen(room.see(stranger), stranger) == 0


def test_without_a_detector_the_largest_part_is_me_and_the_rest_hidden() -> None:
    room = Room()
    room.faces.problem = "no model"
    other = Body(20, 1)
    rendered = room.see(ME, other, times=90)
    assert seen(rendered, ME) > 0.99
    assert seen(rendered, other) == 0


def test_a_detector_that_stops_answering_ends_what_is_seen() -> None:
    room = Room()
    room.see(ME, times=40)
    room.faces.freeze()
    rendered = room.see(ME, times=40)
    assert (rendered.image == BACKGROUND).all()


def test_an_effect_for_others_holds_for_whoever_enters_from_the_first_frame() -> None:
    room = Room("all", {"others": "silhouette:#0a0b0c"})
    room.see(ME, times=40)
    other = Body(20, 1)
    for _ in range(30):
        assert seen(room.see(ME, other), other) == 0


def test_switching_only_me_on_takes_effect_with_the_next_frame() -> None:
    room = Room("all")
    other = Body(20, 1)
    rendered = room.see(ME, other, times=40)
    assert seen(rendered, other) > 0.99
    room.guard.require(protect=True, only_me=True)
    assert not isinstance(room.guard.clear(rendered, room.now_s), Cleared)
    room.cast.use(PeopleSettings(show="only-me"))
    assert seen(room.see(ME, other), other) == 0


def test_whose_face_is_only_guessed_at_is_not_a_part_of_me() -> None:
    room, stranger = Room(), Body(105, 1, width=14)
    dim = replace(stranger.face, score=0.35)
    room.see(ME, stranger, faces=(ME.face, dim), times=5)
    for _ in range(40):
        rendered = room.see(ME, stranger, faces=(ME.face,))
        assert seen(rendered, stranger) < 0.05
    assert seen(rendered, ME) > 0.8


def test_who_is_hidden_behind_my_head_takes_nothing_of_it() -> None:
    room = Room()
    room.see(ME, times=20)
    for x in range(150, 80, -5):
        room.see(Body(x, 1), ME, faces=(ME.face, Body(x, 1).face) if x > 100 else (ME.face,))
    rendered = room.see(Body(80, 1), ME, faces=(ME.face,), times=5)
    assert seen(rendered, ME) > 0.9

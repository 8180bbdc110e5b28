"""What is done to one person stays with that person, and shows nothing of the room."""

from dataclasses import replace
from typing import get_args

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from tests.support.company import LEFT, RIGHT, ROOM, SIZE, cast_as, everybody_but, span_of, two_people
from tests.support.golden import assert_golden
from vcam.casting import Casting, Effect, EffectKind
from vcam.compositing.compositor import Compositor
from vcam.compositing.effects import pixelate
from vcam.compositing.effects.cells import MIXED
from vcam.settings.effects import parse_effect
from vcam.settings.model import BackgroundSettings
from vcam.types import ByteAlpha, Image, Scene

KINDS: tuple[EffectKind, ...] = get_args(EffectKind)
PLAIN = BackgroundSettings(kind="colour", colour="#203040")
PLAIN_BGR = (0x40, 0x30, 0x20)


@pytest.fixture(scope="module")
def compositor() -> Compositor:
    return Compositor(PLAIN, SIZE)


def compose(compositor: Compositor, scene: Scene) -> tuple[Image, ByteAlpha]:
    out, shown = np.empty(SIZE.shape, np.uint8), np.full(SIZE.shape[:2], 77, np.uint8)
    compositor.compose(scene, out, shown)
    return out, shown


def with_effect(compositor: Compositor, text: str, track_id: int = RIGHT) -> Image:
    scene = cast_as(two_people(), everybody_but(track_id, parse_effect(text)))
    return compose(compositor, scene)[0]


def inside(track_id: int, least_alpha: int = 255) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    scene = two_people()
    assert scene.labels is not None
    return np.asarray((scene.labels == track_id) & (scene.alpha >= least_alpha))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "spotlight"])
@pytest.mark.parametrize("track_id", [LEFT, RIGHT])
def test_an_effect_changes_its_person_alone(compositor: Compositor, kind: EffectKind, track_id: int) -> None:
    plain = with_effect(compositor, "show")
    scene = cast_as(two_people(), everybody_but(track_id, Effect(kind, bgr=(9, 9, 9))))
    out, _ = compose(compositor, scene)
    gone = inside(track_id, least_alpha=1).astype(np.uint8)
    # Who is hidden is cut off by a soft edge, which lies within the other.
    reach = np.ones((17, 17) if kind == "hide" else (1, 1), np.uint8)
    others = cv2.dilate(gone, reach) == 0
    assert_array_equal(out[others], plain[others])
    assert (kind == "show") == bool((out == plain).all())


@pytest.mark.parametrize("kind", KINDS)
def test_no_effect_shows_what_colour_the_room_has(compositor: Compositor, kind: EffectKind) -> None:
    # Where alpha is below one half a blend may hold up to that much of the room; effects add nothing.
    pictures = []
    for room in (ROOM, (0, 255, 0)):
        scene = two_people(room)
        scene = cast_as(scene, everybody_but(RIGHT, Effect(kind)))
        pictures.append(compose(compositor, scene)[0])
    sure = inside(RIGHT) | inside(LEFT) | (two_people().alpha == 0)
    difference = np.abs(pictures[0].astype(int) - pictures[1])[sure]
    # Cells at the edge average pixels that are up to a quarter room.
    assert difference.max() <= (16 if kind in ("blur", "pixelate", "cartoon") else 1)


@pytest.mark.parametrize("text", ["blur", "blur:0", "pixelate", "silhouette"])
def test_what_conceals_takes_no_colour_from_the_room_even_at_the_edge(
    compositor: Compositor, text: str
) -> None:
    pictures = []
    for room in (ROOM, (0, 255, 0)):
        scene = cast_as(two_people(room), everybody_but(RIGHT, parse_effect(text)))
        pictures.append(compose(compositor, scene)[0].astype(int))
    edge = inside(RIGHT, least_alpha=1)
    # Pixels of which the person holds half or more may lend their own mixture, no more.
    assert np.abs(pictures[0] - pictures[1])[edge].max() <= 24


def test_who_is_hidden_is_background(compositor: Compositor) -> None:
    out = with_effect(compositor, "hide")
    assert (out[inside(RIGHT, least_alpha=1)] == PLAIN_BGR).all()


def test_who_is_cut_off_from_somebody_hidden_fades_there(compositor: Compositor) -> None:
    scene = two_people()
    _, shown = compose(compositor, cast_as(scene, everybody_but(RIGHT, Effect("hide"))))
    row = 150
    cut = int(np.flatnonzero(inside(RIGHT)[row])[0])
    assert inside(LEFT)[row, cut - 1]
    assert shown[row, cut - 1] < 96
    assert (shown[row, cut - 30 : cut - 10] == 255).all()
    assert (np.abs(np.diff(shown[row, cut - 12 : cut + 1].astype(int))) < 80).all()


def test_who_stands_apart_from_somebody_hidden_keeps_the_own_edge(compositor: Compositor) -> None:
    scene = two_people()
    apart = scene.alpha.copy()
    apart[:, 120:170] = 0
    scene = Scene(scene.frame, scene.evidence, apart, scene.labels, (), scene.spans)
    _, shown = compose(compositor, cast_as(scene, everybody_but(RIGHT, Effect("hide"))))
    assert_array_equal(shown[:, :120], apart[:, :120])


def test_a_silhouette_has_one_colour(compositor: Compositor) -> None:
    assert (with_effect(compositor, "silhouette:#0a141e")[inside(RIGHT)] == (30, 20, 10)).all()


def test_grey_has_no_colour_and_keeps_brightness(compositor: Compositor) -> None:
    out = with_effect(compositor, "grey")[inside(RIGHT)].astype(int)
    assert (out.max(1) - out.min(1)).max() <= 1
    blue, green, red = two_people().frame.image[inside(RIGHT)].astype(int).T
    assert np.abs(out[:, 0] - (0.114 * blue + 0.587 * green + 0.299 * red)).max() <= 3


def test_a_tint_leans_towards_its_colour(compositor: Compositor) -> None:
    out = with_effect(compositor, "tint:#ff0000")[inside(RIGHT)].astype(int)
    assert (out[:, 2] >= out[:, 0]).mean() > 0.99


def test_a_blur_leaves_nothing_of_the_writing(compositor: Compositor) -> None:
    plain, out = with_effect(compositor, "show"), with_effect(compositor, "blur")
    writing = np.s_[136:152, 176:226]
    assert plain[writing].std() > 35
    assert np.abs(np.diff(out[writing].astype(int), axis=1)).max() <= 10


def test_a_square_has_one_colour(compositor: Compositor) -> None:
    out = with_effect(compositor, "pixelate:1")
    cell = round(SIZE.height * pixelate.COARSEST)
    squares = 0
    for y in range(0, SIZE.height - cell, cell):
        for x in range(0, SIZE.width - cell, cell):
            square = np.s_[y : y + cell, x : x + cell]
            if inside(RIGHT)[square].all():
                assert (out[square] == out[y, x]).all()
                squares += 1
    assert squares > 5


def test_an_outline_follows_the_edge_and_leaves_the_middle(compositor: Compositor) -> None:
    plain, out = with_effect(compositor, "show"), with_effect(compositor, "outline:#00ff00")
    whole = inside(RIGHT, least_alpha=1).astype(np.uint8)
    core = cv2.erode(whole, np.ones((11, 11), np.uint8), borderValue=1).astype(bool)
    # Below the hat's brim the drawn alpha has a crevice, which is an edge as well.
    assert (out[core] != plain[core]).any(1).mean() < 0.002
    line = out[..., 1].astype(int) - plain[..., 1] > 40
    assert line[:, 200].nonzero()[0].max() < 40  # the top of the hat; where the frame cuts there is none
    assert line.sum() > 150


def test_a_spotlight_darkens_everything_else(compositor: Compositor) -> None:
    plain, out = with_effect(compositor, "show").astype(int), with_effect(compositor, "spotlight")
    assert_array_equal(out[inside(RIGHT)], plain[inside(RIGHT)])
    dark = inside(LEFT) | (two_people().alpha == 0)
    assert (out[dark] <= plain[dark] * 0.4 + 1).all()


def test_a_cartoon_has_few_shades(compositor: Compositor) -> None:
    ramp = two_people()
    ramp.frame.image[..., :] = np.linspace(20, 235, SIZE.height)[:, None, None]
    out, _ = compose(compositor, cast_as(ramp, everybody_but(RIGHT, Effect("cartoon"))))
    column = out[60:170, 200, 0].astype(int)
    assert (np.diff(column) == 0).mean() > 0.35
    assert (np.diff(ramp.frame.image[60:170, 200, 0].astype(int)) == 0).mean() < 0.2


@pytest.mark.parametrize("kind", ["blur", "pixelate", "cartoon", "outline"])
def test_a_person_of_one_pixel_or_at_the_corner_is_no_trouble(
    compositor: Compositor, kind: EffectKind
) -> None:
    scene = two_people()
    labels, alpha = np.zeros_like(scene.labels), np.zeros_like(scene.alpha)
    for y, x, value in ((0, 0, 255), (179, 319, 1)):
        labels[y, x], alpha[y, x] = RIGHT, value
    spans = {RIGHT: span_of(labels == RIGHT)}
    casting = everybody_but(RIGHT, Effect(kind))
    tiny = Scene(scene.frame, scene.evidence, alpha, labels, (), spans, casting)
    out, _ = compose(compositor, tiny)
    assert (out[1:-1] == PLAIN_BGR).all()


looks = st.builds(Effect, st.sampled_from(KINDS))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), looks, looks, looks, st.sampled_from([0, LEFT, RIGHT]))
def test_with_only_me_all_but_me_is_background(
    compositor: Compositor, seed: int, mine: Effect, others: Effect, rest: Effect, me: int
) -> None:
    rng = np.random.default_rng(seed)
    scene = two_people()
    alpha = rng.choice(np.array([0, 1, 128, 255], np.uint8), SIZE.shape[:2])
    labels = rng.choice(np.array([0, LEFT, RIGHT, 5], np.uint16), SIZE.shape[:2])
    labels[alpha == 0] = 0
    spans = {LEFT: (0, 0, SIZE.width, SIZE.height), RIGHT: (0, 0, SIZE.width, SIZE.height)}
    casting = Casting(True, me, {LEFT: mine, RIGHT: others}, rest)
    out, shown = compose(compositor, Scene(scene.frame, scene.evidence, alpha, labels, (), spans, casting))
    not_me = labels != me if me else np.ones(labels.shape, bool)
    assert not shown[not_me].any()
    # A spotlight on me darkens the background too; it is background all the same.
    assert len(np.unique(out[not_me].reshape(-1, 3), axis=0)) == 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), looks)
def test_of_an_open_room_nobody_hidden_is_seen(seed: int, other: Effect) -> None:
    open_room = Compositor(BackgroundSettings(kind="none"), SIZE)
    scene = two_people((90, 90, 90))
    casting = Casting(False, LEFT, {LEFT: other, RIGHT: Effect("hide")}, Effect("show"))
    out, _ = compose(open_room, cast_as(scene, casting))
    coat = np.abs(out.astype(int) - (50, 120, 60)).max(2) < 8
    assert not coat[inside(RIGHT)].any()
    if other.kind != "spotlight":
        covered = cv2.dilate(inside(RIGHT, least_alpha=1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        open_ = (scene.alpha == 0) & ~covered
        assert_array_equal(out[open_], scene.frame.image[open_])


@pytest.mark.parametrize("text", ["hide", "blur", "blur:0", "pixelate", "silhouette"])
def test_of_somebody_hidden_before_an_open_room_no_line_is_left(text: str) -> None:
    open_room = Compositor(BackgroundSettings(kind="none"), SIZE)
    scene = two_people((90, 90, 90))
    casting = Casting(False, LEFT, {LEFT: Effect("show"), RIGHT: parse_effect(text)}, Effect("show"))
    # As a refined alpha is: a little within the person.
    within = scene.alpha.copy()
    own = inside(RIGHT, least_alpha=1)
    within[own] = np.minimum(within, cv2.erode(scene.alpha, np.ones((3, 3), np.uint8)))[own]
    rim, edge = own & (within == 0), own & (within > 0) & (within < MIXED)
    assert min(rim.sum(), edge.sum()) > 100
    scene.frame.image[rim | edge] = ROOM
    out, _ = compose(open_room, replace(cast_as(scene, casting), alpha=within))
    assert np.abs(out[rim].astype(int) - 90).max() < 10
    blue, green, red = out[edge].astype(int).T
    assert (np.minimum(blue, red) - green).max() < 10
    assert_array_equal(out[inside(LEFT)], scene.frame.image[inside(LEFT)])


@pytest.mark.parametrize("kind", ["none", "colour"])
@pytest.mark.parametrize("effect", KINDS)
def test_what_was_painted_before_leaves_no_trace(kind: str, effect: EffectKind) -> None:
    scene = cast_as(two_people(), everybody_but(RIGHT, Effect(effect)))
    settings_ = BackgroundSettings.model_validate({"kind": kind})
    used = Compositor(settings_, SIZE)
    everywhere = replace(two_people((0, 255, 0)), alpha=np.full(SIZE.shape[:2], 255, np.uint8))
    compose(used, cast_as(everywhere, everybody_but(LEFT, Effect("silhouette", bgr=(1, 2, 3)))))
    for seen, expected in zip(compose(used, scene), compose(Compositor(settings_, SIZE), scene), strict=True):
        assert_array_equal(seen, expected)


def test_an_open_room_in_which_nobody_has_an_effect_is_the_frame_in_an_array_of_its_own() -> None:
    scene = cast_as(two_people(), everybody_but(RIGHT, Effect("show")))
    out, shown = compose(Compositor(BackgroundSettings(kind="none"), SIZE), scene)
    assert_array_equal(out, scene.frame.image)
    assert_array_equal(shown, scene.alpha)
    assert not np.may_share_memory(out, scene.frame.image)


@pytest.mark.parametrize("only_me", [False, True])
def test_in_an_open_room_everybody_is_told_shown_but_who_is_hidden(only_me: bool) -> None:
    scene = two_people()
    casting = Casting(only_me, LEFT, {LEFT: Effect("show"), RIGHT: Effect("hide")}, Effect("show"))
    _, shown = compose(Compositor(BackgroundSettings(kind="none"), SIZE), cast_as(scene, casting))
    assert not shown[inside(RIGHT, least_alpha=1)].any()
    assert (shown[inside(LEFT)] > 0).any()


def test_with_only_me_a_hidden_spotlight_darkens_nothing(compositor: Compositor) -> None:
    scene = two_people()
    plain, _ = compose(
        compositor, cast_as(scene, Casting(True, LEFT, {LEFT: Effect("show")}, Effect("hide")))
    )
    looks = {LEFT: Effect("show"), RIGHT: Effect("spotlight")}
    out, _ = compose(compositor, cast_as(scene, Casting(True, LEFT, looks, Effect("spotlight"))))
    assert_array_equal(out, plain)


def test_neither_frame_nor_alpha_nor_labels_are_written(compositor: Compositor) -> None:
    scene = two_people()
    assert scene.labels is not None
    before = scene.frame.image.copy(), scene.alpha.copy(), scene.labels.copy()
    for kind in KINDS:
        compose(compositor, cast_as(scene, everybody_but(RIGHT, Effect(kind))))
    for array, kept in zip((scene.frame.image, scene.alpha, scene.labels), before, strict=True):
        assert_array_equal(array, kept)


def test_a_scene_told_apart_needs_a_place_for_who_is_shown(compositor: Compositor) -> None:
    scene = cast_as(two_people(), everybody_but(RIGHT, Effect("show")))
    with pytest.raises(ValueError, match="who is shown"):
        compositor.compose(scene, np.empty(SIZE.shape, np.uint8))


@pytest.mark.parametrize(
    "text",
    ["blur", "pixelate", "silhouette", "grey", "tint:#ff8800", "outline:#ffcc00", "spotlight", "cartoon"],
)
def test_an_effect_is_as_it_was_looked_at(compositor: Compositor, text: str) -> None:
    assert_golden(with_effect(compositor, text), f"effects/{text.partition(':')[0]}")

"""The guard passes a picture only with proof."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.scenery import SIZE, painted_room, true_alpha
from vcam.casting import Casting, Effect
from vcam.guard import LONGEST_AGE_S, MAX_AGE_S, Cleared, Guard, Objection
from vcam.types import ByteAlpha, Frame, FrameLabels, Rendered, Scene


def rendered(time_s: float = 10.0, period_s: float = 0.0) -> Rendered:
    evidence = true_alpha()
    frame = Frame(painted_room(), 0, time_s, period_s)
    scene = Scene(frame, evidence, (evidence * 255).astype(np.uint8))
    return Rendered(np.zeros(SIZE.shape, np.uint8), scene, hides_room=True)


def reason(verdict: Cleared | Objection) -> str:
    assert isinstance(verdict, Objection)
    return verdict.reason


def test_a_composed_picture_with_a_fresh_mask_passes() -> None:
    verdict = Guard().clear(rendered(), now_s=10.1)
    assert isinstance(verdict, Cleared)
    assert verdict.kind == "composed"


def test_nobody_else_can_clear_a_picture() -> None:
    with pytest.raises(TypeError, match="only the guard"):
        Cleared(painted_room(), "composed", seal=object())


@pytest.mark.parametrize("now_s", [10 + MAX_AGE_S + 0.01, 9.9])
def test_a_stale_picture_or_one_from_the_future_is_refused(now_s: float) -> None:
    assert "fresh" in reason(Guard().clear(rendered(), now_s))


@pytest.mark.parametrize(
    ("period_s", "shown_s"),
    [(1 / 30, MAX_AGE_S), (0.5, 0.75), (1.0, LONGEST_AGE_S), (60.0, LONGEST_AGE_S), (np.nan, MAX_AGE_S)],
)
def test_a_slow_source_s_picture_is_good_until_the_next_one_is_due_and_not_much_longer(
    period_s: float, shown_s: float
) -> None:
    slow = rendered(period_s=period_s)
    assert isinstance(Guard().clear(slow, 10 + shown_s - 0.01), Cleared)
    assert "fresh" in reason(Guard().clear(slow, 10 + shown_s + 0.01))


def test_an_open_picture_passes_only_while_protection_is_off() -> None:
    guard = Guard()
    open_picture = replace(rendered(), hides_room=False)
    assert isinstance(guard.clear(open_picture, 10.0), Objection)
    guard.require(protect=False)
    verdict = guard.clear(open_picture, 10.0)
    assert isinstance(verdict, Cleared)
    assert verdict.kind == "open"
    guard.require(protect=True)
    assert isinstance(guard.clear(open_picture, 10.0), Objection)


def test_the_frame_itself_is_refused_even_if_called_composed() -> None:
    picture = rendered()
    passed_through = replace(picture, image=picture.scene.frame.image)
    assert "not composed" in reason(Guard().clear(passed_through, 10.0))


def test_a_mask_of_another_size_is_refused() -> None:
    picture = rendered()
    scene = replace(picture.scene, alpha=np.zeros((3, 4), np.uint8))
    assert "does not fit" in reason(Guard().clear(replace(picture, scene=scene), 10.0))


def test_a_mask_that_covers_everything_is_refused() -> None:
    picture = rendered()
    everything = np.ones((SIZE.height, SIZE.width), np.float32)
    scene = replace(picture.scene, evidence=everything, alpha=np.full(everything.shape, 255, np.uint8))
    assert "broken" in reason(Guard().clear(replace(picture, scene=scene), 10.0))


def test_an_alpha_that_rounding_has_put_beside_one_passes() -> None:
    picture = rendered()
    evidence = np.where(picture.scene.evidence > 0, np.nextafter(np.float32(1), np.float32(2)), 0)
    scene = replace(picture.scene, evidence=evidence.astype(np.float32))
    assert isinstance(Guard().clear(replace(picture, scene=scene), 10.0), Cleared)


def test_an_alpha_well_above_one_is_refused() -> None:
    picture = rendered()
    scene = replace(picture.scene, evidence=picture.scene.evidence * np.float32(1.01))
    assert "broken" in reason(Guard().clear(replace(picture, scene=scene), 10.0))


def test_a_mask_left_over_from_another_frame_is_refused() -> None:
    picture = rendered()
    shifted = np.roll(picture.scene.alpha, 30, axis=1)
    scene = replace(picture.scene, alpha=shifted)
    assert "does not fit" in reason(Guard().clear(replace(picture, scene=scene), 10.0))


def test_a_veiled_frame_keeps_nothing_of_the_room_s_pattern() -> None:
    veiled = Guard().veil(painted_room(), "testing").image.astype(int)
    corner = veiled[:12, :24]
    assert np.abs(np.diff(corner, axis=1)).max() <= 12


def test_a_frame_is_veiled_once_however_often_it_is_sent() -> None:
    guard, room = Guard(), painted_room()
    first = guard.veil(room, "testing").image
    assert guard.veil(room, "testing").image is first
    assert guard.receipt().on_card == 2
    dark = guard.veil(room // 2, "testing").image
    assert (dark < first).all()
    assert (guard.veil(room, "testing").image == first).all()


def test_the_receipt_counts_what_left_and_why() -> None:
    guard = Guard()
    guard.clear(rendered(), 10.0)
    guard.clear(rendered(), 99.0)
    guard.card(painted_room(), "Starting")
    guard.card(painted_room(), "Starting")
    receipt = guard.receipt()
    assert (receipt.frames_out, receipt.protected, receipt.unprotected, receipt.on_card) == (3, 1, 0, 2)
    assert receipt.reasons == {"Starting": 2}


ME = 3


def only_me(labels: FrameLabels, shown: ByteAlpha, me: int = ME) -> Rendered:
    picture = rendered()
    casting = Casting(True, me, {}, Effect("hide"))
    scene = replace(picture.scene, labels=labels, casting=casting)
    return replace(picture, scene=scene, shown=shown)


def test_with_only_me_a_picture_needs_proof_of_who_is_shown() -> None:
    guard = Guard()
    assert isinstance(guard.clear(rendered(), 10.0), Cleared)
    guard.require(protect=True, only_me=True)
    assert reason(guard.clear(rendered(), 10.0)) == "Switching"
    everybody = only_me(np.full(SIZE.shape[:2], ME, np.uint16), rendered().scene.alpha)
    assert isinstance(guard.clear(everybody, 10.0), Cleared)


def test_with_only_me_a_picture_composed_for_all_is_refused() -> None:
    guard = Guard()
    guard.require(protect=True, only_me=True)
    picture = only_me(np.full(SIZE.shape[:2], ME, np.uint16), rendered().scene.alpha)
    for_all = replace(picture.scene, casting=Casting(False, ME, {}, Effect("show")))
    assert reason(guard.clear(replace(picture, scene=for_all), 10.0)) == "Switching"


@pytest.mark.parametrize("me", [0, ME + 1])
def test_with_only_me_nobody_else_may_be_laid_over_the_background(me: int) -> None:
    guard = Guard()
    guard.require(protect=True, only_me=True)
    picture = only_me(np.full(SIZE.shape[:2], ME, np.uint16), rendered().scene.alpha, me)
    assert "Somebody else" in reason(guard.clear(picture, 10.0))
    nobody = replace(picture, shown=np.zeros(SIZE.shape[:2], np.uint8))
    assert isinstance(guard.clear(nobody, 10.0), Cleared)


def test_with_only_me_what_is_nobody_s_may_not_be_seen_while_nobody_is_me() -> None:
    guard = Guard()
    guard.require(protect=True, only_me=True)
    picture = only_me(np.zeros(SIZE.shape[:2], np.uint16), rendered().scene.alpha, me=0)
    assert "Somebody else" in reason(guard.clear(picture, 10.0))


def test_somebody_who_is_to_be_concealed_needs_people_told_apart() -> None:
    guard = Guard()
    guard.require(protect=True, conceal=True)
    picture = rendered()
    assert reason(guard.clear(picture, 10.0)) == "Switching"
    for rest, passes in ((Effect("show"), False), (Effect("hide"), True)):
        scene = replace(picture.scene, casting=Casting(False, ME, {}, rest))
        verdict = guard.clear(replace(picture, scene=scene), 10.0)
        assert isinstance(verdict, Cleared) is passes
    guard.require(protect=False, conceal=True)
    assert reason(guard.clear(picture, 10.0)) == "Switching"


def test_where_the_room_may_be_seen_but_somebody_not_a_broken_mask_is_refused_too() -> None:
    guard = Guard()
    guard.require(protect=False, conceal=True)
    picture = rendered()
    casting = Casting(False, ME, {ME: Effect("hide")}, Effect("hide"))
    good = replace(picture, scene=replace(picture.scene, casting=casting), hides_room=False)
    assert isinstance(guard.clear(good, 10.0), Cleared)
    broken = replace(good.scene, evidence=np.full_like(good.scene.evidence, np.nan))
    assert reason(guard.clear(replace(good, scene=broken), 10.0)) == "The mask is broken"


def test_labels_of_another_size_are_refused() -> None:
    guard = Guard()
    guard.require(protect=True, only_me=True)
    picture = only_me(np.full((3, 4), ME, np.uint16), rendered().scene.alpha)
    assert "do not fit" in reason(guard.clear(picture, 10.0))

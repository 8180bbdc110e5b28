"""Runs the whole of people's separation over labelled pictures and judges who was found.

Labels are 8-bit person numbers, 1 to 254; 255 is ignored and 0 is background. Each picture is
looked at as if people sat still for a second at the beginning of a run, in several ways: as vcam
does; with the true boxes, the true mask, or both, which tells where errors come from; and with
simpler ways to divide the mask.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vcam.evaluation.instances import (
    Claims,
    Divider,
    Found,
    InstanceScore,
    compare,
    divide_by_box_centre,
    divide_by_components,
    divide_by_watershed,
    score_claims,
)
from vcam.evaluation.look import Look, is_pair, read_pair, true_boxes, true_mask
from vcam.evaluation.rating import rate
from vcam.instances.closeups import Closeups
from vcam.instances.split import Splitter
from vcam.instances.upscale import LabelUpscaler
from vcam.looking import FaceLooker
from vcam.people import PeopleStage, is_crowd
from vcam.portrait.stage import PortraitStage
from vcam.seeds.faces import FRAMES_WHEN_STILL, Faces
from vcam.seeds.windows import Face
from vcam.types import Box, Cues, Frame, FrameLabels, Image, Labels, Owned, Size

LONGEST_LOOK_S = 10.0
FRAMES_APART = 1000
"""Pictures are no sequence: to the face detector each is far from the one before."""
LOOKS = 6
"""So often the face detector looks at a picture; now and then it takes a closer look."""
LOOK_S = FRAMES_WHEN_STILL / 30
ORACLES = ("oracle_boxes", "oracle_mask", "oracle_both")
BASELINES: dict[str, Divider] = {
    "box_centre": divide_by_box_centre,
    "components": divide_by_components,
    "watershed": divide_by_watershed,
}
WAYS = ("ours", *ORACLES, *BASELINES)
HALF = 127


OpenStage = Callable[[Size], PortraitStage]
"""Makes what finds the mask in frames of a size."""
OpenCloseups = Callable[[Size, Size], Closeups | None]
"""Makes what looks at people from near, for frames and small pictures of these sizes."""
OpenFaces = Callable[[], FaceLooker]
"""Makes what looks for faces, which knows nothing yet."""


@dataclass(frozen=True, slots=True, eq=False)
class JudgedStill:
    """One picture, judged in every way.

    Attributes:
        picture: its place.
        claims: for each of WAYS.
        labels: (H, W) uint8, the persons that our way found; for a drawing only.
        is_pair: whether it shows just two people, with boxes that overlap.
    """

    picture: Path
    claims: dict[str, Claims]
    labels: Image
    is_pair: bool


@dataclass(frozen=True, slots=True)
class WayScore:
    """How one way does on all pictures, and on overlapping pairs alone (None if there are none)."""

    overall: InstanceScore
    pairs: InstanceScore | None


class SeenFaces:
    """A looker that has looked already; see `vcam.looking.FaceLooker`.

    Args:
        looks: its answers to one frame after the other; without any it is one that cannot look.
    """

    def __init__(self, looks: Sequence[tuple[Face, ...]]) -> None:
        self.problem = None if looks else "there is no detector"
        self._looks = iter(looks)
        self._newest: Faces | None = None

    def submit(self, image: Image, frame_index: int) -> bool:
        """Take the next answer for that to this frame."""
        faces = next(self._looks, None)
        self._newest = None if faces is None else Faces(frame_index, faces)
        return faces is not None

    def newest(self) -> Faces | None:
        """Give the faces."""
        return self._newest

    def settle(self, timeout_s: float) -> bool:
        """There is nothing to wait for."""
        return True

    def close(self) -> None:
        """There is nothing to close."""


def judge_stills(
    paths: Sequence[Path],
    open_stage: OpenStage,
    open_closeups: OpenCloseups,
    faces: FaceLooker,
    report: Callable[[], None],
) -> list[JudgedStill]:
    """Judge single pictures.

    Args:
        paths: pictures with labels beside them.
        open_stage: makes the portrait stage for a size.
        open_closeups: makes what looks at people from near.
        faces: looks for faces.
        report: told after each picture.

    Raises:
        VcamError: a picture or its label cannot be read or do not fit.
    """
    stages: dict[Size, PortraitStage] = {}
    near: dict[Size, Closeups | None] = {}
    judged: list[JudgedStill] = []
    for number, path in enumerate(paths):
        image, truth = read_pair(path)
        size = Size(image.shape[1], image.shape[0])
        if size not in stages:
            stages[size] = open_stage(size)
        look = _look(image, truth, stages[size], faces, number * FRAMES_APART)
        if size not in near:
            near[size] = open_closeups(size, look.small_size)
        labels, people = _find(look, near[size])
        if is_crowd(people):
            look = _look_finely(look, stages[size])
            labels, people = _find(look, near[size])
        judged.append(_judge(path, look, labels, people, near[size]))
        report()
    return judged


def score_stills(judged: Sequence[JudgedStill]) -> dict[str, WayScore]:
    """Score every way.

    Raises:
        ValueError: nobody has to be found in any of the pictures.
    """
    pairs = [one for one in judged if one.is_pair]
    return {
        way: WayScore(
            score_claims([one.claims[way] for one in judged]),
            score_claims([one.claims[way] for one in pairs]) if pairs else None,
        )
        for way in WAYS
    }


def _look(image: Image, truth: Labels, stage: PortraitStage, faces: FaceLooker, index: int) -> Look:
    evidence = np.empty(stage.evidence_shape, np.float32)
    alpha = np.empty(image.shape[:2], np.uint8)
    stage.reset()
    stage.find(Frame(image, index, 0.0), evidence, alpha)
    small = stage.small.copy()
    looks = tuple(_detect(faces, small, index + k * FRAMES_WHEN_STILL) for k in range(LOOKS))
    seen = () if faces.problem else looks
    return Look(image, small, evidence, alpha, seen, truth, _copy(stage.cues))


def _look_finely(look: Look, stage: PortraitStage) -> Look:
    """Find the mask anew, as the program does while people overlap."""
    evidence, alpha = np.empty_like(look.evidence), np.empty_like(look.alpha)
    stage.reset()
    stage.find(Frame(look.image, 0, 0.0), evidence, alpha, finely=True)
    return replace(look, evidence=evidence, alpha=alpha, cues=_copy(stage.cues))


def _copy(cues: Cues) -> Cues:
    return Cues(*(None if one is None else one.copy() for one in (cues.border, cues.heads)))


def _detect(faces: FaceLooker, small: Image, index: int) -> tuple[Face, ...]:
    faces.submit(small, index)
    faces.settle(LONGEST_LOOK_S)
    newest = faces.newest()
    return newest.faces if newest is not None and newest.frame_index == index else ()


def _judge(
    path: Path, look: Look, labels: FrameLabels, people: Sequence[Box], closeups: Closeups | None
) -> JudgedStill:
    """Judge what was found in a picture, and what is found in it in the other ways."""
    claims: dict[str, Claims] = {}
    claims["ours"] = _claim(look, labels, people, closeups)
    known = true_boxes(look.truth, look.faces)
    claims["oracle_boxes"] = _claim(look, _split(look, known, closeups), known, closeups)
    evidence, alpha = true_mask(look.truth, look.small_size)
    masked = replace(look, evidence=evidence, alpha=alpha)
    claims["oracle_mask"] = _claim(masked, *_find(masked, closeups), closeups)
    claims["oracle_both"] = _claim(masked, _split(masked, known, closeups), known, closeups)
    for name, divide in BASELINES.items():
        claims[name] = _claim(look, _divide(look, people, divide), people, closeups)
    sure = np.where(look.alpha > HALF, labels, 0).astype(np.uint8)
    return JudgedStill(path, claims, sure, is_pair(look.truth))


def _find(look: Look, closeups: Closeups | None) -> tuple[FrameLabels, tuple[Box, ...]]:
    """Separate people as vcam does when they have sat still for a second."""
    if closeups is not None:
        closeups.forget()
    faces = SeenFaces(look.looks)
    stage = PeopleStage(faces, look.size, look.small_size, LONGEST_LOOK_S, closeups=closeups)
    labels = np.zeros(look.alpha.shape, np.uint16)
    people: tuple[Box, ...] = ()
    for k in range(LOOKS):
        frame = Frame(look.image, k * FRAMES_WHEN_STILL, k * LOOK_S)
        found = stage.separate(frame, look.small, look.evidence, look.alpha, labels, look.cues)
        people = found.people
    return labels, people


def _split(look: Look, boxes: Sequence[Box], closeups: Closeups | None) -> FrameLabels:
    """Divide the mask among boxes that are given."""
    small = np.zeros(look.evidence.shape, np.int32)
    owned = _look_near(look, boxes, closeups)
    Splitter(look.size, look.small_size).split(
        look.small, look.evidence, boxes, look.cues.border, small, look.cues.heads, owned
    )
    return _enlarge(look, small)


def _divide(look: Look, boxes: Sequence[Box], divide: Divider) -> FrameLabels:
    """Divide the mask in a simpler way."""
    if not boxes:
        return np.zeros(look.alpha.shape, np.uint16)
    across, down = look.small_size.width / look.size.width, look.small_size.height / look.size.height
    shrunk = [
        Box(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down, box.score, box.track_id, None)
        for box in boxes
    ]
    return _enlarge(look, divide(look.evidence > 0.5, shrunk))


def _enlarge(look: Look, small: Labels) -> FrameLabels:
    upscaler = LabelUpscaler(look.size, look.small_size.width, look.small_size.height)
    return upscaler.upscale_labels(small, np.empty(look.alpha.shape, np.uint16))


def _look_near(look: Look, boxes: Sequence[Box], closeups: Closeups | None) -> Owned | None:
    """Look at people from near as often as it takes until everybody was seen twice."""
    if closeups is None:
        return None
    closeups.forget()
    for _ in boxes:
        closeups.look(look.image, boxes)
    return closeups.look(look.image, boxes)


def _claim(look: Look, labels: FrameLabels, people: Sequence[Box], closeups: Closeups | None) -> Claims:
    """Compare labels with the truth, where a pixel is more person than background."""
    sure = np.where(look.alpha > HALF, labels, 0)
    owned = _look_near(look, people, closeups)
    scores = {box.track_id: rate(sure, box.track_id, look.evidence, owned) for box in people}
    return compare(Found(sure, scores, look.truth))

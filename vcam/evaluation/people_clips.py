"""Runs vcam over labelled clips with only-me on: whether ids last, and whether bystanders are seen."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vcam.cast import Cast
from vcam.compositing.compositor import Compositor
from vcam.errors import VcamError
from vcam.evaluation.instances import IGNORED, LEAST_SHARE
from vcam.evaluation.look import read_pair
from vcam.evaluation.people import LONGEST_LOOK_S, OpenCloseups, OpenFaces, OpenStage
from vcam.looking import FaceLooker
from vcam.people import PeopleStage
from vcam.pipeline import Pipeline
from vcam.portrait.stage import PortraitStage
from vcam.settings.model import BackgroundSettings, PeopleSettings
from vcam.types import ByteAlpha, Frame, FrameLabels, Image, Labels, Size

FPS = 30.0
SAME_IOU = 0.5
"""A person is found where a track overlaps this much."""
SHOWN = 127
"""A pixel is shown where more of it is the frame's than the background's."""
FIRST_FRAMES = 3
"""Bystanders are counted apart for so many frames after they come into view."""


@dataclass(slots=True)
class Tally:
    """What happened in one clip or several; pixels and people are summed over the frames.

    Attributes:
        frames: how many there were.
        people: who was to be found.
        found: of these, who was.
        switches: how often a person was found under another id than before.
        bystander_px, bystander_shown_px: of everybody but me, since it is known who is me.
        entering_px, entering_shown_px: the same in the first frames after coming into view.
        me_px, me_shown_px: of me.
    """

    frames: int = 0
    people: int = 0
    found: int = 0
    switches: int = 0
    bystander_px: int = 0
    bystander_shown_px: int = 0
    entering_px: int = 0
    entering_shown_px: int = 0
    me_px: int = 0
    me_shown_px: int = 0

    def add(self, other: "Tally") -> None:
        """Add another tally to this one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True, eq=False)
class WorstFrame:
    """The frame of a clip that went worst, for a drawing.

    Attributes:
        picture: its place.
        badness: what was wrong: a switch counts 1, a bystander wholly shown 1, a person missed 0.1.
        labels: (H, W) uint8, the tracks found.
        shown: (H, W) uint8, what only-me shows.
    """

    picture: Path
    badness: float
    labels: Image
    shown: ByteAlpha


@dataclass(frozen=True, slots=True, eq=False)
class JudgedClip:
    """One clip, judged."""

    folder: Path
    tally: Tally
    worst: WorstFrame


@dataclass(slots=True)
class Referee:
    """Compares one clip's frames with their labels, in order."""

    tally: Tally = field(default_factory=Tally)
    _ids: dict[int, int] = field(default_factory=dict)
    _me: int = 0
    _seen_for: dict[int, int] = field(default_factory=dict)

    def watch(self, truth: Labels, labels: Labels | FrameLabels, shown: ByteAlpha, my_id: int) -> float:
        """Take in one frame and tell how bad it was; see `WorstFrame.badness`.

        Args:
            truth: (H, W) int32 person numbers.
            labels: (H, W) track ids.
            shown: (H, W) uint8, how much of each pixel is the frame's.
            my_id: the track that is taken for me; 0 while nobody is.
        """
        before = self.tally.switches, self.tally.people - self.tally.found
        self.tally.frames += 1
        if self._me == 0 and my_id > 0:
            self._me = _most_common(truth[(labels == my_id) & (truth != IGNORED)])
        people = [int(k) for k in np.unique(truth) if k not in (0, IGNORED)]
        self._follow(truth, labels, people)
        # Who is there in the first frame does not come into view.
        before_first = FIRST_FRAMES if self.tally.frames == 1 else 0
        self._seen_for = {k: self._seen_for.get(k, before_first) + 1 for k in people}
        leak = self._count_shown(truth, shown > SHOWN, people)
        switches = self.tally.switches - before[0]
        missed = self.tally.people - self.tally.found - before[1]
        return switches + leak + 0.1 * missed

    def _follow(self, truth: Labels, labels: Labels | FrameLabels, people: Sequence[int]) -> None:
        for k in people:
            mine = truth == k
            if np.count_nonzero(mine) < LEAST_SHARE * truth.size:
                continue
            self.tally.people += 1
            track = _most_common(labels[mine])
            theirs = (labels == track) & (truth != IGNORED)
            together = np.count_nonzero(mine & theirs)
            if track == 0 or together < SAME_IOU * np.count_nonzero(mine | theirs):
                continue
            self.tally.found += 1
            self.tally.switches += self._ids.get(k, track) != track
            self._ids[k] = track

    def _count_shown(self, truth: Labels, shown: NDArray[np.bool_], people: Sequence[int]) -> float:
        """Count what is seen of whom; give the share that is seen of the bystander seen most."""
        most = 0.0
        for k in people:
            mine = truth == k
            area, seen = int(np.count_nonzero(mine)), int(np.count_nonzero(mine & shown))
            if k == self._me:
                self.tally.me_px += area
                self.tally.me_shown_px += seen
                continue
            if self._me == 0 and seen == 0:
                continue
            # Before anybody is me, whoever is shown is a bystander.
            self.tally.bystander_px += area
            self.tally.bystander_shown_px += seen
            if self._seen_for[k] <= FIRST_FRAMES:
                self.tally.entering_px += area
                self.tally.entering_shown_px += seen
            most = max(most, seen / area)
        return most


def judge_clips(
    clips: Sequence[Sequence[Path]],
    open_stage: OpenStage,
    open_closeups: OpenCloseups,
    open_faces: OpenFaces,
    report: Callable[[], None],
) -> list[JudgedClip]:
    """Run only-me over every clip, each as if it were a call of its own.

    Args:
        clips: the pictures of each, in order, with labels beside them.
        open_stage: makes the portrait stage for a size.
        open_closeups: makes what looks at people from near.
        open_faces: makes what looks for faces; each frame waits for it.
        report: told after each picture.

    Raises:
        VcamError: a picture or its label cannot be read or do not fit.
    """
    judged: list[JudgedClip] = []
    for paths in clips:
        with closing(open_faces()) as faces:
            judged.append(_judge(paths, open_stage, open_closeups, faces, report))
    return judged


def _judge(
    paths: Sequence[Path],
    open_stage: OpenStage,
    open_closeups: OpenCloseups,
    faces: FaceLooker,
    report: Callable[[], None],
) -> JudgedClip:
    image, _ = read_pair(paths[0])
    size = Size(image.shape[1], image.shape[0])
    referee = Referee()
    worst: WorstFrame | None = None
    with closing(_make_pipeline(size, open_stage(size), open_closeups, faces)) as pipeline:
        canvas = pipeline.make_canvas()
        for index, path in enumerate(paths):
            image, truth = read_pair(path)
            if image.shape != size.shape:
                raise VcamError(f"{path} has another size than its clip; make them equal or move it away.")
            scene = pipeline.analyse(Frame(image, index, index / FPS), canvas)
            shown, casting = pipeline.render(scene, canvas).shown, scene.casting
            assert shown is not None
            assert scene.labels is not None
            assert casting is not None
            labels = np.where(scene.alpha > 0, scene.labels, np.uint16(0))
            badness = referee.watch(truth, labels, shown, casting.me)
            if worst is None or badness > worst.badness:
                worst = WorstFrame(path, badness, labels.astype(np.uint8), shown.copy())
            report()
    assert worst is not None
    return JudgedClip(paths[0].parent, referee.tally, worst)


def _make_pipeline(
    size: Size, stage: PortraitStage, open_closeups: OpenCloseups, faces: FaceLooker
) -> Pipeline:
    height, width = stage.evidence_shape
    small_size = Size(width, height)
    closeups = open_closeups(size, small_size)
    cast = Cast(size, PeopleSettings(show="only-me"))
    people = PeopleStage(faces, size, small_size, LONGEST_LOOK_S, cast, always=True, closeups=closeups)
    return Pipeline(stage, Compositor(BackgroundSettings(), size), size, people)


def _most_common(values: NDArray[np.integer]) -> int:
    """The most frequent positive number; 0 if there is none."""
    counts = np.bincount(values[values > 0])
    return int(counts.argmax()) if counts.size else 0

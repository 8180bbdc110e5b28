"""Whom looks for faces show, once their answers come."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vcam.seeds.boxes import find_people
from vcam.seeds.dim import part_faces, suspected_people, without_hands
from vcam.seeds.faces import Faces
from vcam.seeds.pointed import pointed_faces
from vcam.seeds.unknown import unknown_people
from vcam.seeds.windows import SURE_SCORE, Face
from vcam.types import Alpha, Box, Cues, Frame, Image, Size

FRAMES_BETWEEN_LOOKS = 5
"""Without a face detector the mask's parts are looked at this often."""
LATEST_LOOK = 90
"""In frames: a look longer ago tells nothing of who is where now."""


class FaceLooker(Protocol):
    """Looks for faces beside the frames; see `vcam.seeds.faces.FaceFinder`."""

    @property
    def problem(self) -> str | None:
        """Why no faces are looked for, or None."""

    def submit(self, image: Image, frame_index: int) -> bool:
        """Offer a frame's small picture, (h, w, 3) uint8 BGR."""

    def newest(self) -> Faces | None:
        """Give the newest answer, or None before the first one."""

    def settle(self, timeout_s: float) -> bool:
        """Wait until nothing is left to be looked at."""

    def close(self) -> None:
        """Let go of the detector."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a look shows.

    Attributes:
        boxes: of people, of parts of the mask that no face explains, and of dim faces; in the frame's pixels.
        frame_index: the frame that was looked at: the newest, or one before it.
        time_s: its time.
        is_thorough: whether it would have shown others in somebody's mask: by a detector, with heads that
            bodies point at.
    """

    boxes: tuple[Box, ...]
    frame_index: int
    time_s: float
    is_thorough: bool


class Looking:
    """Has faces looked for in frames of one size, and finds people by them; without a detector by the mask.

    Args:
        faces: looks for faces; it is its owner who closes it.
        size: size of the frames.
        wait_s: how long each frame may wait for its faces.
    """

    def __init__(self, faces: FaceLooker, size: Size, wait_s: float) -> None:
        self._faces = faces
        self._size = size
        self._wait_s = wait_s
        self._looked_at = -FRAMES_BETWEEN_LOOKS
        self._times: deque[tuple[int, float]] = deque(maxlen=LATEST_LOOK)

    def submit(self, frame: Frame, small: Image) -> None:
        """Offer a frame, whose small picture is (h, w, 3) uint8 BGR."""
        self._times.append((frame.index, frame.time_s))
        self._faces.submit(small, frame.index)
        if self._wait_s:
            self._faces.settle(self._wait_s)

    def look(self, frame: Frame, evidence: Alpha, cues: Cues, known: Sequence[Box]) -> Found | None:
        """Give what a new answer shows; None if there is none.

        Args:
            frame: the newest, submitted before.
            evidence: (h, w) float32 in [0, 1], C-contiguous, its alpha at the small picture's size.
            cues: what the network says beside alpha.
            known: where people are expected.
        """
        newest = self._faces.newest()
        time_s = None if newest is None else self._time_of(newest.frame_index)
        if newest is not None and time_s is not None and self._looked_at < newest.frame_index:
            self._looked_at = newest.frame_index
            boxes = self._below(newest.faces, evidence, cues, known)
            is_thorough = self._faces.problem is None and cues.heads is not None
            return Found(boxes, newest.frame_index, time_s, is_thorough)
        if self._faces.problem is not None and frame.index - self._looked_at >= FRAMES_BETWEEN_LOOKS:
            self._looked_at = frame.index
            people = find_people((), evidence, self._size)
            boxes = (*people.boxes, *unknown_people(people, self._size))
            return Found(boxes, frame.index, frame.time_s, is_thorough=False)
        return None

    def _below(
        self, faces: Sequence[Face], evidence: Alpha, cues: Cues, known: Sequence[Box]
    ) -> tuple[Box, ...]:
        """Give the boxes of who is below faces, of who has none, and of who may be below dim ones."""
        if cues.heads is not None:
            clear = [face for face in faces if face.score >= SURE_SCORE]
            faces = (*faces, *pointed_faces(clear, cues.heads, evidence))
        found, dim = part_faces(faces, known, self._size)
        if cues.heads is not None:
            dim = without_hands(dim, found, cues.heads)
        people = find_people(found, evidence, self._size)
        suspected = suspected_people(dim, evidence, self._size)
        return (*people.boxes, *unknown_people(people, self._size), *suspected)

    def _time_of(self, index: int) -> float | None:
        """Give the time of a frame that was submitted; None of one long ago, or of another series.

        The detector outlives stages: its last answer may be to a frame of another.
        """
        return next((time_s for number, time_s in self._times if number == index), None)

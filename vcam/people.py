"""Who is where: faces, boxes, tracks and labels, one frame after the other."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from vcam.instances.split import Splitter
from vcam.instances.upscale import LabelUpscaler
from vcam.seeds import boxes as seed_boxes
from vcam.seeds.boxes import find_people
from vcam.seeds.faces import Faces
from vcam.seeds.unknown import unknown_people
from vcam.tracking import appearance, matching
from vcam.tracking.appearance import appearances
from vcam.tracking.tracker import Tracker
from vcam.types import Alpha, Box, ByteAlpha, Frame, Image, Labels, Size

FRAMES_BETWEEN_LOOKS = 5
"""Without a face detector the mask's parts are looked at this often."""


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


class PeopleStage:
    """Separates the people of frames of one size; ids last as long as it does.

    Args:
        faces: looks for faces; closed with the stage.
        size: size of the frames.
        small_size: size of the network's picture and alpha.
        wait_s: how long each frame may wait for its faces: 0 in a call, a few seconds for a
            file, which so comes out the same on every machine.
    """

    def __init__(self, faces: FaceLooker, size: Size, small_size: Size, wait_s: float = 0.0) -> None:
        self._faces = faces
        self._size = size
        self._wait_s = wait_s
        self._splitter = Splitter(size, small_size)
        self._upscaler = LabelUpscaler(size, small_size.width, small_size.height)
        self._small_labels = np.zeros((small_size.height, small_size.width), np.int32)
        self._tracker = Tracker()
        self._looked_at = -FRAMES_BETWEEN_LOOKS

    def find(
        self, frame: Frame, small: Image, evidence: Alpha, alpha: ByteAlpha, labels: Labels
    ) -> tuple[Box, ...]:
        """Say who is where in a frame.

        Args:
            frame: the frame.
            small: (h, w, 3) uint8 BGR, the same at the network's size.
            evidence: (h, w) float32 in [0, 1], its alpha at that size.
            alpha: (H, W) uint8, its alpha at the frame's size.
            labels: (H, W) int32, gets each pixel's person: a track id, or 0 for nobody known.

        Returns:
            The boxes of everybody known, with their track ids.
        """
        self._faces.submit(small, frame.index)
        if self._wait_s:
            self._faces.settle(self._wait_s)
        self._look(frame, small, evidence)
        known = tuple(track.box for track in self._tracker.at(frame.time_s) if track.is_confirmed)
        self._splitter.split(small, evidence, known, None, self._small_labels)
        self._upscaler.upscale_labels(self._small_labels, alpha, labels)
        return known

    def close(self) -> None:
        """Let go of the face detector."""
        self._faces.close()

    def warm_up(self) -> None:
        """Compile everything now."""
        seed_boxes.warm_up()
        appearance.warm_up()
        matching.warm_up()
        height, width = self._small_labels.shape
        noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
        everybody = np.ones((height, width), np.float32)
        middle = self._size.width / 2
        boxes = (
            Box(0.0, 0.0, middle + 20, float(self._size.height), 1.0, 1, None),
            Box(middle - 20, 0.0, float(self._size.width), float(self._size.height), 1.0, 2, None),
        )
        self._splitter.split(noise, everybody, boxes, None, self._small_labels)
        alpha = np.full((self._size.height, self._size.width), 255, np.uint8)
        self._upscaler.upscale_labels(self._small_labels, alpha, np.empty(alpha.shape, np.int32))
        self._splitter.forget()

    def _look(self, frame: Frame, small: Image, evidence: Alpha) -> None:
        """Tell the tracker of a new answer of the detector, or without one of the mask's parts."""
        newest = self._faces.newest()
        if newest is not None and newest.frame_index > self._looked_at:
            self._looked_at = newest.frame_index
            people = find_people(newest.faces, evidence, self._size)
        elif self._faces.problem is not None and frame.index - self._looked_at >= FRAMES_BETWEEN_LOOKS:
            self._looked_at = frame.index
            people = find_people((), evidence, self._size)
        else:
            return
        found: Sequence[Box] = (*people.boxes, *unknown_people(people, self._size))
        looks = appearances(small, evidence, found, self._size)
        self._tracker.update(found, looks, frame.index, frame.time_s)

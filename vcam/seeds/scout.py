"""Where in a picture a face detector looks, and what its looks together show."""

import itertools
from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np

from vcam.seeds.windows import (
    SURE_SCORE,
    Face,
    Window,
    around,
    is_cut,
    merge,
    place,
    windows_of,
    without_two_in_one,
)
from vcam.types import Image


class FaceDetector(Protocol):
    """Finds faces in one picture; made, used and closed by one thread."""

    def detect(self, rgb: Image) -> list[Face]:
        """Find faces in (H, W, 3) uint8 RGB, in fractions of this picture."""

    def close(self) -> None:
        """Let go of it."""


class Scout:
    """Finds the faces of one picture after another.

    Each look goes to the whole picture and closer to one of its parts, in turn: to its ends, and
    around the faces seen, where somebody may be half hidden. While a part shows somebody whom the whole
    picture does not, each look goes there. A first look goes everywhere.

    Args:
        detector: looks at one part of a picture at a time.
    """

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._looks = 0
        self._fruitful: frozenset[int] | None = None

    def forget(self) -> None:
        """Begin anew, with a look that goes everywhere."""
        self._fruitful = None

    def find(self, image: Image) -> tuple[Face, ...]:
        """Find faces in (h, w, 3) uint8 BGR, in fractions of the picture."""
        height, width = image.shape[:2]
        rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        whole, *ends = windows_of(width, height)
        faces = self._look(rgb, whole)
        seen = _sure(merge([faces]))
        # From left to right, so that a part keeps its number while nobody comes or goes.
        heads = (around(face, width, height) for face in sorted(seen, key=lambda face: face.x0))
        parts = [*ends, *itertools.chain.from_iterable(heads)]
        wanted = set(range(len(parts))) if self._fruitful is None else {*self._fruitful}
        if parts:
            wanted.add(self._looks % len(parts))
        self._looks += 1
        closer = {part: self._look(rgb, parts[part]) for part in sorted(wanted) if part < len(parts)}
        self._fruitful = frozenset(
            part for part, found in closer.items() if len(_sure(_join(faces, [found]))) > len(seen)
        )
        return _join(faces, list(closer.values()))

    def _look(self, rgb: Image, window: Window) -> list[Face]:
        """Look at a part of a picture; faces that it cuts come last."""
        height, width = rgb.shape[:2]
        part = np.ascontiguousarray(rgb[window.y0 : window.y1, window.x0 : window.x1])
        found = sorted(self._detector.detect(part), key=lambda face: (is_cut(face), -face.score))
        return [place(face, window, width, height) for face in found]


def _join(faces: Sequence[Face], closer: Sequence[Sequence[Face]]) -> tuple[Face, ...]:
    """Join what the whole picture and closer looks show."""
    return merge([without_two_in_one(faces, closer), *closer])


def _sure(faces: Sequence[Face]) -> list[Face]:
    return [face for face in faces if face.score >= SURE_SCORE]

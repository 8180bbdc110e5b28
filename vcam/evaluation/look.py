"""One labelled picture of people: what network and detector say of it, and what would be true."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import VcamError
from vcam.evaluation.instances import IGNORED, LEAST_SHARE
from vcam.evaluation.run import read_label, read_picture
from vcam.seeds.windows import Face
from vcam.types import NO_CUES, Alpha, Box, ByteAlpha, Cues, Image, Labels, Size

FACE_INSIDE = 0.5
"""A face of which this share is one person's is that person's."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What network, detector and label say of one picture.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        small: (h, w, 3) uint8 BGR, at the network's size.
        evidence: (h, w) float32 in [0, 1], the network's mask.
        alpha: (H, W) uint8, the refined mask.
        looks: what the detector found each time; empty where there is no detector.
        truth: (H, W) int32, the label.
        cues: what the network says beside alpha.
    """

    image: Image
    small: Image
    evidence: Alpha
    alpha: ByteAlpha
    looks: tuple[tuple[Face, ...], ...]
    truth: Labels
    cues: Cues = NO_CUES

    @property
    def size(self) -> Size:
        """The picture's size."""
        return Size(self.alpha.shape[1], self.alpha.shape[0])

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces of the look that found most."""
        return max(self.looks, key=len, default=())

    @property
    def small_size(self) -> Size:
        """The network's size."""
        return Size(self.evidence.shape[1], self.evidence.shape[0])


def read_pair(path: Path) -> tuple[Image, Labels]:
    """Read a picture (H, W, 3) uint8 and its label (H, W) int32."""
    image, truth = read_picture(path), read_label(path.with_suffix(".png")).astype(np.int32)
    if image.shape[:2] != truth.shape:
        raise VcamError(f"{path} and its label differ in size; make them equal or move them away.")
    return image, truth


def true_boxes(truth: Labels, faces: Sequence[Face]) -> tuple[Box, ...]:
    """Give the box around each labelled person, with the face that lies in it, if one was found."""
    boxes: list[Box] = []
    for k in np.unique(truth[(truth > 0) & (truth != IGNORED)]):
        mine = (truth == k).astype(np.uint8)
        x, y, width, height = cv2.boundingRect(mine)
        heads = [
            head for face in faces if _share_inside(mine, head := _head(face, truth.shape)) > FACE_INSIDE
        ]
        boxes.append(Box(x, y, x + width, y + height, 1.0, int(k), heads[0] if heads else None))
    return tuple(boxes)


def is_pair(truth: Labels) -> bool:
    """Tell whether a label shows just two people of some size, with boxes that overlap."""
    boxes = [
        box
        for box in true_boxes(truth, ())
        if np.count_nonzero(truth == box.track_id) >= LEAST_SHARE * truth.size
    ]
    if len(boxes) != 2:
        return False
    a, b = boxes
    return min(a.x1, b.x1) > max(a.x0, b.x0) and min(a.y1, b.y1) > max(a.y0, b.y0)


def true_mask(truth: Labels, size: Size) -> tuple[Alpha, ByteAlpha]:
    """Give the mask that a perfect network of a size would give, small and at the picture's size."""
    people = ((truth > 0) & (truth != IGNORED)).astype(np.uint8) * np.uint8(255)
    small = cv2.resize(people.astype(np.float32), (size.width, size.height), interpolation=cv2.INTER_AREA)
    return np.asarray(small / np.float32(255), np.float32), people


def _head(face: Face, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
    height, width = shape[:2]
    return face.x0 * width, face.y0 * height, face.x1 * width, face.y1 * height


def _share_inside(mine: Image, head: tuple[float, float, float, float]) -> float:
    x0, y0, x1, y1 = (max(round(value), 0) for value in head)
    part = mine[y0:y1, x0:x1]
    return float(part.mean()) if part.size else 0.0

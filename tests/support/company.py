"""Two people side by side before a room in a code colour, with labels made by hand."""

import cv2
import numpy as np

from vcam.casting import Casting, Effect
from vcam.types import Frame, Image, Scene, Size

SIZE = Size(320, 180)
ROOM = (255, 0, 255)
LEFT, RIGHT = 4, 300
"""Their track ids; one does not fit into a byte."""


def two_people(room: tuple[int, int, int] = ROOM) -> Scene:
    """A drawn frame in which two people overlap, with a soft alpha, labels and spans."""
    image = np.full(SIZE.shape, room, np.uint8)
    drawn = np.zeros(SIZE.shape[:2], np.int32)  # of a type that OpenCV draws into
    alpha = np.zeros(SIZE.shape[:2], np.uint8)
    for track_id, x, coat, hat in (
        (LEFT, 105, (160, 60, 40), (40, 40, 40)),
        (RIGHT, 200, (50, 120, 60), (30, 60, 200)),
    ):
        for centre, axes, colour in (
            ((x, 190), (62, 85), coat),
            ((x, 70), (28, 36), (140, 170, 225)),
            ((x, 44), (30, 12), hat),
        ):
            cv2.ellipse(image, centre, axes, 0, 0, 360, colour, -1)
            cv2.ellipse(alpha, centre, axes, 0, 0, 360, 255, -1)
            cv2.ellipse(drawn, centre, axes, 0, 0, 360, track_id, -1)
        cv2.putText(image, f"No {track_id}", (x - 24, 150), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (240, 240, 240), 1)
    soft = np.asarray(cv2.GaussianBlur(alpha, (5, 5), 0), np.uint8)
    nearest = np.where(np.arange(SIZE.width) < 152, LEFT, RIGHT)
    labels = np.where((drawn == 0) & (soft > 0), nearest, drawn).astype(np.uint16)
    labels[soft == 0] = 0
    spans = {track_id: span_of(labels == track_id) for track_id in (LEFT, RIGHT)}
    return Scene(Frame(image, 0, 1.0), np.zeros((0, 0), np.float32), soft, labels, (), spans)


def span_of(mask: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> tuple[int, int, int, int]:
    """The half-open bounds of a mask."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def cast_as(scene: Scene, casting: Casting) -> Scene:
    """The same scene with a casting."""
    return Scene(scene.frame, scene.evidence, scene.alpha, scene.labels, scene.people, scene.spans, casting)


def everybody_but(track_id: int, effect: Effect) -> Casting:
    """A casting in which one person has an effect and all others are shown."""
    return Casting(
        False, LEFT, {LEFT: Effect("show"), RIGHT: Effect("show"), track_id: effect}, Effect("show")
    )


def picture(scene: Scene) -> Image:
    """The frame's picture, as a new array."""
    return scene.frame.image.copy()

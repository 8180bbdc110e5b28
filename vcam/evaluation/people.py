"""Runs the whole of people's separation over labelled pictures and judges who was found.

Labels are 8-bit person numbers, 1 to 254; 255 is ignored and 0 is background. Each picture
is looked at as the first frame of a run: detector, boxes, tracker, superpixels and all.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from vcam.app.parts import make_portrait_stage
from vcam.errors import VcamError
from vcam.evaluation.instances import Found, InstanceScore, score_instances
from vcam.evaluation.run import find_labelled, read_label, read_picture
from vcam.paths import face_model
from vcam.people import PeopleStage
from vcam.seeds.faces import FaceFinder, MediapipeDetector
from vcam.settings.model import PortraitSettings, Settings
from vcam.stats import RunStats
from vcam.types import Box, Frame, Image, Labels, Size

LONGEST_LOOK_S = 10.0
FRAMES_APART = 1000
"""Pictures are no sequence: to the face detector each is far from the one before."""


def evaluate_people(
    folder: Path, portrait: PortraitSettings, report: Callable[[int, int], None] = lambda done, total: None
) -> InstanceScore:
    """Judge every labelled picture in `folder` and the folders inside it.

    Args:
        folder: holds pictures NAME.jpg with labels NAME.png of person numbers.
        portrait: which network finds the mask.
        report: told after each picture how many are done, and of how many.

    Raises:
        UsageError: the folder holds no picture with a label.
        VcamError: a picture cannot be read, or the labels show nobody.
    """
    paths = find_labelled(folder)
    with closing(FaceFinder(lambda: MediapipeDetector(face_model()))) as faces:
        try:
            return score_instances(_find_all(paths, Settings(portrait=portrait), faces, report))
        except ValueError as error:
            raise VcamError(
                f"{folder} cannot be judged: {error}; name a folder of person numbers."
            ) from error


def as_json(score: InstanceScore) -> dict[str, float | int]:
    """Put a score into the form that outside checks read; percentages with two decimals."""
    at = {f"ap{round(100 * iou)}": round(score.at[iou], 2) for iou in (0.5, 0.6, 0.7, 0.8, 0.9)}
    return {"ap": round(score.ap, 2), **at, "n_images": score.n_images, "n_people": score.n_people}


def _find_all(
    paths: Sequence[Path], settings: Settings, faces: FaceFinder, report: Callable[[int, int], None]
) -> Iterator[Found]:
    for number, path in enumerate(paths):
        image = read_picture(path)
        truth = read_label(path.with_suffix(".png")).astype(np.int32)
        labels, people, alpha = _separate(image, settings, faces, number * FRAMES_APART)
        scores = {box.track_id: box.score * _surety(labels == box.track_id, alpha) for box in people}
        yield Found(labels, scores, truth)
        report(number + 1, len(paths))


def _separate(
    image: Image, settings: Settings, faces: FaceFinder, index: int
) -> tuple[Labels, tuple[Box, ...], Image]:
    """Give labels (H, W) int32, everybody's box, and alpha (H, W) uint8 of one picture."""
    size = Size(image.shape[1], image.shape[0])
    frame = Frame(image, index, 0.0)
    portrait = make_portrait_stage(settings, size, RunStats())
    height, width = portrait.evidence_shape
    evidence = np.empty((height, width), np.float32)
    alpha = np.empty(image.shape[:2], np.uint8)
    portrait.find(frame, evidence, alpha)
    people = PeopleStage(faces, size, Size(width, height), wait_s=LONGEST_LOOK_S)
    labels = np.zeros(image.shape[:2], np.int32)
    return labels, people.find(frame, portrait.small, evidence, alpha, labels), alpha


def _surety(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], alpha: Image) -> float:
    """The mean alpha inside a person, in [0, 1]."""
    return float(cv2.mean(alpha, mask.astype(np.uint8))[0]) / 255

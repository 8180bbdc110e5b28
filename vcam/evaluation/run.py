"""Runs a network over a folder of labelled pictures and compares it with their labels.

A label `NAME.png` stands beside its picture `NAME.jpg`. In most sets every pixel above 127
is person. Labels with people's numbers are told by their values: beside 0 and 255 a folder
holds some, and none above 127. There every pixel from 1 to 254 is person, and 255 says
nothing, neither person nor not. That is decided for each folder that holds labels, from all
of its labels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from vcam.errors import UsageError, VcamError
from vcam.evaluation.metrics import Mask, PictureScore, SetScore, score_mask, score_set
from vcam.portrait.manifest import NetworkEntry
from vcam.portrait.prepare import Preparer, fit_network_size
from vcam.portrait.session import Session
from vcam.types import Alpha, ByteAlpha, Image, Size

PICTURES = (".jpg", ".jpeg")


class Predictor(Protocol):
    """Anything that finds a person in a picture of any size."""

    def predict(self, image: Image) -> Alpha:
        """Give alpha, (h, w) float32 of any size, for a picture of (H, W, 3) uint8 BGR."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One picture's place and score."""

    picture: Path
    score: PictureScore


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A folder's pictures, judged in order of their paths, and all of them together."""

    pictures: tuple[Judged, ...]
    overall: SetScore


class SessionPredictor:
    """A network of ours as the program runs it; it is loaded once for each of its own sizes.

    Args:
        entry: which network.
        folder: where its file lies.
        threads: how many threads compute.
        size: the network's size; without it the size follows each picture's shape.
    """

    def __init__(self, entry: NetworkEntry, folder: Path, threads: int = 1, size: Size | None = None) -> None:
        self._entry = entry
        self._folder = folder
        self._threads = threads
        self._fixed_size = size
        self._sessions: dict[Size, Session] = {}
        self._preparers: dict[Size, Preparer] = {}

    def predict(self, image: Image) -> Alpha:
        """Give alpha at the network's size."""
        picture = Size(image.shape[1], image.shape[0])
        own = self._fixed_size or self._fit(picture)
        if own not in self._sessions:
            self._sessions[own] = Session(self._entry, self._folder, picture, self._threads, own)
        if picture not in self._preparers:
            self._preparers[picture] = Preparer((picture.width, picture.height), (own.width, own.height))
        small = self._preparers[picture].prepare(image, np.empty((own.height, own.width, 3), np.uint8))
        return self._sessions[own].infer(small, np.empty((own.height, own.width), np.float32))

    def _fit(self, picture: Size) -> Size:
        sides = picture.width, picture.height
        return Size(*fit_network_size(sides, self._entry.budget_px, self._entry.size_multiple))


def evaluate(
    folder: Path, predictor: Predictor, report: Callable[[int, int], None] = lambda done, total: None
) -> Evaluation:
    """Judge a network on every labelled picture in `folder` and the folders inside it.

    Args:
        folder: holds pictures with labels.
        predictor: the network.
        report: told after each picture how many are done, and of how many.

    Raises:
        UsageError: the folder holds no picture with a label.
        VcamError: a picture cannot be read.
    """
    paths = find_labelled(folder)
    folders = {path.parent for path in paths}
    numbered = {parent: holds_numbers(parent, paths) for parent in folders}
    judged: list[Judged] = []
    for path in paths:
        truth, ignored = read_truth(path.with_suffix(".png"), numbered[path.parent])
        mask = predict_mask(predictor, read_picture(path), path)
        if mask.shape != truth.shape:
            raise VcamError(f"{path} and its label differ in size; make them equal or move them away.")
        judged.append(Judged(path, score_mask(mask, truth, ignored)))
        report(len(judged), len(paths))
    return Evaluation(tuple(judged), score_set([one.score for one in judged]))


def find_labelled(folder: Path) -> tuple[Path, ...]:
    """List the pictures in a folder, nested ones too, that have a label beside them.

    Raises:
        UsageError: there is none.
    """
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    labelled = tuple(path for path in found if path.with_suffix(".png").is_file())
    if not labelled:
        raise UsageError(f"{folder} holds no pictures with labels; name a folder of NAME.jpg and NAME.png.")
    return labelled


def holds_numbers(folder: Path, pictures: Sequence[Path]) -> bool:
    """Tell whether the labels of the pictures in `folder` are people's numbers."""
    highest = 0
    for path in pictures:
        if path.parent == folder:
            values = read_label(path.with_suffix(".png"))
            highest = max(highest, int(values.max(where=values < 255, initial=0)))
    return 0 < highest <= 127


def read_truth(label: Path, numbered: bool) -> tuple[Mask, Mask | None]:
    """Read a label as a mask of persons and, in a set of numbers, of what to ignore."""
    values = read_label(label)
    if not numbered:
        return values > 127, None
    ignored = values == 255
    return (values > 0) & ~ignored, ignored


def predict_mask(predictor: Predictor, image: Image, path: Path) -> Mask:
    """Predict a picture's mask at its own size: alpha enlarged bilinearly, above one half."""
    alpha = predictor.predict(image)
    if not np.isfinite(alpha).all():
        raise VcamError(f"The network gives no numbers on {path}; choose another network.")
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_LINEAR) > 0.5, np.bool_)


def read_picture(path: Path) -> Image:
    """Read a picture as (H, W, 3) uint8 BGR."""
    return _read(path, cv2.IMREAD_COLOR)


def read_label(path: Path) -> ByteAlpha:
    """Read a label as (H, W) uint8."""
    return _read(path, cv2.IMREAD_GRAYSCALE)


def _read(path: Path, how: int) -> Image:
    content = cv2.imread(str(path), how)
    if content is None:
        raise VcamError(f"{path} is not a picture that can be read; replace it or move it away.")
    return np.asarray(content, np.uint8)

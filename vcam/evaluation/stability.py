"""How steady masks are in videos with a label for every frame.

A video is a folder of frames `NAME.jpg` with labels `NAME.png`, in order of their names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.errors import UsageError
from vcam.evaluation.run import Predictor, find_labelled, holds_numbers, read_picture, read_truth
from vcam.types import Alpha


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How well alpha follows the person over time, over all frames but each video's first.

    Attributes:
        n_frames: how many frames were compared with the ones before.
        dtssd: mean over the frames of the root of the mean squared difference between alpha's change and
            the label's, in percent of full alpha (dtSSD of Erofeev et al., BMVC 2015); less is better.
        flicker: mean change of alpha where the label stays the same and no border is near, in
            percent; less is better.
    """

    n_frames: int
    dtssd: float
    flicker: float


def evaluate_videos(
    folder: Path,
    predictor: Predictor,
    report: Callable[[int, int], None] = lambda done, total: None,
    begin: Callable[[], None] = lambda: None,
) -> Steadiness:
    """Judge every video in `folder` and the folders inside it.

    Args:
        folder: holds them.
        predictor: gets the frames of one video after the other, in order.
        report: told after each frame how many are done, and of how many.
        begin: called before each video: what remembers frames has to forget them.

    Raises:
        UsageError: no folder holds two frames with labels.
        VcamError: a frame cannot be read.
    """
    paths = find_labelled(folder)
    done, changes, flickers = 0, [], []
    for parent, frames in groupby(paths, key=lambda path: path.parent):
        begin()
        numbered = holds_numbers(parent, paths)
        before: tuple[Alpha, Alpha] | None = None
        for path in frames:
            truth = read_truth(path.with_suffix(".png"), numbered)[0].astype(np.float32)
            now = (_enlarged(predictor.predict(read_picture(path)), truth.shape), truth)
            if before is not None and before[1].shape == truth.shape:
                changes.append(_change(before, now))
                flickers.append(_flicker(before, now))
            before = now
            done += 1
            report(done, len(paths))
    if not changes:
        raise UsageError(f"{folder} holds no video; name a folder of frames NAME.jpg with labels NAME.png.")
    return Steadiness(len(changes), float(np.mean(changes) * 100), float(np.mean(flickers) * 100))


def _enlarged(alpha: Alpha, shape: tuple[int, ...]) -> Alpha:
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _change(before: tuple[Alpha, Alpha], now: tuple[Alpha, Alpha]) -> float:
    """Root of the mean over the pixels of (alpha's change - the label's change)^2."""
    change = now[0] - before[0]
    wanted = now[1] - before[1]
    return float(np.sqrt(np.mean((change - wanted) ** 2)))


def _flicker(before: tuple[Alpha, Alpha], now: tuple[Alpha, Alpha]) -> float:
    """Mean change of alpha where nothing changes in the label, away from its border."""
    moved = (_border(before[1]) | _border(now[1]) | (before[1] != now[1])).astype(bool)
    change = np.abs(now[0] - before[0])
    return float(change[~moved].mean()) if (~moved).any() else 0.0


def _border(truth: Alpha) -> NDArray[np.bool_]:
    """Mark a hundredth of the diagonal around the label's border."""
    reach = max(1, round(0.01 * float(np.hypot(*truth.shape))))
    around = np.ones((2 * reach + 1,) * 2, np.uint8)
    return np.asarray(cv2.dilate(truth, around) != cv2.erode(truth, around), np.bool_)

"""The metrics of portrait segmentation, for masks of one picture and for a whole set."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

BOUNDARY_IOU_SHARE = 0.02
"""How deep the rim of the boundary IoU is, as a share of the picture's diagonal."""
BOUNDARY_F_SHARE = 0.008
"""How far two contours may lie apart and still agree, as a share of the diagonal."""
BOOTSTRAP_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class PictureScore:
    """How one mask compares with the truth; shares are 0..1.

    Attributes:
        both, only_truth, only_mask, neither: pixels by what truth and mask say of them.
        boundary_iou: IoU of the two rims just inside of the contours.
        boundary_f: harmonic mean of how much of each contour the other one confirms.
    """

    both: int
    only_truth: int
    only_mask: int
    neither: int
    boundary_iou: float
    boundary_f: float

    @property
    def iou(self) -> float:
        """The person's IoU; 1 where neither mask nor truth holds anybody."""
        return _share(self.both, self.both + self.only_truth + self.only_mask)


@dataclass(frozen=True, slots=True)
class SetScore:
    """How a network does on a set of pictures, in percent.

    Attributes:
        n: number of pictures.
        iou_fg: mean over the pictures of the person's IoU.
        iou_fg_p10: the IoU that a tenth of the pictures falls short of.
        miou: mean of person's and background's IoU, each of the pixels of the whole set.
        boundary_f: mean over the pictures.
        boundary_iou: mean over the pictures.
        ci95: for each of these the interval that holds 95 of 100 sets drawn from these pictures.
    """

    n: int
    iou_fg: float
    iou_fg_p10: float
    miou: float
    boundary_f: float
    boundary_iou: float
    ci95: dict[str, tuple[float, float]]


def score_mask(mask: Mask, truth: Mask, ignored: Mask | None = None) -> PictureScore:
    """Compare a mask with the truth, both (H, W) bool; pixels in `ignored` count nowhere."""
    if mask.shape != truth.shape or mask.ndim != 2:
        raise ValueError(f"mask {mask.shape} and truth {truth.shape} must be of one size")
    counted = np.ones(truth.shape, np.bool_) if ignored is None else ~ignored
    mask, truth = mask & counted, truth & counted
    both = int(np.count_nonzero(mask & truth))
    only_mask = int(np.count_nonzero(mask)) - both
    only_truth = int(np.count_nonzero(truth)) - both
    return PictureScore(
        both=both,
        only_truth=only_truth,
        only_mask=only_mask,
        neither=int(np.count_nonzero(counted)) - both - only_mask - only_truth,
        boundary_iou=boundary_iou(mask, truth),
        boundary_f=boundary_f(mask, truth),
    )


def boundary_iou(mask: Mask, truth: Mask) -> float:
    """IoU of the rims: what of each mask lies within 2 % of the diagonal from its outside.

    The outside of the picture counts as outside of the mask, as in the metric's definition.
    """
    depth = max(1, round(BOUNDARY_IOU_SHARE * math.hypot(*truth.shape)))
    mask_rim, truth_rim = _rim(mask, depth), _rim(truth, depth)
    common, all_rim = np.count_nonzero(mask_rim & truth_rim), np.count_nonzero(mask_rim | truth_rim)
    return _share(float(common), float(all_rim))


def boundary_f(mask: Mask, truth: Mask) -> float:
    """Harmonic mean of precision and recall of the contour, with 0.8 % of the diagonal as tolerance."""
    reach = math.ceil(BOUNDARY_F_SHARE * math.hypot(*truth.shape))
    mask_contour, truth_contour = contour(mask), contour(truth)
    found, wanted = np.count_nonzero(mask_contour), np.count_nonzero(truth_contour)
    if not found or not wanted:
        return float(found == wanted)
    precision = np.count_nonzero(mask_contour & _spread(truth_contour, reach)) / found
    recall = np.count_nonzero(truth_contour & _spread(mask_contour, reach)) / wanted
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def contour(mask: Mask) -> Mask:
    """Mark the pixels that differ from their right, lower or lower right neighbour."""
    padded = np.pad(mask, ((0, 1), (0, 1)), mode="edge")
    here = padded[:-1, :-1]
    differs = (here != padded[:-1, 1:]) | (here != padded[1:, :-1]) | (here != padded[1:, 1:])
    return np.asarray(differs, np.bool_)


def score_set(scores: Sequence[PictureScore], seed: int = 0) -> SetScore:
    """Sum up the scores of a set; the intervals come from a bootstrap over the pictures.

    Raises:
        ValueError: there is no picture.
    """
    if not scores:
        raise ValueError("a set without pictures has no score")
    counts = np.array([[s.both, s.only_truth, s.only_mask, s.neither] for s in scores], np.float64)
    ious = np.array([s.iou for s in scores])
    boundary_fs = np.array([s.boundary_f for s in scores])
    boundary_ious = np.array([s.boundary_iou for s in scores])
    measures: dict[str, Callable[[NDArray[np.intp]], float]] = {
        "iou_fg": lambda drawn: float(ious[drawn].mean()),
        "iou_fg_p10": lambda drawn: float(np.percentile(ious[drawn], 10)),
        "miou": lambda drawn: _two_class_iou(counts[drawn].sum(0)),
        "boundary_f": lambda drawn: float(boundary_fs[drawn].mean()),
        "boundary_iou": lambda drawn: float(boundary_ious[drawn].mean()),
    }
    everything = np.arange(len(scores))
    draws = np.random.default_rng(seed).integers(len(scores), size=(BOOTSTRAP_ROUNDS, len(scores)))
    return SetScore(
        n=len(scores),
        ci95={name: _interval([measure(drawn) for drawn in draws]) for name, measure in measures.items()},
        **{name: 100 * measure(everything) for name, measure in measures.items()},
    )


def _interval(values: list[float]) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5]) * 100
    return float(low), float(high)


def _two_class_iou(counts: Floats) -> float:
    both, only_truth, only_mask, neither = counts
    wrong = only_truth + only_mask
    return (_share(both, both + wrong) + _share(neither, neither + wrong)) / 2


def _share(part: float, whole: float) -> float:
    """Part of whole; nothing of nothing is all of it."""
    return float(part / whole) if whole else 1.0


def _rim(mask: Mask, depth: int) -> Mask:
    square = np.ones((2 * depth + 1, 2 * depth + 1), np.uint8)
    inner = cv2.erode(mask.astype(np.uint8), square, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(mask & (inner == 0), np.bool_)


def _spread(mask: Mask, reach: int) -> Mask:
    """Mark what lies within `reach` pixels, in a straight line."""
    away = np.arange(-reach, reach + 1)
    disk = (away[:, None] ** 2 + away**2 <= reach**2).astype(np.uint8)
    grown = cv2.dilate(mask.astype(np.uint8), disk, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(grown, np.bool_)

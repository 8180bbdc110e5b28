"""How well people are told apart: average precision, and three simple ways to compare with."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.types import Box, FrameLabels, Labels

IOUS = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))
"""The overlaps at which a found person counts as right."""
LEAST_SHARE = 0.01
"""People smaller than this share of the picture need not be found."""
IGNORED = 255
"""In a label's picture: pixels that count nowhere."""

Divider = Callable[[NDArray[np.bool_], Sequence[Box]], Labels]
"""Divides a mask (H, W) bool among the people in the boxes: labels are their track ids."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found in one picture, beside the truth.

    Attributes:
        labels: (H, W); 0 is background, k is the person with score `scores[k]`.
        scores: how sure each person is; a person without a score is not counted.
        truth: (H, W) int32; 0 is background, IGNORED counts nowhere.
    """

    labels: Labels | FrameLabels
    scores: dict[int, float]
    truth: Labels


@dataclass(frozen=True, slots=True)
class InstanceScore:
    """Average precision in percent.

    Attributes:
        ap: mean over IOUS of the mean precision at 101 recalls, as COCO counts.
        ap_all: the same with the precision at every recall that occurs.
        at: the 101-recall precision at each of IOUS.
        n_images: pictures.
        n_people: people who had to be found.
    """

    ap: float
    ap_all: float
    at: dict[float, float]
    n_images: int
    n_people: int


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """What one picture claims, compared with the truth.

    Attributes:
        scores: how sure each claim is.
        ious: (claims, people) float64, each claim's IoU with each true person.
        needed: (people,) bool, who has to be found.
    """

    scores: tuple[float, ...]
    ious: NDArray[np.float64]
    needed: NDArray[np.bool_]

    @property
    def worst_iou(self) -> float:
        """The IoU of the person found worst, in [0, 1]; 1 where nobody has to be found."""
        if not self.needed.any():
            return 1.0
        return float(self.ious.max(0, initial=0.0)[self.needed].min())


def score_instances(pictures: Iterable[Found]) -> InstanceScore:
    """Judge a set of pictures; see `score_claims`."""
    return score_claims([compare(found) for found in pictures])


def score_claims(claims: Sequence[Claims]) -> InstanceScore:
    """Judge the claims of a set of pictures.

    Over the whole set the surest claims come first; each takes the free true person of its
    picture whom it overlaps most, and is right if their IoU reaches the threshold.

    Raises:
        ValueError: nobody has to be found.
    """
    people = int(sum(one.needed.sum() for one in claims))
    if people == 0:
        raise ValueError("the pictures show nobody who would have to be found")
    curves = [_precision(claims, iou, people) for iou in IOUS]
    at = {iou: 100 * curve[0] for iou, curve in zip(IOUS, curves, strict=True)}
    return InstanceScore(
        ap=float(np.mean(list(at.values()))),
        ap_all=100 * float(np.mean([curve[1] for curve in curves])),
        at=at,
        n_images=len(claims),
        n_people=people,
    )


def compare(found: Found) -> Claims:
    """Compare what was found in one picture with the truth."""
    if found.labels.shape != found.truth.shape:
        raise ValueError(f"labels {found.labels.shape} and truth {found.truth.shape} must be of one size")
    counted = found.truth != IGNORED
    people = np.unique(found.truth[counted & (found.truth > 0)])
    names = [k for k in found.scores if bool((counted & (found.labels == k)).any())]
    ious = np.zeros((len(names), len(people)))
    for i, k in enumerate(names):
        mine = counted & (found.labels == k)
        for j, person in enumerate(people):
            theirs = found.truth == person
            ious[i, j] = np.count_nonzero(mine & theirs) / np.count_nonzero(mine | theirs)
    areas = np.array([np.count_nonzero(found.truth == person) for person in people])
    scores = tuple(found.scores[k] for k in names)
    return Claims(scores, ious, areas >= LEAST_SHARE * found.truth.size)


def _precision(pictures: Sequence[Claims], threshold: float, people: int) -> tuple[float, float]:
    """Mean precision at 101 recalls, and at every recall, for one threshold."""
    order = sorted(
        ((score, p, c) for p, one in enumerate(pictures) for c, score in enumerate(one.scores)),
        key=lambda claim: -claim[0],
    )
    free = [np.ones(one.needed.shape, np.bool_) for one in pictures]
    right: list[bool] = []
    for _, p, c in order:
        ious = np.where(free[p], pictures[p].ious[c], -1.0)
        best = int(ious.argmax()) if ious.size else -1
        hit = best >= 0 and ious[best] >= threshold
        if hit:
            free[p][best] = False
            if not pictures[p].needed[best]:
                continue
        right.append(hit)
    hits = np.cumsum(right)
    precision = hits / np.arange(1, len(right) + 1)
    recall = hits / people
    # The best precision at this recall or a higher one.
    highest = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
    wanted = np.linspace(0, 1, 101)
    at_101 = highest[np.searchsorted(recall, wanted - 1e-9)].mean()
    steps = np.diff(recall, prepend=0.0)
    return float(at_101), float((steps * highest[:-1]).sum())


def divide_by_box_centre(mask: NDArray[np.bool_], boxes: Sequence[Box]) -> Labels:
    """Give each pixel of the mask to the box whose centre is nearest, measured in that box's size."""
    height, width = mask.shape
    y, x = np.mgrid[:height, :width] + 0.5
    distances = [
        np.hypot(
            (x - (box.x0 + box.x1) / 2) / max(box.x1 - box.x0, 1),
            (y - (box.y0 + box.y1) / 2) / max(box.y1 - box.y0, 1),
        )
        for box in boxes
    ]
    return _name(mask, np.argmin(distances, 0), boxes)


def divide_by_components(mask: NDArray[np.bool_], boxes: Sequence[Box]) -> Labels:
    """Give each connected piece of the mask to the box that holds most of it."""
    count, pieces = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    owner = np.zeros(count, np.int64)
    for piece in range(1, count):
        held = [np.count_nonzero(_inside(pieces == piece, box)) for box in boxes]
        owner[piece] = int(np.argmax(held))
    return _name(mask, owner[pieces], boxes)


def divide_by_watershed(mask: NDArray[np.bool_], boxes: Sequence[Box]) -> Labels:
    """Flood the mask from the deepest place of each box, the deep places before the shallow ones.

    Depth is the distance to the mask's border. A box is flooded from its deepest place that lies
    in no other box, if there is one.
    """
    depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    inside = [_inside(mask, box) for box in boxes]
    crowd = np.sum(inside, 0)
    owner = np.full(mask.shape, -1, np.int64)
    queue: list[tuple[float, int, int, int]] = []
    for k, mine in enumerate(inside):
        alone = mine & (crowd == 1)
        y, x = divmod(int(np.where(alone if alone.any() else mine, depth, 0).argmax()), mask.shape[1])
        owner[y, x] = k
        queue.append((-float(depth[y, x]), len(queue), y, x))
    heapq.heapify(queue)
    turn = len(queue)
    while queue:
        level, _, y, x = heapq.heappop(queue)
        for v, u in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if 0 <= v < mask.shape[0] and 0 <= u < mask.shape[1] and mask[v, u] and owner[v, u] < 0:
                owner[v, u] = owner[y, x]
                heapq.heappush(queue, (max(level, -float(depth[v, u])), turn, v, u))
                turn += 1
    return _name(mask & (owner >= 0), owner, boxes)


def _inside(mask: NDArray[np.bool_], box: Box) -> NDArray[np.bool_]:
    """The part of the mask that lies in the box."""
    inside = np.zeros(mask.shape, np.bool_)
    where = np.s_[max(int(box.y0), 0) : max(round(box.y1), 0), max(int(box.x0), 0) : max(round(box.x1), 0)]
    inside[where] = mask[where]
    return inside


def _name(mask: NDArray[np.bool_], index: NDArray[np.int64], boxes: Sequence[Box]) -> Labels:
    names = np.array([box.track_id for box in boxes], np.int32)
    return np.where(mask, names[np.clip(index, 0, len(boxes) - 1)], 0).astype(np.int32)

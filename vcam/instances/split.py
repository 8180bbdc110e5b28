"""Divides one mask of people among their boxes."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.instances import claims, cleanup, cover, likeness, owning, pointing
from vcam.instances.affinity import MOST_NEIGHBOURS, Affinity
from vcam.instances.geodesic import walk
from vcam.instances.options import SplitOptions
from vcam.instances.pieces import Window
from vcam.instances.superpixels import Superpixels
from vcam.types import Alpha, Box, Image, Labels, Owned, Size, Ways

MOST_PEOPLE = 16
"""Boxes beyond these many surest ones are not looked at."""


CELLS_AROUND = 2
"""So many regions around what is contested are looked at, too: whose they surely are spreads into it. All
of everybody takes twice as long, and parts nobody better in scenes."""


TIDIED_AROUND_PX = 2
"""So far from a contested pixel labels count where borders are smoothed."""


class _Hints(NamedTuple):
    """What is known of one frame beside mask and boxes.

    `owned` is None if nobody was looked at; `looks` is each person's place in it, or -1.
    """

    edges: Alpha | None
    ways: Ways | None
    owned: Owned | None
    looks: NDArray[np.int32]


class Splitter:
    """Splits the masks of one frame size; its buffers are reused, and it remembers the last frame.

    Attributes:
        was_contested: whether any pixel of the last mask lay in two boxes.
    """

    def __init__(self, frame_size: Size, small_size: Size, options: SplitOptions | None = None) -> None:
        """Prepare for frames of one size.

        Args:
            frame_size: what the boxes' pixels count in.
            small_size: of the small pictures that are split; 320x180 or so is enough.
            options: how.
        """
        self._options = o = options or SplitOptions()
        width, height = small_size.width, small_size.height
        self._shape = (height, width)
        self._scale = (width / frame_size.width, height / frame_size.height)
        self._superpixels = Superpixels(width, height, o.step_px, o.compactness)
        most = self._superpixels.most_regions
        self._affinity = Affinity(most, o.step_px, o.weights)
        self._lab = np.empty((height, width, 3), np.uint8)
        self._mask = np.empty((height, width), np.uint8)
        self._cover, self._before, self._spare = (np.zeros((height, width), np.int32) for _ in range(3))
        self._queue, self._sizes = (np.empty(height * width, np.int32) for _ in range(2))
        self._rest = np.zeros((height, width), np.float32)
        self._best, self._ranks = np.empty(width, np.int32), np.empty((2, width), np.float32)
        self._edges = np.zeros((height, width), np.float32)
        self._shares = np.zeros((most, 3, MOST_PEOPLE), np.float32)
        self._distances = np.empty(MOST_PEOPLE * most, np.float32)
        self._means = np.empty(MOST_PEOPLE * most, np.float32)
        self._unlikeness = np.zeros((most, MOST_PEOPLE), np.float32)
        self._models = np.empty((MOST_PEOPLE, likeness.COLOURS), np.float32)
        self._costs = np.empty((most, MOST_NEIGHBOURS), np.float32)
        self._owner = np.empty(most, np.int32)
        self._keys = np.empty(most * (MOST_NEIGHBOURS + 1), np.float32)
        self._nodes = np.empty(most * (MOST_NEIGHBOURS + 1), np.int32)
        self._areas = np.empty(2 * (MOST_PEOPLE + 1), np.int32)
        self.forget()

    def forget(self) -> None:
        """Begin anew, as after a cut: the next frame is not compared with the last one."""
        self._before[:] = 0
        self._last: dict[int, NDArray[np.int32]] = {}
        self._is_warm = False
        self.was_contested = False

    def split(
        self,
        small_image: Image,
        alpha: Alpha,
        boxes: Sequence[Box],
        edges: Alpha | None,
        out: Labels,
        ways: Ways | None = None,
        owned: Owned | None = None,
    ) -> Labels:
        """Divide one frame's mask.

        Args:
            small_image: (h, w, 3) uint8 BGR.
            alpha: (h, w) float32; above one half is person.
            boxes: where people are, in the frame's pixels, each with a track id of its own.
            edges: float32 in [0, 1], of any size, how surely a person's border runs there, or None.
            out: (h, w) int32, C-contiguous; is filled and returned: 0 is background or
                nobody's, otherwise a track id.
            ways: of any size from 2x2 on, where the head of whoever is there is; None if nobody says.
            owned: what looks from near say, of the small size; None if nobody was looked at.
        """
        self._check(small_image, alpha, boxes, out)
        # Numbered by id, so that neither the order nor the scores of detections change a tie.
        known = sorted(sorted(boxes, key=lambda box: -box.score)[:MOST_PEOPLE], key=lambda box: box.track_id)
        places = self._place(known)
        cover.threshold(np.require(alpha, np.float32, ["C", "W"]), self._mask)
        contested = cover.cover_mask(self._mask, places, self._cover, out)
        if contested > 0:
            most_outside = np.float32(self._options.body_reach)
            contested = cover.keep_to_bodies(self._mask, places, self._cover, out, most_outside)
        self.was_contested = contested > 0
        seen = owned if owned is not None and owned.track_ids else None
        hints = _Hints(edges, ways, seen, _looks(known, seen))
        if hints.owned is not None and hints.looks.min(initial=0) < 0:
            owning.find_rest(hints.owned.shares, self._rest)
        if self.was_contested:
            self._settle(small_image, known, places, out, hints)
        if hints.owned is not None:
            self._overrule(hints.owned, hints.looks, out)
        if self.was_contested or hints.owned is not None:
            self._tidy(len(known), out)
        cleanup.grow(self._mask, out, round(self._options.reach * self._shape[1]), self._queue)
        cleanup.rename(out, np.array([0, *(box.track_id for box in known)], np.int32))
        np.copyto(self._before, out)
        self._last = {box.track_id: place for box, place in zip(known, places, strict=True)}
        return out

    def _check(self, image: Image, alpha: Alpha, boxes: Sequence[Box], out: Labels) -> None:
        shapes = {alpha.shape, image.shape[:2], out.shape}
        if shapes != {self._shape} or image.shape[2:] != (3,):
            raise ValueError(
                f"splits pictures of {self._shape}, not {image.shape}, {alpha.shape}, {out.shape}"
            )
        if out.dtype != np.int32 or not (out.flags.c_contiguous and out.flags.writeable):
            raise ValueError("the labels go to a writable, C-contiguous array of int32")
        ids = [box.track_id for box in boxes]
        if len(set(ids)) != len(ids) or min(ids, default=1) < 1:
            raise ValueError(f"every box needs a track id of its own, from 1: {ids}")

    def _place(self, boxes: Sequence[Box]) -> NDArray[np.int32]:
        """Boxes and faces, (n, 8) int32 in small pixels; a missing face is empty."""
        places = np.zeros((len(boxes), 8), np.int32)
        height, width = self._shape
        across, down = self._scale
        for k, box in enumerate(boxes):
            dx, dy = self._options.margin * (box.x1 - box.x0), self._options.margin * (box.y1 - box.y0)
            hx0, hy0, hx1, hy1 = box.head or (0.0, 0.0, 0.0, 0.0)
            # The face keeps its shape where the frame cuts it; only boxes are cut.
            places[k] = (
                round(min(max((box.x0 - dx) * across, 0), width)),
                round(min(max((box.y0 - dy) * down, 0), height)),
                round(min(max((box.x1 + dx) * across, 0), width)),
                round(min(max((box.y1 + dy) * down, 0), height)),
                *(round(hx0 * across), round(hy0 * down), round(hx1 * across), round(hy1 * down)),
            )
        return places

    def _settle(
        self,
        image: Image,
        known: Sequence[Box],
        places: NDArray[np.int32],
        out: Labels,
        hints: "_Hints",
    ) -> None:
        """Divide what is contested by regions; labels are 1 + the box's place in `known`."""
        margin_px = CELLS_AROUND * self._options.step_px
        window = self._superpixels.whole_cells(cover.find_contested(self._mask, self._cover, margin_px))
        count = self._find_regions(image, hints.edges, window)
        regions, owner = self._superpixels.regions, self._owner[:count]
        # Views of flat room are contiguous for any number of people and regions, as kernels want.
        distance = self._distances[: len(known) * count].reshape(len(known), count)
        self._measure_distances(known, places, window, distance, hints)
        claims.decide(distance, self._shares[:count], np.float32(self._options.remember), owner)
        claims.paint(regions, self._cover, owner, distance, window, out)

    def _overrule(self, owned: Owned, looks: NDArray[np.int32], out: Labels) -> None:
        """Give pixels to whom a look from near surely calls them, in one box alone, too."""
        sure, room = np.float32(self._options.own_sure), (self._best, self._ranks)
        owning.overrule(self._mask, self._cover, owned.shares, self._rest, looks, sure, out, *room)

    def _tidy(self, people: int, out: Labels) -> None:
        """Smooth the borders between people, and leave no crumbs."""
        window = cover.find_contested(self._mask, self._cover, TIDIED_AROUND_PX)
        cleanup.smooth(out, self._cover, window, self._spare)
        areas = self._areas[: 2 * (people + 1)].reshape(2, -1)
        cleanup.absorb_crumbs(out, self._cover, window, self._spare, self._queue, self._sizes, areas)

    def _find_regions(self, image: Image, edges: Alpha | None, window: Window) -> int:
        """Cut the window into regions and price the steps between them; gives their number."""
        x0, y0, x1, y1 = window
        cv2.cvtColor(image[y0:y1, x0:x1], cv2.COLOR_BGR2LAB, dst=self._lab[y0:y1, x0:x1])
        if edges is None:
            self._edges.fill(0)
        else:
            cv2.resize(np.asarray(edges, np.float32), self._shape[::-1], dst=self._edges)
        superpixels, o = self._superpixels, self._options
        iterations = o.warm_iterations if self._is_warm else o.cold_iterations
        count = superpixels.find(self._lab, self._mask, window, iterations, self._is_warm)
        self._is_warm = True
        self._affinity.compare(
            self._lab,
            superpixels.regions,
            count,
            superpixels.area,
            superpixels.centre,
            self._edges,
            window,
        )
        return count

    def _measure_distances(
        self,
        known: Sequence[Box],
        places: NDArray[np.int32],
        window: Window,
        distance: NDArray[np.float32],
        hints: "_Hints",
    ) -> None:
        """Fill `_shares` and `distance`: how far each region is from each person."""
        o, graph = self._options, self._affinity
        n, count = distance.shape
        regions, area, centre = self._superpixels.regions, self._superpixels.area, self._superpixels.centre
        shares, moves = self._shares[:count], self._moves(known, places)
        claims.tally(regions, self._cover, self._before, moves, area, window, shares)
        claims.place_seeds(
            shares, centre, places, area, np.float32(o.face_core), np.float32(o.core_distance), distance
        )
        models, unlikeness = self._models[:n], self._unlikeness[:count]
        likeness.learn_colours(self._lab, regions, distance, window, models)
        likeness.find_unlikeness(self._lab, regions, area, window, models, unlikeness)
        neighbours, degree, costs = graph.neighbours[:count], graph.degree[:count], self._costs[:count]
        for k in range(n):
            likeness.price_for(graph.costs, neighbours, degree, unlikeness, k, np.float32(o.likeness), costs)
            walk(neighbours, degree, costs, distance[k], self._keys, self._nodes)
        likeness.lean(distance, centre, places, np.float32(o.face_lean), np.float32(o.box_lean))
        if hints.ways is not None:
            height, width = self._shape
            pointing.lean_to_heads(
                distance,
                centre,
                places,
                hints.ways,
                height,
                width,
                np.float32(o.head_lean),
                np.float32(o.head_slack),
            )
        if hints.owned is not None:
            means = self._means[: n * count].reshape(n, count)
            lean, shares, looks = np.float32(o.own_lean), hints.owned.shares, hints.looks
            owning.lean_to_owned(distance, regions, area, window, shares, self._rest, looks, lean, means)

    def _moves(self, known: Sequence[Box], places: NDArray[np.int32]) -> NDArray[np.int32]:
        """Each track id, and how far its box's middle moved since the last frame, (n, 3) int32."""
        moves = np.zeros((len(known), 3), np.int32)
        for k, box in enumerate(known):
            last = self._last.get(box.track_id, places[k])
            moves[k] = (box.track_id, *((places[k, :2] + places[k, 2:4] - last[:2] - last[2:4]) // 2))
        return moves


def _looks(known: Sequence[Box], owned: Owned | None) -> NDArray[np.int32]:
    """Give each person's place in `owned`, -1 of who was not looked at."""
    ids = owned.track_ids if owned is not None else ()
    return np.array([ids.index(box.track_id) if box.track_id in ids else -1 for box in known], np.int32)

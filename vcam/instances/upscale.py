"""Brings labels from the small picture to the frame, with smooth borders between people."""

from collections.abc import Sequence

import numpy as np

from vcam.instances.cleanup import grow
from vcam.instances.pieces import Floats, Ints
from vcam.jit import kernel
from vcam.sampling import source_positions
from vcam.types import FrameLabels, Labels, Size, Span

REACH_PX = 4
"""How far beyond the small mask a person's soft border may reach, in small pixels."""


class LabelUpscaler:
    """Enlarges labels from one size to another; its buffers are reused."""

    def __init__(self, frame_size: Size, width: int, height: int) -> None:
        """Prepare for one pair of sizes.

        Args:
            frame_size: of the frames.
            width: of the small labels.
            height: of the small labels.
        """
        if min(width, height, frame_size.width, frame_size.height) < 1:
            raise ValueError(f"cannot enlarge labels from {width}x{height} to {frame_size}")
        self._shape = (height, width)
        self._frame_shape = (frame_size.height, frame_size.width)
        self._left, self._right_share = source_positions(frame_size.width, width)
        self._top, self._bottom_share = source_positions(frame_size.height, height)
        self._cell_end = np.searchsorted(self._left, np.arange(width), side="right").astype(np.int32)
        self._wide = np.empty((height, width), np.int32)
        self._everywhere = np.ones((height, width), np.uint8)
        self._queue = np.empty(height * width, np.int32)
        self._runs = np.empty((width, 3), np.int32)

    def upscale_labels(self, labels: Labels, out: FrameLabels) -> FrameLabels:
        """Name whose each pixel of the frame is, if it is anybody's: that only its alpha says.

        Args:
            labels: (h, w) int32 up to MOST_ID, small; 0 is background or nobody's, and what is below 0
                is somebody not known: nobody else reaches into it, and it becomes 0.
            out: (H, W) uint16, C-contiguous; is filled and returned: 0 where nobody's label is within reach.
        """
        if labels.shape != self._shape or out.shape != self._frame_shape:
            raise ValueError(
                f"enlarges {self._shape} to {self._frame_shape}, not {labels.shape} to {out.shape}"
            )
        if out.dtype != np.uint16 or not (out.flags.c_contiguous and out.flags.writeable):
            raise ValueError("the labels go to a writable, C-contiguous array of uint16")
        np.copyto(self._wide, labels)
        grow(self._everywhere, self._wide, REACH_PX, self._queue)
        _enlarge(
            self._wide,
            self._left,
            self._right_share,
            self._top,
            self._bottom_share,
            self._cell_end,
            self._runs,
            out,
        )
        return out

    def spans(self, names: Sequence[int]) -> dict[int, Span]:
        """Tell for each of these labels a span of the frame that holds all its pixels in the last picture."""
        if not names:
            return {}
        bounds = np.empty((len(names), 4), np.int32)
        _bound(self._wide, np.array(names, np.int32), bounds)
        return {name: self._enlarge_bounds(bound) for name, bound in zip(names, bounds.tolist(), strict=True)}

    def _enlarge_bounds(self, bound: Sequence[int]) -> Span:
        """All pixels of the frame that lie beside a small pixel within the bounds."""
        x0, y0, x1, y1 = bound
        return (
            int(np.searchsorted(self._left, x0 - 1)),
            int(np.searchsorted(self._top, y0 - 1)),
            int(np.searchsorted(self._left, x1 - 1, side="right")),
            int(np.searchsorted(self._top, y1 - 1, side="right")),
        )


@kernel
def _enlarge(
    wide: Labels,
    left: Ints,
    right_share: Floats,
    top: Ints,
    bottom_share: Floats,
    cell_end: Ints,
    runs: Labels,
    out: FrameLabels,
) -> None:
    """Fill cells with the one label at their corners; where several meet, the corners vote by nearness."""
    small_height, small_width = wide.shape
    row, count = -1, 0
    for y in range(len(top)):
        if top[y] != row:
            row = top[y]
            count = _find_runs(wide[row], wide[min(row + 1, small_height - 1)], cell_end, runs)
        upper, lower = wide[row], wide[min(row + 1, small_height - 1)]
        names = out[y]
        x = 0
        for k in range(count):
            end, name, is_one = runs[k, 0], runs[k, 1], runs[k, 2]
            if not is_one:
                for place in range(x, end):
                    cell = left[place]
                    after = min(cell + 1, small_width - 1)
                    a, b, c, d = upper[cell], upper[after], lower[cell], lower[after]
                    names[place] = _vote(a, b, c, d, right_share[place], bottom_share[y])
            else:
                names[x:end] = max(name, 0)
            x = end


@kernel
def _find_runs(upper: Ints, lower: Ints, cell_end: Ints, runs: Labels) -> int:
    """Join the cells between two rows of small pixels; nobody's corners are whoever's the others are.

    Args:
        upper, lower: (w,) int32, the two rows.
        cell_end: (w,) int32, the frame's first column behind each cell.
        runs: (w, 3) int32, gets of each run the first column behind it, its label, and whether all of
            it has this label: else it is a cell where several meet.

    Returns:
        The number of runs.
    """
    count, width = 0, len(upper)
    name, is_one, is_whole = np.int32(0), False, False
    for cell in range(width):
        after = min(cell + 1, width - 1)
        b, d = upper[after], lower[after]
        if is_whole and b == name and d == name:
            continue
        now, is_one_now = _only(upper[cell], b, lower[cell], d)
        is_whole = is_one_now and b == now and d == now
        if count == 0 or not (is_one and is_one_now and name == now):
            if count > 0:
                runs[count - 1, 0] = cell_end[cell - 1]
            runs[count, 1], runs[count, 2] = now, is_one_now
            count += 1
        name, is_one = now, is_one_now
    runs[count - 1, 0] = cell_end[width - 1]
    return count


@kernel
def _only(a: np.int32, b: np.int32, c: np.int32, d: np.int32) -> tuple[np.int32, bool]:
    """Give the one label, beside nobody's, of four corners, and whether there is but one."""
    most, least = max(max(a, b), max(c, d)), min(min(a, b), min(c, d))
    name = most if most > 0 else least
    is_one = (
        (a == 0 or a == name) and (b == 0 or b == name) and (c == 0 or c == name) and (d == 0 or d == name)
    )
    return name, is_one


@kernel
def _bound(wide: Labels, names: Ints, bounds: Ints) -> None:
    """Fill `bounds`, (n, 4) int32, with the half-open bounds of each name; empty ones are 0."""
    height, width = wide.shape
    bounds[:] = 0
    last, k = np.int32(0), -1
    for y in range(height):
        row = wide[y]
        for x in range(width):
            if row[x] <= 0:
                continue
            if row[x] != last:
                last, k = row[x], -1
                for i in range(len(names)):
                    if names[i] == last:
                        k = i
            if k < 0:
                continue
            if bounds[k, 3] == 0:
                bounds[k, 0], bounds[k, 1] = x, y
            bounds[k, 0] = min(bounds[k, 0], x)
            bounds[k, 2] = max(bounds[k, 2], x + 1)
            bounds[k, 3] = y + 1


@kernel
def _vote(
    a: np.int32, b: np.int32, c: np.int32, d: np.int32, right: np.float32, below: np.float32
) -> np.int32:
    """The corner label with the greatest bilinear weight; nobody's corners do not vote.

    Those of somebody not known do, and where they win it is nobody's.
    """
    one = np.float32(1)
    weights = ((one - right) * (one - below), right * (one - below), (one - right) * below, right * below)
    corners = (a, b, c, d)
    best, most = np.int32(0), np.float32(0)
    for i in range(4):
        if corners[i] != 0:
            total = np.float32(0)
            for j in range(4):
                if corners[j] == corners[i]:
                    total += weights[j]
            if total > most:
                best, most = corners[i], total
    return max(best, np.int32(0))

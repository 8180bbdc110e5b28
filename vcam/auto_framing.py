"""Follows the people who are seen: a part of the picture, enlarged, that moves like a calm camera operator.

It works on pictures that the guard has cleared, so it can show less of them but never more.
"""

import math
from dataclasses import dataclass

import numpy as np

from vcam.guard import Cleared, enlarge
from vcam.types import ByteAlpha, Image, Part, Rendered, Size

SAMPLE_PX = 8
"""People are looked for at every so manyth pixel of each so manyth row."""
SURE = 128
"""Alpha from which a pixel counts."""
LEAST_SHARE = 0.004
"""With fewer people than this share of the picture, nobody is there."""
STRAY_SHARE = 0.01
"""So much of the people at each side is left out of account: a raised hand, a speck."""
BREADTH = 1.5
"""The part is so many times as wide as the people in it."""
HEADROOM = 0.14
"""So much of the part's height is above them."""
STILL_SHARE = 0.07
"""The part stands still while what it should be is off by less than this share of its width."""
QUICKNESS = 3.0
"""Per second: six tenths of a way are done after 2 / 3 s, and nearly all of it after 2 s."""
LEAST_SCALE = 0.2
ARRIVED_PX = 0.5
PATIENCE_S = 1.0
"""Only if nobody has been there for so long the whole picture is shown again."""
LONGEST_STEP_S = 0.2
"""A pause is no reason for a jump."""


@dataclass(slots=True)
class _Motion:
    """One number on its way to another, as a critically damped spring goes: smoothly, never beyond."""

    place: float
    speed: float = 0.0

    def advance(self, target: float, step_s: float) -> None:
        off = self.place - target
        pull = self.speed + QUICKNESS * off
        fade = math.exp(-QUICKNESS * step_s)
        self.place = target + (off + pull * step_s) * fade
        self.speed = (self.speed - QUICKNESS * pull * step_s) * fade


class Follower:
    """Chooses the part of a picture. It knows no picture, only where people are and what time it is.

    Args:
        size: of the picture.
        zoom: how far it may be enlarged, >= 1.
    """

    def __init__(self, size: Size, zoom: float) -> None:
        self.size = size
        self._zoom = zoom
        whole = Part(0.0, 0.0, 1.0)
        self._target = whole
        self._centre_x = _Motion(size.width / 2)
        self._centre_y = _Motion(size.height / 2)
        self._scale = _Motion(1.0)
        self._time_s: float | None = None
        self._seen_s = -math.inf

    @property
    def zoom(self) -> float:
        """How far the picture may be enlarged; a change is gone over to smoothly."""
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def look(self, box: tuple[float, float, float, float] | None, time_s: float) -> None:
        """Note where people are: x0, y0, x1, y1 in pixels, or None where nobody is."""
        if box is not None and self._zoom > 1:
            self._seen_s = time_s
            wanted = self._frame(box)
        elif self._zoom > 1 and time_s - self._seen_s < PATIENCE_S:
            return
        else:
            wanted = Part(0.0, 0.0, 1.0)
        if self._is_far(wanted):
            self._target = wanted

    def advance(self, time_s: float) -> Part:
        """Give the part to be shown at a time, in seconds of a monotonic clock."""
        step_s = 0.0 if self._time_s is None else min(LONGEST_STEP_S, max(0.0, time_s - self._time_s))
        self._time_s = time_s
        width, height = self.size.width, self.size.height
        target = self._target
        for motion, goal in (
            (self._centre_x, target.left + target.scale * width / 2),
            (self._centre_y, target.top + target.scale * height / 2),
            (self._scale, target.scale),
        ):
            motion.advance(goal, step_s)
        scale = min(1.0, max(LEAST_SCALE, self._scale.place))
        part = Part(
            _within(self._centre_x.place - scale * width / 2, width * (1 - scale)),
            _within(self._centre_y.place - scale * height / 2, height * (1 - scale)),
            scale,
        )
        return target if self._has_arrived(part) else part

    def _frame(self, box: tuple[float, float, float, float]) -> Part:
        """The part that shows people as a portrait does, on whole pixels."""
        width, height = self.size.width, self.size.height
        x0, y0, x1, y1 = box
        scale = max(BREADTH * (x1 - x0) / width, (y1 - y0) / (1 - HEADROOM) / height, 1 / self._zoom)
        scale = min(1.0, scale)
        left = _within((x0 + x1) / 2 - scale * width / 2, width * (1 - scale))
        top = _within(y0 - HEADROOM * scale * height, height * (1 - scale))
        return Part(float(math.floor(left)), float(math.floor(top)), scale)

    def _is_far(self, wanted: Part) -> bool:
        now, width, height = self._target, self.size.width, self.size.height
        reach = STILL_SHARE * now.scale
        sideways = abs(wanted.left - now.left + (wanted.scale - now.scale) * width / 2) / width
        upwards = abs(wanted.top - now.top + (wanted.scale - now.scale) * height / 2) / height
        is_whole_again = wanted.scale == 1.0 and now.scale < 1.0
        return is_whole_again or max(sideways, upwards, abs(wanted.scale - now.scale)) > reach

    def _has_arrived(self, part: Part) -> bool:
        target = self._target
        off = (part.left - target.left, part.top - target.top, (part.scale - target.scale) * self.size.width)
        speeds = (self._centre_x.speed, self._centre_y.speed, self._scale.speed * self.size.width)
        return max(map(abs, off)) < ARRIVED_PX and max(map(abs, speeds)) < 2 * ARRIVED_PX


class AutoFraming:
    """Frames cleared pictures of one size; its own buffer holds the result.

    Args:
        size: of the pictures.
        zoom: how far they may be enlarged; with 1 they are passed on as they are.
    """

    def __init__(self, size: Size, zoom: float = 1.0) -> None:
        self._follower = Follower(size, zoom)
        self._looked_at: Rendered | None = None
        self._out: Image | None = None

    @property
    def zoom(self) -> float:
        """How far pictures may be enlarged."""
        return self._follower.zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._follower.zoom = zoom

    def frame(self, picture: Cleared, rendered: Rendered, time_s: float) -> Cleared:
        """Give the part of a cleared picture in which people are, at the whole size.

        Args:
            picture: what the guard has cleared.
            rendered: what it was cleared from; only where people are seen in it is looked at.
            time_s: the present.

        Returns:
            A picture in a buffer that is written again at the next call, or `picture` itself.
        """
        if rendered is not self._looked_at:
            self._looked_at = rendered
            seen = rendered.shown if rendered.shown is not None else rendered.scene.alpha
            self._follower.look(find_people(seen) if self.zoom > 1 else None, time_s)
        part = self._follower.advance(time_s)
        if part.scale >= 1.0:
            return picture
        if self._out is None:
            self._out = np.empty(self._follower.size.shape, np.uint8)
        return enlarge(picture, part, self._out)


def find_people(seen: ByteAlpha) -> tuple[float, float, float, float] | None:
    """Give the box that holds nearly all of the people in (H, W) alpha, or None if nobody is there.

    Returns:
        x0, y0, x1, y1 in pixels, half open, or None.
    """
    sample = seen[::SAMPLE_PX, ::SAMPLE_PX] >= SURE
    columns, rows = np.cumsum(sample.sum(0)), np.cumsum(sample.sum(1))
    count = int(columns[-1]) if sample.size else 0
    if count < max(1.0, LEAST_SHARE * sample.size):
        return None
    stray = STRAY_SHARE * count
    x0, x1 = np.searchsorted(columns, [stray, count - stray], side="right")
    y0, y1 = np.searchsorted(rows, [stray, count - stray], side="right")
    x1, y1 = min(x1 + 1, sample.shape[1]), min(y1 + 1, sample.shape[0])
    return float(x0 * SAMPLE_PX), float(y0 * SAMPLE_PX), float(x1 * SAMPLE_PX), float(y1 * SAMPLE_PX)


def _within(value: float, most: float) -> float:
    return min(max(0.0, value), max(0.0, most))

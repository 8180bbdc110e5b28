"""The values that travel through vcam. Data is frozen; arrays are never written by a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vcam.casting import Casting

Image: TypeAlias = NDArray[np.uint8]
"""(H, W, 3) uint8, BGR."""
Alpha: TypeAlias = NDArray[np.float32]
"""(H, W) float32 in [0, 1]; 1 is person."""
ByteAlpha: TypeAlias = NDArray[np.uint8]
"""(H, W) uint8; 255 is person."""
Labels: TypeAlias = NDArray[np.int32]
"""(h, w) int32; 0 is background, k >= 1 is one person."""
FrameLabels: TypeAlias = NDArray[np.uint16]
"""(H, W) uint16, of a frame: likewise, but where its alpha is 0 they mean nothing. In half the bytes, because
each pixel's is written and read in each frame."""
MOST_ID = 0xFFFF
"""The last id that a person can get. Who comes after that stays somebody not known."""
Ways: TypeAlias = NDArray[np.float32]
"""(3, h, w) float32: how likely a head is in each place, and how far the head of whoever is there is, to the
right and down, in heights of the picture."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's size in pixels."""

    width: int
    height: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """The shape of a colour picture of this size."""
        return (self.height, self.width, 3)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A captured picture.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        index: counts up from 0 in a run; never used twice.
        time_s: when it was captured, in seconds of a monotonic clock.
        period_s: how long after it the source gives the next one; 0 if nobody knows.
    """

    image: Image
    index: int
    time_s: float
    period_s: float = 0.0

    @property
    def size(self) -> Size:
        """Its picture's size."""
        return Size(self.image.shape[1], self.image.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """What a network says of people beside alpha, unchecked; None is what it does not say.

    Attributes:
        border: (h, w) float32 of any size, how likely a person's border runs through each place.
        heads: of any size from 2x2 on.
    """

    border: Alpha | None = None
    heads: Ways | None = None


NO_CUES = Cues()


class Owned(NamedTuple):
    """What a look from near says of some people's pixels.

    Attributes:
        track_ids: who was looked at.
        shares: (n, h, w) float32 in [0, 1], for each of them how surely a pixel is that person's own.
        seen_now: who of them was looked at in this very frame; of the others an earlier answer has moved.
        bottoms: for each of them the row behind the last one that was seen, if that is not the last of all:
            what lies below is called theirs whose the last row seen is.
    """

    track_ids: tuple[int, ...]
    shares: NDArray[np.float32]
    seen_now: frozenset[int] = frozenset()
    bottoms: tuple[int, ...] = ()


UNBELIEVED = 0.0
"""The score of who is only suspected where nobody known is: it never adds up to somebody believed."""


@dataclass(frozen=True, slots=True)
class Box:
    """A person's place in a frame; half open, in the frame's pixels.

    Attributes:
        x0: left edge; the person lies in x0 <= x < x1.
        y0: upper edge.
        x1: right edge, >= x0.
        y1: lower edge, >= y0.
        score: how sure the detector is, in [0, 1].
        track_id: which person, >= 1; 0 while nobody has said.
        head: the face's box as (x0, y0, x1, y1), or None where no face is seen.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    score: float
    track_id: int
    head: tuple[float, float, float, float] | None

    def meets(self, other: "Box") -> bool:
        """Tell whether the two overlap."""
        return min(self.x1, other.x1) > max(self.x0, other.x0) and min(self.y1, other.y1) > max(
            self.y0, other.y0
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture with the picture's own proportions.

    Attributes:
        left: of its left edge, in the picture's pixels, >= 0.
        top: of its upper edge, likewise.
        scale: its width divided by the picture's, in (0, 1]; 1 is the whole picture.
    """

    left: float
    top: float
    scale: float


Span: TypeAlias = tuple[int, int, int, int]
"""x0, y0, x1, y1 in the frame's pixels, half open; empty where x1 <= x0."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A frame and everything found in it.

    Attributes:
        frame: the very frame that was analysed.
        evidence: (h, w) float32, the network's own alpha at its own size, before it was
            brought to the frame's size: what the guard judges.
        alpha: (H, W) uint8, the refined alpha at the frame's size. Bytes, because the
            compositor reads one for each pixel of each frame.
        labels: (H, W) uint16, whose each pixel with some alpha is: a track id, or 0 for nobody
            known; None where people are not told apart.
        people: everybody known in the frame, by their track ids.
        spans: for each track id in `labels` that has an effect a span that holds all its pixels.
        casting: who is to be shown, and how; None where people are not told apart.
    """

    frame: Frame
    evidence: Alpha
    alpha: ByteAlpha
    labels: FrameLabels | None = None
    people: tuple[Box, ...] = ()
    spans: Mapping[int, Span] = field(default_factory=dict)
    casting: Casting | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Separated:
    """Who is where in a frame, beside the labels; see `Scene`."""

    people: tuple[Box, ...]
    spans: Mapping[int, Span]
    casting: Casting


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A composed picture and where it came from.

    Attributes:
        image: (H, W, 3) uint8 BGR, in a buffer of its own, never the frame's.
        scene: what it was composed from.
        hides_room: whether the room was replaced or blurred.
        shown: (H, W) uint8, how much of the frame's people was laid over the background: the
            scene's alpha, less where somebody is hidden; None if nobody was told apart.
    """

    image: Image
    scene: Scene
    hides_room: bool
    shown: ByteAlpha | None = None

"""Two people made of blocks, who finds their faces, and who looks at them from near."""

from collections.abc import Sequence

import numpy as np

from vcam.people import PeopleStage
from vcam.seeds.windows import Face
from vcam.types import Alpha, Box, ByteAlpha, Frame, FrameLabels, Image, Owned, Size

SIZE, SMALL = Size(320, 180), Size(160, 96)


class Near:
    """Looks from near at nobody, but notes who was offered."""

    def __init__(self, offered: list[list[int]]) -> None:
        self._offered = offered

    def look(self, image: Image, boxes: Sequence[Box], half: Image | None = None, also: int = 0) -> Owned:
        assert image.shape == SIZE.shape
        self._offered.append([box.track_id for box in boxes])
        return Owned((), np.zeros((0, SMALL.height, SMALL.width), np.float32))


class NearMe(Near):
    """Says what is mine whenever that is asked for; always, if it is known who I am."""

    def __init__(self, share: Alpha, me: int = 0) -> None:
        super().__init__([])
        self._share = share
        self._me = me

    def look(self, image: Image, boxes: Sequence[Box], half: Image | None = None, also: int = 0) -> Owned:
        seen = self._me or also
        return Owned((seen,) if seen else (), self._share[None] if seen else self._share[None][:0])


def two_people() -> tuple[Alpha, ByteAlpha, Image]:
    """Two blocks with a head each, left and right, as small alpha, alpha and small picture."""
    small = np.zeros((SMALL.height, SMALL.width), np.float32)
    image = np.zeros((SMALL.height, SMALL.width, 3), np.uint8)
    for left, colour in ((20, (200, 40, 40)), (100, (40, 40, 200))):
        small[50:, left : left + 40] = 1
        small[20:50, left + 12 : left + 28] = 1
        image[:, left : left + 40] = colour
    full = np.kron(small, np.ones((2, 2), np.float32))[: SIZE.height, : SIZE.width]
    return small, (full * 255).astype(np.uint8), image


LEFT = Face((20 + 14) / 160, 24 / 96, (20 + 26) / 160, 44 / 96, 0.9)
RIGHT = Face((100 + 14) / 160, 24 / 96, (100 + 26) / 160, 44 / 96, 0.9)


def see(stage: PeopleStage, image: Image, small: Alpha, until: int) -> FrameLabels:
    """Twelve frames, up to one."""
    times = SIZE.width // small.shape[1]
    labels = np.zeros((SIZE.height, SIZE.width), np.uint16)
    for index in range(until - 12, until):
        full = np.kron(small, np.ones((times, times), np.float32))[: SIZE.height, : SIZE.width]
        frame = Frame(np.zeros(SIZE.shape, np.uint8), index, index / 30)
        stage.separate(
            frame,
            np.ascontiguousarray(image),
            np.ascontiguousarray(small),
            (full * 255).astype(np.uint8),
            labels,
        )
    return labels

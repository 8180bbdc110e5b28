"""People to look at when there is no camera: photographs of real people move in a drawn room.

The photographs are those that come inside installed packages. They are cut out by their
outline and their colours, not by one of our networks, which are to be seen at work on them.
"""

import functools
import importlib.util
import math
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.errors import SourceError
from vcam.ports import SourceFormat
from vcam.sources.room import draw_room
from vcam.types import ByteAlpha, Image, Size

PERIOD_S = 12.0
"""How long it takes until everything moves as before."""
DYE_BGR = (96, 104, 28)
"""What dark cloth gains in colour."""
DARK = 75
"""In grey levels: what is as bright is not dyed."""
NOISE_LEVEL = 2.0
"""Spread of the made-up camera's noise, in grey levels."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photograph inside a package.

    Attributes:
        package: the package that has it.
        path: where, below the package's folder.
        outline: (x, y) of the person's rough outline, in thousandths of width and height.
    """

    package: str
    path: str
    outline: tuple[tuple[int, int], ...]


PORTRAITS = (
    Portrait(
        "matplotlib",
        "mpl-data/sample_data/grace_hopper.jpg",
        ((50, 1000), (46, 800), (66, 705), (117, 635), (160, 618), (330, 565), (380, 535), (390, 515),
         (345, 470), (325, 420), (318, 380), (308, 320), (318, 268), (293, 245), (290, 155), (345, 110),
         (362, 75), (440, 42), (510, 33), (590, 45), (668, 85), (690, 130), (725, 155),
         (728, 290), (738, 340), (690, 470), (655, 530), (740, 570), (910, 640),
         (970, 690), (1000, 760), (1000, 1000)),
    ),
    Portrait(
        "skimage",
        "data/astronaut.png",
        ((45, 1000), (40, 800), (70, 620), (110, 520), (170, 460), (225, 420), (215, 380), (260, 310),
         (360, 290), (340, 240), (298, 190), (310, 110), (350, 60), (440, 28), (540, 55), (590, 140),
         (560, 230), (520, 260), (505, 330), (575, 380), (600, 460), (690, 560), (700, 690), (780, 670),
         (900, 700), (970, 830), (1000, 1000)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Cutout:
    """A person without surroundings.

    Attributes:
        image: (h, w, 3) uint8 BGR, already multiplied by the alpha.
        alpha: (h, w) uint8.
    """

    image: Image
    alpha: ByteAlpha


class DemoSource:
    """Two people in a room: one sways in front, one walks from side to side behind.

    With one photograph at hand, its mirror image walks behind, in dyed clothes: who looks like another
    in everything cannot be told from them once they have passed each other.
    """

    def __init__(
        self, size: Size, fps: float, seconds: float | None, portraits: tuple[Portrait, ...] = PORTRAITS
    ) -> None:
        """Remember what is wanted; nothing is drawn yet.

        Args:
            size: size of the pictures.
            fps: pictures per second; decides how far people move from one to the next.
            seconds: how long it lasts, or None for no end.
            portraits: where photographs may lie.
        """
        self._size = size
        self._fps = fps
        self._portraits = portraits
        self._index = 0
        self._room: Image | None = None
        self._people: tuple[_Cutout, _Cutout] | None = None
        self.is_still = False
        self.frame_count = None if seconds is None else round(seconds * fps)

    def open(self) -> SourceFormat:
        """Draw the room and cut out the people; see `vcam.ports.Source`."""
        if self._people is None:
            self._people = self._cut_people()
            self._room = draw_room(self._size)
            self._noise = _make_noise(self._size)
        self._index = 0
        description = f"demo, {self._size} at {self._fps:g} fps"
        return SourceFormat(self._size, self._fps, is_live=False, description=description)

    def read(self) -> Image | None:
        """Draw the next picture; the same index always gives the same one. See `vcam.ports.Source`."""
        if self._people is None or self._room is None:
            raise ValueError("open the demo before reading it")
        if self.frame_count is not None and self._index >= self.frame_count:
            return None
        turn = 2 * math.pi * self._index / self._fps / PERIOD_S
        image = self._room.copy()
        front, behind = self._people
        # Whole numbers of turns in a period: the end meets the beginning.
        _stand(image, behind, x=0.5 - 0.34 * math.cos(turn), height=0.78, lean=1.5 * math.sin(4 * turn))
        sway = 0.035 * math.sin(3 * turn) + 0.015 * math.sin(7 * turn)
        height = 0.96 + 0.02 * math.sin(2 * turn)
        _stand(image, front, x=0.52 + sway, height=height, lean=2.2 * math.sin(3 * turn + 0.6))
        self._add_noise(image)
        self._index += 1
        return image

    def close(self) -> None:
        """Nothing is held open."""

    def _cut_people(self) -> tuple[_Cutout, _Cutout]:
        cutouts = [cutout for portrait in self._portraits if (cutout := _cut(portrait)) is not None]
        if not cutouts:
            raise SourceError(
                "No package here brings a portrait for the demo; install matplotlib,"
                " or give a file with --source."
            )
        front = cutouts[0]
        behind = cutouts[1] if len(cutouts) > 1 else _dye(_mirror(front))
        return front, behind

    def _add_noise(self, image: Image) -> None:
        """Add the noise of a camera: the same field each time, seen from elsewhere."""
        brighter, darker = self._noise
        height, width = image.shape[:2]
        y, x = (self._index * 37) % 64, (self._index * 23) % 64
        cv2.add(image, brighter[y : y + height, x : x + width], dst=image)
        cv2.subtract(image, darker[y : y + height, x : x + width], dst=image)


@functools.cache
def _cut(portrait: Portrait) -> _Cutout | None:
    """Cut a person out of a photograph, or give None if it is not here."""
    spec = importlib.util.find_spec(portrait.package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / portrait.path
    photograph = cv2.imread(str(path)) if path.is_file() else None
    if photograph is None:
        return None
    image = cast("Image", photograph)
    alpha = _find_alpha(image, portrait.outline)
    share = (alpha.astype(np.float32) / 255)[..., None]
    return _Cutout((image * share).astype(np.uint8), alpha)


def _find_alpha(image: Image, outline: tuple[tuple[int, int], ...]) -> ByteAlpha:
    """Find the person near the outline: inside is person, outside is not, colours decide between."""
    full = (image.shape[1], image.shape[0])
    # At half the size it takes a tenth of a second, and the enlarged edge comes out smooth.
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    corners = np.array(outline, np.float32) * (width / 1000, height / 1000)
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [np.rint(corners).astype(np.int32)], 255)
    reach = max(3, width // 32)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    # What the photograph's edge cuts is no outline: nothing is eaten away there.
    framed = cv2.copyMakeBorder(inside, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    surely = cv2.erode(framed, kernel)[reach:-reach, reach:-reach]
    maybe = cv2.dilate(framed, kernel)[reach:-reach, reach:-reach]
    mask = np.where(inside > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    mask[surely > 0], mask[maybe == 0] = cv2.GC_FGD, cv2.GC_BGD
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, mask, (0, 0, 1, 1), *models, 3, cv2.GC_INIT_WITH_MASK)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255
    smooth = cv2.GaussianBlur(cv2.medianBlur(person, 5), (0, 0), 1.0)
    large = cv2.resize(smooth, full, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    # Half a pixel inwards, so that none of the old background comes along.
    return cast("ByteAlpha", np.clip((large - 90) * (255 / 150), 0, 255).astype(np.uint8))


def _mirror(cutout: _Cutout) -> _Cutout:
    return _Cutout(np.ascontiguousarray(cutout.image[:, ::-1]), np.ascontiguousarray(cutout.alpha[:, ::-1]))


def _dye(cutout: _Cutout) -> _Cutout:
    """Give dark clothes another colour; eyes and glasses are too small to be taken for cloth."""
    brightest = np.maximum(cutout.image.max(axis=2), 255 - cutout.alpha)
    cloth = cv2.medianBlur(brightest, 21).astype(np.float32)
    share = np.clip((DARK - cloth) / 30, 0, 1) * cutout.alpha / 255
    share = cv2.GaussianBlur(share.astype(np.float32), (0, 0), 1.2)
    image = cutout.image + share[..., None] * np.array(DYE_BGR, np.float32)
    return _Cutout(np.minimum(image, 255).astype(np.uint8), cutout.alpha)


def _stand(image: Image, person: _Cutout, x: float, height: float, lean: float) -> None:
    """Put a person into a picture, in place.

    Args:
        image: (H, W, 3) uint8 BGR.
        person: who.
        x: where, in shares of the width.
        height: how tall, in shares of the height.
        lean: how far the body leans, in degrees.
    """
    rows, columns = image.shape[:2]
    tall, wide = person.alpha.shape
    scale = height * rows / (tall * 0.93)
    # Around the middle of the lower edge, which stands a little below the picture's.
    matrix = cv2.getRotationMatrix2D((wide / 2, tall), lean, scale)
    reach = int(wide * scale * 0.62)
    left, right = max(0, int(x * columns) - reach), min(columns, int(x * columns) + reach)
    if left >= right:
        return
    matrix[0, 2] += x * columns - wide / 2 - left
    matrix[1, 2] += rows * 1.0 + height * rows * 0.07 - tall
    size = (right - left, rows)
    colour = cv2.warpAffine(person.image, matrix, size, flags=cv2.INTER_LINEAR)
    alpha = cv2.warpAffine(person.alpha, matrix, size, flags=cv2.INTER_LINEAR)
    window = image[:, left:right]
    rest = cv2.merge([cv2.bitwise_not(alpha)] * 3)
    cv2.add(cv2.multiply(window, rest, scale=1 / 255), colour, dst=window)


def _make_noise(size: Size) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Make a field of noise, larger than a picture: how much brighter and how much darker."""
    shape = (size.height + 64, size.width + 64, 3)
    noise = np.random.default_rng(5).normal(0, NOISE_LEVEL, shape).astype(np.float32)
    return np.clip(noise, 0, 255).astype(np.uint8), np.clip(-noise, 0, 255).astype(np.uint8)

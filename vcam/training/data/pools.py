"""Reads the training pictures of a data folder into memory, small, as uint8."""

import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import VcamError
from vcam.types import ByteAlpha, Image

log = logging.getLogger(__name__)

UNSURE = 128
"""A seam that may be there or not."""
PERSON_HEIGHT_PX = 384
"""Pictures are kept at most this high: no network looks at more."""


@dataclass(frozen=True, slots=True)
class Head:
    """The middle of somebody's face and its width, in the picture's pixels; it may lie outside."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A picture, which of its pixels are person, where one person ends before another, and whose they are.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        alpha: (H, W) uint8; 255 is person.
        seams: (H, W) uint8; 255 where somebody's border lies on somebody else, `UNSURE` where one
            may lie, 0 elsewhere. None is a picture in which nobody stands before anybody.
        heads: of each person, None where it is not known; none at all if nobody was looked for.
        who: (H, W) uint8; 1 + the place in `heads` of who is seen there, 0 where that is nobody or
            not known. None is a picture of one person.
    """

    image: Image
    alpha: ByteAlpha
    seams: ByteAlpha | None = None
    heads: tuple[Head | None, ...] = ()
    who: ByteAlpha | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """Everything that one training draws from, by the role it plays in a sample.

    `portraits`, `fashion` and `pseudo` are whole photographs; `cutouts` are people without
    a background; `rooms` are backgrounds without people.
    """

    portraits: tuple[Portrait, ...]
    fashion: tuple[Portrait, ...]
    pseudo: tuple[Portrait, ...]
    cutouts: tuple[Portrait, ...]
    rooms: tuple[Image, ...]


def load_pools(data: Path, pseudo: tuple[Portrait, ...] = ()) -> Pools:
    """Read `data` as laid out in its README; test pictures are never touched.

    Raises:
        VcamError: a needed folder holds no labelled picture.
    """
    return Pools(
        portraits=load_labelled(data / "eg1800" / "train"),
        fashion=load_labelled(data / "ccp"),
        pseudo=pseudo,
        cutouts=_load_cutouts(data / "cutouts"),
        rooms=load_rooms(data),
    )


def _load_cutouts(folder: Path) -> tuple[Portrait, ...]:
    paths = sorted(folder.glob("*.png"))
    if not paths:
        raise VcamError(f"{folder} holds no people cut out of their pictures; put some there, as NAME.png.")
    return tuple(_read_cutout(path) for path in paths)


def load_rooms(data: Path) -> tuple[Image, ...]:
    """Read the pictures without people.

    Raises:
        VcamError: there is none.
    """
    paths = sorted((data / "rooms").glob("*.jpg"))
    if not paths:
        raise VcamError(f"{data / 'rooms'} holds no pictures of rooms; put some there, as NAME.jpg.")
    return tuple(fit_height(read_image(path)) for path in paths)


def load_labelled(folder: Path) -> tuple[Portrait, ...]:
    """Read every `NAME.jpg` that has a label `NAME.png` beside it, in order of name."""
    pictures = [path for path in sorted(folder.rglob("*.jpg")) if path.with_suffix(".png").exists()]
    if not pictures:
        raise VcamError(f"{folder} holds no pictures with labels; name a folder of NAME.jpg and NAME.png.")
    return tuple(_read_portrait(path) for path in pictures)


def read_image(path: Path) -> Image:
    """Read a colour picture, or say which one cannot be read."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise VcamError(f"{path} is not a picture that can be read.")
    return np.asarray(image, np.uint8)


def read_label(path: Path) -> ByteAlpha:
    """Read a label as uint8 person numbers or 0/255."""
    label = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if label is None:
        raise VcamError(f"{path} is not a label that can be read.")
    return np.asarray(label, np.uint8)


def _read_portrait(path: Path) -> Portrait:
    image = read_image(path)
    alpha = read_label(path.with_suffix(".png"))
    return Portrait(fit_height(image), fit_height(alpha))


def _read_cutout(path: Path) -> Portrait:
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4:
        raise VcamError(f"{path} is not a picture with transparency.")
    return Portrait(np.ascontiguousarray(picture[..., :3]), np.ascontiguousarray(picture[..., 3]))


def fit_height(picture: Image) -> Image:
    """Shrink what is higher than `PERSON_HEIGHT_PX`."""
    height, width = picture.shape[:2]
    if height <= PERSON_HEIGHT_PX:
        return picture
    scale = PERSON_HEIGHT_PX / height
    size = (max(1, round(width * scale)), PERSON_HEIGHT_PX)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)

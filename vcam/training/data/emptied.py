"""Takes people out of photographs, so that they become places to stand in: there are few rooms."""

import cv2
import numpy as np

from vcam.training.data.pools import Portrait
from vcam.training.data.texture import Rng
from vcam.types import Image

REACH = 0.03
"""In picture heights: so far around somebody the light of hair and cloth still shows who stood there."""
LEAST_LEFT = 0.3
"""What is left of a place must be at least this share of the picture, or there is nothing to see of it."""
FAINT = 25
"""What is more of a person than this hides the place."""
DONORS = 2
"""So many other parts of the picture are laid there, each mirrored or not and shifted aside."""
SMALLEST_PX = 2


def can_be_emptied(portrait: Portrait) -> bool:
    """Tell whether enough of the place is seen around who stands there."""
    return float((portrait.alpha < 128).mean()) >= LEAST_LEFT


def take_out(portrait: Portrait, rng: Rng) -> Image:
    """Put in the place of the people what is seen elsewhere in the picture, else the colours around it.

    The latter are pulled from ever smaller pictures, in which only what is known counts (Gortler et al.,
    "The Lumigraph", SIGGRAPH 1996). Alone they would show a blurred person.

    Returns:
        (H, W, 3) uint8 BGR, a new array.
    """
    height, width = portrait.alpha.shape
    reach = max(1, round(REACH * height))
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    known = (cv2.dilate((portrait.alpha > FAINT).astype(np.uint8), around) == 0).astype(np.float32)
    place = _fill(portrait.image * known[..., None], known[..., None])
    for _ in range(DONORS):
        step, shift = int(rng.choice([1, -1])), int(rng.integers(width // 4, 3 * width // 4 + 1))
        elsewhere, seen = (np.roll(each[:, ::step], shift, 1) for each in (portrait.image, known))
        share = (cv2.blur(seen, (reach, reach)) * (1 - known))[..., None]
        place = place + share * (elsewhere - place)
    return np.asarray(np.rint(place), np.uint8)


def _fill(colours: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Give (H, W, 3) colours; `colours` are multiplied by `known`, (H, W, 1), the share that is known."""
    height, width = known.shape[:2]
    if min(height, width) <= SMALLEST_PX:
        mean = colours.sum((0, 1)) / max(float(known.sum()), 1e-6)
        return np.broadcast_to(mean, colours.shape)
    half = ((width + 1) // 2, (height + 1) // 2)
    smaller = [cv2.resize(plane, half, interpolation=cv2.INTER_AREA) for plane in (colours, known)]
    below = _fill(smaller[0], smaller[1][..., None])
    behind = cv2.resize(below.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    filled: np.ndarray = colours + (1 - known) * behind
    return filled

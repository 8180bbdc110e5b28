"""Where people's heads are in training pictures, and the labels that teach a network to point at them."""

import logging
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vcam.app.telling import open_face_detector
from vcam.seeds.scout import FaceDetector
from vcam.seeds.windows import SURE_SCORE
from vcam.training.data.labels import encode_place
from vcam.training.data.pools import UNSURE, Head, Pools, Portrait
from vcam.training.data.props import find_head
from vcam.training.data.store import keep
from vcam.types import ByteAlpha, Image

log = logging.getLogger(__name__)

Heads = NDArray[np.float64]
"""(n, 3) x, y and width; NaN where no head, or more than one, was found."""

FACE_SHARE = 0.65
"""How wide a face is, in widths of the head and its hair."""
DISC = 0.4
"""Radius of what is surely head, in widths of the face."""
SMALLEST_DISC_PX = 2.0


def find_heads(pools: Pools, cache: Path) -> Pools:
    """Look for the head in every picture of one person; whoever has none found points nowhere.

    Args:
        pools: the pictures of people.
        cache: answers are kept here, so that a second training asks nobody.
    """
    everybody = {
        "portraits": pools.portraits,
        "fashion": pools.fashion,
        "pseudo": pools.pseudo,
        "cutouts": pools.cutouts,
    }
    store = cache / f"heads-{_fingerprint(everybody.values()):08x}.npz"
    if store.exists():
        known = dict(np.load(store))
    else:
        # The detector's thread can reach no network from then on, nor can what it starts.
        with ThreadPoolExecutor(1, "heads") as own:
            known = own.submit(_look_at_all, everybody).result()
        keep(store, known)
    for name, heads in known.items():
        log.info("%d of %d heads known in %s", np.isfinite(heads[:, 0]).sum(), len(heads), name)
    portraits, fashion, pseudo, cutouts = (_with(own, known[name]) for name, own in everybody.items())
    return Pools(portraits, fashion, pseudo, cutouts, pools.rooms)


def draw_heads(sample: Portrait) -> tuple[ByteAlpha, ByteAlpha, ByteAlpha]:
    """Draw three labels, (H, W) uint8 each.

    Returns:
        where a head is: 255 in the middle of one, `UNSURE` on people whose head nobody knows, and 0;
        and the x and y of the head of whoever is seen there, see `decode_place`, or 0.
    """
    heads, xs, ys = (np.zeros_like(sample.alpha) for _ in range(3))
    person = sample.alpha > 127
    alone = np.full_like(sample.alpha, len(sample.heads) == 1)
    who = np.where(person, alone if sample.who is None else sample.who, np.uint8(0))
    heads[person] = UNSURE
    height, width = sample.alpha.shape
    for number, head in enumerate(sample.heads, start=1):
        if head is None:
            continue
        own = who == number
        xs[own], ys[own] = encode_place(head.x / width), encode_place(head.y / height)
        heads[own] = 0
        disc = np.zeros_like(heads)
        radius = max(SMALLEST_DISC_PX, DISC * head.width)
        cv2.circle(disc, (round(head.x), round(head.y)), round(radius), 1, -1)
        heads[own & (disc > 0)] = 255
    return heads, xs, ys


def _fingerprint(everybody: Iterable[tuple[Portrait, ...]]) -> int:
    check = 0
    for portraits in everybody:
        for portrait in portraits:
            check = zlib.crc32(portrait.image[::7].tobytes(), check)
    return check


def _with(portraits: Sequence[Portrait], heads: Heads) -> tuple[Portrait, ...]:
    return tuple(
        replace(portrait, heads=(Head(*map(float, head)),)) if np.isfinite(head[0]) else portrait
        for portrait, head in zip(portraits, heads, strict=True)
    )


def _look_at_all(everybody: Mapping[str, Sequence[Portrait]]) -> dict[str, Heads]:
    with closing(open_face_detector()) as detector:
        return {name: _look_at(portraits, detector) for name, portraits in everybody.items()}


def _look_at(portraits: Sequence[Portrait], detector: FaceDetector) -> Heads:
    heads = np.full((len(portraits), 3), np.nan)
    for number, portrait in enumerate(portraits):
        head = _find_head(portrait, detector)
        if head is not None:
            heads[number] = head
    return heads


def _find_head(portrait: Portrait, detector: FaceDetector) -> tuple[float, float, float] | None:
    """Find the only face in a picture; if none is seen, the round top of who is seen wholly."""
    rgb = np.asarray(cv2.cvtColor(portrait.image, cv2.COLOR_BGR2RGB), np.uint8)
    width = portrait.alpha.shape[1]
    faces = _faces(rgb, 0, 0, detector)
    left, top, wide, tall = cv2.boundingRect((portrait.alpha > 127).astype(np.uint8))
    if not faces and wide > 0:
        side = max(16, min(tall, width, round(0.35 * tall)))
        middle = _middle_of_top(portrait.alpha, top, side)
        x0, y0 = max(0, min(width - side, middle - side // 2)), max(0, top - side // 8)
        faces = _faces(np.ascontiguousarray(rgb[y0 : y0 + side, x0 : x0 + side]), x0, y0, detector)
    inside = [face for face in faces if _is_person(portrait.alpha, face)]
    if len(inside) > 1:
        return None
    if inside:
        return inside[0]
    is_whole = top > 0 and left > 0 and left + wide < width
    circle = find_head(portrait.alpha) if is_whole else None
    if circle is None:
        return None
    (x, y), radius = circle
    return x, y, 2 * radius * FACE_SHARE


def _middle_of_top(alpha: ByteAlpha, top: int, rows: int) -> int:
    columns = np.flatnonzero((alpha[top : top + max(1, rows // 2)] > 127).any(0))
    return int(columns.mean()) if len(columns) else alpha.shape[1] // 2


def _faces(rgb: Image, x0: int, y0: int, detector: FaceDetector) -> list[tuple[float, float, float]]:
    height, width = rgb.shape[:2]
    return [
        (
            x0 + (face.x0 + face.x1) / 2 * width,
            y0 + (face.y0 + face.y1) / 2 * height,
            (face.x1 - face.x0) * width,
        )
        for face in detector.detect(rgb)
        if face.score >= SURE_SCORE
    ]


def _is_person(alpha: ByteAlpha, face: tuple[float, float, float]) -> bool:
    x, y = round(face[0]), round(face[1])
    return 0 <= y < alpha.shape[0] and 0 <= x < alpha.shape[1] and bool(alpha[y, x] > 127)

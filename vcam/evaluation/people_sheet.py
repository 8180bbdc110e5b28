"""Draws who was found in the pictures that went worst, beside who is there."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from vcam.errors import VcamError
from vcam.evaluation.instances import IGNORED
from vcam.evaluation.look import read_pair
from vcam.evaluation.metrics import contour
from vcam.evaluation.people import JudgedStill
from vcam.evaluation.people_clips import SHOWN, JudgedClip
from vcam.types import Image

WORST = 20
COLUMNS = 4
TILE_WIDTH, TILE_HEIGHT = 400, 130
CAPTION_PX = 18
COLOURS = (
    (0, 0, 0),
    (60, 180, 255),
    (255, 140, 40),
    (90, 220, 90),
    (220, 80, 220),
    (80, 80, 255),
    (220, 220, 60),
)
"""Of background and of the first people; later ones begin anew."""


def draw_worst(stills: Sequence[JudgedStill], clips: Sequence[JudgedClip], out: Path) -> None:
    """Write a PNG: each picture with its label's contours, and beside it whom vcam found, in colours.

    The caption tells a still's IoU of the person found worst, and of a clip's worst frame how bad
    it was; there only what only-me shows is bright.

    Raises:
        VcamError: the file cannot be written.
    """
    worst = sorted(stills, key=lambda one: one.claims["ours"].worst_iou)[:WORST]
    tiles = [
        _draw(one.picture, one.labels, None, f"{100 * one.claims['ours'].worst_iou:.0f}  {one.picture.stem}")
        for one in worst
    ]
    for clip in sorted(clips, key=lambda one: -one.worst.badness)[:WORST]:
        frame = clip.worst
        caption = f"{frame.badness:.2f}  {clip.folder.name} {frame.picture.stem}"
        tiles.append(_draw(frame.picture, frame.labels, frame.shown, caption))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % COLUMNS)
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, len(tiles), COLUMNS)]
    packed = cv2.imencode(".png", np.vstack(rows))[1]
    try:
        out.write_bytes(packed.tobytes())
    except OSError as error:
        raise VcamError(f"{out} cannot be written ({error.strerror}); choose another place.") from error


def _draw(picture: Path, labels: Image, shown: Image | None, caption: str) -> Image:
    image, truth = read_pair(picture)
    scale = min(TILE_WIDTH / 2 / image.shape[1], (TILE_HEIGHT - CAPTION_PX) / image.shape[0])
    size = (max(1, int(image.shape[1] * scale)), max(1, int(image.shape[0] * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    true_names = _shrink(truth.astype(np.uint8), size)
    found = small // 2 + np.array(COLOURS, np.uint8)[_shrink(labels, size) % len(COLOURS)] // 2
    if shown is not None:
        found[_shrink(shown, size) <= SHOWN] //= 2
    for k in np.unique(true_names[(true_names > 0) & (true_names != IGNORED)]):
        line = contour(true_names == k)
        small[line] = found[line] = (255, 255, 255)
    tile = np.zeros((TILE_HEIGHT, TILE_WIDTH, 3), np.uint8)
    tile[: size[1], : size[0]] = small
    tile[: size[1], TILE_WIDTH // 2 : TILE_WIDTH // 2 + size[0]] = found
    where = (4, TILE_HEIGHT - 5)
    cv2.putText(tile, caption, where, cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return tile


def _shrink(values: Image, size: tuple[int, int]) -> Image:
    """Bring numbers, which cannot be averaged, to a size."""
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_NEAREST), np.uint8)
